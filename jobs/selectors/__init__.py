"""What pages and endpoints show of postings."""

from jobs.selectors.postings import live_count, posting_detail, sample_count
from jobs.selectors.runs import recent_runs, rejects_by_reason
from jobs.selectors.search import (
    SearchPage,
    facets_of,
    forget_languages,
    matching_rows,
    search_postings,
    text_configurations,
    text_query,
)

__all__ = [
    "SearchPage",
    "facets_of",
    "forget_languages",
    "live_count",
    "matching_rows",
    "posting_detail",
    "recent_runs",
    "rejects_by_reason",
    "sample_count",
    "search_postings",
    "text_configurations",
    "text_query",
]
