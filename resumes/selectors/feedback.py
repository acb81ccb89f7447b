"""Feedback as pages and endpoints show it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from resumes.models import Feedback, Resume, ResumeVersion
from resumes.selectors.feedback_words import (
    FINDINGS,
    PARTS,
    RUBRIC,
    SEVERITIES,
    UNCHECKED,
)
from resumes.types import Failure, feedback_failure

Kind = Feedback.Kind


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change somebody may accept: an operation at a pointer, and what stands there when it was made."""

    key: str
    op: str
    pointer: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One line of a finding."""

    quote: str
    note: str
    page: int | None
    suggested: Suggested | None
    accepted_in: int | None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding in a person's words."""

    code: str
    severity: str
    severity_name: str
    part: str
    title: str
    why: str
    fix: str
    points: float
    places: tuple[ShownPlace, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the score."""

    part: str
    name: str
    marks: float
    most: int


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One line of the rubric: 1 to 5, in words, with lines of the resume."""

    name: str
    mark: int
    comment: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRewrite:
    """A rewriting a model suggests and the fact gate let pass."""

    suggested: Suggested
    why: str
    accepted_in: int | None


@dataclass(frozen=True, slots=True)
class Past:
    """The score of one version."""

    number: int
    label: str
    score: int
    algorithm: str


def feedback_of(owner: User, feedback_id: UUID) -> Feedback:
    """Return feedback on a person's own version. Raises: Http404."""
    rows = Feedback.objects.owned_by(owner.pk).select_related("version__resume")
    found = rows.filter(pk=feedback_id).first()
    if found is None:
        raise Http404
    return found


def checks_of(version: ResumeVersion) -> Feedback | None:
    """Return what the rules said of a version."""
    return Feedback.objects.filter(version=version, kind=Kind.CHECKS).first()


def review_for(version: ResumeVersion) -> Feedback | None:
    """Return the newest review up to this version: what it suggests may still be to do."""
    rows = Feedback.objects.filter(
        kind=Kind.MODEL, version__resume_id=version.resume_id, version__number__lte=version.number
    )
    return rows.select_related("version").order_by("-version__number", "-pk").first()


def scores_of(resume: Resume) -> list[Past]:
    """Return the scores of a resume's versions, the oldest first."""
    rows = Feedback.objects.filter(
        version__resume=resume, kind=Kind.CHECKS, score__isnull=False
    ).order_by("version__number", "pk")
    values = rows.values_list("version__number", "version__label", "score", "algorithm")
    return [
        Past(number, label, score or 0, algorithm) for number, label, score, algorithm in values
    ]


def findings_of(feedback: Feedback) -> list[ShownFinding]:
    """Return the findings in words; what this version has no words for is left out."""
    return [_finding(feedback, row) for row in feedback.findings if row.get("code") in FINDINGS]


def parts_of(feedback: Feedback) -> list[ShownPart]:
    """Return the parts of the score."""
    return [
        ShownPart(row["part"], str(PARTS.get(row["part"], row["part"])), row["marks"], row["most"])
        for row in feedback.parts
    ]


def unchecked_of(feedback: Feedback) -> list[str]:
    """Return what was not looked at, in sentences."""
    return [str(UNCHECKED[name]) for name in feedback.unchecked if name in UNCHECKED]


def rubric_of(feedback: Feedback) -> list[ShownMark]:
    """Return a model's marks."""
    return [
        ShownMark(
            str(RUBRIC.get(row["aspect"], row["aspect"])),
            row["mark"],
            row["comment"],
            tuple(row["quotes"]),
        )
        for row in feedback.rubric
    ]


def rewrites_of(feedback: Feedback) -> list[ShownRewrite]:
    """Return what a model suggests to write instead."""
    return [
        ShownRewrite(suggested, str(row.get("why") or ""), feedback.accepted.get(suggested.key))
        for row, suggested in zip(feedback.suggestions, _rewrites(feedback), strict=True)
    ]


def failure_of_feedback(feedback: Feedback | None) -> Failure | None:
    """Return why it could not be given."""
    if feedback is None or feedback.state != Feedback.State.FAILED:
        return None
    return feedback_failure(feedback.failure_code)


def said_in(version: ResumeVersion) -> str:
    """Return the text of a version: of its file, or, where it was edited here, of its document."""
    if version.origin == ResumeVersion.Origin.UPLOADED:
        return version.text
    return "\n".join(_strings(version.parsed))


def text_of(document: Any, pointer: str) -> str:
    """Return the text at a JSON pointer, empty where there is none."""
    value = document
    for step in pointer.strip("/").split("/"):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ""
    return value if isinstance(value, str) else ""


def suggestion_of(feedback: Feedback, key: str) -> Suggested | None:
    """Return one suggestion by its key."""
    return next((one for one in _suggestions(feedback) if one.key == key), None)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from () if str(key).startswith("$") else _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def _suggestions(feedback: Feedback) -> Iterator[Suggested]:
    yield from _rewrites(feedback)
    for row in feedback.findings:
        for index, place in enumerate(row.get("places", ())):
            suggested = _suggested(row["code"], index, place)
            if suggested is not None:
                yield suggested


def _rewrites(feedback: Feedback) -> Iterator[Suggested]:
    for index, row in enumerate(feedback.suggestions):
        yield Suggested(f"rewrite.{index}", "replace", row["pointer"], row["after"], row["before"])


def _suggested(code: str, index: int, place: Mapping[str, Any]) -> Suggested | None:
    held = place.get("suggestion")
    if not held:
        return None
    return Suggested(f"{code}.{index}", held["op"], held["pointer"], held["value"], place["quote"])


def _finding(feedback: Feedback, row: Mapping[str, Any]) -> ShownFinding:
    words = FINDINGS[row["code"]]
    values = row.get("values") or {}
    return ShownFinding(
        code=row["code"],
        severity=row["severity"],
        severity_name=str(SEVERITIES[row["severity"]]),
        part=str(PARTS[row["part"]]),
        title=str(words.title) % values if values else str(words.title),
        why=str(words.why),
        fix=_fix(row["code"], str(words.fix), values),
        points=row["points"],
        places=tuple(
            _place(feedback, row["code"], index, place, str(words.note))
            for index, place in enumerate(row.get("places", ()))
        ),
    )


def _fix(code: str, fix: str, values: Mapping[str, Any]) -> str:
    if code == "too_long":
        told = _("It has %(pages)s pages; %(most)s are enough for your years of work.") % values
        return f"{told} {fix}"
    return fix


def _place(
    feedback: Feedback, code: str, index: int, place: Mapping[str, Any], note: str
) -> ShownPlace:
    suggested = _suggested(code, index, place)
    about = place.get("about") or ""
    return ShownPlace(
        quote=place["quote"],
        note=note % {"about": about} if about and note else "",
        page=place.get("page"),
        suggested=suggested,
        accepted_in=feedback.accepted.get(suggested.key) if suggested else None,
    )
