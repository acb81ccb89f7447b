"""What a person has said of readings, as the engine and their pages read it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from matching.models import ConfirmedFact, EvidenceDispute
from matching.types import NOTHING_SAID, Corrections, Dispute, Fact, FactKind, LineKey, Said

LATEST = ("-confirmed_at", "-pk")


def corrections_of(user_id: UUID) -> Corrections:
    """Every fact this person confirmed and every line they dispute."""
    return corrections_by_user([user_id]).get(user_id, NOTHING_SAID)


def corrections_by_user(user_ids: Collection[UUID]) -> dict[UUID, Corrections]:
    """What each of these people said; most said nothing and are left out."""
    facts: dict[UUID, list[Fact]] = {}
    confirmed = ConfirmedFact.objects.filter(user_id__in=user_ids)
    columns = ("user_id", "kind", "name", "confirmed_at")
    for user_id, kind, name, at in confirmed.order_by(*LATEST).values_list(*columns):
        facts.setdefault(user_id, []).append(Fact(FactKind(kind), name, at.date()))
    disputes: dict[UUID, list[Dispute]] = {}
    for one in EvidenceDispute.objects.filter(user_id__in=user_ids).order_by("pk"):
        line = LineKey(one.part, one.subject, one.line)
        said = Dispute(str(one.posting_id), line, Said(one.said), one.said_at.date())
        disputes.setdefault(one.user_id, []).append(said)
    return {
        user_id: Corrections(tuple(facts.get(user_id, ())), tuple(disputes.get(user_id, ())))
        for user_id in facts | disputes
    }


def facts_of(user_id: UUID) -> QuerySet[ConfirmedFact]:
    """A person's confirmed facts, the latest first."""
    found = ConfirmedFact.objects.filter(user_id=user_id).select_related("posting")
    return found.order_by(*LATEST)


def disputes_on(user_id: UUID, posting_id: UUID) -> QuerySet[EvidenceDispute]:
    """What a person said of the lines of one posting, in the order they said it."""
    found = EvidenceDispute.objects.filter(user_id=user_id, posting_id=posting_id)
    return found.select_related("fact").order_by("said_at", "pk")
