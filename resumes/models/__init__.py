"""Resumes and all their versions."""

from resumes.models.doors import DirectUpload, ReparseRun
from resumes.models.versions import Resume, ResumeQuerySet, ResumeVersion, VersionQuerySet

__all__ = [
    "DirectUpload",
    "ReparseRun",
    "Resume",
    "ResumeQuerySet",
    "ResumeVersion",
    "VersionQuerySet",
]
