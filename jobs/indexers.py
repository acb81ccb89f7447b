"""What wants to be computed for every new or changed posting and published with it.

Apps above this one (the matching engine) register an indexer when they are ready; the pipeline
calls it without knowing who it is. That keeps vectors and postings in one transaction while
imports still point one way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
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


class PostingPlacer(Protocol):
    """Computes something for postings, in any process and outside any transaction."""

    def compute(self, postings: Sequence[PostingText]) -> bytes:
        """Return an opaque, picklable-free payload for these postings, kept in staging."""


class PostingIndexer(PostingPlacer, Protocol):
    """Also writes what was computed, inside the publishing transaction."""

    def publish(self, cursor: Cursor[tuple[object, ...]], payload: bytes) -> int:
        """Write one payload through the publishing transaction's cursor; return the rows written."""


@runtime_checkable
class BulkIndexer(Protocol):
    """An indexer that wants to know how much is coming, inside the publishing transaction.

    Building an index over many rows at once can be far cheaper than inserting them one by one.
    """

    def begin_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Called before the first payload, with the number of postings that will be written."""

    def end_bulk(self, cursor: Cursor[tuple[object, ...]], rows: int) -> None:
        """Called after the last payload."""


@runtime_checkable
class PreparedIndexer(Protocol):
    """An indexer that must read something before it can compute in another process."""

    def prepared(self) -> PostingPlacer:
        """What computes from now on; picklable, and asks no database."""


_indexers: dict[str, PostingIndexer] = {}


def register(name: str, indexer: PostingIndexer) -> None:
    """Add an indexer under a stable name; called once from an AppConfig."""
    _indexers[name] = indexer


def registered() -> dict[str, PostingIndexer]:
    """Return every indexer by name."""
    return dict(_indexers)


def prepared() -> dict[str, PostingPlacer]:
    """Return every indexer by name, ready to compute in another process."""
    return {
        name: one.prepared() if isinstance(one, PreparedIndexer) else one
        for name, one in _indexers.items()
    }
