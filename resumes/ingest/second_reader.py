"""A language model looks again at what the parser was unsure of, where the person consented to one.

It fills or confirms single values of jobs and degrees that were read with little confidence or not at
all. A value counts only when the resume's text holds it, word for word; one that differs from what
the parser read stays something the person is asked about. Nothing waits for it, and where it does not
come the resume is what the parser read.
"""

import copy
import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel

from accounts.ai import keys
from accounts.ai.asking import Assistant
from accounts.models import ModelUsage
from core.errors import DomainError
from core.llm.types import Message, ModelError
from core.llm.untrusted import RULE, quoted
from resumes.ingest.reading import tell_parsed
from resumes.models import ResumeVersion
from resumes.selectors.contact import contact_of
from resumes.types import SURE

log = logging.getLogger(__name__)

#: What is looked at, and in which words a model is asked for it. Dates stay the parser's.
_FIELDS = {
    "work": {"name": "employer", "position": "job title"},
    "education": {
        "institution": "school or university",
        "area": "field of study",
        "studyType": "degree",
    },
}
_MOST_DOUBTS = 20
_LONGEST_VALUE = 200
_LONGEST_RESUME = 16_000  # characters
_MOST_TOKENS = 1500
#: Both readers say the same; and the second one's word alone, which is below `SURE` on purpose.
_AGREED, _ALONE = 0.85, 0.7
_TASK = (
    "You look up single values in a resume. For each numbered field give the value exactly as it is "
    "written in the resume, letter for letter. Leave a field out when the resume does not say it. "
    "Never guess, translate, complete or correct. " + RULE
)


class Found(BaseModel):
    """One value that was looked up."""

    field: int
    value: str


class Reading(BaseModel):
    """The values a model found."""

    values: list[Found]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One value the parser is not sure of; `value` is empty where it read none."""

    pointer: str
    asked: str
    value: str


def read_again(*, version_id: UUID, now: datetime) -> int:
    """Have the doubtful values of one version looked up; returns how many it settled or filled.

    Idempotent: what a model said is not asked again. Raises: TransientError.
    """
    versions = ResumeVersion.objects.parsed().filter(origin=ResumeVersion.Origin.UPLOADED)
    version = versions.select_related("owner__profile").filter(pk=version_id).first()
    if (
        version is None
        or not keys.is_connected(version.owner_id)
        or not version.owner.profile.has_ai_consent
    ):
        return 0
    doubts = doubts_of(version)
    if not doubts:
        return 0
    try:
        reading = _asked(version, doubts)
    except (DomainError, ModelError) as error:  # no more questions left, or no usable answer
        log.info("resume version %s was not read a second time: %s", version_id, error)
        return 0
    return _written(version, doubts, reading, now)


def doubts_of(version: ResumeVersion) -> list[Doubt]:
    """Return what may be looked up, in the order of the resume."""
    found = [
        Doubt(pointer, asked, value)
        for pointer, asked, value in _fields(version.parsed)
        if _is_doubtful(version.provenance.get(pointer), value)
    ]
    return found[:_MOST_DOUBTS]


def is_in(value: str, text: str) -> bool:
    """Whether a text holds these very words, whatever the case and the spaces."""
    words = _level(value)
    if not words or len(value) > _LONGEST_VALUE:
        return False
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", _level(text)) is not None


def _fields(parsed: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for section, names in _FIELDS.items():
        rows = parsed.get(section)
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            around = _around(row, names)
            for name, words in names.items():
                value = row.get(name, "")
                if isinstance(value, str):
                    yield f"/{section}/{index}/{name}", f"{words} of {around}", value


def _around(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What tells an entry from the others: what was read of it."""
    known = [row.get(name) for name in (*names, "startDate", "endDate")]
    return " / ".join(each for each in known if isinstance(each, str) and each) or "an entry"


def _is_doubtful(known: Mapping[str, Any] | None, value: str) -> bool:
    if not value:
        return True
    if not known or known.get("source") is not None:  # said by a person, or by a model before
        return False
    return bool(known.get("confidence", 1) < SURE)


def _asked(version: ResumeVersion, doubts: list[Doubt]) -> Reading:
    assistant = Assistant(
        user_id=version.owner_id,
        purpose=ModelUsage.Purpose.READING,
        categories=[ModelUsage.Category.RESUME],
        known=contact_of(version),
        now=timezone.now,
    )
    fields = "\n".join(f"{number}. {doubt.asked}" for number, doubt in enumerate(doubts, start=1))
    listed = quoted(fields, name="FIELDS", most_characters=_LONGEST_RESUME)
    resume = quoted(version.text, name="RESUME", most_characters=_LONGEST_RESUME)
    messages = [Message("system", _TASK), Message("user", f"{listed.text}\n\n{resume.text}")]
    return assistant.structured(messages, Reading, most_tokens=_MOST_TOKENS)


def _written(version: ResumeVersion, doubts: list[Doubt], reading: Reading, now: datetime) -> int:
    """Write what holds, unless the version was read anew meanwhile; returns how much."""
    parsed, provenance = copy.deepcopy(version.parsed), copy.deepcopy(version.provenance)
    settled = 0
    for doubt, value in _held(doubts, reading, version.text):
        place = provenance.get(doubt.pointer, {})
        if _level(value) == _level(doubt.value):
            provenance[doubt.pointer] = {**place, "confidence": _AGREED, "source": "model"}
        else:
            _put(parsed, doubt.pointer, value)
            provenance[doubt.pointer] = {"confidence": _ALONE, "source": "model"}
        settled += 1
    if not settled:
        return 0
    with transaction.atomic():
        same = ResumeVersion.objects.filter(pk=version.pk, state_since=version.state_since)
        if not same.filter(parsed=version.parsed).update(
            parsed=parsed, provenance=provenance, updated_at=now
        ):
            return 0
        tell_parsed(version.pk, version.owner_id)
    return settled


def _held(doubts: list[Doubt], reading: Reading, text: str) -> Iterator[tuple[Doubt, str]]:
    """The first value of each field that stands in the text."""
    seen: set[int] = set()
    for found in reading.values:
        value = " ".join(found.value.split())
        if 1 <= found.field <= len(doubts) and found.field not in seen and is_in(value, text):
            seen.add(found.field)
            yield doubts[found.field - 1], value


def _put(parsed: dict[str, Any], pointer: str, value: str) -> None:
    _root, section, index, name = pointer.split("/")
    parsed[section][int(index)][name] = value


def _level(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
