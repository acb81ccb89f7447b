"""What one resume was answered lately: ids and scores, never the postings themselves.

The key is a digest of the resume as it was read, the wishes, the engine and the generation of the
index, so that nothing has to be deleted: what is new has another key. What closed since is left out
when an answer is read. Without Redis every question is answered anew.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.core.cache import cache
from django.db.models import Q

from jobs.models import Posting
from jobs.selectors import index_generation, is_talent_behind
from matching.engines import choosing, scoring
from matching.engines.protocol import Question, Retrieved

KEPT_SECONDS = 24 * 3600
BEHIND_SECONDS = 300  # while Talent Solution does not find every open posting yet
_PREFIX = "matching:answer:"


@dataclass(frozen=True, slots=True)
class Placed:
    """One posting in its place, with the scores that put it there. `number` is None without a fit."""

    posting_id: UUID
    relevance: float
    number: int | None
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """An answer in order, and the engine that found it."""

    rows: tuple[Placed, ...]
    engine: str


def answer(question: Question) -> Placing:
    """Return the judged postings in order, kept or found now.

    What another engine than the chosen one found is not kept: the chosen one may be back at once.
    """
    key = key_of(question)
    held = read(key, now=question.now)
    if held is not None:
        return held
    found = choosing.retrieve(question)
    placing = Placing(tuple(_judged(question, found)), found.engine)
    if not found.is_second_choice:
        keep(key, placing, now=question.now)
    return placing


def _judged(question: Question, found: Retrieved) -> list[Placed]:
    relevance = {one.posting_id: one.relevance for one in found.candidates}
    postings = Posting.objects.filter(pk__in=list(relevance)).defer("raw", "description_html")
    fits = scoring.judge_all(question.profile, postings, question.wishes)
    rows = [Placed(pk, relevance[pk], fit.number, fit.is_stopped) for pk, fit in fits.items()]
    return sorted(rows, key=_place)


def _place(row: Placed) -> tuple[bool, int, float, str]:
    number = -1 if row.number is None else row.number
    return row.is_stopped, -number, -row.relevance, str(row.posting_id)


def key_of(question: Question) -> str:
    """Digest everything the answer follows from, but for the moment it is asked at."""
    told = [
        _plain(question.profile),
        _plain(question.wishes),
        question.limit,
        [str(question.engine_id), scoring.RULES, choosing.chosen().name],
        index_generation(),
    ]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return _PREFIX + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read(key: str, *, now: datetime) -> Placing | None:
    """Return what is kept of it that is still open; None when nothing is kept."""
    held = cache.get(key)
    if held is None:
        return None
    rows = [Placed(UUID(one), *rest) for one, *rest in held["rows"]]
    still = Posting.objects.filter(pk__in=[row.posting_id for row in rows])
    still = still.filter(Q(expires_at=None) | Q(expires_at__gt=now), status=Posting.Status.ACTIVE)
    open_ids = set(still.values_list("pk", flat=True))
    return Placing(tuple(row for row in rows if row.posting_id in open_ids), held["engine"])


def keep(key: str, placing: Placing, *, now: datetime) -> None:
    """Keep an answer for a day; a short while when the engine has not heard of every posting."""
    is_behind = placing.engine == choosing.TALENT and is_talent_behind(now=now)
    rows = [
        [str(row.posting_id), row.relevance, row.number, row.is_stopped] for row in placing.rows
    ]
    seconds = BEHIND_SECONDS if is_behind else KEPT_SECONDS
    cache.set(key, {"engine": placing.engine, "rows": rows}, seconds)


def _plain(value: Any) -> Any:
    """A value as JSON, the same in every process: text normalised, sets in order, no vectors.

    Vectors are left out because they follow from the text.
    """
    plain: Any = value
    if isinstance(value, str):
        plain = " ".join(unicodedata.normalize("NFKC", value).split())
    elif is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        plain = {name: _plain(one) for name, one in pairs if not isinstance(one, np.ndarray)}
    elif isinstance(value, Mapping):
        plain = {str(name): _plain(one) for name, one in value.items()}
    elif isinstance(value, Set):
        plain = sorted(map(str, value))
    elif isinstance(value, Iterable):
        plain = [_plain(one) for one in value]
    elif isinstance(value, date):
        plain = value.isoformat()
    return plain
