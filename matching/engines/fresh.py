"""New postings, read once and held as arrays, against which many searches are matched.

What `local` asks PostgreSQL for each search is here one matrix product over all of them; only what
may take a place among a search's matches is read and judged.
"""
# ruff: noqa: S608 - the statements are put together from constants; every value is a parameter

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection, transaction

from jobs.models import Posting
from matching.engine.fitting import fit
from matching.engine.leaning import NOTHING_LEANT, Leanings, lean
from matching.engine.ranking import Features, SkillRows, as_numbers, relevance
from matching.engine.shape import leads_people, level_number
from matching.engine.space import INDEXED
from matching.engine.vectors import DIMENSIONS
from matching.engines import artefacts, scoring
from matching.engines.filters import filters_for
from matching.engines.local import BETTER_FIRST, BETTER_SOURCE, SAME, TITLES
from matching.engines.readings import readings
from matching.types import (
    Candidate,
    CandidateProfile,
    Fit,
    PostingRequirements,
    Vectors,
    Wishes,
)

_ROWS = f"""
SELECT p.id, p.title, p.level, p.skills, {SAME}, v.embedding, v.title_embedding, v.words
FROM jobs_posting p
LEFT JOIN matching_postingvector v ON v.posting_id = p.id AND v.engine_id = %(engine)s
{BETTER_SOURCE}
WHERE p.id = ANY(%(ids)s) AND p.status = 'ACTIVE'
    AND (p.expires_at IS NULL OR p.expires_at > %(now)s) ORDER BY {BETTER_FIRST}"""
# The few columns that wishes ask for, read once for all searches.
_NARROW = """
CREATE TEMP TABLE matching_fresh AS
SELECT one.number - 1 AS number, s.posting_id, s.country, s.remote, s.level, s.employment_type,
       s.is_internship, s.is_sample, s.pay_yearly_max, s.pay_currency, s.lat, s.lon
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS one (posting_id, number)
JOIN jobs_postingsearch s ON s.posting_id = one.posting_id WHERE s.is_active"""
_DROP = "DROP TABLE IF EXISTS pg_temp.matching_fresh"
_PASSING = "SELECT string_agg(s.number::text, ' ') FROM matching_fresh s WHERE TRUE {filters}"


@dataclass(frozen=True, slots=True, eq=False)
class FreshPostings:
    """Open postings as arrays of one length, in the order of `ids`."""

    engine_id: UUID
    ids: list[UUID]
    same: list[str]
    index: Vectors
    titles: Vectors
    words: "_Words"
    skills: SkillRows
    levels: Vectors
    leads_people: npt.NDArray[np.bool_]
    known: frozenset[UUID]
    _read: dict[UUID, PostingRequirements] = field(default_factory=dict)

    def passing(self, asked: Sequence[Wishes]) -> list[np.ndarray]:
        """For each of these wishes the numbers of the postings that pass, by `local`'s conditions."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_DROP)
            cursor.execute(_NARROW, {"ids": self.ids})
            found = []
            for wishes in asked:
                filters = filters_for(wishes)
                cursor.execute(_PASSING.replace("{filters}", filters.sql), filters.values)
                numbers = (cursor.fetchone()[0] or "").split()
                found.append(np.array(sorted(map(int, numbers)), np.intp))
            cursor.execute(_DROP)
        return found

    def ranked(
        self,
        profile: CandidateProfile,
        wishes: Wishes,
        passing: np.ndarray,
        *,
        leanings: Leanings = NOTHING_LEANT,
        least: float = 0.0,
    ) -> list[Candidate]:
        """Those that pass and reach `least`, the most relevant first, the same text in the same
        place once."""
        scores = relevance(profile, self._features(profile, wishes, leanings))
        reaching = passing[scores[passing].round(4) >= np.float32(least)]
        order = reaching[np.argsort(-scores[reaching], kind="stable")]  # the better source first
        best: dict[str, int] = {}
        for number in order.tolist():
            best.setdefault(self.same[number], number)
        return [
            Candidate(self.ids[number], round(float(scores[number]), 4)) for number in best.values()
        ]

    def judged(
        self, profile: CandidateProfile, wishes: Wishes, ids: Sequence[UUID]
    ) -> dict[UUID, Fit]:
        """Fits by posting id; a posting's text is read once, whoever asks."""
        missing = [one for one in ids if one not in self._read]
        if missing:
            held = list(Posting.objects.filter(pk__in=missing).defer("raw", "description_html"))
            read = readings.of([scoring.facts_of(posting) for posting in held])
            self._read.update((one.pk, facts) for one, facts in zip(held, read, strict=True))
        return {one: fit(profile, self._read[one], wishes) for one in ids if one in self._read}

    def _features(self, profile: CandidateProfile, wishes: Wishes, leanings: Leanings) -> Features:
        learned = artefacts.learned(self.engine_id)
        asked = lean(learned.question(profile), leanings)
        halves = _stored(np.stack([asked.blend, asked.field]))
        likeness = self.index @ halves.T
        query = np.zeros(len(learned.words.numbers), np.float32)
        columns, values = asked.words.row(0)
        query[columns] = values
        return Features(
            blend=likeness[:, 0],
            field=likeness[:, 1],
            title=self._closest(asked.roles[:TITLES]),
            wish=self._closest(learned.wished(wishes.roles[:TITLES])),
            words=self.words.times(query),
            skills=self.skills,
            levels=self.levels,
            leads_people=self.leads_people,
        )

    def _closest(self, titles: Vectors) -> Vectors:
        if not len(titles):
            return np.zeros(len(self.ids), np.float32)
        best: Vectors = (self.titles @ _stored(titles).T).max(axis=1)
        return best


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Sparse rows: a value of a column in a row."""

    rows: np.ndarray
    columns: np.ndarray
    values: Vectors
    count: int

    def times(self, query: Vectors) -> Vectors:
        products = self.values * query[self.columns]
        return np.bincount(self.rows, products, self.count).astype(np.float32)


def read_fresh(ids: Sequence[UUID], *, engine_id: UUID, now: datetime) -> FreshPostings:
    """Read these postings as far as they are open."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        values = {"ids": list(ids), "engine": engine_id, "now": now}
        rows = cursor.execute(_ROWS, values, binary=True).fetchall()
    return FreshPostings(
        engine_id=engine_id,
        ids=[row[0] for row in rows],
        same=[row[4] for row in rows],
        index=_dense([row[5] for row in rows], INDEXED),
        titles=_dense([row[6] for row in rows], DIMENSIONS),
        words=_sparse([row[7] for row in rows]),
        skills=SkillRows([row[3] for row in rows]),
        levels=as_numbers([level_number(row[2]) for row in rows]),
        leads_people=np.array([leads_people(row[1], row[2]) for row in rows], bool),
        known=frozenset(row[0] for row in rows),
    )


def _dense(held: Sequence[bytes | None], width: int) -> Vectors:
    """Vectors as PostgreSQL sends halfvec; none is a row of zeros."""
    result = np.zeros((len(held), width), np.float32)
    for number, sent in enumerate(held):
        if sent is not None:
            result[number] = np.frombuffer(sent, ">f2", offset=4)
    return result


def _sparse(held: Sequence[bytes | None]) -> _Words:
    """Sparse rows as PostgreSQL sends sparsevec; none is an empty row."""
    columns: list[np.ndarray] = [np.zeros(0, np.intp)]
    values: list[Any] = [np.zeros(0, np.float32)]
    counts: list[int] = []
    for sent in held:
        _, count, _ = struct.unpack_from(">iii", sent) if sent else (0, 0, 0)
        counts.append(count)
        if sent:
            columns.append(np.frombuffer(sent, ">i4", count, 12))
            values.append(np.frombuffer(sent, ">f4", count, 12 + 4 * count))
    return _Words(
        rows=np.repeat(np.arange(len(held)), counts),
        columns=np.concatenate(columns).astype(np.intp),
        values=np.concatenate(values).astype(np.float32),
        count=len(held),
    )


def _stored(vectors: Vectors) -> Vectors:
    """Vectors as precise as PostgreSQL compares them."""
    return vectors.astype(np.float16).astype(np.float32)
