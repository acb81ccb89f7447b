"""The fit of an application's resume version to its posting, as matching stored it."""

from uuid import UUID

from django.db.models import OuterRef, QuerySet, SmallIntegerField, Subquery
from django.db.models.functions import Coalesce

from applications.models import Tailoring
from matching.models import EngineVersion, Match
from matching.selectors import current_version, default_search, readable_versions
from resumes.models import ResumeVersion


def default_version(owner_id: UUID) -> ResumeVersion | None:
    """Return the version a person applies with unless they say otherwise."""
    search = default_search(owner_id)
    if search is not None:
        return current_version(search)
    return readable_versions(owner_id).first()


def current_fit(version_id: UUID | None, posting_id: UUID | None) -> int | None:
    """Return the fit 0–100 by the active engine, or None when it was never computed."""
    if version_id is None or posting_id is None:
        return None
    found = _numbers().filter(version_id=version_id, posting_id=posting_id)
    number = found.values_list("number", flat=True).first()
    if number is None:
        made = Tailoring.objects.filter(made_id=version_id, application__posting_id=posting_id)
        number = made.values_list("number", flat=True).first()
    return number


def fit_now() -> Coalesce:
    """Return the same as a column of a query over applications.

    A tailored version is in no list of matches: its number is the one it was made with.
    """
    found = _numbers().filter(version_id=OuterRef("version_id"), posting_id=OuterRef("posting_id"))
    made = Tailoring.objects.filter(made_id=OuterRef("version_id"))
    return Coalesce(
        Subquery(found.values("number")[:1]),
        Subquery(made.values("number")[:1]),
        output_field=SmallIntegerField(),
    )


def _numbers() -> QuerySet[Match]:
    found = Match.objects.filter(engine__state=EngineVersion.State.ACTIVE)
    return found.order_by("-scored_at", "-pk")
