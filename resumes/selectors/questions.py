"""The few things a person is asked to check after a reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from resumes.models import ResumeVersion
from resumes.selectors.marks import Crop, Quote, crop_of, quote_of
from resumes.selectors.reading import (
    Entry,
    Section,
    Value,
    mapping_at,
    read_sections,
    unsure_values,
)
from resumes.selectors.shape import address_of
from resumes.types import SURE

MOST = 5
#: What a resume nearly always says; the rest is asked about only when it was read.
_EXPECTED = frozenset({"/basics/name", "/basics/email", "/basics/location/city"})
_NEWEST_JOBS = 2

Sizes = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Question:
    """One field to look at; `value` is what was read, empty when nothing was.

    `crop` is the part of the page it was read from, `quote` the line of a file without pages.
    """

    pointer: str
    label: str
    value: str
    kind: str = "text"
    crop: Crop | None = None
    quote: Quote | None = None


def questions_about(version: ResumeVersion, sizes: Sizes = ()) -> list[Question]:
    """Return at most `MOST` fields that are missing or uncertain, what matters most first.

    `sizes` are the page sizes of the original, for the pictures beside the questions.
    """
    if version.state != ResumeVersion.State.PARSED:
        return []
    asked: dict[str, Question] = {}
    for question in _candidates(version):
        if len(asked) == MOST:
            break
        if question.pointer not in asked and _is_doubtful(question, version):
            asked[question.pointer] = question
    return [_shown(question, version, sizes) for question in asked.values()]


def _shown(question: Question, version: ResumeVersion, sizes: Sizes) -> Question:
    crop = crop_of(version, question.pointer, sizes)
    return Question(
        question.pointer,
        question.label,
        question.value,
        question.kind,
        crop,
        None if crop else quote_of(version, question.pointer),
    )


def _candidates(version: ResumeVersion) -> Iterator[Question]:
    """Contact first, then the newest jobs and the newest degree, then whatever else is unsure."""
    resume: Mapping[str, Any] = version.parsed or {}
    basics = mapping_at(resume, "basics")
    location = mapping_at(basics, "location")
    yield Question("/basics/name", _("Your name"), _text(basics, "name"))
    yield Question("/basics/email", _("Your e-mail"), _text(basics, "email"), "email")
    yield Question("/basics/phone", _("Your phone"), _text(basics, "phone"), "phone")
    jobs, schools = _rows(resume, "work"), _rows(resume, "education")
    for index, job in enumerate(jobs[:1]):
        yield from _job_questions(index, job)
    yield Question("/basics/location/city", _("Where you live"), _text(location, "city"))
    for index, job in enumerate(jobs[1:_NEWEST_JOBS], start=1):
        yield from _job_questions(index, job)
    for index, school in enumerate(schools[:1]):
        at = f"/education/{index}/institution"
        yield Question(at, _("Where you studied last"), _text(school, "institution"))
    yield from _rest(version)


def _rest(version: ResumeVersion) -> Iterator[Question]:
    for section in read_sections(version):
        for entry, value in _unsure(section):
            address = address_of(value.pointer)
            kind = address.part.kind if address and address.part else "text"
            label = _label_in(section, entry, value)
            raw = _read_at(version.parsed, value.pointer)
            yield Question(
                value.pointer, label, raw, "text" if kind in {"words", "lines"} else kind
            )


def _unsure(section: Section) -> Iterator[tuple[Entry, Value]]:
    for entry in section.entries:
        alone = Section(section.kind, (entry,))
        yield from ((entry, value) for value in unsure_values([alone]))


def _label_in(section: Section, entry: Entry, value: Value) -> str:
    """Return "AWS Certified Developer: Issued by", or "Skill" for what makes the heading itself."""
    if entry.heading is None:
        return value.label
    if entry.heading == value:
        return str(section.kind.one)
    return _("%(entry)s: %(field)s") % {"entry": entry.heading.text, "field": value.label}


def _job_questions(index: int, job: Mapping[str, Any]) -> Iterator[Question]:
    title, employer = _text(job, "position"), _text(job, "name")
    at = {"job": title or employer}
    yield Question(
        f"/work/{index}/position",
        _("Your position at %(employer)s") % {"employer": employer or _("your last employer")},
        title,
    )
    yield Question(
        f"/work/{index}/name",
        (_("Your employer as %(job)s") % at) if title else _("Your employer"),
        employer,
    )
    began = (
        (_("When you began at %(employer)s") % {"employer": employer})
        if employer
        else (_("When you began as %(job)s") % at)
    )
    yield Question(f"/work/{index}/startDate", began, _text(job, "startDate"), "date")
    ended = (
        (_("When you left %(employer)s") % {"employer": employer})
        if employer
        else (_("When you stopped as %(job)s") % at)
    )
    yield Question(f"/work/{index}/endDate", ended, _text(job, "endDate"), "date")


def _is_doubtful(question: Question, version: ResumeVersion) -> bool:
    known = (version.provenance or {}).get(question.pointer) or {}
    if known.get("source") == "person":
        return False
    if not question.value:
        is_job = question.pointer.startswith(("/work/", "/education/"))
        is_open = question.pointer.endswith("endDate")
        return question.pointer in _EXPECTED or (is_job and not is_open)
    confidence = known.get("confidence")
    return confidence is not None and float(confidence) < SURE


def _rows(resume: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = resume.get(key)
    found = rows if isinstance(rows, list) else []
    return [row if isinstance(row, Mapping) else {} for row in found]


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""


def _read_at(document: Any, pointer: str) -> str:
    """Return the text at a JSON pointer. Source: RFC 6901."""
    for step in pointer.strip("/").split("/"):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return str(document)
