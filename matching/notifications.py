"""Alerts: one mail for what is new in a search, and no posting in two of them."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.notifications import (
    MailDownError,
    MailRefusedError,
    MailUnconfirmedError,
    MailWithdrawnError,
    open_server,
    send,
)
from accounts.notifications.telling import News
from accounts.services.notices import tell_person
from accounts.types import Kind
from matching import selectors, transitions
from matching.models import Match, Search, SearchHit
from matching.rendering.alerts import Line, line_of
from matching.requests import alerts_token
from matching.transitions import Claim

log = logging.getLogger(__name__)

State = SearchHit.State
SHOWN = 12
AT_ONCE = 1000  # searches a sweep hands out: what a worker sends until the next one


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, ready to be handed over."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]


def due(*, now: datetime) -> list[UUID]:
    """Put in order what dead workers left, and return the searches whose mail may go now.

    Without a mail server nothing goes; what waits longer than a week is given up.
    """
    unsure = transitions.take_back(now=now)
    if unsure:
        log.warning("%d postings may or may not have been mailed; they are not sent again", unsure)
    transitions.drop_stale(now=now)
    return selectors.due_searches(now=now)[:AT_ONCE] if settings.MAIL_IS_CONFIGURED else []


def send_alert(search_id: UUID, *, now: datetime) -> bool:
    """Mail what is new in this search; returns whether this call sent the mail. Delivered twice is once.

    Whoever dies before the mail is handed over loses nothing; whoever dies after that moment has
    sent it, or it is lost: never twice.
    """
    claim = transitions.claim(search_id, now=now) if settings.MAIL_IS_CONFIGURED else None
    if claim is None:
        return False
    told = _worth_a_mail(claim, now)
    if not told:
        return False
    with translation.override(claim.search.owner.profile.locale):
        letter = _write(claim, told)
        news = _news(claim, letter)
    sent = _hand_over(claim, letter, now)
    if sent:
        tell_person(user=claim.search.owner, news=news, now=now)
    return sent


def _worth_a_mail(claim: Claim, now: datetime) -> list[Match]:
    """What to tell, the best first and each advertisement once; the rest of the claim is given up."""
    found = selectors.worth_telling(claim.search).filter(posting__in=claim.posting_ids)
    heavy = ("explanation", "posting__description", "posting__description_html", "posting__raw")
    before = selectors.told_lately(claim.search, now=now)
    told: dict[selectors.Advertisement, Match] = {}
    for match in found.select_related("posting__membership").defer(*heavy):
        told.setdefault(selectors.advertisement(match.posting), match)
    news = [match for advertisement, match in told.items() if advertisement not in before]
    kept = {match.posting_id for match in news}
    rest = tuple(one for one in claim.posting_ids if one not in kept)
    transitions.move(claim, State.DROPPED, now=now, posting_ids=rest)
    return news


def _hand_over(claim: Claim, letter: Letter, now: datetime) -> bool:
    try:
        with open_server() as server:
            send(
                to=letter.to, subject=letter.subject, text=letter.text, html=letter.html,
                headers=letter.headers, server=server,
                begin=lambda: bool(transitions.move(claim, State.SENDING, now=now)),
            )  # fmt: skip
    except MailWithdrawnError:
        return False  # taken back, or the alerts were stopped, meanwhile
    except MailDownError as error:
        log.warning("the alert %s was not sent: %s", claim.mail_id, error)
        transitions.move(claim, _after(error), now=now)
        return False
    transitions.move(claim, State.SENT, now=now)
    return True


def _after(error: MailDownError) -> State:
    if isinstance(error, MailRefusedError):
        return State.DROPPED
    return State.UNCONFIRMED if isinstance(error, MailUnconfirmedError) else State.WAITING


def _write(claim: Claim, told: list[Match]) -> Letter:
    search, site = claim.search, settings.SITE_URL.rstrip("/")
    stop_url = site + reverse("alerts-stop", args=[alerts_token(search.pk)])
    context = _context(search, told, site) | {"stop_url": stop_url}
    return Letter(
        to=search.owner.email,
        subject=context["subject"],
        text=render_to_string("emails/new_matches.txt", context),
        html=render_to_string("emails/new_matches.html", context),
        headers={
            "Message-ID": f"<{claim.mail_id}@{urlsplit(site).hostname}>",
            # RFC 8058: one click in the mail program, no login, no page.
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _news(claim: Claim, letter: Letter) -> News:
    """The same beside the mail: on the page, in browsers, to a webhook."""
    return News(
        kind=Kind.NEW_MATCHES,
        key=f"alert:{claim.mail_id}",
        title=letter.subject,
        path=f"{reverse('matches')}?search={claim.search.pk}",
    )


def _context(search: Search, told: list[Match], site: str) -> dict[str, Any]:
    name = " ".join(search.name.split()) or _("any role")
    return {
        "name": search.owner.profile.name,
        "search_name": name,
        "subject": _subject(told, name),
        "count": len(told),
        "lines": [_line(match, site) for match in told[:SHOWN]],
        "more": max(0, len(told) - SHOWN),
        "cadence": search.get_cadence_display(),
        "button_url": f"{site}{reverse('matches')}?search={search.pk}",
        "button_label": _("See all of them"),
        "settings_url": site + reverse("search", args=[search.pk]),
    }


def _subject(told: list[Match], name: str) -> str:
    """How many, and how many of them are strong by the word their badge shows."""
    strong = sum(match.number >= selectors.STRONG for match in told)
    if not strong:
        words = ngettext("%(n)s new posting: %(name)s", "%(n)s new postings: %(name)s", len(told))
    elif strong == len(told):
        words = ngettext(
            "%(n)s new strong match: %(name)s", "%(n)s new strong matches: %(name)s", strong
        )
    else:
        words = ngettext(
            "%(strong)s strong match among %(n)s new postings: %(name)s",
            "%(strong)s strong matches among %(n)s new postings: %(name)s",
            strong,
        )
    return words % {"n": len(told), "strong": strong, "name": name}


def _line(match: Match, site: str) -> Line:
    bounds = (match.fit_low, match.fit_high) if match.is_provisional else (None, None)
    number = None if match.fit is None else match.number
    return line_of(match.posting, (number, *bounds), site=site)
