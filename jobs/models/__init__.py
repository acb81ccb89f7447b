"""Postings, where they come from, and the runs that collect them."""

from jobs.models.counting import CountedBatch, DailyFigure, RedirectClick, SearchLog
from jobs.models.employers import CompanyFollow, CompanyHide
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
    "CompanyFollow",
    "CompanyHide",
    "CountedBatch",
    "DailyFigure",
    "Posting",
    "PostingQuerySet",
    "PostingSearch",
    "RawPage",
    "RedirectClick",
    "RejectedRow",
    "SearchLog",
    "Source",
    "SourceLease",
    "SourceRun",
    "StageRun",
    "StagedPage",
    "StagedPayload",
]
