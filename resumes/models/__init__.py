"""Resumes and all their versions."""

from resumes.models.doors import DirectUpload, ReparseRun
from resumes.models.feedback import Feedback, FeedbackQuerySet
from resumes.models.versions import Resume, ResumeQuerySet, ResumeVersion, VersionQuerySet

__all__ = [
    "DirectUpload",
    "Feedback",
    "FeedbackQuerySet",
    "ReparseRun",
    "Resume",
    "ResumeQuerySet",
    "ResumeVersion",
    "VersionQuerySet",
]
