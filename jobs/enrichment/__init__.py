"""Reads the facts out of a posting: one function, values in, a frozen dataclass out."""

from jobs.enrichment.places import find_place
from jobs.enrichment.posting import enrich
from jobs.enrichment.towns import distance_km, suggest_places
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
