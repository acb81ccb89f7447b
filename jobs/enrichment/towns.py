"""Rows of the gazetteer as places: near a point, with a name that starts somehow, in a country."""

import math
from functools import lru_cache

from jobs.enrichment.gazetteer import Area, cities_called, gazetteer
from jobs.enrichment.names import fold
from jobs.enrichment.types import Place

# Territories that a country's job boards list as their own.
_PARENTS = dict.fromkeys(["GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF"], "FR") | {
    "PR": "US",
    "GU": "US",
    "VI": "US",
}
_PARENTS |= {"IM": "GB", "JE": "GB", "GG": "GB"}
_SAME_TOWN_KM = 15.0
_NEIGHBOURS = 60


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2
    h += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(min(1.0, h)))


def fits(wanted: str, country: str) -> bool:
    """Whether a country, or the one it belongs to, is the wanted one; any is when none is wanted."""
    return wanted in {"", country, _PARENTS.get(country, country)}


def nearest_place(lat: float, lon: float, country: str) -> Place | None:
    """The town of a country a point within 15 km belongs to: near ones, and rather the big ones."""
    book = gazetteer()
    squared = (book.lat - lat) ** 2 + ((book.lon - lon) * math.cos(math.radians(lat))) ** 2
    best, best_score = None, 0.0
    for row in squared.argpartition(_NEIGHBOURS)[:_NEIGHBOURS].tolist():
        km = distance_km(lat, lon, float(book.lat[row]), float(book.lon[row]))
        score = 2.0 * math.log10(float(book.population[row]) + 1000.0) - 0.4 * km
        if km <= _SAME_TOWN_KM and score > best_score and fits(country, book.country_of(row)):
            best, best_score = row, score
    return None if best is None else city_place(best)


def suggest_places(prefix: str, limit: int = 8) -> list[Place]:
    """Cities whose name in any language starts with `prefix`, the biggest and best known first."""
    folded = fold(prefix[:60])
    if not folded or limit <= 0:
        return []
    book = gazetteer()
    rows = dict.fromkeys([*cities_called(folded)[:3], *book.starting_with(folded, limit * 8)])
    typed = prefix.strip().lower()

    def rank(row: int) -> float:
        name = book.display[row]
        loose = 0.6 if typed.isascii() else 0.15  # whoever types an accent means it
        own = (
            1.0
            if name.lower().startswith(typed)
            else loose
            if fold(name).startswith(folded)
            else 0.2
        )
        whole = 20.0 if fold(name) == folded or row in cities_called(folded)[:1] else 1.0
        return -own * whole * (float(book.population[row]) + 1.0)

    return [city_place(row) for row in sorted(rows, key=rank)[:limit]]


@lru_cache(maxsize=20_000)
def city_place(row: int) -> Place:
    """A city of the gazetteer."""
    book = gazetteer()
    country = book.country_of(row)
    return Place(
        name=book.display[row],
        region=region_of(row),
        country=country,
        kind="city",
        lat=float(book.lat[row]),
        lon=float(book.lon[row]),
        geoname_id=int(book.geoname[row]) or None,
        population=int(book.population[row]),
        country_name=book.country_names[country],
    )


def area_place(area: Area) -> Place:
    """A first or second level area."""
    book = gazetteer()
    return Place(
        name=area.name,
        region=book.firsts[area.first].name,
        country=area.country,
        kind="region",
        lat=area.lat,
        lon=area.lon,
        population=area.population,
        country_name=book.country_names[area.country],
    )


def known_city(name: str, country: str) -> Place | None:
    """The biggest city of that name in a country."""
    rows = [c for c in cities_called(fold(name)) if gazetteer().country_of(c) == country]
    return city_place(rows[0]) if rows else None


def region_of(row: int) -> str:
    """The first level area a city lies in."""
    return gazetteer().firsts[int(gazetteer().admin1[row])].name
