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
from jobs.models.search import FacetCount, FreshTerm, Suggestion

__all__ = [
    "CallQuota",
    "Company",
    "FacetCount",
    "FreshTerm",
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
    "Suggestion",
]
