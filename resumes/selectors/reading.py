"""What was read from a resume, field by field, as a page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from resumes.models import ResumeVersion
from resumes.selectors.marks import mark_id, value_id
from resumes.selectors.shape import BASICS, LISTED, PROFILES, SECTIONS, Kind, Part
from resumes.types import GUESS, SURE, Failure, failure_of

_MONTH, _DAY = len("2019-04"), len("2019-04-30")
#: The part of an entry that makes its heading, most telling first.
_HEADING = ("position", "studyType", "title", "language", "network", "name", "area", "institution")
_DATES = ("startDate", "endDate")

State = ResumeVersion.State
Known = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Value:
    """One text that was read. `confidence` is 0–1, or None where the parser does not say."""

    pointer: str
    label: str
    text: str
    focus: str
    mark: str = ""
    confidence: float | None = None
    is_person: bool = False

    @property
    def id(self) -> str:
        """The id of the element that shows it."""
        return value_id(self.pointer)

    @property
    def is_unsure(self) -> bool:
        return self.confidence is not None and self.confidence < SURE

    @property
    def sureness(self) -> str:
        """How sure the reading is, in words."""
        if self.is_person:
            return _("said by you")
        if not self.is_unsure:
            return _("read clearly")
        assert self.confidence is not None
        return _("a likely reading") if self.confidence >= GUESS else _("a guess")


@dataclass(frozen=True, slots=True)
class Field:
    """One part of an entry with the texts in it: one, or those of a list."""

    label: str
    kind: str
    values: tuple[Value, ...]

    @property
    def value(self) -> Value:
        return self.values[0]

    @property
    def is_short(self) -> bool:
        """Whether it fits on a line with others."""
        return self.kind not in {"prose", "lines", "words"}

    @property
    def is_open(self) -> bool:
        """Whether a period goes on until today."""
        is_start = self.value.pointer.endswith("startDate")
        return self.kind == "period" and is_start and len(self.values) == 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, one degree, one group of skills; `index` is its place in the section."""

    index: int
    heading: Value | None
    fields: tuple[Field, ...]

    @property
    def facts(self) -> tuple[Field, ...]:
        """What stands on the line below the heading."""
        return tuple(field for field in self.fields if field.is_short)

    @property
    def texts(self) -> tuple[Field, ...]:
        """What needs lines of its own."""
        return tuple(field for field in self.fields if not field.is_short)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a resume, such as all jobs."""

    kind: Kind
    entries: tuple[Entry, ...]

    @property
    def slug(self) -> str:
        return self.kind.slug

    @property
    def rows(self) -> tuple[tuple[Entry, ...], ...]:
        """Its entries, those that are but a word standing together on a row."""
        rows: list[tuple[Entry, ...]] = []
        for entry in self.entries:
            is_word = self.kind.is_list and not entry.fields
            if is_word and rows and not rows[-1][0].fields:
                rows[-1] = (*rows[-1], entry)
            else:
                rows.append((entry,))
        return tuple(rows)

    @property
    def edits_whole(self) -> bool:
        """Whether its entries are edited together rather than one by one."""
        return self.kind.is_list


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
    known: Known = version.provenance or {}
    basics = mapping_at(resume, "basics")
    person = _entry(BASICS, basics, None, known)
    links = _entries(PROFILES, basics.get("profiles"), known)
    sections = [Section(BASICS, (person,) if person else ()), Section(PROFILES, links)]
    sections += [
        Section(SECTIONS[key], _entries(SECTIONS[key], resume.get(key), known)) for key in LISTED
    ]
    return [section for section in sections if section.entries]


def unread_kinds(version: ResumeVersion) -> list[Kind]:
    """Return the sections nothing was read for, which a person may add to."""
    shown = {section.kind.key for section in read_sections(version)}
    return [kind for kind in SECTIONS.values() if kind.key not in shown]


def unsure_values(sections: list[Section]) -> list[Value]:
    """Return what was read with too little confidence, in the order of the page."""
    values = (
        value
        for section in sections
        for entry in section.entries
        for value in (
            *([entry.heading] if entry.heading else []),
            *(value for field in entry.fields for value in field.values),
        )
    )
    return [value for value in values if value.is_unsure]


def mapping_at(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return an object inside another, empty when something else stands there."""
    found = holder.get(key)
    return found if isinstance(found, Mapping) else {}


def place_of(location: Mapping[str, Any]) -> str:
    """Return "Leeds, England, GB" from a JSON Resume location."""
    parts = (location.get(key) for key in ("address", "city", "region", "countryCode"))
    return ", ".join(str(part).replace("\n", ", ") for part in parts if part)


def day_in_words(iso: str) -> str:
    """Return "Apr 2019" from "2019-04", with the precision given."""
    try:
        day = date.fromisoformat(f"{iso}-01-01"[:_DAY] if len(iso) < _DAY else iso)
    except ValueError:
        return iso
    if len(iso) == _DAY:
        return date_format(day, "j M Y")
    return date_format(day, "M Y") if len(iso) == _MONTH else iso


def text_at(entry: Mapping[str, Any], part: Part) -> str | list[str]:
    """Return what an entry says in a part: a text, or the items of a list."""
    holder, _slash, leaf = part.key.rpartition("/")
    value = (mapping_at(entry, holder) if holder else entry).get(leaf)
    if part.is_list:
        return [str(item) for item in value] if isinstance(value, list) else []
    if isinstance(value, Mapping):
        return place_of(value)
    return "" if value is None or isinstance(value, list) else str(value)


def _entries(kind: Kind, rows: Any, known: Known) -> tuple[Entry, ...]:
    found = (
        _entry(kind, row, index, known)
        for index, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    )
    return tuple(entry for entry in found if entry)


def _entry(kind: Kind, row: Mapping[str, Any], index: int | None, known: Known) -> Entry | None:
    base = f"/{kind.key}" if index is None else f"/{kind.key}/{index}"
    prefix = "" if index is None else f"{index}-"
    fields = [
        Field(str(part.label), part.kind, values)
        for part in kind.parts
        if (values := tuple(_values(part, row, base, prefix, known)))
    ]
    heading = None if kind is BASICS else _heading(fields, row, base)
    rest = [field for field in fields if heading not in field.values]
    if index is not None and kind.part("startDate"):
        rest = _with_dates_last(rest)
    if not heading and not rest:
        return None
    return Entry(index or 0, heading, tuple(rest))


def _values(
    part: Part, row: Mapping[str, Any], base: str, prefix: str, known: Known
) -> Iterator[Value]:
    texts = text_at(row, part)
    is_list = isinstance(texts, list)
    for number, text in enumerate(texts if isinstance(texts, list) else [texts]):
        if not text:
            continue
        pointer = f"{base}/{part.key}/{number}" if is_list else f"{base}/{part.key}"
        said = known.get(pointer) or {}
        confidence = said.get("confidence")
        yield Value(
            pointer,
            str(part.label),
            day_in_words(text) if part.kind == "date" else text,
            f"{prefix}{part.key.replace('/', '-')}",
            mark_id(said),
            None if confidence is None else float(confidence),
            said.get("source") == "person",
        )


def _heading(fields: list[Field], row: Mapping[str, Any], base: str) -> Value | None:
    key = next((key for key in _HEADING if row.get(key)), "")
    wanted = f"{base}/{key}"
    return next((f.value for f in fields if f.value.pointer == wanted and f.is_short), None)


def _with_dates_last(fields: list[Field]) -> list[Field]:
    """Join start and end into one field behind the other short ones."""
    dates = [f for f in fields if f.value.pointer.endswith(_DATES)]
    if not dates:
        return fields
    rest = [f for f in fields if f not in dates]
    return [
        *[f for f in rest if f.is_short],
        Field(_("When"), "period", tuple(f.value for f in dates)),
        *[f for f in rest if not f.is_short],
    ]
