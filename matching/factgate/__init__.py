"""The fact gate: traces every claim of a letter to the person's evidence or to the posting; what has no trace is blocked.

It knows no model and no prompt: text and evidence in, verdicts out. What it cannot place counts as untraced.
"""

from matching.factgate.evidence import Evidence
from matching.factgate.gate import check_letter
from matching.factgate.types import Claim, LetterReport, SentenceReport

__all__ = ["Claim", "Evidence", "LetterReport", "SentenceReport", "check_letter"]
