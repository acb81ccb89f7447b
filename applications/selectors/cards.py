"""One application as lists show it: what comes next, and how long it has been silent."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    SmallIntegerField,
    Subquery,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from applications.models import Application, Interview, Reminder
from applications.selectors.fit import fit_now
from applications.states import (
    BEFORE_APPLYING,
    COLUMN_OF,
    LANDING,
    WAITING_ON_OTHERS,
    Column,
    Status,
)
from applications.types import NextStep

SILENT_DAYS = 21
AFTER_START_HOURS = 1  # an interview stays "next" for this long after it began


@dataclass(frozen=True, slots=True)
class Card:
    """One application on the board, in the table or in a list of things to do."""

    id: UUID
    title: str
    company_name: str
    place: str
    status: Status
    column: Column
    badge: str
    fit: int | None
    next_step: NextStep | None
    silent_days: int
    applied_at: datetime | None
    last_sign_at: datetime
    priority: int
    tags: list[str]
    position: float
    deadline: date | None

    @property
    def looks_ghosted(self) -> bool:
        """Whether an employer has not been heard of for weeks, with no interview ahead."""
        is_met = self.next_step is not None and self.next_step.kind == "interview"
        return self.status in WAITING_ON_OTHERS and self.silent_days >= SILENT_DAYS and not is_met


def with_next_step(rows: QuerySet[Application], *, now: datetime) -> QuerySet[Application]:
    """Add the columns a card is made of, without another query per row."""
    interviews = Interview.objects.filter(
        application=OuterRef("pk"), starts_at__gt=now, outcome=Interview.Outcome.PENDING
    ).order_by("starts_at", "pk")
    due = Greatest("due_at", Coalesce("snoozed_until", "due_at"))
    reminders = (
        Reminder.objects.filter(application=OuterRef("pk"), state=Reminder.State.OPEN)
        .annotate(due=due)
        .order_by("due", "pk")
    )
    return rows.annotate(
        interview_at=Subquery(interviews.values("starts_at")[:1]),
        interview_kind=Subquery(interviews.values("kind")[:1]),
        reminder_text=Subquery(reminders.values("text")[:1]),
        reminder_at=Subquery(reminders.values("due")[:1], output_field=DateTimeField()),
        fit_shown=Coalesce(fit_now(), F("fit_at_applying"), output_field=SmallIntegerField()),
    )


def without_next_step(owner_id: UUID, *, now: datetime) -> Q:
    """Nothing ahead: no interview, no reminder, no step written down, no question to answer.

    Written with sets of keys, not row by row, so that counting a thousand costs milliseconds.
    """
    ahead = Q(pk__in=_with_interview_ahead(owner_id, now)) | Q(pk__in=_with_reminder(owner_id))
    return ~ahead & Q(left_at__isnull=True, next_action="")


def is_due(owner_id: UUID, *, now: datetime) -> Q:
    """Something is to be done by now."""
    reminded = _with_reminder(owner_id).filter(
        Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=now), due_at__lte=now
    )
    stepped = Q(next_action_at__lte=now) & ~Q(next_action="")
    asked = Q(left_at__isnull=False, status__in=BEFORE_APPLYING)
    return Q(pk__in=reminded) | stepped | asked


def is_silent(owner_id: UUID, *, now: datetime) -> Q:
    """Waiting for an employer who has not been heard of for weeks, with no interview ahead."""
    since = now - timedelta(days=SILENT_DAYS)
    quiet = Q(status__in=WAITING_ON_OTHERS, last_sign_at__lte=since)
    return quiet & ~Q(pk__in=_with_interview_ahead(owner_id, now))


def _with_interview_ahead(owner_id: UUID, now: datetime) -> QuerySet[Interview, UUID]:
    ahead = Interview.objects.filter(
        application__owner_id=owner_id, starts_at__gt=now, outcome=Interview.Outcome.PENDING
    )
    return ahead.values_list("application_id", flat=True)


def _with_reminder(owner_id: UUID) -> QuerySet[Reminder, UUID | None]:
    waiting = Reminder.objects.filter(
        owner_id=owner_id, state=Reminder.State.OPEN, application__isnull=False
    )
    return waiting.values_list("application_id", flat=True)


def card_of(row: Application, *, now: datetime) -> Card:
    """Return the card of a row that `with_next_step` prepared."""
    status = Status(row.status)
    column = COLUMN_OF[status]
    return Card(
        id=row.pk,
        title=row.title,
        company_name=row.company_name,
        place=row.place,
        status=status,
        column=column,
        badge="" if LANDING.get(column) == status else str(status.label),
        fit=getattr(row, "fit_shown", row.fit_at_applying),
        next_step=next_step_of(row, now=now),
        silent_days=max((now - row.last_sign_at).days, 0),
        applied_at=row.applied_at,
        last_sign_at=row.last_sign_at,
        priority=row.priority,
        tags=row.tags,
        position=row.position,
        deadline=row.deadline,
    )


def next_step_of(row: Application, *, now: datetime) -> NextStep | None:
    """Return what comes first of the interview, the reminder and the step written down."""
    steps = []
    if row.left_at is not None and row.status in BEFORE_APPLYING:
        steps.append(NextStep(_("Did you apply?"), row.left_at, "answer", is_due=True))
    if interview_at := getattr(row, "interview_at", None):
        steps.append(NextStep(_("Interview"), interview_at, "interview", is_due=False))
    if reminder_at := getattr(row, "reminder_at", None):
        text = getattr(row, "reminder_text", "")
        steps.append(NextStep(text, reminder_at, "reminder", is_due=reminder_at <= now))
    if row.next_action:
        at = row.next_action_at
        steps.append(NextStep(row.next_action, at, "step", is_due=at is not None and at <= now))
    dated = sorted((s for s in steps if s.at is not None), key=lambda s: s.at or now)
    return next(iter([*dated, *steps]), None)
