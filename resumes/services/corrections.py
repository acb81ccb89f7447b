"""A person corrects what was read: a new version, because a version never changes."""

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from resumes import ingest
from resumes.models import ResumeVersion
from resumes.services.shelf import next_number

_LONGEST_VALUE = 300


class CannotCorrectError(DomainError):
    """Only what was read can be corrected."""

    code = "not_parsed"


@transaction.atomic
def correct_version(
    *, version: ResumeVersion, corrections: Mapping[str, str], now: datetime
) -> ResumeVersion:
    """Return a new version with some fields set by the person, or the same one if nothing differs.

    Args:
        corrections: JSON pointer into the JSON Resume to the text that belongs there.

    Raises: CannotCorrectError.
    """
    if version.state != ResumeVersion.State.PARSED:
        raise CannotCorrectError(_("Only a resume that was read can be corrected."))
    wanted = {pointer: value.strip()[:_LONGEST_VALUE] for pointer, value in corrections.items()}
    changed = {
        pointer: value
        for pointer, value in wanted.items()
        if value and value != read_at(version.parsed, pointer)
    }
    if not changed:
        return version
    ingest.lock_owner(version.owner_id)
    edited = ResumeVersion.objects.create(
        resume_id=version.resume_id,
        owner_id=version.owner_id,
        number=next_number(version.resume_id),
        origin=ResumeVersion.Origin.EDITED,
        parent=version,
        state=ResumeVersion.State.PARSED,
        state_since=now,
        parsed=_with_values(version.parsed, changed),
        provenance=_with_confidence(version.provenance, changed),
        **{name: getattr(version, name) for name in _KEPT},
    )
    ingest.tell_parsed(edited.pk, edited.owner_id)
    return edited


_KEPT = (
    "file_name",
    "file_key",
    "sha256",
    "media_type",
    "size",
    "text",
    "language",
    "pages",
    "experience_months",
    "parser_version",
    "warnings",
)


def read_at(document: Any, pointer: str) -> str:
    """Return the text at a JSON pointer, empty when there is none. Source: RFC 6901."""
    for step in pointer.strip("/").split("/"):
        try:
            document = document[int(step)] if isinstance(document, list) else document[step]
        except (KeyError, IndexError, ValueError, TypeError):
            return ""
    return document if isinstance(document, str) else ""


def _with_values(document: dict[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    for pointer, value in changes.items():
        *way, last = pointer.strip("/").split("/")
        place: Any = changed
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        place[last] = value
    return changed


def _with_confidence(
    provenance: dict[str, Any], changes: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    said = {pointer: {"confidence": 1.0, "source": "person"} for pointer in changes}
    return {**provenance, **said}
