"""What pages and endpoints show of postings."""

from jobs.selectors.clusters import ClusterView, best_of_cluster, clusters_of, shown_once
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
from jobs.selectors.signs import GhostSigns, ghost_signs, signs_of

__all__ = [
    "ClusterView",
    "GhostSigns",
    "SearchPage",
    "best_of_cluster",
    "clusters_of",
    "facets_of",
    "forget_languages",
    "ghost_signs",
    "live_count",
    "matching_rows",
    "posting_detail",
    "recent_runs",
    "rejects_by_reason",
    "sample_count",
    "search_postings",
    "shown_once",
    "signs_of",
    "text_configurations",
    "text_query",
]
