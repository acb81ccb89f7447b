"""What wants to be computed for every new or changed posting and published with it.

Apps above this one (the matching engine) register an indexer when they are ready; the pipeline
calls it without knowing who it is. That keeps vectors and postings in one transaction while
imports still point one way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from psycopg import Cursor


@dataclass(frozen=True, slots=True)
class PostingText:
    """What an indexer may read of a posting before it is published."""

    id: UUID
    title: str
    company: str
    description: str
    skills: tuple[str, ...]
    occupation: str
    language: str


class PostingIndexer(Protocol):
    """Computes something for postings (outside any transaction), then writes it (inside)."""

    def compute(self, postings: Sequence[PostingText]) -> bytes:
        """Return an opaque, picklable-free payload for these postings, kept in staging."""

    def publish(self, cursor: Cursor[tuple[object, ...]], payload: bytes) -> int:
        """Write one payload through the publishing transaction's cursor; return the rows written."""


_indexers: dict[str, PostingIndexer] = {}


def register(name: str, indexer: PostingIndexer) -> None:
    """Add an indexer under a stable name; called once from an AppConfig."""
    _indexers[name] = indexer


def registered() -> dict[str, PostingIndexer]:
    """Return every indexer by name."""
    return dict(_indexers)
