"""What was read from a resume, field by field, as a page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resumes.models import ResumeVersion
from resumes.types import Failure, failure_of

SURE = 0.75
GUESS = 0.5
_SHORT = 80
_WORDS = 32

State = ResumeVersion.State

_LABELS = {
    "name": gettext_lazy("Name"),
    "label": gettext_lazy("Headline"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "url": gettext_lazy("Web page"),
    "summary": gettext_lazy("Summary"),
    "location": gettext_lazy("Place"),
    "position": gettext_lazy("Position"),
    "company": gettext_lazy("Employer"),
    "dates": gettext_lazy("When"),
    "institution": gettext_lazy("School"),
    "studyType": gettext_lazy("Degree"),
    "area": gettext_lazy("Subject"),
    "score": gettext_lazy("Grade"),
    "highlights": gettext_lazy("What you did"),
    "keywords": gettext_lazy("Skills"),
    "courses": gettext_lazy("Courses"),
    "description": gettext_lazy("About"),
    "issuer": gettext_lazy("Issued by"),
    "publisher": gettext_lazy("Published by"),
    "awarder": gettext_lazy("Given by"),
    "organization": gettext_lazy("Organisation"),
    "language": gettext_lazy("Language"),
    "fluency": gettext_lazy("Level"),
    "level": gettext_lazy("Level"),
    "date": gettext_lazy("Date"),
    "releaseDate": gettext_lazy("Date"),
    "network": gettext_lazy("Network"),
    "reference": gettext_lazy("Reference"),
    "title": gettext_lazy("Title"),
    "roles": gettext_lazy("Roles"),
    "entity": gettext_lazy("For"),
    "type": gettext_lazy("Kind"),
}
_TITLES = {
    "work": gettext_lazy("Work"),
    "education": gettext_lazy("Education"),
    "skills": gettext_lazy("Skills"),
    "languages": gettext_lazy("Languages"),
    "projects": gettext_lazy("Projects"),
    "certificates": gettext_lazy("Certificates"),
    "volunteer": gettext_lazy("Volunteering"),
    "publications": gettext_lazy("Publications"),
    "awards": gettext_lazy("Awards"),
    "interests": gettext_lazy("Interests"),
    "references": gettext_lazy("References"),
}
#: The parts of an entry that make its heading, most telling first.
_HEADING = (
    "position",
    "studyType",
    "title",
    "language",
    "name",
    "company",
    "area",
    "institution",
    "organization",
)
_DATES = ("startDate", "endDate")
_LEFT_OUT = frozenset({*_DATES, "phoneE164"})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that was read. `confidence` is 0–1, or None where the parser does not say."""

    pointer: str
    label: str
    value: str
    values: tuple[str, ...] = ()
    confidence: float | None = None

    @property
    def is_short(self) -> bool:
        """Whether it fits on a line with others."""
        return not self.values and len(self.value) <= _SHORT

    @property
    def are_words(self) -> bool:
        """Whether the values are words rather than sentences."""
        return all(len(value) <= _WORDS for value in self.values)

    @property
    def is_unsure(self) -> bool:
        return self.confidence is not None and self.confidence < SURE

    @property
    def sureness(self) -> str:
        """How sure the reading is, in words."""
        if self.confidence is None or self.confidence >= SURE:
            return _("read clearly")
        return _("a likely reading") if self.confidence >= GUESS else _("a guess")


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, one degree, one group of skills."""

    heading: str
    fields: tuple[Field, ...] = field(default_factory=tuple)

    @property
    def rest(self) -> tuple[Field, ...]:
        """The fields that the heading does not say already."""
        return tuple(item for item in self.fields if item.value != self.heading)

    @property
    def is_heading_unsure(self) -> bool:
        return any(item.is_unsure for item in self.fields if item.value == self.heading)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a resume, such as all jobs."""

    key: str
    title: str
    entries: tuple[Entry, ...]

    @property
    def is_plain_list(self) -> bool:
        """Whether every entry is but a word or two, as skills often are."""
        return all(not entry.rest for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reading; `state` is `done`, `now`, `next` or `failed`."""

    state: str
    text: str
    note: str = ""


def steps_of(version: ResumeVersion) -> list[Step]:
    """Return how far the reading of a version has come."""
    received, reading, read = {
        State.RECEIVED: ("now", "next", "next"),
        State.PARSING: ("done", "now", "next"),
        State.PARSED: ("done", "done", "done"),
        State.FAILED: ("done", "failed", "next"),
    }[State(version.state)]
    seconds = version.parse_seconds
    note = _("in %(seconds)s s") % {"seconds": f"{seconds:.1f}"} if seconds else ""
    return [
        Step(received, _("Received and stored")),
        Step(reading, _("Reading your resume"), note if read == "done" else ""),
        Step(read, _("Ready to be compared with open postings")),
    ]


def failure_of_version(version: ResumeVersion) -> Failure | None:
    """Return why a version could not be read and what to do, or None."""
    return failure_of(version.failure_code) if version.state == State.FAILED else None


def read_sections(version: ResumeVersion) -> list[Section]:
    """Return everything that was read, in the order a resume is written."""
    resume: Mapping[str, Any] = version.parsed or {}
    sure = _Confidence(version.provenance or {})
    sections = [_basics(resume.get("basics") or {}, sure)]
    for key, title in _TITLES.items():
        entries = tuple(
            _entry(item, f"/{key}/{index}", sure)
            for index, item in enumerate(resume.get(key) or [])
        )
        sections.append(Section(key, str(title), entries))
    return [section for section in sections if section.entries]


class _Confidence:
    """Looks up how sure the parser is of a value: its own word, or the nearest one above it."""

    def __init__(self, provenance: Mapping[str, Mapping[str, Any]]) -> None:
        self._provenance = provenance

    def at(self, pointer: str) -> float | None:
        while pointer:
            known = self._provenance.get(pointer)
            if known is not None and known.get("confidence") is not None:
                return float(known["confidence"])
            pointer = pointer.rpartition("/")[0]
        return None

    def lowest(self, *pointers: str) -> float | None:
        found = [value for value in map(self.at, pointers) if value is not None]
        return min(found, default=None)


def _basics(basics: Mapping[str, Any], sure: _Confidence) -> Section:
    fields = [
        Field(f"/basics/{key}", str(_LABELS[key]), basics[key], (), sure.at(f"/basics/{key}"))
        for key in ("name", "label", "email", "phone", "url", "summary")
        if basics.get(key)
    ]
    place = place_of(basics.get("location") or {})
    if place:
        fields.insert(
            min(4, len(fields)),
            Field("/basics/location", _("Place"), place, (), sure.at("/basics/location/city")),
        )
    for index, profile in enumerate(basics.get("profiles") or []):
        pointer = f"/basics/profiles/{index}"
        text = profile.get("url") or profile.get("username") or ""
        if text:
            fields.append(
                Field(pointer, profile.get("network") or _("Profile"), text, (), sure.at(pointer))
            )
    entries = (Entry("", tuple(fields)),) if fields else ()
    return Section("basics", _("About you"), entries)


def place_of(location: Mapping[str, Any]) -> str:
    """Return "Leeds, England, GB" from a JSON Resume location."""
    parts = (location.get(key) for key in ("address", "city", "region", "countryCode"))
    return ", ".join(str(part).replace("\n", ", ") for part in parts if part)


def _entry(item: Mapping[str, Any], pointer: str, sure: _Confidence) -> Entry:
    fields = list(_fields(item, pointer, sure))
    dates = _dates(item)
    if dates:
        confidence = sure.lowest(*(f"{pointer}/{key}" for key in _DATES if item.get(key)))
        fields.insert(
            min(2, len(fields)), Field(f"{pointer}/dates", _("When"), dates, (), confidence)
        )
    heading = next((str(item[key]) for key in _HEADING if item.get(key)), "")
    return Entry(heading, tuple(fields))


def _fields(item: Mapping[str, Any], pointer: str, sure: _Confidence) -> Iterator[Field]:
    for key, value in item.items():
        if key in _LEFT_OUT or not value:
            continue
        at = f"{pointer}/{key}"
        label = _("Employer") if key == "name" and "/work/" in at else _label(key)
        if isinstance(value, list):
            sureness = sure.lowest(*(f"{at}/{index}" for index in range(len(value))))
            yield Field(at, label, "", tuple(map(str, value)), sureness)
        elif isinstance(value, Mapping):
            yield Field(at, label, place_of(value), (), sure.at(at))
        else:
            yield Field(at, label, str(value), (), sure.at(at))


def _label(key: str) -> str:
    return str(_LABELS.get(key, key))


def _dates(item: Mapping[str, Any]) -> str:
    start, end = item.get("startDate"), item.get("endDate")
    if start and end:
        return f"{start} – {end}"
    if start:
        return _("%(start)s – today") % {"start": start}
    return str(end or "")
