"""What an interviewer may ask, and what of the person answers it: by rules, in eight languages. Pure."""

from applications.preparing.sheet import LANGUAGES, make_sheet
from applications.preparing.types import Asked, Kind, Proof, Question, Sheet

__all__ = ["LANGUAGES", "Asked", "Kind", "Proof", "Question", "Sheet", "make_sheet"]
