"""The fit of an application's resume version to its posting, as matching knows it."""

from uuid import UUID

from django.db.models import OuterRef, Subquery

from matching.models import EngineVersion, Match
from resumes.models import ResumeVersion

ACTIVE = EngineVersion.State.ACTIVE


def default_version(owner_id: UUID) -> ResumeVersion | None:
    """Return the newest readable version of the default resume, else the newest of any."""
    versions = ResumeVersion.objects.owned_by(owner_id).parsed()
    current = versions.filter(resume__archived_at__isnull=True)
    return current.order_by("-resume__is_default", "-created_at", "-pk").first()


def current_fit(version_id: UUID | None, posting_id: UUID | None) -> int | None:
    """Return the fit 0–100 by the active engine, or None when it was never computed."""
    if version_id is None or posting_id is None:
        return None
    matches = Match.objects.filter(
        version_id=version_id, posting_id=posting_id, engine__state=ACTIVE
    )
    return matches.order_by("-scored_at", "-pk").values_list("fit", flat=True).first()


def fit_now() -> Subquery:
    """Return the same as a column of a query over applications."""
    matches = Match.objects.filter(
        version_id=OuterRef("version_id"), posting_id=OuterRef("posting_id"), engine__state=ACTIVE
    )
    return Subquery(matches.order_by("-scored_at", "-pk").values("fit")[:1])
