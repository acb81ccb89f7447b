"""Changes to a JSON Resume and to what is known of each value: pure, in the order they are given."""

import copy
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from resumes.selectors.shape import SECTIONS, Address, Part, address_of
from resumes.services.values import (
    BadValueError,
    check_length,
    check_period,
    clean_entry,
    clean_item,
    clean_part,
    clean_text,
    e164,
)

MOST_CHANGES = 500
MOST_CHARACTERS = 1_000_000
"""A whole resume as JSON, ten times what the longest known one has."""


class Op(StrEnum):
    """What a change does, in the words of JSON Patch (RFC 6902), and one more: this is right."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Change:
    """One change at a JSON pointer; indexes count in the document as the changes before left it."""

    op: Op
    pointer: str
    value: Any = None


class NothingThereError(BadValueError):
    """The pointer names nothing that can be corrected."""

    code = "nothing_there"


@dataclass(slots=True)
class Draft:
    """A document and its provenance while they are being changed."""

    document: dict[str, Any]
    provenance: dict[str, dict[str, Any]]

    def say(self, pointer: str, old: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Write down that a person said so; the place in the original stays known."""
        before = self.provenance.get(pointer) if old is None else old
        place = {key: before[key] for key in ("page", "line", "box") if before and key in before}
        self.provenance[pointer] = {**place, "confidence": 1.0, "source": "person", **more}

    def forget(self, pointer: str) -> None:
        """Drop what is known of a value and of everything in it."""
        for known in [key for key in self.provenance if _is_within(key, pointer)]:
            del self.provenance[known]

    def close_gap(self, pointer: str) -> None:
        """After an element of a list went: those behind it move up."""
        self.forget(pointer)
        base, _slash, gone = pointer.rpartition("/")
        moved = {}
        for key in [key for key in self.provenance if key.startswith(f"{base}/")]:
            index, slash, rest = key[len(base) + 1 :].partition("/")
            if index.isdigit() and int(index) > int(gone):
                moved[f"{base}/{int(index) - 1}{slash}{rest}"] = self.provenance.pop(key)
        self.provenance.update(moved)


def apply_changes(
    document: Mapping[str, Any], provenance: Mapping[str, Any], changes: Iterable[Change]
) -> Draft:
    """Return document and provenance after the changes.

    Raises: BadValueError, NothingThereError.
    """
    draft = Draft(copy.deepcopy(dict(document)), copy.deepcopy(dict(provenance)))
    for number, change in enumerate(changes):
        if number >= MOST_CHANGES:
            raise BadValueError(_("These are too many changes at once."))
        try:
            _apply(draft, change)
        except BadValueError as error:
            error.pointer, error.change = f"{change.pointer}{error.pointer}", number
            raise
    _drop_what_is_empty(draft)
    _check_periods(draft)
    _check_size(document, draft.document)
    return draft


def _apply(draft: Draft, change: Change) -> None:
    address = address_of(change.pointer)
    if address is None:
        raise NothingThereError(_("There is nothing to correct at this place."))
    _ACTS[change.op](draft, address, change)


def _replace(draft: Draft, address: Address, change: Change) -> None:
    if address.part is None:
        raise NothingThereError(_("Only a field of an entry can be replaced."))
    holder = _holder(draft, address)
    if address.item is not None:
        items = _items(holder, address)
        text = clean_item(address.part, change.value)
        if not text:
            _remove(draft, address, change)
        elif items[address.item] != text:
            items[address.item] = text
            draft.say(change.pointer)
        return
    stored = clean_part(address.part, change.value)
    if not stored:
        _remove(draft, address, change)
    elif address.part.is_list:
        assert isinstance(stored, list)
        _replace_list(draft, holder, address.part, change.pointer, stored)
    elif holder.get(_leaf(address.part)) != stored:
        holder[_leaf(address.part)] = stored
        draft.say(change.pointer)
        _follow_phone(draft, change.pointer)


def _replace_list(
    draft: Draft, holder: dict[str, Any], part: Part, pointer: str, stored: list[str]
) -> None:
    """What stayed keeps what is known of it, wherever it moved; the rest is the person's word."""
    old = [str(item) for item in holder.get(part.key) or []]
    known = {i: draft.provenance.get(f"{pointer}/{i}") for i in range(len(old))}
    draft.forget(pointer)
    holder[part.key] = stored
    matcher = SequenceMatcher(None, old, stored, autojunk=False)
    for tag, old_first, old_last, first, last in matcher.get_opcodes():
        for step in range(last - first):
            before = known.get(old_first + step) if old_first + step < old_last else None
            if tag != "equal":
                draft.say(f"{pointer}/{first + step}", old=before or {})
            elif before is not None:
                draft.provenance[f"{pointer}/{first + step}"] = before


def _add(draft: Draft, address: Address, change: Change) -> None:
    if not change.pointer.endswith("/-"):
        raise NothingThereError(_("Something is added at the end of a list: “/-”."))
    if address.part is not None:
        holder = _holder(draft, address)
        items = holder.setdefault(address.part.key, [])
        text = clean_item(address.part, change.value)
        if not text or not isinstance(items, list):
            raise BadValueError(_("A text belongs here."))
        items.append(text)
        check_length(items)
        draft.say(f"{change.pointer.removesuffix('-')}{len(items) - 1}")
        return
    entry = clean_entry(address.kind, change.value)
    entries = _entries(draft.document, address, make=True)
    entries.append(entry)
    check_length(entries)
    base = f"{change.pointer.removesuffix('-')}{len(entries) - 1}"
    for key, value in entry.items():
        pointers = [f"/{i}" for i in range(len(value))] if isinstance(value, list) else [""]
        for pointer in pointers:
            draft.say(f"{base}/{key}{pointer}")


def _remove(draft: Draft, address: Address, change: Change) -> None:
    """What is not there stays away: then only the person's word is kept, so that nobody asks again."""
    if address.part is None:
        entries = _entries(draft.document, address)
        del entries[_checked(address.index, entries)]
        draft.close_gap(change.pointer)
        return
    holder = _holder(draft, address)
    if address.item is not None:
        del _items(holder, address)[address.item]
        draft.close_gap(change.pointer)
        return
    holder.pop(_leaf(address.part), None)
    draft.forget(change.pointer)
    draft.say(change.pointer, absent=True)
    _follow_phone(draft, change.pointer)


def _confirm(draft: Draft, address: Address, change: Change) -> None:
    """The reading was right. Whatever is asked about is a text or an item of a list."""
    holder = _holder(draft, address)
    if address.part is None or (address.part.is_list and address.item is None):
        raise NothingThereError(_("There is nothing to confirm at this place."))
    if address.item is not None:
        _items(holder, address)
    elif not holder.get(_leaf(address.part)):
        raise NothingThereError(_("There is nothing to confirm at this place."))
    draft.say(change.pointer)


_ACTS = {Op.REPLACE: _replace, Op.ADD: _add, Op.REMOVE: _remove, Op.CONFIRM: _confirm}


def _holder(draft: Draft, address: Address) -> dict[str, Any]:
    """Return the object the part stands in, made where JSON Resume has one: basics and its location."""
    if address.index is None:
        holder: Any = draft.document.setdefault("basics", {})
        if address.part is not None and "/" in address.part.key:
            holder = holder.setdefault(address.part.key.partition("/")[0], {})
    else:
        entries = _entries(draft.document, address)
        holder = entries[_checked(address.index, entries)]
    if not isinstance(holder, dict):
        raise NothingThereError(_("There is nothing to correct at this place."))
    return holder


def _entries(document: dict[str, Any], address: Address, *, make: bool = False) -> list[Any]:
    holder: Any = document
    *way, last = address.kind.key.split("/")
    for step in way:
        holder = holder.setdefault(step, {})
    entries = holder.setdefault(last, []) if make else holder.get(last)
    if not isinstance(entries, list):
        raise NothingThereError(_("There is nothing to correct at this place."))
    return entries


def _items(holder: dict[str, Any], address: Address) -> list[Any]:
    assert address.part is not None
    items = holder.get(address.part.key)
    if not isinstance(items, list):
        raise NothingThereError(_("There is nothing to correct at this place."))
    _checked(address.item, items)
    return items


def _checked(index: int | None, items: list[Any]) -> int:
    if index is None or index >= len(items):
        raise NothingThereError(_("There is nothing to correct at this place."))
    return index


def _leaf(part: Part) -> str:
    return part.key.rpartition("/")[2]


def _follow_phone(draft: Draft, pointer: str) -> None:
    """The number for machines follows the one that was written."""
    if pointer != "/basics/phone":
        return
    basics = draft.document["basics"]
    basics.pop("phoneE164", None)
    number = e164(clean_text("text", str(basics.get("phone") or "")))
    if number:
        basics["phoneE164"] = number


def _drop_what_is_empty(draft: Draft) -> None:
    """An entry whose last field was taken away goes with it, and so does a place without words."""
    basics = draft.document.get("basics")
    if isinstance(basics, dict) and basics.get("location") == {}:
        del basics["location"]
    for kind in SECTIONS.values():
        holder: Any = draft.document
        for step in kind.key.split("/"):
            holder = holder.get(step) if isinstance(holder, dict) else None
        for index in range(len(holder) - 1, -1, -1) if isinstance(holder, list) else ():
            if holder[index] == {}:
                del holder[index]
                draft.close_gap(f"/{kind.key}/{index}")


def _check_periods(draft: Draft) -> None:
    """Of the dates a person wrote, an end does not lie before its start."""
    for pointer, known in draft.provenance.items():
        section, _slash, rest = pointer.strip("/").partition("/")
        index = rest.partition("/")[0]
        if known.get("source") != "person" or not pointer.endswith(("/startDate", "/endDate")):
            continue
        entries = draft.document.get(section)
        if isinstance(entries, list) and index.isdigit() and int(index) < len(entries):
            try:
                check_period(entries[int(index)])
            except BadValueError as error:
                error.pointer = pointer
                raise


def _check_size(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """A correction may not make a resume out of all measure; one that was read so may shrink."""
    size = len(json.dumps(after))
    if size > MOST_CHARACTERS and size > len(json.dumps(before)):
        raise BadValueError(_("All together this is too much for one resume."))


def _is_within(pointer: str, holder: str) -> bool:
    return pointer == holder or pointer.startswith(f"{holder}/")
