"""Reads the facts out of a posting: one function, values in, a frozen dataclass out."""

from jobs.enrichment.places import distance_km, find_place, suggest_places
from jobs.enrichment.posting import enrich
from jobs.enrichment.types import EnrichedPosting, Pay, Place, RawPosting

__all__ = [
    "EnrichedPosting",
    "Pay",
    "Place",
    "RawPosting",
    "distance_km",
    "enrich",
    "find_place",
    "suggest_places",
]
