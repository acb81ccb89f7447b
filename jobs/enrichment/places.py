"""Places: from what a posting or a person writes to a city, region and country of GeoNames."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from jobs.enrichment.gazetteer import Area, cities_called, gazetteer, subdivision
from jobs.enrichment.names import fold
from jobs.enrichment.postcodes import FRENCH_PREFECTURES, UK_AREAS, UK_POSTCODE
from jobs.enrichment.towns import area_place, city_place, distance_km, fits, known_city, region_of
from jobs.enrichment.types import Place

_REMOTE_WORDS = re.compile(
    r"\b(100 ?%|fully|full|partially|home[- ]?based|home[- ]?office|homeoffice|remote(ly)?|hybrid(e|o)?|"
    r"t[ée]l[ée]travail|work from home|wfh|on[- ]?site|in[- ]office|anywhere( in)?|flexible|teletrabajo|"
    r"remoto|smart ?working|thuiswerken|various locations?|multiple locations|plusieurs lieux|"
    r"nationwide|bundesweit|deutschlandweit|within|based in|office|hq|headquarters|location|metro(politan)? area|only|based|"
    r"pan|all over|across|whole of|worldwide|area|region of|gro(?:ß|ss)raum|raum|n[äa]he|pr[èe]s de|proche de|secteur|near|close to|zona(?: de)?|alrededores de|provincia de|omgeving|okolice|"
    r"commutable|surrounding areas?|and surroundings?|et environs|umgebung|job in)\b",
    re.IGNORECASE,
)
_SPLIT_PLACES = re.compile(r"\s*(?:\||;|\n|•| / | or | ou | oder | and | et | und )\s*")
_SPLIT_SEGMENTS = re.compile(r"\s*(?:,|\(|\)|\s[-–—]\s|>|·)\s*")
_DISTRICT_NUMBER = re.compile(
    r"\s+(?:cedex\s*)?\d{1,2}\s*(?:er|e|è|ème|eme|ème|nd|st|th|°|º)?(?:\s*(?:arrondissement|arr\.?|bezirk))?$",
    re.IGNORECASE,
)
_ONLY_DISTRICT = re.compile(
    r"^\d{1,2}\s*(?:er|e|è|ème|eme|nd|\.)?\s*(?:arrondissement|arr\.?|bezirk)?$", re.IGNORECASE
)
_DIGITS = re.compile(r"\b\d{4,6}(?:[- ]\d{3,4})?\b")
_CAPITAL = re.compile(r"\bwashington,? d\.? ?c\b\.?", re.IGNORECASE)
_BAY_AREA = re.compile(r"\b(?:san francisco |sf )?bay area\b", re.IGNORECASE)
_COMPASS = re.compile(
    r"^(?:(?:central|inner|outer|downtown|city of|city centre|city center|greater|metropolitan|old|"
    r"north|south|east|west|northern|southern|eastern|western|midtown)\s+)+|\s+(?:city cent(?:re|er)|centre|center|"
    r"centro|metro|metropolitan area|area|north|south|east|west|central|nord|sud|est|ouest|mitte|bay area|county)$"
)
_NEAR_KM = 60.0
_LARGE = 100_000
_HOME_BONUS = 9.0
_KNOWN_ABROAD = 300_000  # people: a smaller place outside the hinted country is a namesake
_ALSO_CITIES = {"singapore", "luxembourg", "mexico", "hong kong"}


@dataclass(slots=True)
class _Clues:
    """What the segments of one text say, each read on its own."""

    country: str = ""
    areas: list[tuple[int, Area]] = field(default_factory=list)  # order of the segment, area
    cities: list[tuple[int, tuple[int, ...], bool]] = field(
        default_factory=list
    )  # order, rows, whole
    written: dict[int, str] = field(default_factory=dict)  # the segments as they stand
    postcode: Place | None = None


def find_place(text: str, country_hint: str | None = None) -> Place | None:
    """The place a text names, or None; `country_hint` is an ISO code and only tips the balance."""
    return _find(" ".join(text.split(" "))[:300], (country_hint or "").upper())


@lru_cache(maxsize=50_000)
def _find(text: str, hint: str) -> Place | None:
    for part in _SPLIT_PLACES.split(text):
        found = _find_one(part, hint)
        if found:
            return found
    return None


def place_of_area(area: Iterable[str], country_hint: str | None = None) -> Place | None:
    """The place of a hierarchy that runs from country to town (Adzuna's `area`)."""
    return find_place(", ".join(reversed([a for a in area if a])), country_hint)


def _find_one(text: str, hint: str) -> Place | None:
    segments = [s for s in _SPLIT_SEGMENTS.split(_without_words(text)) if s and s.strip(" .-:–")]
    if not segments:
        return None
    clues = _Clues()
    for order, segment in enumerate(segments[:8]):
        _read_segment(segment.strip(" .-:–"), order, len(segments), hint, clues)
    return _decide(clues, hint)


def _without_words(text: str) -> str:
    text = _BAY_AREA.sub("San Francisco", _CAPITAL.sub("Washington DC", text))
    return _REMOTE_WORDS.sub(" ", text)


def _read_segment(segment: str, order: int, count: int, hint: str, clues: _Clues) -> None:
    segment = _read_postcode(segment, hint, clues).strip()
    if not segment or _ONLY_DISTRICT.match(segment):
        return
    segment = _DISTRICT_NUMBER.sub("", segment) or segment
    if order or count == 1:
        _read_code(segment, order, hint, clues)
    name = fold(segment)
    if not name:
        return
    clues.written[order] = segment
    country = gazetteer().countries.get(name)
    if country and not (clues.country and len(name) <= 3):  # noqa: PLR2004
        clues.country = clues.country or country
        home = [a for a in gazetteer().areas.get(name, ()) if a.country in {country, hint}]
        if any(a.country == hint != country for a in home):  # Georgia, where the hint says US
            clues.country = hint
        elif order and not hint and (state := _state_of_a_read_city(name, country, clues)):
            clues.country, home = state.country, [state]  # Atlanta, Georgia
        clues.areas.extend((order, a) for a in home)
        if name not in _ALSO_CITIES:
            return
    _read_name(name, order, clues)


def _state_of_a_read_city(name: str, country: str, clues: _Clues) -> Area | None:
    """The state that shares a country's name, when the city read before lies there and not in the country."""
    for area in gazetteer().areas.get(name, ()):
        for _, rows, _ in clues.cities if area.country != country and area.level == 1 else ():
            at_home = any(gazetteer().country_of(row) == country for row in rows)
            if not at_home and any(_inside(row, area) for row in rows):
                return area
    return None


def _read_name(name: str, order: int, clues: _Clues) -> None:
    book = gazetteer()
    clues.areas.extend((order, a) for a in book.areas.get(name, ()))
    if name.endswith((" county", " parish")):
        return
    cities = cities_called(name)
    if cities:
        clues.cities.append((order, cities, True))
        return
    if name in book.areas:
        return
    _read_shorter(name.split(), name, order, clues)


def _read_shorter(words: list[str], name: str, order: int, clues: _Clues) -> None:
    """Read a part of a name that is no place as a whole."""
    book = gazetteer()
    if len(words) > 1 and len(words[-1]) == 2:  # noqa: PLR2004  ("Boston MA")
        state = subdivision(words[-1].upper(), None)
        if state:
            areas = book.areas.get(fold(state[1]), ())
            clues.areas.extend((-1, a) for a in areas if a.country == state[0] and a.level == 1)
            words.pop()
    for shorter in (" ".join(words), _COMPASS.sub("", name), *_windows(words)):
        if shorter != name and (cities := cities_called(shorter)):
            clues.cities.append((order, cities, False))
            return
        if shorter != name and (country := book.countries.get(shorter)):
            clues.country = clues.country or country


def _windows(words: list[str]) -> list[str]:
    """Shorter readings of a long name, most words first, without single short words."""
    found = []
    for size in range(min(3, len(words) - 1), 0, -1):
        for start in range(len(words) - size + 1):
            window = " ".join(words[start : start + size])
            if len(window) > 3:  # noqa: PLR2004
                found.append(window)
    return found[:9]


def _read_postcode(segment: str, hint: str, clues: _Clues) -> str:
    """Take postal codes out of the segment, remembering what they tell."""
    match = UK_POSTCODE.search(segment)
    if match and (hint in {"", "GB"}) and match[1].upper() in UK_AREAS:
        rest = (segment[: match.start()] + segment[match.end() :]).strip()
        city = UK_AREAS[match[1].upper()]
        if match[2] or not rest or hint == "GB":
            clues.postcode = known_city(city, "GB")
            clues.country = clues.country or "GB"
            return rest
    match = _DIGITS.search(segment)
    if match:
        _read_digits(match[0], hint, clues)
        segment = (segment[: match.start()].removesuffix("F-") + segment[match.end() :]).strip(
            " -–"
        )
    elif segment.isdigit() and len(segment) in {2, 3}:
        if segment in FRENCH_PREFECTURES and hint in {"", "FR"}:
            clues.postcode = known_city(FRENCH_PREFECTURES[segment], "FR")
        return ""
    return segment


def _read_digits(code: str, hint: str, clues: _Clues) -> None:
    if len(code) not in {5, 10}:
        return
    paris = code.startswith("75") and code[2] in "01"
    if hint == "FR" or (not hint and paris):
        prefecture = FRENCH_PREFECTURES.get(code[:2])
        clues.postcode = known_city(prefecture, "FR") if prefecture else None
    elif hint in {"", "US"} and code[:3] in gazetteer().zips:
        city, state, lat, lon = gazetteer().zips[code[:3]]
        name = gazetteer().states.get(state, "")
        found = [c for c in cities_called(fold(city)) if region_of(c) == name]
        clues.postcode = (
            city_place(found[0])
            if found
            else Place(
                name=city,
                region=name,
                country="US",
                kind="city",
                lat=lat,
                lon=lon,
                country_name="United States",
            )
        )


def _read_code(segment: str, order: int, hint: str, clues: _Clues) -> None:
    """States, provinces and countries by their letters: `NY`, `ON`, `NSW`, `DE`."""
    letters = segment.rsplit(maxsplit=1)[-1] if segment else ""
    if not (2 <= len(letters) <= 3 and letters.isalpha() and letters.isupper()):  # noqa: PLR2004
        return
    state = subdivision(letters, clues.country or hint or None)
    if state and hint in {"", state[0]}:
        areas = [
            a
            for a in gazetteer().areas.get(fold(state[1]), ())
            if a.country == state[0] and a.level == 1
        ]
        clues.areas.extend((-1 if segment != letters else order, a) for a in areas)
    elif len(letters) == 2 and letters == segment and _is_country_code(letters, clues):  # noqa: PLR2004
        clues.country = clues.country or letters


def _is_country_code(letters: str, clues: _Clues) -> bool:
    """Whether two letters are a country here: in `Napoli (NA)` they are a province, not Namibia."""
    book = gazetteer()
    if letters not in book.country_names:
        return False
    return not clues.cities or any(
        book.country_of(row) == letters for _, rows, _ in clues.cities for row in rows
    )


def _decide(clues: _Clues, hint: str) -> Place | None:
    best, best_score = _best_city(clues, hint)
    area = _best_area(clues, hint, best, best_score)
    if area:
        return area_place(area)
    if best is not None:
        return city_place(best)
    if clues.postcode and clues.country in {"", clues.postcode.country}:
        return clues.postcode
    if clues.country:
        name = gazetteer().country_names.get(clues.country, clues.country)
        return Place(name="", region="", country=clues.country, kind="country", country_name=name)
    return None


def _best_city(clues: _Clues, hint: str) -> tuple[int | None, float]:
    best, best_score = None, -1.0
    for order, cities, whole in clues.cities:
        for row in cities[:60]:
            score = _score(row, order, clues, hint) - order * 3.0 - (0 if whole else 4.0)
            if score > best_score:
                best, best_score = row, score
    if best is not None and not _is_credible(best, clues, hint):
        best = None
    return best, best_score


def _is_credible(row: int, clues: _Clues, hint: str) -> bool:
    """Whether a city fits the country that is named, or else the hint: abroad only big ones do."""
    book = gazetteer()
    country = book.country_of(row)
    if clues.country or not hint or fits(hint, country):
        return fits(clues.country, country)
    return bool(
        book.population[row] >= _KNOWN_ABROAD or any(a.country == country for _, a in clues.areas)
    )


def _score(row: int, order: int, clues: _Clues, hint: str) -> float:
    book = gazetteer()
    country = book.country_of(row)
    score = math.log10(float(book.population[row]) + 1000.0) * 2.0 + _homeland(country, clues, hint)
    if book.display[row] == clues.written.get(order) and book.population[row] > _LARGE:
        score += 4.0  # New Delhi, which is also a name of Delhi
    if any(o != order and a.country == country and _inside(row, a) for o, a in clues.areas):
        score += 8.0
    if (
        clues.postcode
        and clues.postcode.country == country
        and _near_place(row, clues.postcode, 120.0)
    ):
        score += 8.0
    for other_order, others, _ in clues.cities:
        if (
            other_order != order
            and row not in others
            and any(_near(row, other) for other in others[:3])
        ):
            score += 6.0
            break
    return score


def _homeland(country: str, clues: _Clues, hint: str) -> float:
    score = 0.0
    if clues.country:
        score += 30.0 if fits(clues.country, country) else -30.0
    if hint and fits(hint, country):
        score += _HOME_BONUS
    return score


def _best_area(clues: _Clues, hint: str, city: int | None, city_score: float) -> Area | None:
    """The area the text means, unless a city says it better: `Surrey, South East England`."""
    best, best_score = None, city_score
    for order, area in clues.areas:
        if city is not None and (_inside(city, area) or order > min(o for o, *_ in clues.cities)):
            continue
        lone = area.level != 1 and not clues.country and hint != area.country
        if lone and city is not None:
            continue
        score = (
            math.log10(area.population + 1000.0) * 2.0
            - 2.0
            - max(order, 0) * 5
            + _homeland(area.country, clues, hint)
        )
        if any(o != order and a.level == 1 and a.first == area.first for o, a in clues.areas):
            score += 8.0
        if score > best_score and fits(clues.country, area.country):
            best, best_score = area, score
    return best


def _inside(row: int, area: Area) -> bool:
    book = gazetteer()
    if area.radius_km:
        return (
            distance_km(float(book.lat[row]), float(book.lon[row]), area.lat, area.lon)
            < area.radius_km
        )
    if area.level == 1:
        return int(book.admin1[row]) == area.first
    second = int(book.admin2[row])
    return second > 0 and book.seconds[second - 1] is area


def _near(one: int, other: int) -> bool:
    book = gazetteer()
    return distance_km(book.lat[one], book.lon[one], book.lat[other], book.lon[other]) < _NEAR_KM


def _near_place(row: int, place: Place, km: float) -> bool:
    book = gazetteer()
    if place.lat is None or place.lon is None:
        return False
    return distance_km(book.lat[row], book.lon[row], place.lat, place.lon) < km
