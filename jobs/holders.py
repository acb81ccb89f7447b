"""Who still needs a posting that is about to be archived.

Apps above this one register a holder when they are ready; archiving asks without knowing whom.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

#: Given postings, return those that are still needed.
Holder = Callable[[Sequence[UUID]], set[UUID]]

_holders: dict[str, Holder] = {}


def register(name: str, holder: Holder) -> None:
    """Add a holder under a stable name; called once from an AppConfig."""
    _holders[name] = holder


def held(postings: Sequence[UUID]) -> set[UUID]:
    """Which of these postings anybody holds."""
    found: set[UUID] = set()
    for holder in _holders.values():
        found |= holder(postings)
    return found
