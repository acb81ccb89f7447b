"""What differs between two versions: field by field, words marked inside a line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from resumes.models import ResumeVersion
from resumes.selectors.reading import Entry, Field, Section, Value, read_sections
from resumes.selectors.shape import SECTIONS, Kind

_WORD = re.compile(r"\s+|[\w’'+#.@/-]+|[^\w\s]")
#: Two texts that share less than this are one that went and one that came.
_ALIKE = 0.4
_SAME_ENTRY = 0.35


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `is_changed` when the other side does not have it."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, or one item of a list, on both sides. `kind`: added, removed, changed."""

    kind: str
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    pointer: str


@dataclass(frozen=True, slots=True)
class EntryDifference:
    """What differs in one entry, under its heading. `kind`: added, removed, changed."""

    kind: str
    heading: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """What differs in one section."""

    kind: Kind
    entries: tuple[EntryDifference, ...]

    @property
    def title(self) -> str:
        return str(self.kind.title)


def differences_between(before: ResumeVersion, after: ResumeVersion) -> list[SectionDifference]:
    """Return what differs, in the order a resume is written; nothing when both say the same."""
    old = {section.kind.key: section for section in read_sections(before)}
    new = {section.kind.key: section for section in read_sections(after)}
    found = [
        SectionDifference(kind, tuple(_entries(old.get(key), new.get(key))))
        for key, kind in SECTIONS.items()
    ]
    return [section for section in found if section.entries]


def count_of(sections: list[SectionDifference]) -> Mapping[str, int]:
    """Return how many fields were added, removed and changed."""
    kinds = [d.kind for s in sections for entry in s.entries for d in entry.differences]
    return {kind: kinds.count(kind) for kind in ("added", "removed", "changed")}


def _entries(old: Section | None, new: Section | None) -> Iterator[EntryDifference]:
    gone, come = list(old.entries if old else ()), list(new.entries if new else ())
    for before, after in _paired(gone, come):
        differences = tuple(_fields(_texts(before), _texts(after)))
        if differences:
            shown = after or before
            assert shown is not None
            kind = "changed" if before and after else ("added" if after else "removed")
            yield EntryDifference(kind, shown.heading.text if shown.heading else "", differences)


def _paired(old: list[Entry], new: list[Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Give each new entry the old one that is most like it; what is left over came or went."""
    words_old = [_words_of(entry) for entry in old]
    words_new = [_words_of(entry) for entry in new]
    scores = sorted(
        (
            (-_overlap(a, b), abs(i - j), i, j)
            for i, a in enumerate(words_old)
            for j, b in enumerate(words_new)
        ),
    )
    partner: dict[int, int] = {}
    for score, _distance, i, j in scores:
        if -score >= _SAME_ENTRY and i not in partner.values() and j not in partner:
            partner[j] = i
    for i, entry in enumerate(old):
        if i not in partner.values():
            yield entry, None
    for j, entry in enumerate(new):
        yield (old[partner[j]] if j in partner else None), entry


def _words_of(entry: Entry) -> frozenset[str]:
    return frozenset(
        word
        for values in _texts(entry).values()
        for value in values
        for word in value.text.casefold().split()
    )


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def _texts(entry: Entry | None) -> dict[str, tuple[Value, ...]]:
    """Return the values of an entry by label, the heading among them."""
    if entry is None:
        return {}
    fields: tuple[Field, ...] = entry.fields
    found: dict[str, tuple[Value, ...]] = {}
    values = [entry.heading] if entry.heading else []
    values += [value for field in fields for value in field.values]
    for value in values:
        found[value.label] = (*found.get(value.label, ()), value)
    return found


def _fields(
    old: dict[str, tuple[Value, ...]], new: dict[str, tuple[Value, ...]]
) -> Iterator[Difference]:
    for label in dict.fromkeys([*old, *new]):
        yield from _items(label, old.get(label, ()), new.get(label, ()))


def _items(label: str, old: tuple[Value, ...], new: tuple[Value, ...]) -> Iterator[Difference]:
    matcher = SequenceMatcher(
        None, [value.text for value in old], [value.text for value in new], autojunk=False
    )
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag != "equal":
            yield from _replaced(label, old[first:last], new[new_first:new_last])


def _replaced(label: str, old: tuple[Value, ...], new: tuple[Value, ...]) -> Iterator[Difference]:
    """Pair the items one by one while they are alike; a single field is always one change."""
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else None
        after = new[number] if number < len(new) else None
        if before and after and (len(old) == len(new) == 1 or _alike(before.text, after.text)):
            yield Difference("changed", label, *marked(before.text, after.text), after.pointer)
            continue
        if before:
            yield Difference("removed", label, _whole(before.text), (), before.pointer)
        if after:
            yield Difference("added", label, (), _whole(after.text), after.pointer)


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in runs of words, marked where the other differs."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, words in ((left, old[a:b]), (right, new[c:d])):
            if words:
                pieces.append(Piece("".join(words), tag != "equal"))
    return _joined(left), _joined(right)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """A blank between two words that changed has changed with them."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        between = 0 < number < len(pieces) - 1 and not piece.text.strip()
        is_changed = piece.is_changed or between
        if found and found[-1].is_changed == is_changed:
            found[-1] = Piece(found[-1].text + piece.text, is_changed)
        else:
            found.append(Piece(piece.text, is_changed))
    return tuple(found)


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    return matcher.ratio() >= _ALIKE


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, is_changed=True),)


def as_rows(sections: list[SectionDifference]) -> list[dict[str, Any]]:
    """Return the differences as plain rows, for the API."""
    return [
        {
            "section": section.kind.key,
            "entry": entry.heading,
            "field": difference.label,
            "pointer": difference.pointer,
            "kind": difference.kind,
            "before": _plain(difference.before),
            "after": _plain(difference.after),
        }
        for section in sections
        for entry in section.entries
        for difference in entry.differences
    ]


def _plain(pieces: tuple[Piece, ...]) -> str | None:
    return "".join(piece.text for piece in pieces) if pieces else None
