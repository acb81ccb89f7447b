"""Nobody replies, or somebody else moves an application."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.notifications.telling import News
from accounts.types import FOLLOW_UP_DAYS, Kind
from applications.models import Application, ApplicationEvent, Reminder
from applications.reminding.occasions import Occasion, day_words, of_people, page_of, zone
from applications.states import WAITING_ON_OTHERS, Status

ASKED_FOR = timedelta(days=2)  # longer ago the page alone says so: an import would ask for months
TIMES = (1, 2)  # after so many times the days
AWAKE = range(9, 20)  # hours in which to ask
RECENT = timedelta(days=1)
USUAL_DAYS = 10
_SOONEST = timedelta(days=min(days for days in FOLLOW_UP_DAYS if days))


def follow_ups(*, now: datetime) -> Iterator[Occasion]:
    """Applications without a reply for as long as their owner waits before asking."""
    planned = Reminder.objects.filter(application=OuterRef("pk"), state=Reminder.State.OPEN)
    rows = Application.objects.filter(
        ~Exists(planned),
        status__in=WAITING_ON_OTHERS,
        last_sign_at__lte=now - _SOONEST,
        last_sign_at__gt=now - timedelta(days=2 * max(FOLLOW_UP_DAYS)) - ASKED_FOR,
    ).exclude(next_action_at__gt=now)
    found = of_people(rows).annotate(usual_days=F("owner__notification_settings__follow_up_days"))
    for row in found.order_by("last_sign_at", "pk"):
        usual = USUAL_DAYS if row.usual_days is None else row.usual_days
        days = usual if row.follow_up_days is None else row.follow_up_days
        if days and now.astimezone(zone(row.owner)).hour in AWAKE:
            yield from _asked(row, days, now)


def _asked(row: Application, days: int, now: datetime) -> Iterator[Occasion]:
    for times in TIMES:
        due = row.last_sign_at + timedelta(days=days * times)
        if due <= now < due + ASKED_FOR:
            key = f"follow_up:{row.pk}:{row.last_sign_at:%Y%m%d}:{times}"
            silent = (now - row.last_sign_at).days
            yield Occasion(row.owner, key, partial(_follow_up, row, key, silent))


def _follow_up(row: Application, key: str, days: int) -> News:
    title = ngettext(
        "No reply from %(company)s in %(n)s day: follow up?",
        "No reply from %(company)s in %(n)s days: follow up?",
        days,
    ) % {"company": row.company_name, "n": days}
    body = row.title
    if row.applied_at is not None:
        day = day_words(row.applied_at.astimezone(zone(row.owner)).date())
        body = _("%(title)s, applied for on %(day)s.") % {"title": row.title, "day": day}
    return News(
        kind=Kind.FOLLOW_UP,
        key=key,
        title=title,
        body=body,
        path=page_of(row),
        button=_("Open the application"),
    )


def moves_of_others(*, now: datetime) -> Iterator[Occasion]:
    """What somebody else, or the machine, did with an application."""
    moved = [ApplicationEvent.Kind.MOVED, ApplicationEvent.Kind.CORRECTED]
    rows = ApplicationEvent.objects.filter(
        Q(actor=None) | ~Q(actor=F("application__owner")),
        kind__in=moved,
        created_at__gt=now - RECENT,
        application__owner__is_active=True,
        application__owner__is_guest=False,
    ).exclude(data__has_key="how")  # brought in from a file
    found = rows.select_related("application__owner__profile").order_by("created_at", "pk")
    for event in found:
        key = f"event:{event.pk}"
        yield Occasion(event.application.owner, key, partial(_move, event, key))


def _move(event: ApplicationEvent, key: str) -> News:
    row, status = event.application, Status(event.to_status)
    title = _("%(company)s: %(status)s") % {"company": row.company_name, "status": status.label}
    return News(
        kind=Kind.STATUS,
        key=key,
        title=title,
        body=row.title,
        path=page_of(row),
        button=_("Open the application"),
    )
