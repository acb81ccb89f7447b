"""A posting as a line of a mail."""

from dataclasses import dataclass

from django.urls import reverse

from core.templatetags.ui import Fit, describe_fit
from jobs.models import Posting
from matching.rendering.rows import adzuna_site, pay_of

Score = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """What the mail says of one posting. `fit` is None where too little is stated to score.

    `credit` is the words its source asks for; Adzuna's has a size of its own.
    """

    title: str
    company: str
    facts: list[str]
    url: str
    fit: Fit | None
    credit: str
    credit_url: str
    is_adzuna: bool


def line_of(posting: Posting, score: Score, *, site: str) -> Line:
    """A posting with its fit: the number the pages show, and the range while it is provisional.

    Args:
        score: number, low, high; the last two None unless provisional.
        site: where this install is, without a slash at the end.
    """
    number, low, high = score
    adzuna = adzuna_site(posting)
    return Line(
        title=posting.title,
        company=posting.company_name,
        facts=_facts(posting),
        url=site + reverse("posting", args=[posting.pk]),
        fit=describe_fit(number, (low, high)),
        credit=posting.source.attribution,
        credit_url=f"https://{adzuna}/"
        if adzuna
        else posting.source_url or posting.source.home_url,
        is_adzuna=bool(adzuna),
    )


def _facts(posting: Posting) -> list[str]:
    place = ", ".join(part for part in (posting.place, posting.country) if part)
    remote = posting.get_remote_display() if posting.remote else ""
    pay = pay_of(posting) if posting.has_stated_pay else ""
    return [fact for fact in (place, remote, pay) if fact]
