"""What a person should do in the next ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from applications.models import Application, Interview, Reminder
from applications.selectors.cards import AFTER_START_HOURS, is_silent, without_next_step
from applications.states import BEFORE_APPLYING, CLOSED, WAITING_ON_OTHERS
from applications.types import end_of_day
from matching.models import Search
from resumes.models import ResumeVersion

SOON = timedelta(hours=48)
SHOWN = 5
MINUTES = {"interview": 5, "reminder": 3, "step": 3, "left": 1}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to do; `kind` is a key of `MINUTES`, `row` the model it comes from."""

    kind: str
    at: datetime | None
    application: Application | None
    reminder: Reminder | None = None
    interview: Interview | None = None


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The first steps of somebody new; all true for everybody else."""

    has_resume: bool
    has_search: bool
    has_saved: bool
    has_applied: bool

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to teach."""
        return self.has_resume and self.has_search and self.has_saved and self.has_applied

    @property
    def done(self) -> int:
        """How many of the four steps are behind."""
        return sum((self.has_resume, self.has_search, self.has_saved, self.has_applied))


@dataclass(frozen=True, slots=True)
class Today:
    """The whole page."""

    things: list[Thing]
    minutes: int
    waiting: int
    silent: list[Application]
    silent_count: int
    without_next_step: list[Application]
    without_count: int
    first_run: FirstRun


def today(owner_id: UUID, *, now: datetime, zone: ZoneInfo) -> Today:
    """Return what is due, what waits and what is missing, in a constant number of queries."""
    until = end_of_day(now=now, zone=zone)
    things = [
        *_interviews(owner_id, now=now),
        *_reminders(owner_id, until=until, now=now),
        *_left(owner_id),
        *_steps(owner_id, until=until),
    ]
    rows = Application.objects.owned_by(owner_id).exclude(status__in=CLOSED)
    open_rows = rows.defer("description")
    silent, without = is_silent(owner_id, now=now), without_next_step(owner_id, now=now)
    counts = open_rows.aggregate(
        waiting=Count("pk", filter=Q(status__in=WAITING_ON_OTHERS)),
        silent=Count("pk", filter=silent),
        without=Count("pk", filter=without),
    )
    return Today(
        things=things,
        minutes=sum(MINUTES[thing.kind] for thing in things),
        waiting=counts["waiting"],
        silent=_first(open_rows.filter(silent), "last_sign_at"),
        silent_count=counts["silent"],
        without_next_step=_first(open_rows.filter(without), "-updated_at"),
        without_count=counts["without"],
        first_run=first_run(owner_id),
    )


def first_run(owner_id: UUID) -> FirstRun:
    """Return how far somebody new has come."""
    mine = Application.objects.owned_by(owner_id)
    reached = mine.aggregate(
        saved=Count("pk"), applied=Count("pk", filter=~Q(status__in=BEFORE_APPLYING))
    )
    return FirstRun(
        has_resume=ResumeVersion.objects.owned_by(owner_id).parsed().exists(),
        has_search=Search.objects.owned_by(owner_id).filter(confirmed_at__isnull=False).exists(),
        has_saved=reached["saved"] > 0,
        has_applied=reached["applied"] > 0,
    )


def _first(rows: QuerySet[Application], order: str) -> list[Application]:
    return list(rows.order_by(order, "pk")[:SHOWN])


def _interviews(owner_id: UUID, *, now: datetime) -> list[Thing]:
    since = now - timedelta(hours=AFTER_START_HOURS)
    rows = Interview.objects.filter(
        application__owner_id=owner_id,
        starts_at__range=(since, now + SOON),
        outcome=Interview.Outcome.PENDING,
    ).exclude(application__status__in=CLOSED)
    found = rows.select_related("application").order_by("starts_at", "pk")
    return [Thing("interview", i.starts_at, i.application, interview=i) for i in found]


def _reminders(owner_id: UUID, *, until: datetime, now: datetime) -> list[Thing]:
    rows = Reminder.objects.filter(owner_id=owner_id, state=Reminder.State.OPEN)
    due = rows.annotate(due=Greatest("due_at", Coalesce("snoozed_until", "due_at")))
    found = due.filter(due__lt=until).select_related("application").order_by("due", "pk")
    awake = [r for r in found if r.snoozed_until is None or r.snoozed_until <= now]
    return [Thing("reminder", r.due_at, r.application, reminder=r) for r in awake]


def _left(owner_id: UUID) -> list[Thing]:
    rows = Application.objects.owned_by(owner_id).filter(
        left_at__isnull=False, status__in=BEFORE_APPLYING
    )
    found = rows.defer("description").order_by("-left_at", "pk")
    return [Thing("left", row.left_at, row) for row in found]


def _steps(owner_id: UUID, *, until: datetime) -> list[Thing]:
    rows = Application.objects.owned_by(owner_id).exclude(status__in=CLOSED)
    due = rows.filter(next_action_at__lt=until, left_at__isnull=True).exclude(next_action="")
    found = due.defer("description").order_by("next_action_at", "pk")
    return [Thing("step", row.next_action_at, row) for row in found]
