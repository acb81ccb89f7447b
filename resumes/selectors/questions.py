"""The few things a person is asked to check after a reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from resumes.models import ResumeVersion
from resumes.selectors.reading import SURE

MOST = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One field to look at; `value` is what was read, empty when nothing was."""

    pointer: str
    label: str
    value: str
    kind: str = "text"


def questions_about(version: ResumeVersion) -> list[Question]:
    """Return at most `MOST` fields that are missing or uncertain, what matters most first."""
    resume: Mapping[str, Any] = version.parsed or {}
    asked = [
        question
        for question in _candidates(resume)
        if _is_doubtful(question, version.provenance or {})
    ]
    return asked[:MOST]


def _candidates(resume: Mapping[str, Any]) -> list[Question]:
    basics = resume.get("basics") or {}
    location = basics.get("location") or {}
    asked = [
        Question("/basics/name", _("Your name"), basics.get("name") or ""),
        Question("/basics/email", _("Your e-mail"), basics.get("email") or "", "email"),
    ]
    for index, job in enumerate((resume.get("work") or [])[:2]):
        asked += _job_questions(index, job)
    asked.append(Question("/basics/location/city", _("Where you live"), location.get("city") or ""))
    for index, school in enumerate((resume.get("education") or [])[:1]):
        asked.append(
            Question(
                f"/education/{index}/institution",
                _("Where you studied last"),
                school.get("institution") or "",
            )
        )
    asked.append(Question("/basics/phone", _("Your phone"), basics.get("phone") or "", "tel"))
    return asked


def _job_questions(index: int, job: Mapping[str, Any]) -> list[Question]:
    title, employer = job.get("position") or "", job.get("name") or ""
    at = {"job": title or employer}
    return [
        Question(
            f"/work/{index}/position",
            _("Your position at %(employer)s") % {"employer": employer or _("your last employer")},
            title,
        ),
        Question(f"/work/{index}/name", _("Your employer as %(job)s") % at, employer),
        Question(
            f"/work/{index}/startDate",
            (_("When you began at %(employer)s") % {"employer": employer})
            if employer
            else (_("When you began as %(job)s") % at),
            job.get("startDate") or "",
            "month",
        ),
    ]


def _is_doubtful(question: Question, provenance: Mapping[str, Mapping[str, Any]]) -> bool:
    if not question.value:
        return question.pointer != "/basics/phone"
    confidence = provenance.get(question.pointer, {}).get("confidence")
    return confidence is not None and float(confidence) < SURE
