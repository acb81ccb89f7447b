"""Places by name, for whoever asks a person where they want to work."""

from jobs.enrichment import find_place, suggest_places
from jobs.enrichment.currencies import COUNTRY_CURRENCY
from jobs.enrichment.gazetteer import gazetteer

__all__ = ["country_currency", "country_name", "find_place", "suggest_places"]


def country_name(code: str) -> str:
    """The English name of a country; a code the atlas does not know stands for itself."""
    return str(gazetteer().country_names.get(code, code))


def country_currency(code: str) -> str:
    """The ISO code of a country's money; empty where we do not know it."""
    return COUNTRY_CURRENCY.get(code, "")
