"""A posting as a row of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.ui import pay_range
from jobs.models import Posting
from jobs.selectors import Advertisement, Elsewhere, GhostSigns
from matching.rendering.evidence import (
    Chip,
    chips,
    judged_parts,
    lead_reason,
    stop_lines,
    thin_note,
)
from matching.rendering.signs import signs_in_short
from matching.types import Fit

FOLLOWED = {"remoteok"}  # sources whose terms ask for links without nofollow
ADZUNA = "adzuna"
ADZUNA_SITES = {
    "GB": "www.adzuna.co.uk", "US": "www.adzuna.com", "FR": "www.adzuna.fr", "DE": "www.adzuna.de",
    "IN": "www.adzuna.in", "AU": "www.adzuna.com.au", "AT": "www.adzuna.at", "BE": "www.adzuna.be",
    "BR": "www.adzuna.com.br", "CA": "www.adzuna.ca", "CH": "www.adzuna.ch", "ES": "www.adzuna.es",
    "IT": "www.adzuna.it", "MX": "www.adzuna.com.mx", "NL": "www.adzuna.nl", "NZ": "www.adzuna.co.nz",
    "PL": "www.adzuna.pl", "SG": "www.adzuna.sg", "ZA": "www.adzuna.co.za",
}  # fmt: skip


_SOURCES_NAMED = 3
_PLACES_NAMED = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A few links by name, how many more there are, and where all of them stand."""

    links: list[tuple[str, str]]
    more: int
    all_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the posting row component reads."""

    id: UUID
    url: str
    title: str
    company: str
    facts: list[str]
    posted_at: datetime
    score: int | None = None
    low: int | None = None
    high: int | None = None
    judged: int | None = None
    parts: int | None = None
    stop: bool = False
    chips: list[Chip] | None = None
    asks: str = ""
    shows: str = ""
    thin_note: str = ""
    stop_name: str = ""
    stop_subject: str = ""
    stop_quote: str = ""
    is_unscored: bool = False
    is_excerpt: bool = False
    is_new: bool = False
    verdict: str = ""
    leaning: str = ""
    is_sample: bool = False
    company_url: str = ""
    adzuna_domain: str = ""
    also_at: Named | None = None
    also_in: Named | None = None
    signs: list[str] | None = None


def row_of(
    posting: Posting,
    fit: Fit | None = None,
    *,
    verdict: str = "",
    is_new: bool = False,
    elsewhere: Elsewhere | None = None,
    signs: GhostSigns | None = None,
) -> Row:
    """A posting, with its fit when there is one."""
    bare: dict[str, Any] = {
        "id": posting.pk,
        "url": reverse("posting", args=[posting.pk]),
        "title": posting.title,
        "company": posting.company_name,
        "company_url": company_url(posting),
        "facts": facts_of(posting),
        "posted_at": posting.posted_at,
        "is_sample": posting.is_sample,
        "is_excerpt": posting.is_excerpt,
        "is_new": is_new,
        "verdict": verdict,
        "adzuna_domain": adzuna_site(posting),
        "signs": signs_in_short(posting, signs) if signs and not posting.is_sample else [],
        **_elsewhere(posting, elsewhere or Elsewhere()),
    }
    return Row(**bare, **_fit_of(fit)) if fit else Row(**bare)


def _elsewhere(posting: Posting, elsewhere: Elsewhere) -> dict[str, Named | None]:
    sources = [(one.source, one) for one in elsewhere.also_at]
    places = [(one.place, one) for one in elsewhere.other_places]
    return {
        "also_at": _named(posting, sources, _SOURCES_NAMED),
        "also_in": _named(posting, places, _PLACES_NAMED, known=posting.place),
    }


def _named(
    posting: Posting, found: Iterable[tuple[str, Advertisement]], most: int, known: str = ""
) -> Named | None:
    """The first of these by name; what has no name of its own is only counted."""
    names: dict[str, UUID] = {}
    total = 0
    for name, one in found:
        total += 1
        if name and name != known and len(names) < most:
            names.setdefault(name, one.posting_id)
    if not total:
        return None
    links = [(name, reverse("posting", args=[key])) for name, key in names.items()]
    url = reverse("posting", args=[posting.pk]) + "#elsewhere"
    return Named(links, total - len(links), url)


def _fit_of(fit: Fit) -> dict[str, Any]:
    judged, parts = judged_parts(fit)
    reason = lead_reason(fit)
    stops = [stop for stop in stop_lines(fit) if stop.is_certain]
    return {
        "score": fit.number,
        "low": fit.low if fit.is_provisional else None,
        "high": fit.high if fit.is_provisional else None,
        "judged": judged,
        "parts": parts,
        "stop": fit.is_stopped,
        "is_unscored": fit.fit is None,
        "chips": chips(fit),
        "asks": reason.posting if reason else "",
        "shows": reason.resume if reason else "",
        "thin_note": "" if stops else thin_note(fit),
        "stop_name": stops[0].name if stops else "",
        "stop_subject": stops[0].subject if stops else "",
        "stop_quote": stops[0].quote if stops else "",
    }


def company_url(posting: Posting) -> str:
    """The page of the employer; empty where a posting names none we know."""
    return reverse("company", args=[posting.company_id]) if posting.company_id else ""


def facts_of(posting: Posting) -> list[str]:
    """Place, how remote, pay with its source: the facts people scan for."""
    place = ", ".join(part for part in (posting.place, posting.country) if part)
    return [
        fact
        for fact in (
            place,
            posting.get_remote_display() if posting.remote else "",
            pay_of(posting),
            posting.get_employment_type_display() if posting.employment_type else "",
        )
        if fact
    ]


def pay_of(posting: Posting) -> str:
    """`£55–65k a year, stated by the employer`; empty when there is none."""
    shown = pay_range(posting.pay_min, posting.pay_max, posting.pay_currency, posting.pay_period)
    if not shown or posting.pay_source == Posting.PaySource.NONE:
        return ""
    if posting.has_stated_pay:
        return _("%(pay)s stated") % {"pay": shown}
    return _("%(pay)s estimated") % {"pay": shown}


def adzuna_site(posting: Posting) -> str:
    """The local Adzuna site to credit; empty for postings from elsewhere."""
    if posting.source.slug != ADZUNA:
        return ""
    return ADZUNA_SITES.get(posting.country, ADZUNA_SITES["GB"])


def link_rel(posting: Posting) -> str:
    """How a link to a posting's own page is marked: followed where its source's terms ask for it."""
    return "noopener" if posting.source.slug in FOLLOWED else "noopener nofollow"
