"""Places by name, for whoever asks a person where they want to work."""

from jobs.enrichment import find_place, suggest_places

__all__ = ["find_place", "suggest_places"]
