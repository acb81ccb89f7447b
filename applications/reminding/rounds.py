"""The day ahead and the week behind, at the hour a person chose, by the clock on their wall."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Notification, NotificationSettings, User
from accounts.notifications.clock import Slot, last_slot
from accounts.notifications.letters import Line
from accounts.notifications.telling import News, note_untold
from accounts.services.notices import tell_person
from accounts.types import Kind
from applications.models import Application, ApplicationEvent, Interview
from applications.reminding.occasions import moment_words, page_of, zone
from applications.selectors.today import Thing, today
from applications.states import BEFORE_APPLYING, CLOSED

LATE = timedelta(hours=12)  # later than that a day ahead is half behind
USUAL_HOUR = time(8)
WEEK = timedelta(days=7)
MOST_LINES = 20
_TO_MONDAY = {6: 1, 0: 0, 1: -1}  # days by weekday: somewhere on earth it is Monday
Round = tuple[User, Slot, str]


def tell_days(*, now: datetime) -> int:
    """Send the days ahead whose hour has come; returns how many. One for each day there is."""
    return sum(_tell_day(user, slot, key, now) for user, slot, key in _new(_days(now=now)))


def tell_weeks(*, now: datetime) -> int:
    """The same for the weeks: one for each Monday."""
    return sum(_tell_week(user, slot, key, now) for user, slot, key in _new(_weeks(now=now)))


def _new(rounds: Iterator[Round]) -> list[Round]:
    found = list(rounds)
    told = Notification.objects.filter(
        key__in={key for _user, _slot, key in found},
        user__in=[user.pk for user, _slot, _key in found],
    )
    known = set(told.values_list("user_id", "key"))
    return [one for one in found if (one[0].pk, one[2]) not in known]


def _days(*, now: datetime) -> Iterator[Round]:
    """Who asked for the day ahead, and whose hour has come."""
    rows = NotificationSettings.objects.filter(
        chosen__has_key=Kind.DIGEST.value, user__is_active=True, user__is_guest=False
    ).exclude(chosen__DIGEST=[])
    for row in rows.select_related("user__profile").order_by("pk"):
        slot = last_slot(row.digest_at, zone(row.user), now)
        if now < slot.at + LATE and row.updated_at <= slot.at:
            yield row.user, slot, f"digest:{slot.day}"


def _weeks(*, now: datetime) -> Iterator[Round]:
    """People with an open application, on their Monday."""
    to_monday = _TO_MONDAY.get(now.weekday())
    if to_monday is None:
        return
    key = f"weekly:{now.date() + timedelta(days=to_monday)}"
    open_rows = Application.objects.filter(owner=OuterRef("pk")).still_open()
    told = Notification.objects.filter(user=OuterRef("pk"), key=key)
    people = User.objects.filter(
        Exists(open_rows), ~Exists(told), is_active=True, is_guest=False, is_demo=False
    )
    for user in people.select_related("profile", "notification_settings").order_by("pk"):
        chosen = getattr(user, "notification_settings", None)
        slot = last_slot(chosen.digest_at if chosen else USUAL_HOUR, zone(user), now)
        is_monday = slot.day.weekday() == 0 and now < slot.at + LATE
        if is_monday and user.created_at <= slot.at:
            yield user, slot, key


def _tell_day(user: User, slot: Slot, key: str, now: datetime) -> bool:
    where = zone(user)
    with translation.override(_language(user)):
        lines = _day_lines(user, where, now)
        if not lines:
            note_untold(user, Kind.DIGEST, key)
            return False
        title = ngettext("%(n)s thing today", "%(n)s things today", len(lines)) % {"n": len(lines)}
        news = News(
            kind=Kind.DIGEST,
            key=key,
            title=title,
            path=reverse("today"),
            button=_("Open today’s page"),
            lines=tuple(lines[:MOST_LINES]),
            not_after=slot.at + LATE,
            is_timed=True,
        )
    return tell_person(user=user, news=news, now=now) is not None


def _day_lines(user: User, where: ZoneInfo, now: datetime) -> list[Line]:
    found = today(user.pk, now=now, zone=where)
    lines = [_thing_line(thing, where) for thing in found.things]
    day = now.astimezone(where).date()
    lines += [
        Line(
            _("Last day to apply to %(company)s") % {"company": row.company_name},
            row.title,
            page_of(row),
        )
        for row in _last_day(user, day)
    ]
    return lines


def _last_day(user: User, day: date) -> list[Application]:
    rows = Application.objects.owned_by(user.pk).filter(status__in=BEFORE_APPLYING, deadline=day)
    return list(rows.defer("description").order_by("pk")[:MOST_LINES])


def _thing_line(thing: Thing, where: ZoneInfo) -> Line:
    about, at = thing.application, ""
    if thing.at is not None and thing.kind != "left":
        at = moment_words(thing.at, where)
    if thing.interview is not None and about is not None:
        title = _("Interview with %(company)s") % {"company": about.company_name}
        return Line(title, at, reverse("interview", args=[thing.interview.pk]))
    if thing.reminder is not None:
        path = page_of(about) if about else reverse("today")
        return Line(thing.reminder.text, about.company_name if about else at, path)
    assert about is not None
    if thing.kind == "left":
        title = _("Did you apply to %(company)s?") % {"company": about.company_name}
        return Line(title, about.title, page_of(about))
    return Line(about.next_action, f"{about.company_name} · {at}", page_of(about))


def _tell_week(user: User, slot: Slot, key: str, now: datetime) -> bool:
    with translation.override(_language(user)):
        news = News(
            kind=Kind.WEEKLY,
            key=key,
            title=_("Your week: what moved, what comes"),
            path=reverse("insights"),
            button=_("Open your insights"),
            lines=tuple(_week_lines(user, zone(user), now)),
            not_after=slot.at + LATE,
            is_timed=True,
        )
    return tell_person(user=user, news=news, now=now) is not None


def _week_lines(user: User, where: ZoneInfo, now: datetime) -> Iterator[Line]:
    rows = Application.objects.owned_by(user.pk)
    counts = rows.aggregate(
        applied=Count("pk", filter=Q(applied_at__gt=now - WEEK)),
        open=Count("pk", filter=~Q(status__in=CLOSED)),
        waiting=Count("pk", filter=~Q(status__in=CLOSED) & Q(applied_at__isnull=False)),
    )
    applied = counts["applied"]
    words = ngettext("You applied %(n)s time.", "You applied %(n)s times.", applied) % {
        "n": applied
    }
    facts = _("%(open)s open, %(waiting)s waiting for an answer") % counts
    yield Line(words, facts, reverse("applications"), heading=_("Last week"))
    moved = ApplicationEvent.objects.filter(
        application__owner=user, kind=ApplicationEvent.Kind.MOVED, created_at__gt=now - WEEK
    ).exclude(to_status__in=[*BEFORE_APPLYING])
    for event in moved.select_related("application").order_by("-created_at", "-pk")[:8]:
        about = event.application
        yield Line(
            f"{about.company_name}: {event.get_to_status_display()}", about.title, page_of(about)
        )
    coming = Interview.objects.filter(
        application__owner=user,
        starts_at__range=(now, now + WEEK),
        outcome=Interview.Outcome.PENDING,
    )
    heading = _("This week")
    for row in coming.select_related("application").order_by("starts_at", "pk")[:8]:
        title = _("Interview with %(company)s") % {"company": row.application.company_name}
        path = reverse("interview", args=[row.pk])
        yield Line(title, moment_words(row.starts_at, where), path, heading=heading)
        heading = ""


def _language(user: User) -> str | None:
    profile = getattr(user, "profile", None)
    return profile.locale if profile else None
