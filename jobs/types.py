"""Words shared by the whole app."""

import re
import unicodedata
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

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
_NOT_A_WORD = re.compile(r"[\W_]+")
_SPELLED = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}


def configuration_for(language: str, country: str = "") -> str:
    """Return the text-search configuration of an ISO 639-1 language, or else of a country."""
    spoken = language or _USUAL_LANGUAGE.get(country, "")
    return CONFIGURATIONS.get(spoken, DEFAULT_CONFIGURATION)


def searchable(text: str) -> str:
    """Spell the skills whose signs PostgreSQL's parser drops: C++, C#, F#, .NET.

    Both what is indexed and what is asked goes through here.
    """
    if "#" not in text and "++" not in text and ".net" not in text.lower():
        return text
    return _SYMBOLS.sub(lambda found: _SPELLED[found.group(1).lower()], text)


def company_key(name: str) -> str:
    """Fold an employer's name so that spellings of one name meet."""
    return _NOT_A_WORD.sub(" ", name.casefold()).strip()[:200]


def folded(text: str) -> str:
    """Return a term as suggestions are looked up: no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain)  # folding may compose again
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def trigrams(key: str) -> list[str]:
    """Return the trigrams of each word of a folded term; a word's edges count as spaces."""
    padded = [f"  {word} " for word in key.split()]
    return sorted({word[at : at + 3] for word in padded for at in range(len(word) - 2)})


def start_of_day(now: datetime, days_ago: int) -> datetime:
    """Return midnight UTC so many days ago: what “posted within” counts from."""
    return datetime.combine(now.astimezone(UTC).date() - timedelta(days_ago), time.min, UTC)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query."""

    text: str
    is_phrase: bool = False
    is_negated: bool = False


_TERMS = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')
_MOST_TERMS = 20


def read_query(q: str) -> list[list[Term]]:
    """Read `words "an exact phrase" -without or` as people type it: alternatives of terms."""
    alternatives: list[list[Term]] = [[]]
    for minus, phrase, dash, word in list(_TERMS.findall(q))[:_MOST_TERMS]:
        if word.casefold() == "or" and not dash:
            alternatives.append([])
        elif phrase or word:
            term = Term(phrase or word, is_phrase=bool(phrase), is_negated=bool(minus or dash))
            alternatives[-1].append(term)
    return [terms for terms in alternatives if terms]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A circle on the map."""

    lat: float
    lon: float
    radius_km: float = 40.0


_NO_FILTERS = {"include_samples", "remote_anywhere"}  # they change what others mean


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFilter:
    """Which postings are wanted; what is left empty does not matter.

    `min_pay` is a year's pay as the employer stated it, in `pay_currency` when that is given;
    `min_stipend` is compared with the amount as stated, in the posting's own period. Both leave
    out postings with an estimate or without pay. `near` also lets remote postings through when
    `remote_anywhere`. A posting has all of `skills`, and any of the values of every other list.
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
    categories: tuple[str, ...] = ()
    companies: tuple[UUID, ...] = ()
    skills: tuple[str, ...] = ()
    include_samples: bool = True

    def narrows(self) -> bool:
        """Whether anything is asked for; leaving the samples out does not count."""
        return bool(self.set_names())

    def set_names(self) -> list[str]:
        """The filters that are set; leaving the samples out is none."""
        named = (one for one in fields(self) if one.name not in _NO_FILTERS)
        return [one.name for one in named if getattr(self, one.name) != one.default]

    def without(self, name: str) -> "PostingFilter":
        """The same filters with one left out."""
        initial = {one.name: one.default for one in fields(self)}
        return replace(self, **{name: initial[name]})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a filter and how many postings have it; `label` where the value is a key."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts beside a search, most first.

    Values of one filter are counted as if that filter were not set, so that a second value can
    be added to the first. They count at most 10,000 of the postings found (`counted` says how many
    were); over all open postings they are exact. `posted` counts within so many days.
    """

    counted: int = 0
    countries: list[Facet] = field(default_factory=list)
    remote: list[Facet] = field(default_factory=list)
    employment_types: list[Facet] = field(default_factory=list)
    levels: list[Facet] = field(default_factory=list)
    categories: list[Facet] = field(default_factory=list)
    sources: list[Facet] = field(default_factory=list)
    languages: list[Facet] = field(default_factory=list)
    internship: list[Facet] = field(default_factory=list)
    posted: list[Facet] = field(default_factory=list)
    companies: list[Facet] = field(default_factory=list)


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
