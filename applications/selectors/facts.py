"""A person's confirmed facts with where each was used."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from applications.models import Tailoring
from applications.selectors.tailoring import plan_of
from jobs.models import Posting
from matching.models import ConfirmedFact
from matching.selectors import facts_of
from resumes.models import ResumeVersion

_MOST = 200


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact, the postings it was said beside, and the tailored versions that hold it."""

    fact: ConfirmedFact
    postings: tuple[Posting, ...]
    versions: tuple[ResumeVersion, ...]


def facts_with_uses(owner_id: UUID) -> list[FactShown]:
    """Every fact, the latest first."""
    used = _versions(owner_id)
    found = facts_of(owner_id).prefetch_related("disputes__posting")
    return [
        FactShown(
            fact,
            tuple(dict.fromkeys(said.posting for said in fact.disputes.all())),
            tuple(used.get(str(fact.pk), ())),
        )
        for fact in found
    ]


def _versions(owner_id: UUID) -> dict[str, list[ResumeVersion]]:
    rows = Tailoring.objects.filter(application__owner_id=owner_id, made__isnull=False)
    rows = rows.select_related("made__resume").order_by("-created_at", "-pk")
    found: dict[str, list[ResumeVersion]] = defaultdict(list)
    for row in rows[:_MOST]:
        accepted = set(row.accepted)
        for one in plan_of(row).proposals:
            kind, _colon, name = one.source.partition(":")
            if kind == "fact" and one.key in accepted and row.made is not None:
                found[name].append(row.made)
    return found
