"""What a person said of a posting's lines, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.skills import spelled
from matching.rendering.evidence import PART_NAMES, STOP_NAMES, STOP_SUBJECTS, note_of, subject_of
from matching.types import Evidence, PartKey, Said, StopKind, Verdict

SAID: dict[str, str | Promise] = {
    Said.HAVE_IT: _("you have this"),
    Said.NOT_REQUIRED: _("not really required"),
    Said.MISREAD: _("misread"),
}


class Spoken(Protocol):
    """A dispute as it is stored."""

    pk: UUID
    part: str
    subject: str
    said: str
    asks: str

    @property
    def said_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One word of a person on one line: what about, what, and the line."""

    id: UUID
    subject: str
    said: str
    asks: str


def said_lines(disputes: Iterable[Spoken]) -> list[SaidLine]:
    """What was said of one posting, in the order it was said."""
    return [
        SaidLine(one.pk, subject_said(one.part, one.subject), _word(one), one.asks)
        for one in disputes
    ]


def _word(one: Spoken) -> str:
    if one.said == Said.HAVE_IT:
        return note_of(f"CONFIRMED:{one.said_on.isoformat()}")
    return str(SAID[one.said])


def subject_said(part: str, subject: str) -> str:
    """What a disputed line is about, in words."""
    if part == "STOP":
        kind, _sep, rest = subject.partition(":")
        return f"{STOP_NAMES[StopKind(kind)]}: {STOP_SUBJECTS.get(rest, rest)}"
    if part == PartKey.ROLE:
        return str(PART_NAMES[PartKey.ROLE])
    if part == PartKey.RECENCY:
        return f"{PART_NAMES[PartKey.RECENCY]}: {spelled(subject)}"
    return subject_of(Evidence(subject, Verdict.MET, ""))
