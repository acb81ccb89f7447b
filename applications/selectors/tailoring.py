"""What tailoring works with: what a posting asks, the person's other resumes and their facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from applications.models import Application, Tailoring
from applications.tailoring import Fact, Original, Plan, Tailored, Want, apply_plan
from jobs.skills import extract_skills
from matching.selectors import facts_of, readable_versions
from matching.services import fit_of_draft
from matching.types import Fit, PartKey
from resumes.models import ResumeVersion

_WEIGHTS = {PartKey.MUST: 2.0, PartKey.NICE: 1.0, PartKey.LANGUAGE: 1.0, PartKey.EDUCATION: 1.0}
_DUTY_WEIGHT = 1.0
_MOST_VERSIONS = 12
_MOST_WANTS = 60


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a plan is made of."""

    wants: tuple[Want, ...]
    others: tuple[Original, ...]
    facts: tuple[Fact, ...]


def tailorings_of(owner_id: UUID) -> QuerySet[Tailoring]:
    """A person's tailorings with what a page shows of them, the newest first."""
    found = Tailoring.objects.filter(application__owner_id=owner_id)
    found = found.select_related(
        "application", "application__posting", "base", "base__resume", "made", "made__resume"
    )
    return found.order_by("-created_at", "-pk")


def plan_of(tailoring: Tailoring) -> Plan:
    """The proposals of a row."""
    return Plan.from_json(tailoring.plan)


def assembled(tailoring: Tailoring) -> Tailored:
    """The resume of what was accepted so far."""
    return apply_plan(tailoring.base.parsed, plan_of(tailoring), set(tailoring.accepted))


def posting_text(application: Application) -> str:
    """What the posting says: as it is now, else the copy the person kept."""
    posting = application.posting
    return (posting.description if posting else "") or application.description


def posting_language(application: Application) -> str:
    """The language the posting is written in, where it is known."""
    return application.posting.language if application.posting else ""


def material_of(application: Application, base: ResumeVersion, fit: Fit | None) -> Material:
    """What the posting asks, and what the person has beside the version at hand."""
    owner_id = application.owner_id
    wants = _wants_of(fit) if fit else _wants_in(posting_text(application), base.language)
    found = facts_of(owner_id)
    facts = tuple(Fact(str(one.pk), one.kind, one.name, one.text) for one in found)
    return Material(tuple(wants)[:_MOST_WANTS], tuple(originals_of(base)), facts)


def originals_of(base: ResumeVersion) -> Iterator[Original]:
    """The person's other versions that were read: of other resumes first, then older ones."""
    newest = list(readable_versions(base.owner_id).exclude(pk=base.pk))
    mine = ResumeVersion.objects.owned_by(base.owner_id).parsed().filter(resume_id=base.resume_id)
    older = mine.exclude(pk=base.pk).select_related("resume").order_by("-number")
    seen = set()
    for version in [*newest, *older[:_MOST_VERSIONS]]:
        if version.pk not in seen:
            seen.add(version.pk)
            label = f"{version.resume.name} v{version.number}"
            yield Original(str(version.pk), label, version.parsed or {}, version.text)


def fit_of(
    application: Application,
    base: ResumeVersion,
    document: dict[str, Any],
    text: str,
    now: datetime,
) -> Fit | None:
    """The fit of a draft to the application's posting; None where the posting is not stored."""
    if application.posting is None:
        return None
    return fit_of_draft(
        application.owner_id,
        application.posting,
        parsed=document,
        text=text,
        language=base.language,
        now=now,
    )


def said_of(fit: Fit | None) -> dict[str, Any]:
    """A fit as a row keeps it: the number and its parts."""
    if fit is None:
        return {}
    parts = [
        {"key": part.key.value, "points": part.points, "weight": part.weight} for part in fit.parts
    ]
    return {"number": fit.number, "low": fit.low, "high": fit.high, "parts": parts}


def _wants_of(fit: Fit) -> Iterator[Want]:
    for part in fit.parts:
        if part.key is PartKey.DUTIES:
            for line in part.evidence:
                yield Want(line.posting, line.posting, _DUTY_WEIGHT, is_skill=False)
        elif part.key in _WEIGHTS:
            for line in part.evidence:
                is_named = line.subject != PartKey.EDUCATION.value
                yield Want(line.subject, line.posting, _WEIGHTS[part.key], is_skill=is_named)


def _wants_in(text: str, language: str) -> Sequence[Want]:
    """What a posting names that is known only by its text."""
    wants: dict[str, Want] = {}
    for line in text.splitlines():
        for mention in extract_skills(line, language=language):
            wants.setdefault(mention.name, Want(mention.name, line.strip(), 1.0 + mention.weight))
    return list(wants.values())
