"""What a version is used for, such as applications it goes with.

Apps above this one register a holder when they are ready; pages ask without knowing whom.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a version: what it is called, how far it is, and the address of its page."""

    version_id: UUID
    title: str
    state: str
    url: str


#: Given versions, return their uses, the newest first.
Holder = Callable[[Sequence[UUID]], Iterable[Use]]

_holders: dict[str, Holder] = {}


def register(name: str, holder: Holder) -> None:
    """Add a holder under a stable name; called once from an AppConfig."""
    _holders[name] = holder


def uses_of(versions: Sequence[UUID]) -> dict[UUID, list[Use]]:
    """Return the uses of those of these versions that have any."""
    found: dict[UUID, list[Use]] = {}
    for holder in _holders.values():
        for use in holder(versions):
            found.setdefault(use.version_id, []).append(use)
    return found
