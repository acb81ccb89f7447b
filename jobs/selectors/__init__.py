"""What pages and endpoints show of postings."""

from jobs.selectors.clusters import (
    Advertisement,
    ClusterView,
    Elsewhere,
    best_of_cluster,
    clusters_of,
    elsewhere_of,
    kept_apart,
    shown_once,
)
from jobs.selectors.facets import known_values
from jobs.selectors.filtering import matching_rows
from jobs.selectors.generations import index_generation, is_talent_behind
from jobs.selectors.postings import companies_named, live_count, posting_detail, sample_count
from jobs.selectors.runs import recent_runs, rejects_by_reason
from jobs.selectors.search import SearchPage, counts_without, precompute, search_postings
from jobs.selectors.signs import GhostSigns, ghost_signs, signs_for, signs_of
from jobs.selectors.suggestions import Suggested, commonest, suggest
from jobs.selectors.words import forget_languages, text_configurations, text_query

__all__ = [
    "Advertisement",
    "ClusterView",
    "Elsewhere",
    "GhostSigns",
    "SearchPage",
    "Suggested",
    "best_of_cluster",
    "clusters_of",
    "commonest",
    "companies_named",
    "counts_without",
    "elsewhere_of",
    "forget_languages",
    "ghost_signs",
    "index_generation",
    "is_talent_behind",
    "kept_apart",
    "known_values",
    "live_count",
    "matching_rows",
    "posting_detail",
    "precompute",
    "recent_runs",
    "rejects_by_reason",
    "sample_count",
    "search_postings",
    "shown_once",
    "signs_for",
    "signs_of",
    "suggest",
    "text_configurations",
    "text_query",
]
