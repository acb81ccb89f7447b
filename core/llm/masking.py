"""Hides who a person is from a language model, and puts it back into the answer.

Names, e-mail addresses, phone numbers, postal addresses and links become marks such as
`[EMAIL-3F9A-1]`. The middle is made from the texts, so that the same texts give the same marks, and
occurs nowhere in them: a mark that stood in a posting is never taken for one of ours, and one that
a model makes up stays what it is.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.llm import contact

_MARK = re.compile(r"\[([A-Z]+)-([0-9A-F]{4})-(\d{1,4})\]", re.IGNORECASE)
_LONGEST_MARK = 24  # characters; what is longer and still open is none


@dataclass(slots=True)
class Mask:
    """Marks for one conversation.

    Args:
        known: what is known of the person.
        texts: everything that will be hidden, so that no mark stands in it already.
    """

    known: contact.Contact
    texts: Sequence[str]
    _tag: str = field(init=False)
    _marks: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _hidden: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._tag = _free_tag("\n".join(self.texts))

    def hide(self, text: str) -> str:
        """The text with marks instead of what says who the person is."""
        spans = contact.found(text, self.known)
        shown, at = [], 0
        for span in spans:
            shown += [text[at : span.start], self._mark(span.kind, text[span.start : span.end])]
            at = span.end
        return "".join([*shown, text[at:]])

    def show(self, text: str) -> str:
        """The text with every mark of ours replaced by exactly what it stood for."""
        return _MARK.sub(lambda found: self._hidden.get(found.group().upper(), found.group()), text)

    def show_all(self, value: Any) -> Any:
        """The same for every text in a structure of lists and objects."""
        if isinstance(value, str):
            return self.show(value)
        if isinstance(value, Mapping):
            return {name: self.show_all(each) for name, each in value.items()}
        return [self.show_all(each) for each in value] if isinstance(value, list) else value

    def show_pieces(self, pieces: Iterator[str]) -> Iterator[str]:
        """The same for a text that comes in pieces; a mark may be cut anywhere."""
        return _in_whole_marks(pieces, self.show)

    @property
    def kinds(self) -> frozenset[str]:
        """Which kinds were hidden."""
        return frozenset(kind for kind, _ in self._marks)

    def _mark(self, kind: str, words: str) -> str:
        """The mark of these very words: two spellings have two, so that each comes back as it was."""
        if (kind, words) not in self._marks:
            mark = f"[{kind}-{self._tag}-{len(self._marks) + 1}]"
            self._marks[kind, words] = mark
            self._hidden[mark] = words
        return self._marks[kind, words]


def leftovers(text: str) -> list[str]:
    """What still looks like a mark: a text with such is not finished."""
    return [found.group() for found in _MARK.finditer(text)]


def _free_tag(text: str) -> str:
    """Four signs made from the text that stand in no mark in it."""
    taken = {found.group(2).upper() for found in _MARK.finditer(text)}
    for turn in range(len(taken) + 1):
        tag = hashlib.sha256(f"{turn}:{text}".encode()).hexdigest()[:4].upper()
        if tag not in taken:
            return tag
    return next(f"{number:04X}" for number in range(0x10000) if f"{number:04X}" not in taken)


def _in_whole_marks(pieces: Iterator[str], show: Callable[[str], str]) -> Iterator[str]:
    kept = ""
    for piece in pieces:
        kept += piece
        open_at = kept.rfind("[")
        is_open = open_at >= 0 and "]" not in kept[open_at:] and len(kept) - open_at < _LONGEST_MARK
        ready, kept = (kept[:open_at], kept[open_at:]) if is_open else (kept, "")
        if ready:
            yield show(ready)
    if kept:
        yield show(kept)
