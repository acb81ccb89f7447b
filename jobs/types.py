"""Words shared by the whole app."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

#: PostgreSQL's text-search configuration per language; what is missing is searched unstemmed.
CONFIGURATIONS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
DEFAULT_CONFIGURATION = "simple"
#: What a text too short to tell its language is probably written in.
_USUAL_LANGUAGE = {
    "AT": "de", "AU": "en", "BR": "pt", "CA": "en", "CH": "de", "DE": "de", "DK": "da", "ES": "es",
    "FI": "fi", "FR": "fr", "GB": "en", "HU": "hu", "IE": "en", "IN": "en", "IT": "it", "MX": "es",
    "NL": "nl", "NO": "no", "NZ": "en", "PT": "pt", "RO": "ro", "RU": "ru", "SE": "sv", "SG": "en",
    "TR": "tr", "US": "en", "ZA": "en",
}  # fmt: skip

_SYMBOLS = re.compile(r"(?<![\w+#.])(c\+\+|[cf]#|\.net)(?![\w+#])", re.IGNORECASE)
_SPELLED = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


def configuration_for(language: str, country: str = "") -> str:
    """Return the text-search configuration of an ISO 639-1 language, or else of a country."""
    spoken = language or _USUAL_LANGUAGE.get(country, "")
    return CONFIGURATIONS.get(spoken, DEFAULT_CONFIGURATION)


def searchable(text: str) -> str:
    """Spell the skills whose signs PostgreSQL's parser drops: C++, C#, F#, .NET.

    Both what is indexed and what is asked goes through here.
    """
    return _SYMBOLS.sub(lambda found: _SPELLED[found.group(1).lower()], text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A circle on the map."""

    lat: float
    lon: float
    radius_km: float = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFilter:
    """Which postings are wanted; what is left empty does not matter.

    `min_pay` is a year's pay as the employer stated it, in `pay_currency` when that is given;
    `min_stipend` is compared with the amount as stated, in the posting's own period. Both leave
    out postings with an estimate or without pay. `near` also lets remote postings through when
    `remote_anywhere`.
    """

    countries: tuple[str, ...] = ()
    near: Near | None = None
    remote_anywhere: bool = False
    remote: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    internship: bool | None = None
    min_pay: int | None = None
    min_stipend: int | None = None
    pay_currency: str = ""
    posted_since: datetime | None = None
    sources: tuple[str, ...] = ()
    include_samples: bool = True


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a filter and how many postings have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts beside a search. They count up to `counted` postings, the newest or best ones."""

    counted: int = 0
    countries: list[Facet] = field(default_factory=list)
    remote: list[Facet] = field(default_factory=list)
    employment_types: list[Facet] = field(default_factory=list)
    levels: list[Facet] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReading:
    """What a page says about a job. Empty means "not stated"; `is_complete`: it describes a job."""

    url: str
    title: str = ""
    company: str = ""
    place: str = ""
    description: str = ""
    closes_on: date | None = None
    is_complete: bool = False
