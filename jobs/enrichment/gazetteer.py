"""The compiled GeoNames tables: names to cities, areas, countries; loaded once, on first use."""

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from jobs.enrichment.names import fold

# What people write for a country beside its English name and codes.
_COUNTRY_ALIASES = {
    "GB": "uk|u k|great britain|britain|united kingdom|england|scotland|wales|northern ireland|royaume uni|vereinigtes konigreich|grossbritannien|reino unido|regno unito|verenigd koninkrijk",
    "US": "usa|u s a|u s|us|united states|united states of america|america|etats unis|vereinigte staaten|estados unidos|stati uniti|verenigde staten|stany zjednoczone",
    "FR": "france|frankreich|francia|frankrijk|francja|franca",
    "DE": "germany|deutschland|allemagne|alemania|germania|duitsland|niemcy|alemanha",
    "ES": "spain|espana|espagne|spanien|spagna|spanje|hiszpania|espanha",
    "IT": "italy|italia|italie|italien|wlochy",
    "NL": "netherlands|the netherlands|holland|nederland|niederlande|pays bas|paises bajos|paesi bassi|holandia",
    "BE": "belgium|belgique|belgie|belgien|belgica|belgio",
    "CH": "switzerland|schweiz|suisse|svizzera|suiza|zwitserland|szwajcaria",
    "AT": "austria|osterreich|oesterreich|autriche|oostenrijk",
    "PL": "poland|polska|pologne|polen|polonia",
    "PT": "portugal|portogallo",
    "IE": "ireland|republic of ireland|eire|irlande|irland|irlanda",
    "BR": "brazil|brasil|bresil|brasilien",
    "MX": "mexico|mexique|mexiko",
    "IN": "india|bharat|inde|indien",
    "ZA": "south africa|afrique du sud|sudafrika|sudafrica",
    "CZ": "czech republic|czechia|tschechien|republique tcheque|cesko",
    "AE": "united arab emirates|uae|u a e|emirats arabes unis",
    "KR": "south korea|korea|republic of korea",
    "RU": "russia|russian federation",
    "VN": "vietnam|viet nam",
    "TR": "turkey|turkiye|turquie|turkei",
    "TW": "taiwan",
    "HK": "hong kong",
    "SG": "singapore|singapour|singapur",
    "LU": "luxembourg|luxemburg",
    "SE": "sweden|sverige|suede|schweden|suecia",
    "DK": "denmark|danmark|danemark|danemark|dinamarca",
    "NO": "norway|norge|norvege|norwegen|noruega",
    "FI": "finland|suomi|finlande|finnland|finlandia",
    "GR": "greece|hellas|grece|griechenland|grecia",
    "HU": "hungary|magyarorszag|hongrie|ungarn|hungria",
    "RO": "romania|roumanie|rumanien|rumania",
    "JP": "japan|japon|nippon",
    "CN": "china|prc|mainland china|chine",
    "AU": "australia|australie|australien",
    "NZ": "new zealand|nouvelle zelande|neuseeland|aotearoa",
    "CA": "canada|kanada",
}

_PARTS_OF_LONDON = [
    "shoreditch", "canary wharf", "docklands", "mayfair", "kings cross", "holborn", "clerkenwell", "farringdon", "moorgate",
    "fitzrovia", "covent garden", "marylebone", "paddington", "southwark", "east london", "west london", "north london",
    "south london", "north west london", "south west london", "south east london", "hammersmith", "city of london", "greater london",
]  # fmt: skip
_PARTS = {*_PARTS_OF_LONDON, "manhattan"}
_NICKNAMES = {
    "la": "los angeles", "nyc": "new york city", "sf": "san francisco", "san francisco bay area": "san francisco",
    "bay area": "san francisco", "sf bay area": "san francisco", "washington dc": "washington d c",
    "washington d c": "washington d c", "dc": "washington d c", "kl": "kuala lumpur",
    "cdmx": "mexico city", "ciudad de mexico": "mexico city", "hcmc": "ho chi minh city",
    "saint petersburg fl": "saint petersburg", "frankfurt": "frankfurt am main",
    "frankfurt a m": "frankfurt am main", "frankfurt main": "frankfurt am main",
    "la defense": "puteaux", "paris la defense": "puteaux", "den haag": "the hague",
    "s hertogenbosch": "den bosch", "delhi ncr": "delhi", "ncr": "delhi", "bombay": "mumbai",
    "newcastle": "newcastle upon tyne", "hull": "kingston upon hull", "stoke": "stoke on trent",
    "vegas": "las vegas", "philly": "philadelphia", "twin cities": "minneapolis",
    "halle": "halle saale", "st etienne": "saint etienne", "rnd": "", "londres": "london",
    "wien": "vienna", "gurgaon": "gurugram", "brooklyn": "brooklyn", "silicon valley": "san jose",
    "research triangle park": "durham", "rtp": "durham", "london area": "london",
    "berlin mitte": "berlin", "trivandrum": "thiruvananthapuram", "bangalore urban": "bengaluru", "gift city": "gandhinagar",
    **dict.fromkeys(_PARTS_OF_LONDON, "london"), "manhattan": "new york city",
}  # fmt: skip

# (alias, country it holds in): written forms that GeoNames lists under another main name.
_HOMELAND = {
    "newcastle": "GB", "hull": "GB", "la": "US", "stoke": "GB", "halle": "DE", "frankfurt": "DE", "sf": "US",
    "dc": "US", "ncr": "IN", "bay area": "US", "rtp": "US", "twin cities": "US", "manhattan": "US",
    **dict.fromkeys([n for n, city in _NICKNAMES.items() if city == "london"], "GB"),
}  # fmt: skip

_SUBDIVISIONS = {
    "CA": {"ON": "Ontario", "QC": "Quebec", "BC": "British Columbia", "AB": "Alberta",
           "MB": "Manitoba", "SK": "Saskatchewan", "NS": "Nova Scotia", "NB": "New Brunswick",
           "NL": "Newfoundland and Labrador", "PE": "Prince Edward Island", "YT": "Yukon",
           "NT": "Northwest Territories", "NU": "Nunavut"},
    "AU": {"NSW": "New South Wales", "VIC": "Victoria", "QLD": "Queensland", "WA": "Western Australia",
           "SA": "South Australia", "TAS": "Tasmania", "ACT": "Australian Capital Territory",
           "NT": "Northern Territory"},
}  # fmt: skip


_AREA_SUFFIX = re.compile(r" (county|parish|district|borough|province)$")

# British areas people write but GeoNames lists otherwise: name, centre, thousands of people, radius in km.
_BRITISH_AREAS = """West Midlands 52.5 -1.95 2900 40|East Midlands 52.9 -1.2 4800 80|South East England 51.3 -0.8 9200 110|
South West England 50.9 -3.2 5600 170|Eastern England 52.2 0.4 6200 110|East of England 52.2 0.4 6200 110|East Anglia 52.4 0.9 2500 90|North West England 53.6 -2.6 7300 90|
North East England 54.9 -1.7 2600 70|Yorkshire And The Humber 53.8 -1.3 5500 90|Yorkshire 53.9 -1.4 5300 80|Greater Manchester 53.5 -2.3 2800 25|
Merseyside 53.4 -2.9 1400 25|West Yorkshire 53.75 -1.7 2300 30|South Yorkshire 53.5 -1.3 1400 30|Tyne & Wear 54.95 -1.6 1100 22|Tyne and Wear 54.95 -1.6 1100 22|
Berkshire 51.43 -1.0 900 40|Cheshire 53.2 -2.5 1000 40|Bedfordshire 52.05 -0.45 650 25|Home Counties 51.5 -0.4 6000 80|Middlesex 51.55 -0.35 1500 20|
Sussex 50.95 -0.1 1600 60|Humberside 53.75 -0.4 900 45|Thames Valley 51.6 -1.1 2300 50|M4 Corridor 51.5 -1.5 2000 60|County Durham 54.7 -1.7 600 35|
Northamptonshire 52.3 -0.9 750 35|Wiltshire 51.35 -1.95 720 45|Shropshire 52.65 -2.7 500 40|Cleveland 54.57 -1.2 560 20|Avon 51.45 -2.6 1000 25"""
_REGIONS_OF_FRANCE = {
    "Rhone-Alpes|Auvergne": "Auvergne-Rhône-Alpes", "Nord-Pas-de-Calais|Picardie": "Hauts-de-France",
    "Aquitaine|Limousin|Poitou-Charentes": "Nouvelle-Aquitaine", "Midi-Pyrenees|Languedoc-Roussillon": "Occitanie",
    "Lorraine|Alsace|Champagne-Ardenne": "Grand Est", "Bourgogne|Franche-Comte": "Bourgogne-Franche-Comté",
    "Haute-Normandie|Basse-Normandie": "Normandie", "Centre": "Centre-Val de Loire",
}  # fmt: skip
_ACCENTS = {
    "Ile-de-France": "Île-de-France",
    "Provence-Alpes-Cote d'Azur": "Provence-Alpes-Côte d'Azur",
}
_DEPARTMENTS = [
    "Rhône",
    "Isère",
    "Hérault",
    "Côte-d'Or",
    "Drôme",
    "Ardèche",
    "Corrèze",
    "Finistère",
    "Côtes-d'Armor",
    "Puy-de-Dôme",
    "Saône-et-Loire",
    "Haute-Saône",
    "Bouches-du-Rhône",
    "Vendée",
    "Deux-Sèvres",
    "Lozère",
    "Ariège",
    "Hautes-Pyrénées",
    "Pyrénées-Atlantiques",
    "Pyrénées-Orientales",
    "Nièvre",
]
_ACCENTS |= {old: new for olds, new in _REGIONS_OF_FRANCE.items() for old in olds.split("|")}


@dataclass(frozen=True, slots=True)
class Area:
    """A first or second level area; `first` is the index of the first level area it lies in.

    `radius_km` is set for areas that GeoNames does not list: they are circles.
    """

    country: str
    name: str
    lat: float
    lon: float
    population: int
    level: int
    first: int
    radius_km: float = 0.0


class Gazetteer:
    """Read-only view of the compiled tables. City numbers are row indexes, biggest city first."""

    def __init__(self, columns: dict[str, Any], areas: dict[str, Any]) -> None:
        self._names: bytes = columns["names"].tobytes()
        self._ends = np.append(np.flatnonzero(columns["names"] == ord("\n")), len(self._names))
        self._starts, self._members = columns["starts"], columns["members"]
        self.display = columns["display"].tobytes().decode().split("\n")
        self.lat, self.lon = columns["lat"] / 1000.0, columns["lon"] / 1000.0
        self.population, self.geoname = columns["population"], columns["geoname"]
        self.admin1, self.admin2 = columns["admin1"], columns["admin2"]
        self._country = columns["country"]
        self._codes = [row[0] for row in areas["countries"]]
        self.country_names = {row[0]: row[1] for row in areas["countries"]}
        self.country_names |= {"GB": "United Kingdom", "US": "United States", "CZ": "Czechia"}
        self.firsts = [
            Area(country, _ACCENTS.get(name, name), lat, lon, people, 1, i)
            for i, (country, name, lat, lon, people) in enumerate(areas["first"])
        ]
        accents = {fold(name): name for name in _DEPARTMENTS}
        self.seconds = [
            Area(country, accents.get(fold(name), name), lat, lon, people, 2, first)
            for country, name, lat, lon, people, first in areas["second"]
        ]
        self._extra = [self._circle(row) for row in _BRITISH_AREAS.split("|")]
        self.states: dict[str, str] = areas["states"]
        self.zips: dict[str, list[Any]] = areas["zips"]
        self.countries = self._country_names(areas["countries"])
        self.areas = self._area_names()

    def _country_names(self, rows: list[list[str]]) -> dict[str, str]:
        names: dict[str, str] = {}
        for code, name, iso3 in rows:
            names[fold(name)] = code
            names[iso3.lower()] = code
        for code, aliases in _COUNTRY_ALIASES.items():
            names |= dict.fromkeys(aliases.split("|"), code)
        names.pop("can", None)  # an English word
        return names

    def _area_names(self) -> dict[str, list[Area]]:
        names: dict[str, list[Area]] = {}
        for area in [*self._extra, *self.firsts, *self.seconds]:
            for name in {fold(area.name), _AREA_SUFFIX.sub("", fold(area.name))} - {""}:
                names.setdefault(name, []).append(area)
        for new in _REGIONS_OF_FRANCE.values():
            parts = [a for a in self.firsts if a.country == "FR" and a.name == new]
            if parts:
                names.setdefault(fold(new), []).append(max(parts, key=lambda a: a.population))
        for name in ("idf", "region parisienne"):
            names[name] = [a for a in self.firsts if a.name == "Île-de-France"]
        return names

    def _circle(self, row: str) -> Area:
        name, lat, lon, people, radius = row.strip().rsplit(" ", 4)
        nearest = next(a.first for a in self.firsts if (a.country, a.name) == ("GB", "England"))
        return Area(
            "GB", name, float(lat), float(lon), int(people) * 1000, 2, nearest, float(radius)
        )

    def cities(self, name: str) -> list[int]:
        """The cities called `name` (folded), biggest first."""
        at = self._bisect(name.encode())
        if at >= len(self._ends) or self._name(at) != name.encode():
            return []
        members: list[int] = self._members[self._starts[at] : self._starts[at + 1]].tolist()
        return members

    def country_of(self, city: int) -> str:
        """The ISO code of the country a city lies in."""
        return str(self._codes[self._country[city]])

    def starting_with(self, prefix: str, limit: int) -> list[int]:
        """The biggest cities with a name that starts with `prefix` (folded)."""
        low, high = self._bisect(prefix.encode()), self._bisect(prefix.encode() + b"\xff")
        members = self._members[self._starts[low] : self._starts[high]]
        biggest: list[int] = np.unique(members)[: limit * 4].tolist()  # rows are ordered by size
        return biggest[:limit]

    def _name(self, at: int) -> bytes:
        start = int(self._ends[at - 1]) + 1 if at else 0
        return self._names[start : int(self._ends[at])]

    def _bisect(self, name: bytes) -> int:
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self._name(middle) < name:
                low = middle + 1
            else:
                high = middle
        return low


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process."""
    folder = files("jobs.enrichment.data")
    with (folder / "places.npz").open("rb") as file, np.load(file) as columns:
        loaded = {key: columns[key] for key in columns.files}
    return Gazetteer(loaded, json.loads(gzip.decompress((folder / "areas.json.gz").read_bytes())))


@lru_cache(maxsize=20_000)
def cities_called(name: str) -> tuple[int, ...]:
    """The cities a folded name may mean, nicknames included, biggest first."""
    book = gazetteer()
    known = book.cities(name)
    other = _NICKNAMES.get(name)
    if other and other != name:
        home = _HOMELAND.get(name)
        extra = [c for c in book.cities(other) if home is None or book.country_of(c) == home]
        if name in _PARTS:
            return tuple(extra)
        known = [*extra, *(c for c in known if c not in extra)]
    return tuple(known)


def subdivision(code: str, country: str | None) -> tuple[str, str] | None:
    """(country, name) of a state or province by its letters, US first unless the country says else."""
    order = [country] if country in {"US", "CA", "AU"} else ["US", "CA", "AU"]
    for where in order:
        table = gazetteer().states if where == "US" else _SUBDIVISIONS.get(where or "", {})
        if code in table:
            return where or "", table[code]
    return None
