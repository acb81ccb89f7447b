"""Postings, where they come from, and the runs that collect them."""

from jobs.models.postings import Company, Posting, PostingQuerySet, PostingSearch
from jobs.models.runs import (
    CallQuota,
    RawPage,
    RejectedRow,
    Source,
    SourceLease,
    SourceRun,
    StagedPage,
    StagedPayload,
    StageRun,
)

__all__ = [
    "CallQuota",
    "Company",
    "Posting",
    "PostingQuerySet",
    "PostingSearch",
    "RawPage",
    "RejectedRow",
    "Source",
    "SourceLease",
    "SourceRun",
    "StageRun",
    "StagedPage",
    "StagedPayload",
]
