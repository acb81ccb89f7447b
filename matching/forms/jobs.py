"""The query string of `/jobs`, and the page's filters, counts and chips made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from jobs.models import Posting
from jobs.types import Facet, Facets, Near, PostingFilter, start_of_day
from matching.engine.languages import ENGLISH_NAMES
from matching.forms.wishes import COUNTRY_NAMES, CURRENCIES, RADII, country_names
from matching.requests import place_of

_LONGEST_LIST = 20
_SHOWN_AT_FIRST = 6
_LONGEST_NUMBER = 9
_SORTS = {"relevance": _("Best answer"), "newest": _("Newest"), "pay": _("Pay")}
_SINCE = {"1": _("Since yesterday"), "7": _("Last 7 days"), "30": _("Last 30 days")}
#: Filters of several values: name in the query, label, name in `Facets`, words for values.
_LISTS: tuple[tuple[str, str | Promise, str, Mapping[str, Any]], ...] = (
    ("country", _("Country"), "countries", COUNTRY_NAMES),
    ("remote", _("Where"), "remote", dict(Posting.Remote.choices)),
    ("type", _("Kind of work"), "employment_types", dict(Posting.EmploymentType.choices)),
    ("level", _("Level"), "levels", dict(Posting.Level.choices)),
    ("category", _("Field"), "categories", {}),
    ("company", _("Company"), "companies", {}),
    ("language", _("Language"), "languages", ENGLISH_NAMES),
    ("source", _("Source"), "sources", {}),
)
#: Which parts of the query make which filter: what to take away to loosen it.
PARTS: Mapping[str, tuple[str, ...]] = {
    "near": ("place", "radius"),
    "min_pay": ("pay", "currency"),
    "posted_since": ("since",),
    "internship": ("internship",),
    "skills": ("skill",),
    "countries": ("country",),
    "remote": ("remote",),
    "employment_types": ("type",),
    "levels": ("level",),
    "categories": ("category",),
    "companies": ("company",),
    "languages": ("language",),
    "sources": ("source",),
}


@dataclass(frozen=True, slots=True)
class FacetLine:
    """One value of a filter and how many postings it would leave."""

    value: str
    label: str | Promise
    count: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One filter with its values: those shown at once, and the others."""

    name: str
    label: str | Promise
    lines: list[FacetLine]
    more: list[FacetLine] = field(default_factory=list)
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Words and the address they lead to; `count` is what is found there."""

    label: str | Promise
    url: str
    is_current: bool = False
    count: int = 0


class JobsForm:
    """Unknown values are left aside, never an error."""

    radii = RADII
    currencies = CURRENCIES

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = self._text("q", 200)
        self.place = self._text("place", 120)
        self.skill = self._text("skill", 200)
        self.radius_km = self._number("radius") or 50
        self.min_pay = self._number("pay")
        currency = query.get("currency", "")
        self.currency = currency if currency in CURRENCIES else ""
        self.since = query.get("since", "") if query.get("since") in _SINCE else ""
        self.is_internship = query.get("internship") == "true"
        chosen = query.get("sort", "")
        self._sort = chosen if chosen in _SORTS else "relevance"
        self.found_place = place_of(self.place, "") if self.place else None

    def words(self) -> str:
        """What is searched for."""
        return self.q

    def sort(self) -> str:
        """`relevance`, `date` or `pay`, as jobs names them."""
        return "date" if self._sort == "newest" else self._sort

    def corrects(self) -> bool:
        """Whether typos may be put right."""
        return "exact" not in self.query

    def place_is_unknown(self) -> bool:
        """Whether a place was named that nobody knows."""
        return bool(self.place) and self.found_place is None

    def filters(self, *, include_samples: bool) -> PostingFilter:
        """The filters as jobs understands them."""
        place = self.found_place
        near = None
        if place and place["lat"] is not None and place["lon"] is not None:
            near = Near(lat=place["lat"], lon=place["lon"], radius_km=float(self.radius_km))
        return PostingFilter(
            countries=tuple(self._list("country")),
            near=near,
            remote=self._chosen("remote", Posting.Remote.values),
            employment_types=self._chosen("type", Posting.EmploymentType.values),
            levels=self._chosen("level", Posting.Level.values),
            categories=tuple(self._list("category")),
            companies=tuple(UUID(one) for one in self._list("company") if _is_id(one)),
            languages=self._chosen("language", list(ENGLISH_NAMES)),
            sources=tuple(self._list("source")),
            skills=tuple(self.skills()),
            internship=True if self.is_internship else None,
            min_pay=self.min_pay,
            pay_currency=self.currency if self.min_pay is not None else "",
            posted_since=start_of_day(timezone.now(), int(self.since)) if self.since else None,
            include_samples=include_samples,
        )

    def skills(self) -> list[str]:
        """The skills named, all of which a posting must name."""
        return [word.strip() for word in self.skill.split(",") if word.strip()][:_LONGEST_LIST]

    def filter_count(self) -> int:
        """How many filters are on."""
        return len(self.chips(Facets()))

    def sorts(self) -> list[Link]:
        """The orders there are."""
        current = self._sort if self.q or self._sort != "relevance" else "newest"
        return [
            Link(label, self.url(sort=[name]), name == current)
            for name, label in _SORTS.items()
            if self.q or name != "relevance"
        ]

    def url(self, **changes: list[str]) -> str:
        """The address of this search with parts of it replaced; an empty list takes one away."""
        query = self.query.copy()
        query.pop("after", None)
        for name, values in changes.items():
            query.setlist(name, values)
        held = [(name, value) for name, values in query.lists() for value in values if value]
        made = QueryDict(mutable=True)
        for name, value in held:
            made.appendlist(name, value)
        return f"?{made.urlencode()}"

    def cleared_url(self) -> str:
        """The same words without any filter."""
        return "?" + urlencode({"q": self.q})

    def chips(self, facets: Facets) -> list[Link]:
        """What narrows the search: each leads to the search without it."""
        found = [
            Link(label, self.url(**{name: [] for name in names})) for label, names in self._single()
        ]
        for name, _label, attribute, words in _LISTS:
            labels = {one.value: one.label for one in getattr(facets, attribute)}
            held = self._list(name)
            found += [
                Link(
                    words.get(value) or labels.get(value) or _named(name, value),
                    self.url(**{name: [one for one in held if one != value]}),
                )
                for value in held
            ]
        return found

    def loosened(self, counts: Mapping[str, int]) -> list[Link]:
        """What this search finds without one of its filters, most first."""
        labels: dict[str, str | Promise] = {
            "near": self.place,
            "min_pay": _("Least pay"),
            "posted_since": _("Posted"),
        }
        labels |= {"internship": _("Internships"), "skills": self.skill}
        labels |= {attribute: label for _name, label, attribute, _words in _LISTS}
        return [
            Link(labels[name], self.url(**{part: [] for part in PARTS[name]}), count=count)
            for name, count in sorted(counts.items(), key=lambda pair: -pair[1])
            if count and name in PARTS
        ]

    def facet_groups(self, facets: Facets) -> list[FacetGroup]:
        """Filters with their counts, the chosen values first."""
        groups = [
            self._group(name, label, getattr(facets, attribute), words)
            for name, label, attribute, words in _LISTS
        ]
        groups.insert(2, self._since_group(facets.posted))
        return [group for group in groups if group.lines]

    def internships(self, facets: Facets) -> int:
        """How many internships there are."""
        return next((one.count for one in facets.internship if one.value == "true"), 0)

    def _single(self) -> list[tuple[str | Promise, tuple[str, ...]]]:
        """The filters of one value that are on: in words, and their parts of the query."""
        pay = f"{self.min_pay:,} {self.currency}".strip() if self.min_pay is not None else ""
        held: list[tuple[str | Promise, str]] = [
            (now_("%(place)s, %(km)s km") % {"place": self.place, "km": self.radius_km}
             if self.found_place else "", "near"),
            (now_("from %(pay)s a year") % {"pay": pay} if pay else "", "min_pay"),
            (_SINCE.get(self.since, ""), "posted_since"),
            (_("Internships") if self.is_internship else "", "internship"),
            (", ".join(self.skills()), "skills"),
        ]  # fmt: skip
        return [(label, PARTS[name]) for label, name in held if label]

    def _group(
        self, name: str, label: str | Promise, counted: list[Facet], words: Mapping[str, Any]
    ) -> FacetGroup:
        on = self._list(name)
        held = {one.value: one for one in counted}
        values = [*on, *(value for value in held if value not in on)]
        lines = [
            FacetLine(
                value,
                words.get(value)
                or (held[value].label if value in held else "")
                or _named(name, value),
                held[value].count if value in held else 0,
                value in on,
            )
            for value in values
        ]
        first = max(_SHOWN_AT_FIRST, len(on))
        return FacetGroup(name, label, lines[:first], lines[first:])

    def _since_group(self, counted: list[Facet]) -> FacetGroup:
        any_time = FacetLine("", _("Any time"), 0, not self.since)
        lines = [
            FacetLine(one.value, _SINCE[one.value], one.count, one.value == self.since)
            for one in counted
        ]
        return FacetGroup("since", _("Posted"), [any_time, *lines], is_single=True)

    def _text(self, name: str, longest: int) -> str:
        return self.query.get(name, "").replace("\x00", "")[:longest].strip()

    def _list(self, name: str) -> list[str]:
        held = (value.replace("\x00", "")[:120] for value in self.query.getlist(name))
        return list(dict.fromkeys(value for value in held if value))[:_LONGEST_LIST]

    def _chosen(self, name: str, allowed: list[str]) -> tuple[str, ...]:
        return tuple(value for value in self._list(name) if value in allowed)

    def _number(self, name: str) -> int | None:
        stated = self.query.get(name, "").replace(",", "").strip()
        is_number = stated.isascii() and stated.isdigit() and len(stated) < _LONGEST_NUMBER
        return int(stated) if is_number else None


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _named(name: str, value: str) -> str:
    """A filter's value that has no words of its own: the atlas knows countries."""
    return country_names([value])[0] if name == "country" else value
