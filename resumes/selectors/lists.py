"""Which resumes and versions a person may see."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from resumes.models import Resume, ResumeVersion

#: Large columns that no list shows.
_HEAVY = ("parsed", "provenance", "text")


@dataclass(frozen=True, slots=True)
class Summary:
    """The one line "4 jobs, 2 degrees, 27 skills"."""

    name: str
    headline: str
    jobs: int
    degrees: int
    skills: int


def resumes_of(owner: User) -> QuerySet[Resume]:
    """Return a person's resumes, the default first, then the newest; `versions` newest first."""
    versions = ResumeVersion.objects.defer(*_HEAVY).order_by("-number", "-pk")
    return (
        Resume.objects.owned_by(owner.pk)
        .prefetch_related(Prefetch("versions", queryset=versions))
        .order_by("-is_default", "-created_at", "-pk")
    )


def resume_of(owner: User, resume_id: UUID) -> Resume:
    """Return one of a person's resumes. Raises: Http404."""
    found = resumes_of(owner).filter(pk=resume_id).first()
    if found is None:
        raise Http404
    return found


def versions_of(owner: User) -> QuerySet[ResumeVersion]:
    """Return a person's versions, the newest first."""
    return (
        ResumeVersion.objects.owned_by(owner.pk)
        .select_related("resume")
        .order_by("-created_at", "-pk")
    )


def version_of(owner: User, version_id: UUID) -> ResumeVersion:
    """Return one of a person's versions. Raises: Http404."""
    found = versions_of(owner).filter(pk=version_id).first()
    if found is None:
        raise Http404
    return found


def numbered_version(owner: User, resume_id: UUID, number: int) -> ResumeVersion:
    """Return one version of a person's resume by its number. Raises: Http404."""
    found = versions_of(owner).filter(resume_id=resume_id, number=number).first()
    if found is None:
        raise Http404
    return found


def original_of(owner: User, sha256: str) -> ResumeVersion:
    """Return a version made from the file with that content, if it is this person's.

    Raises: Http404.
    """
    found = versions_of(owner).defer(*_HEAVY).filter(sha256=sha256).exclude(file_key="").first()
    if found is None:
        raise Http404
    return found


def latest_version(owner: User, resume_id: UUID) -> ResumeVersion | None:
    """Return the newest version of one of a person's resumes."""
    return versions_of(owner).filter(resume_id=resume_id).order_by("-number", "-pk").first()


def with_latest(resumes: QuerySet[Resume]) -> QuerySet[Resume]:
    """Add `latest_id`, the id of the newest version."""
    newest = ResumeVersion.objects.filter(resume=OuterRef("pk")).order_by("-number", "-pk")
    return resumes.annotate(latest_id=Subquery(newest.values("pk")[:1]))


def person_in(version: ResumeVersion) -> dict[str, str]:
    """Return what a version says about the person, by the names a profile has for it."""
    basics: dict[str, Any] = (version.parsed or {}).get("basics") or {}
    location = basics.get("location") or {}
    country = str(location.get("countryCode") or "")
    said = {
        "name": basics.get("name"),
        "headline": basics.get("label"),
        "phone": basics.get("phone"),
        "city": location.get("city"),
        "region": location.get("region"),
        "country": country.upper() if len(country) == len("GB") else "",
    }
    return {name: str(value or "") for name, value in said.items()}


def summary_of(version: ResumeVersion) -> Summary:
    """Count what was read."""
    resume: dict[str, Any] = version.parsed or {}
    basics = resume.get("basics") or {}
    skills = {
        word
        for group in resume.get("skills") or []
        for word in (group.get("keywords") or [group.get("name")])
        if word
    }
    return Summary(
        name=basics.get("name") or "",
        headline=basics.get("label") or "",
        jobs=len(resume.get("work") or []),
        degrees=len(resume.get("education") or []),
        skills=len(skills),
    )
