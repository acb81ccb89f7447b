"""Postings as they were read, remembered by a process: what is shown often is only judged."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from matching.engine.posting import read_postings
from matching.types import PostingFacts, PostingRequirements

MOST = 2000  # postings, about 20 kB each


class Readings:
    """The postings read last. Safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[str, PostingRequirements] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, many: Sequence[PostingFacts]) -> list[PostingRequirements]:
        """What these postings ask for; one whose facts are still the same is not read again."""
        found = [self._recalled(facts) for facts in many]
        missing = [facts for facts, held in zip(many, found, strict=True) if held is None]
        read = iter(read_postings(missing) if missing else ())
        whole = [held or next(read) for held in found]
        self._keep(whole)
        return whole

    def forget(self) -> None:
        """Read everything again."""
        with self._lock:
            self._held.clear()

    def _recalled(self, facts: PostingFacts) -> PostingRequirements | None:
        held = self._held.get(facts.key) if facts.key else None
        return held if held is not None and held.facts == facts else None

    def _keep(self, read: Sequence[PostingRequirements]) -> None:
        with self._lock:
            for one in read:
                if one.facts.key:
                    self._held[one.facts.key] = one
                    self._held.move_to_end(one.facts.key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)


readings = Readings()
