"""One posting in several places: one row per place.

The first place keeps the row as it came and an empty place key, so the posting's identity does not
change when it is offered in further places or in fewer. Each further place gets a copy of the row
that names it under `PLACE`; when it is gone from the source's list, its row is absent and closes.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jobs.enrichment.gazetteer import gazetteer
from jobs.enrichment.names import fold
from jobs.sources import reading

PLACE = "_place"  # no source's own field; one that sends it anyway is not believed
MOST_PLACES = (
    20  # "anywhere in the world" as a list of countries would crowd out every other posting
)

_LONGEST_KEY = 120
_DIGEST = 12
_NOT_A_WORD = re.compile(r"[\W_]+")
_BETWEEN_PLACES = re.compile(r"\s*[;|•\n]\s*|\s+/\s+")
_REMOTE_IN = re.compile(r"(?P<kind>remote)\s*(?:[-–—:,]|\bin\b)\s*(?P<where>[^()]+)", re.IGNORECASE)
_BETWEEN_COUNTRIES = re.compile(r"\s*(?:,|&|/|\bor\b|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPlace:
    """A place as a source lists it; `name` is what a person reads, `area` runs from wide to narrow."""

    name: str
    area: tuple[str, ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


Places = Callable[[Mapping[str, Any]], Sequence[PostedPlace]]


def one_per_place(rows: Iterable[object], places: Places) -> list[object]:
    """The rows, each followed by a copy for every further place; what is no object is left alone."""
    found: list[object] = []
    for value in rows:
        if not isinstance(value, dict):
            found.append(value)
            continue
        row = {name: part for name, part in value.items() if name != PLACE}
        found.append(row)
        found += [{**row, PLACE: asdict(place)} for place in _listed(places(row))[1:]]
    return found


def where(row: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The fields of a RawPosting that say where: of the place a row names, else of the first one."""
    named = row.get(PLACE)
    if isinstance(named, dict):
        place = PostedPlace(**{**named, "area": tuple(named["area"])})
    else:
        place = next(iter(_listed(places(row))), PostedPlace(name=""))
    return {
        "place_key": place_key(place.name) if named else "",
        "location_text": place.name,
        "area": place.area,
        "country_hint": place.country,
        "lat": place.lat,
        "lon": place.lon,
    }


def place_key(name: str) -> str:
    """What tells a posting's places apart: the name without case and punctuation."""
    key = _NOT_A_WORD.sub(" ", name.casefold()).strip()
    if len(key) <= _LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:_DIGEST]
    return f"{key[: _LONGEST_KEY - _DIGEST - 1]} {digest}"


def place_names(text: str) -> list[str]:
    """The places one text lists: `Paris, France; London, UK`, `Remote - US, Canada`."""
    parts = filter(None, (part.strip() for part in _BETWEEN_PLACES.split(text)))
    return [name for part in parts for name in _remote_countries(part) or [part]]


def address_name(*parts: object) -> str:
    """An address as a person writes it, from narrow to wide, each part once."""
    names = (reading.text(part, longest=120) for part in parts)
    return ", ".join(dict.fromkeys(filter(None, names)))


def _remote_countries(text: str) -> list[str]:
    """Remote work in several countries, one name each; nothing for any other text."""
    match = _REMOTE_IN.fullmatch(text)
    names = _BETWEEN_COUNTRIES.split(match["where"].strip()) if match else []
    codes = [gazetteer().countries.get(fold(name), "") for name in names]
    if match is None or len(names) == 1 or not all(codes) or _are_one_place(names, codes):
        return []
    return [f"{match['kind']} - {name}" for name in names]


def _are_one_place(names: Sequence[str], codes: Sequence[str]) -> bool:
    """Whether a country's name is also that of an area of another one: `Georgia, US`."""
    return any(
        area.country in codes and area.country != code
        for name, code in zip(names, codes, strict=True)
        for area in gazetteer().areas.get(fold(name), ())
    )


def _listed(places: Sequence[PostedPlace]) -> list[PostedPlace]:
    """Each place that says something once, in order, as many as are kept."""
    named: dict[str, PostedPlace] = {}
    for place in places:
        key = place_key(place.name)
        if key or (not named and (place.area or place.country)):
            named.setdefault(key, place)
    return list(named.values())[:MOST_PLACES]
