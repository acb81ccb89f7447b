"""How far applications came: counted from their histories, in SQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from applications.models import Application, ApplicationEvent
from applications.states import WAITING_ON_OTHERS, Status

S = Status
ANSWERS = frozenset({S.SCREENING, S.INTERVIEW, S.OFFER, S.ACCEPTED, S.REJECTED})
MEETINGS = frozenset({S.INTERVIEW, S.OFFER, S.ACCEPTED})
OFFERS = frozenset({S.OFFER, S.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Insights:
    """Counts of applications by how far each ever came, whatever happened after."""

    saved: int
    applied: int
    answered: int
    interviewed: int
    offered: int
    accepted: int
    rejected: int
    withdrawn: int
    ghosted: int
    waiting: int

    @property
    def ended(self) -> int:
        """How many are over, however they ended."""
        return self.accepted + self.rejected + self.withdrawn + self.ghosted


def insights(owner_id: UUID) -> Insights:
    """Count a person's applications. A change that was taken back does not count."""
    rows = Application.objects.owned_by(owner_id).annotate(
        ever_answered=_reached(ANSWERS),
        ever_met=_reached(MEETINGS),
        ever_offered=_reached(OFFERS),
    )
    applied = Q(applied_at__isnull=False)
    counts = rows.aggregate(
        saved=Count("pk"),
        applied=Count("pk", filter=applied),
        answered=Count("pk", filter=applied & Q(ever_answered=True)),
        interviewed=Count("pk", filter=applied & Q(ever_met=True)),
        offered=Count("pk", filter=applied & Q(ever_offered=True)),
        accepted=Count("pk", filter=Q(status=S.ACCEPTED)),
        rejected=Count("pk", filter=Q(status=S.REJECTED)),
        withdrawn=Count("pk", filter=Q(status=S.WITHDRAWN)),
        ghosted=Count("pk", filter=Q(status=S.GHOSTED)),
        waiting=Count("pk", filter=Q(status__in=WAITING_ON_OTHERS)),
    )
    return Insights(**counts)


def _reached(statuses: Iterable[Status]) -> Exists:
    events = ApplicationEvent.objects.filter(
        application=OuterRef("pk"),
        to_status__in=sorted(statuses),
        undone_by__isnull=True,
        undoes__isnull=True,
    )
    return Exists(events)
