"""What a language model adds: lines worded anew, questions to prepare for. For workers only."""

from applications.rewriting.lines import write_lines
from applications.rewriting.questions import write_questions
from applications.rewriting.waiting import waiting_too_long

__all__ = ["waiting_too_long", "write_lines", "write_questions"]
