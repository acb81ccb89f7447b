"""Reminders, interviews, deadlines and offers: what stands in a person's diary."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.notifications.clock import moment
from accounts.notifications.telling import News
from accounts.types import Kind
from applications.models import Application, Interview, Reminder
from applications.reminding.occasions import (
    Occasion,
    day_words,
    moment_words,
    of_people,
    page_of,
    zone,
)
from applications.states import BEFORE_APPLYING, CLOSED, Status

LATE = timedelta(days=2)  # a reminder that nobody could send for so long stands on the page alone
DAY_BEFORE, AT_LEAST_BEFORE = timedelta(hours=24), timedelta(hours=12)
HOUR_BEFORE = timedelta(hours=1)
MORNING = time(9)
APPLY_BY, ANSWER_BY = (1, 0), (3, 1)  # days before


def reminders(*, now: datetime) -> Iterator[Occasion]:
    """Reminders whose time has come; one that was snoozed comes again."""
    rows = Reminder.objects.filter(
        state=Reminder.State.OPEN, owner__is_active=True, owner__is_guest=False
    ).annotate(due=Greatest("due_at", Coalesce("snoozed_until", "due_at")))
    found = rows.filter(due__lte=now, due__gt=now - LATE)
    for row in found.select_related("owner__profile", "application").order_by("due", "pk"):
        yield Occasion(row.owner, reminder_key(row), partial(_reminder, row))


def reminder_key(row: Reminder) -> str:
    """One telling of a reminder: a new one each time it is due."""
    due = max(row.due_at, row.snoozed_until or row.due_at)
    return f"reminder:{row.pk}:{due.astimezone(UTC):%Y%m%dT%H%M%S}"


def _reminder(row: Reminder) -> News:
    about = row.application
    return News(
        kind=Kind.REMINDER,
        key=reminder_key(row),
        title=row.text,
        body=f"{about.title} · {about.company_name}" if about else "",
        path=page_of(about) if about else reverse("today"),
        button=_("Open the application") if about else _("Open today’s page"),
    )


def interviews(*, now: datetime) -> Iterator[Occasion]:
    """Interviews a day and an hour ahead."""
    rows = Interview.objects.filter(
        outcome=Interview.Outcome.PENDING,
        starts_at__gt=now,
        starts_at__lte=now + DAY_BEFORE,
        application__owner__is_active=True,
        application__owner__is_guest=False,
    ).exclude(application__status__in=CLOSED)
    found = rows.select_related("application__owner__profile").order_by("starts_at", "pk")
    for row in found:
        ahead = row.starts_at - now
        if ahead <= HOUR_BEFORE:
            yield _interview(row, "hour")
        elif ahead >= AT_LEAST_BEFORE:
            yield _interview(row, "day")


def _interview(row: Interview, which: str) -> Occasion:
    key = _interview_key(row, which)
    return Occasion(row.application.owner, key, partial(_interview_news, row, which, key))


def interview_keys(row: Interview) -> list[str]:
    """The tellings of an interview, while it is at its time."""
    return [_interview_key(row, which) for which in ("day", "hour")]


def _interview_key(row: Interview, which: str) -> str:
    return f"interview:{row.pk}:{which}:{row.starts_at.astimezone(UTC):%Y%m%dT%H%M}"


def _interview_news(row: Interview, which: str, key: str) -> News:
    where = zone(row.application.owner)
    facts = {
        "company": row.application.company_name,
        "when": moment_words(row.starts_at, where),
        "time": f"{row.starts_at.astimezone(where):%H:%M}",
    }
    if which == "hour":
        title = _("At %(time)s: interview with %(company)s") % facts
    else:
        title = _("Interview with %(company)s: %(when)s") % facts
    said = [row.get_kind_display(), _("%(n)s minutes") % {"n": row.minutes}, row.people, row.place]
    return News(
        kind=Kind.INTERVIEW,
        key=key,
        title=title,
        body="\n".join([row.application.title, " · ".join(word for word in said if word)]),
        path=reverse("interview", args=[row.pk]),
        button=_("Open your preparation"),
        not_after=row.starts_at,
        is_urgent=True,
    )


def deadlines(*, now: datetime) -> Iterator[Occasion]:
    """Days until which to apply, or to answer an offer; told at nine in the morning."""
    to_apply, to_answer = Q(status__in=BEFORE_APPLYING), Q(status=Status.OFFER)
    near = Q(deadline__range=(now.date() - timedelta(days=1), now.date() + timedelta(days=5)))
    for row in of_people(Application.objects.filter(near, to_apply | to_answer).order_by("pk")):
        assert row.deadline is not None
        before = ANSWER_BY if row.status == Status.OFFER else APPLY_BY
        for days in before:
            begins, ends = _telling_of(row, row.deadline, days)
            if begins <= now < ends:
                yield _deadline(row, row.deadline, days)


def _telling_of(row: Application, deadline: date, days: int) -> tuple[datetime, datetime]:
    """From when until when it is so many days before a deadline, at this person's."""
    where = zone(row.owner)
    begins = moment(deadline - timedelta(days=days), MORNING, where)
    last = deadline - timedelta(days=days - 1)
    return begins, moment(last, MORNING if days else time(0), where)


def _deadline(row: Application, deadline: date, days: int) -> Occasion:
    kind = Kind.OFFER if row.status == Status.OFFER else Kind.DEADLINE
    key = f"{kind.lower()}:{row.pk}:{deadline}:{days}"
    return Occasion(row.owner, key, partial(_deadline_news, row, kind, key, days))


def _deadline_news(row: Application, kind: Kind, key: str, days: int) -> News:
    assert row.deadline is not None
    facts = {"company": row.company_name, "day": day_words(row.deadline)}
    if kind == Kind.OFFER:
        title = _("Answer %(company)s’s offer by %(day)s") % facts
    elif days:
        title = _("Apply to %(company)s by %(day)s") % facts
    else:
        title = _("Today is the last day to apply to %(company)s") % facts
    return News(
        kind=kind,
        key=key,
        title=title,
        body=row.title,
        path=page_of(row),
        button=_("Open the application"),
        not_after=moment(row.deadline + timedelta(days=1), time(0), zone(row.owner)),
    )
