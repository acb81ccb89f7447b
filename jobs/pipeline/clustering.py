"""Group postings that are one job, inside the transaction that publishes them.

The expensive part, the keys, is computed with enrichment and staged; grouping happens while
publishing so that runs of two sources at the same moment see each other's postings. A run is
grouped a batch at a time, each as if it had come by itself: what is held does not grow with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import Cursor

from core.models import uuid7
from jobs.likeness import (
    Answer,
    Facts,
    Reading,
    Verdict,
    compare_names,
    compare_texts,
    partition,
    read,
)
from jobs.pipeline import clustering_sql as sql

RawCursor = Cursor[tuple[Any, ...]]
Pair = tuple[UUID, UUID]

_LIMITS = {"text_holders": 8, "name_holders": 16, "compared": 12}
POSTINGS_AT_ONCE = 10_000  # bounds memory: up to 28 pairs of each, who stands with whom
_FIRST = UUID(int=0)
_PAIRS_AT_ONCE = 300  # bounds memory: both texts of each pair, as runs of words
_READINGS_KEPT = 10_000  # names only, some kilobytes each
_LONGEST_TEXT = 18_000
#: The columns of `clustering_sql.NAMES`, in order.
_NAMES = (
    "id", "source", "external_id", "title", "company", "place", "region", "country", "lat", "lon",
    "url", "is_open", "is_own_board", "posted_at",
)  # fmt: skip


@dataclass(slots=True)
class _Pairs:
    """What comparing has found."""

    same: dict[Pair, float] = field(default_factory=dict)
    apart: set[Pair] = field(default_factory=set)

    def note(self, pair: Pair, verdict: Verdict | None) -> bool:
        """Remember a verdict; returns whether there was one."""
        if verdict is None:
            return False
        if verdict.answer is Answer.SAME:
            self.same[pair] = round(verdict.likeness, 4)
        elif verdict.answer is Answer.DIFFERENT:
            self.apart.add(pair)
        return True

    @property
    def involved(self) -> list[UUID]:
        """Every posting that is the same as some other."""
        return sorted({end for pair in self.same for end in pair})


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who stands in which cluster now. Fresh postings are placed anew and hold no place."""

    cluster_of: Mapping[UUID, UUID]
    fresh: frozenset[UUID]

    def together(self) -> list[list[UUID]]:
        """The clusters without their fresh members."""
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for posting, cluster in self.cluster_of.items():
            if posting not in self.fresh:
                found[cluster].append(posting)
        return list(found.values())


def group_staged(cursor: RawCursor) -> int:
    """Place the postings of the temporary table `staged`; returns how many changed clusters.

    Later batches meet earlier ones as postings that stand already, so every pair is met once.
    """
    cursor.execute(sql.LOCK)
    cursor.execute(sql.TO_GROUP)
    return sum(_place_fresh(cursor) for _batch in _batches(cursor))


def _batches(cursor: RawCursor) -> Iterator[UUID]:
    """Fill `fresh` with the next postings, their keys filed, until all were there."""
    last = _FIRST
    while True:
        cursor.execute(sql.FRESH)
        row = cursor.execute(
            sql.FRESH_FROM_STAGED, {"after": last, "most": POSTINGS_AT_ONCE}
        ).fetchone()
        if row is None:
            return
        (last,) = row
        cursor.execute("ANALYZE fresh")
        for statement in (sql.FORGET_OLD_KEYS, sql.KEEP_KEYS, sql.FILE_KEYS):
            cursor.execute(statement)
        yield last


@transaction.atomic
def regroup(postings: Iterable[UUID]) -> int:
    """Place the members of these postings' clusters anew, after somebody said what they are not."""
    with connection.cursor() as wrapped:
        cursor: RawCursor = wrapped.cursor
        cursor.execute(sql.LOCK)
        cursor.execute(sql.FRESH)
        ids = sorted(set(postings))
        rows = cursor.execute(
            "SELECT posting_id FROM jobs_clustermember WHERE cluster_id IN "
            "(SELECT cluster_id FROM jobs_clustermember WHERE posting_id = ANY(%(ids)s))",
            {"ids": ids},
        ).fetchall()
        everybody = sorted({*ids, *(row[0] for row in rows)})
        cursor.execute(sql.FRESH_FROM_IDS, {"ids": everybody})
        return _place_fresh(cursor)


def forget_keys(cursor: RawCursor, postings: Sequence[UUID]) -> None:
    """Take postings that are about to be deleted out of the index of keys."""
    cursor.execute(sql.FORGET_KEYS_OF, {"ids": list(postings)})


def _place_fresh(cursor: RawCursor) -> int:
    cursor.execute(sql.CANDIDATES, _LIMITS)
    cursor.execute("ANALYZE candidates")
    found = _compare_candidates(cursor)
    standing = _standing(cursor, found.involved)
    together = standing.together()
    known = sorted({*found.involved, *(posting for group in together for posting in group)})
    found.apart.update(cursor.execute(sql.MARKED_APART, {"ids": known}).fetchall())
    groups = partition(found.same, found.apart, together=together).groups()
    return _assign(cursor, groups, standing)


def _compare_candidates(cursor: RawCursor) -> _Pairs:
    found = _Pairs()
    known: dict[UUID, Reading] = {}
    for pairs in _candidates(cursor):
        if len(known) > _READINGS_KEPT:
            known.clear()
        _read_names(cursor, known, {end for pair in pairs for end in pair})
        open_pairs = [
            pair
            for pair in pairs
            if not found.note(pair, compare_names(known[pair[0]], known[pair[1]]))
        ]
        texts = _with_texts(cursor, known, {end for pair in open_pairs for end in pair})
        for pair in open_pairs:
            found.note(pair, compare_texts(texts[pair[0]], texts[pair[1]]))
    return found


def _candidates(cursor: RawCursor) -> Iterator[list[Pair]]:
    """The pairs worth comparing, a few at a time; equal ids are one object, so memory stays low."""
    known: dict[UUID, UUID] = {}
    with cursor.connection.cursor(name="candidate_pairs") as pairs:
        pairs.execute(sql.PAIRS)
        while some := pairs.fetchmany(_PAIRS_AT_ONCE):
            yield [(known.setdefault(a, a), known.setdefault(b, b)) for a, b in some]


def _read_names(cursor: RawCursor, known: dict[UUID, Reading], ids: set[UUID]) -> None:
    """Add what is missing of these postings, without their texts."""
    missing = [key for key in ids if key not in known]
    for row in cursor.execute(sql.NAMES, {"ids": missing}).fetchall():
        known[row[0]] = read(Facts(**dict(zip(_NAMES, row, strict=True))))


def _with_texts(
    cursor: RawCursor, known: Mapping[UUID, Reading], ids: set[UUID]
) -> dict[UUID, Reading]:
    rows = cursor.execute(sql.TEXTS, {"ids": list(ids), "longest": _LONGEST_TEXT}).fetchall()
    return {key: known[key].with_text(text) for key, text in rows}


def _standing(cursor: RawCursor, ids: Sequence[UUID]) -> _Standing:
    rows = cursor.execute(sql.STANDING, {"ids": list(ids)}).fetchall()
    fresh = frozenset(posting for posting, _, is_fresh in rows if is_fresh)
    return _Standing({posting: cluster for posting, cluster, _ in rows}, fresh)


def _assign(cursor: RawCursor, groups: Sequence[Sequence[UUID]], standing: _Standing) -> int:
    """Write who stands where; returns how many postings moved."""
    named = dict(_named(groups, standing))
    placed = {posting: cluster for cluster, group in named.items() for posting in group}
    moved = [(p, c) for p, c in placed.items() if standing.cluster_of.get(p) != c]
    leaving = [p for p in standing.fresh if p not in placed]
    cursor.execute(sql.ASSIGNED)
    with cursor.copy("COPY assigned (posting_id, cluster_id) FROM STDIN") as copy:
        for row in sorted(moved):
            copy.write_row(row)
    cursor.execute("ANALYZE assigned")
    cursor.execute(sql.TOUCHED, {"leaving": leaving})
    cursor.execute(sql.CLUSTERS)
    cursor.execute(sql.LEAVE, {"leaving": leaving})
    cursor.execute(sql.JOIN)
    cursor.execute(sql.EMPTY_CLUSTERS)
    cursor.execute(sql.REPOSTS)
    return len(moved) + len(leaving)


def _named(
    groups: Sequence[Sequence[UUID]], standing: _Standing
) -> Iterator[tuple[UUID, Sequence[UUID]]]:
    """Give each group a cluster: the oldest its members stand in, else one they stood in, else new."""
    taken = {c for p, c in standing.cluster_of.items() if p not in standing.fresh}
    for group in groups:
        placed = [p for p in group if p in standing.cluster_of]
        held = {standing.cluster_of[p] for p in placed}
        firm = {standing.cluster_of[p] for p in placed if p not in standing.fresh}
        free = sorted(firm or held - taken)
        name = free[0] if free else uuid7()
        taken.add(name)
        yield name, group
