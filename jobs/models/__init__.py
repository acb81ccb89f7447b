"""Postings, where they come from, and the runs that collect them."""

from jobs.models.clusters import Cluster, ClusterMember, NotDuplicate, PostingKeys
from jobs.models.counting import CountedBatch, DailyFigure, RedirectClick, SearchLog
from jobs.models.employers import CompanyFollow, CompanyHide
from jobs.models.generations import IndexGeneration
from jobs.models.lifecycle import (
    LinkCheck,
    PostingArchive,
    SourceQuality,
    SourceRule,
)
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
    "Cluster",
    "ClusterMember",
    "Company",
    "CompanyFollow",
    "CompanyHide",
    "CountedBatch",
    "DailyFigure",
    "FacetCount",
    "FreshTerm",
    "IndexGeneration",
    "LinkCheck",
    "NotDuplicate",
    "Posting",
    "PostingArchive",
    "PostingKeys",
    "PostingQuerySet",
    "PostingSearch",
    "RawPage",
    "RedirectClick",
    "RejectedRow",
    "SearchLog",
    "Source",
    "SourceLease",
    "SourceQuality",
    "SourceRule",
    "SourceRun",
    "StageRun",
    "StagedPage",
    "StagedPayload",
    "Suggestion",
]
