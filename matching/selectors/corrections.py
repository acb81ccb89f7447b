"""What a person has said of readings, as the engine and their pages read it."""

from uuid import UUID

from django.db.models import QuerySet

from matching.models import ConfirmedFact, EvidenceDispute
from matching.types import Corrections, Dispute, Fact, FactKind, LineKey, Said


def corrections_of(user_id: UUID) -> Corrections:
    """Every fact this person confirmed and every line they dispute."""
    facts = facts_of(user_id).values_list("kind", "name", "confirmed_at")
    disputes = EvidenceDispute.objects.filter(user_id=user_id).order_by("pk")
    return Corrections(
        facts=tuple(Fact(FactKind(kind), name, at.date()) for kind, name, at in facts),
        disputes=tuple(
            Dispute(
                str(one.posting_id),
                LineKey(one.part, one.subject, one.line),
                Said(one.said),
                one.said_at.date(),
            )
            for one in disputes
        ),
    )


def facts_of(user_id: UUID) -> QuerySet[ConfirmedFact]:
    """A person's confirmed facts, the latest first."""
    found = ConfirmedFact.objects.filter(user_id=user_id).select_related("posting")
    return found.order_by("-confirmed_at", "-pk")


def disputes_on(user_id: UUID, posting_id: UUID) -> QuerySet[EvidenceDispute]:
    """What a person said of the lines of one posting, in the order they said it."""
    found = EvidenceDispute.objects.filter(user_id=user_id, posting_id=posting_id)
    return found.select_related("fact").order_by("said_at", "pk")
