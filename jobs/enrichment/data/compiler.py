"""Compiles GeoNames into two small files; run by `bin/compile-data`, never by the product.

`places.npz` holds every city as columns and a sorted table of folded names that point to cities;
`areas.json.gz` holds countries, first and second level areas and US ZIP prefixes.
"""

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from jobs.enrichment.names import fold

# Towns below 15,000 people are kept where our sources list jobs; elsewhere they only add homonyms.
_SMALL_TOWNS_IN = {
    "GB",
    "US",
    "AT",
    "AU",
    "BE",
    "BR",
    "CA",
    "CH",
    "DE",
    "ES",
    "FR",
    "IN",
    "IT",
    "MX",
    "NL",
    "NZ",
    "PL",
    "SG",
    "ZA",
    "IE",
    "PT",
    "DK",
    "SE",
    "NO",
    "FI",
    "LU",
    "CZ",
}
_ALL_NAMES_FROM = 100_000  # below this population only names near the main one are kept
_NATIVE_NAMES_FROM = 1_000_000  # so are names in other scripts
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ .'’\-]+")
_VOWEL = re.compile("[aeiouy]")
_AREA_NOISE = re.compile(
    r"^(?:d[ée]partement (?:des |du |de la |de l'|d'|de )|(?:province of|provincia (di|de)|province de|city and "
    r"borough of|borough of|city of|county|metropolitan borough of|royal borough of|arrondissement"
    r"( de| du| des)?|regierungsbezirk|kreisfreie stadt|landkreis|kreis|stadt|district of|principality of) )",
    re.IGNORECASE,
)


@dataclass(slots=True)
class City:
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int = 0
    geoname: int = 0
    admin2: str = ""
    alternates: list[str] = field(default_factory=list)


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _big_cities(path: Path) -> list[City]:
    return [
        City(
            name=row["name"],
            country=row["countrycode"],
            admin1=row["admin1code"],
            lat=float(row["latitude"]),
            lon=float(row["longitude"]),
            population=int(row["population"]),
            geoname=int(row["geonameid"]),
            alternates=row["alternatenames"].split("|") if row["alternatenames"] else [],
        )
        for row in _rows(path, "\t")
    ]


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return round(lat * 4), round(lon * 4)


def _join(cities: list[City], path: Path) -> list[City]:
    """Give the cities their area names and add the small towns."""
    near: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        for name in {fold(city.name), *map(fold, city.alternates)}:
            near[city.country, name].append(city)
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    small = []
    for row in _rows(path, ","):
        lat, lon = float(row["lat"]), float(row["lon"])
        twins = [
            c
            for c in near.get((row["cc"], fold(row["name"])), ())
            if abs(c.lat - lat) < 0.02 and abs(c.lon - lon) < 0.02  # noqa: PLR2004
        ]
        if twins:
            for twin in twins:
                codes[row["cc"], twin.admin1][row["admin1"]] += 1
                twin.admin2 = row["admin2"]
        elif row["cc"] in _SMALL_TOWNS_IN:
            small.append(
                City(row["name"], row["cc"], row["admin1"], lat, lon, admin2=row["admin2"])
            )
    for city in cities:
        found = codes.get((city.country, city.admin1))
        city.admin1 = found.most_common(1)[0][0] if found else ""
    return cities + small


def _spellings(city: City) -> set[str]:
    main = fold(city.name)
    names = {main}
    for name in city.alternates:
        folded = fold(name)
        latin = bool(_LATIN.fullmatch(name))
        code = len(name) <= 3 and name.isupper()  # noqa: PLR2004  (airport codes)
        if code or len(folded) < (3 if latin else 2) or len(folded) > 40 or folded.isdigit():  # noqa: PLR2004
            continue
        if (latin and (city.population >= _ALL_NAMES_FROM or folded[0] == main[:1])) or (
            not latin and city.population >= _NATIVE_NAMES_FROM and not name.isascii()
        ):
            names.add(folded)
    if re.fullmatch(r"[a-z ]+ city", main) and city.population > 1_000_000:  # noqa: PLR2004
        names.add(main.removesuffix(" city"))
    names.discard("")
    return names


def _blob(lines: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _centre(cities: list[City]) -> tuple[float, float, int]:
    weights = [c.population + 500 for c in cities]
    total = sum(weights)
    lat = sum(c.lat * w for c, w in zip(cities, weights, strict=True)) / total
    lon = sum(c.lon * w for c, w in zip(cities, weights, strict=True)) / total
    return round(lat, 3), round(lon, 3), sum(c.population for c in cities)


def _areas(cities: list[City]) -> tuple[list[list[object]], list[list[object]]]:
    """First and second level areas: [country, name, lat, lon, population(, first level index)]."""
    first: dict[tuple[str, str], list[City]] = defaultdict(list)
    second: dict[tuple[str, str, str], list[City]] = defaultdict(list)
    for city in cities:
        first[city.country, city.admin1].append(city)
        if city.admin2 and city.country in _SMALL_TOWNS_IN:
            second[city.country, city.admin1, city.admin2].append(city)
    ones: list[list[object]] = [[*key, *_centre(first[key])] for key in sorted(first)]
    index = {key: i for i, key in enumerate(sorted(first))}
    twos: list[list[object]] = [
        [
            cc,
            _AREA_NOISE.sub("", two) or two,
            *_centre(second[cc, one, two]),
            index[cc, one],
            two,
        ]
        for cc, one, two in sorted(second)
    ]
    return ones, twos


def _zip_prefixes(path: Path) -> dict[str, list[object]]:
    """The first three digits of US ZIP codes → [city, state, lat, lon]."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(path, ","):
        if row["lat"] and row["state"] and row["zip_code_type"] != "MILITARY":
            groups[row["zip_code"][:3]].append(row)
    result: dict[str, list[object]] = {}
    for prefix, rows in sorted(groups.items()):
        city, state = Counter((r["city"], r["state"]) for r in rows).most_common(1)[0][0]
        lat = sum(float(r["lat"]) for r in rows) / len(rows)
        lon = sum(float(r["long"]) for r in rows) / len(rows)
        result[prefix] = [city, state, round(lat, 3), round(lon, 3)]
    return result


def compile_places(source: Path, target: Path) -> None:
    """Read GeoNames in `source`, write `places.npz` and `areas.json.gz` into `target`."""
    cities = _join(
        _big_cities(source / "cities15000.tsv.gz"), source / "rg_cities1000_admin_names.csv.gz"
    )
    cities.sort(key=lambda c: (-c.population, c.country, c.name, c.lat))
    ones, twos = _areas(cities)
    one_index = {(a[0], a[1]): i for i, a in enumerate(ones)}
    two_index = {(a[0], a[5], a[6]): i + 1 for i, a in enumerate(twos)}
    countries = json.loads((source / "countries.json").read_text())
    country_codes = sorted(countries)
    members: dict[str, list[int]] = defaultdict(list)
    for i, city in enumerate(cities):
        for name in _spellings(city):
            members[name].append(i)
    names = sorted(members, key=lambda n: n.encode())
    starts = np.cumsum([0, *(len(members[n]) for n in names)])
    admin1 = [one_index[c.country, c.admin1] for c in cities]
    columns = {
        "names": _blob(names),
        "starts": starts.astype(np.uint32),
        "members": np.array([i for n in names for i in members[n]], dtype=np.uint32),
        "display": _blob([c.name for c in cities]),
        "lat": np.array([round(c.lat * 1000) for c in cities], dtype=np.int32),
        "lon": np.array([round(c.lon * 1000) for c in cities], dtype=np.int32),
        "population": np.array([c.population for c in cities], dtype=np.uint32),
        "geoname": np.array([c.geoname for c in cities], dtype=np.uint32),
        "country": np.array([country_codes.index(c.country) for c in cities], dtype=np.uint8),
        "admin1": np.array(admin1, dtype=np.uint16),
        "admin2": np.array(
            [
                two_index.get((c.country, a, c.admin2), 0)
                for c, a in zip(cities, admin1, strict=True)
            ],
            dtype=np.uint16,
        ),
    }
    np.savez_compressed(target / "places.npz", allow_pickle=False, **columns)
    areas = {
        "countries": [
            [code, countries[code]["name"], countries[code]["iso3"]] for code in country_codes
        ],
        "first": ones,
        "second": [[a[0], a[1], a[2], a[3], a[4], a[5]] for a in twos],
        "states": {
            code: row["name"]
            for code, row in json.loads((source / "us_states.json").read_text()).items()
        },
        "zips": _zip_prefixes(source / "us_zipcodes.csv.gz"),
    }
    with gzip.GzipFile(target / "areas.json.gz", "wb", mtime=0) as file:
        file.write(json.dumps(areas, ensure_ascii=False, separators=(",", ":")).encode())
