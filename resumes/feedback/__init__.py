"""What would make a resume better, by rules: every finding with its line, its weight and, where one is safe, a correction.

Pure: a version's document, text and warnings in, a report out. The words people read are in `resumes.selectors`.
"""

from resumes.feedback.checking import check_resume
from resumes.feedback.score import ALGORITHM
from resumes.feedback.types import Finding, Place, Report, Subject, Suggestion

__all__ = [
    "ALGORITHM",
    "Finding",
    "Place",
    "Report",
    "Subject",
    "Suggestion",
    "check_resume",
]
