"""Keep the terms that search suggests: add what a run brought, now and then count everything."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection, transaction

from jobs.models import Suggestion
from jobs.pipeline.columns import copy_line
from jobs.types import folded, trigrams

Kind = Suggestion.Kind
MOST = 300_000  # terms kept; the rarest go
_LONGEST = 60  # a longer title is a sentence nobody types
_LONGEST_WORD = 30
_SHORTEST_WORD = 3
_WORDS_OF = (Kind.TITLE, Kind.SKILL, Kind.COMPANY)
_ADDED_AT_ONCE = 20_000

Counts = Counter[tuple[str, str]]  # kind and term
Term = tuple[str, str, int]  # kind, term, postings

_TAKE = """
WITH taken AS (
    DELETE FROM jobs_freshterm WHERE id IN (
        SELECT id FROM jobs_freshterm ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING kind, term, postings
)
SELECT kind, term, sum(postings) FROM taken GROUP BY 1, 2 ORDER BY 1, 2
"""
_COUNT = """
SELECT 'TITLE', title, count(*) FROM jobs_posting WHERE status = 'ACTIVE' GROUP BY title
UNION ALL
SELECT 'COMPANY', company_name, count(*) FROM jobs_posting
WHERE status = 'ACTIVE' AND company_name <> '' GROUP BY company_name
UNION ALL
SELECT 'PLACE', place, count(*) FROM jobs_posting
WHERE status = 'ACTIVE' AND place <> '' GROUP BY place
UNION ALL
SELECT 'SKILL', skill, count(*) FROM jobs_posting, unnest(skills) AS skill
WHERE status = 'ACTIVE' GROUP BY skill
"""
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS incoming_terms
    (kind text, key text, term text, weight integer, trigrams text[]) ON COMMIT DROP
"""
_COPY = "COPY incoming_terms (kind, key, term, weight, trigrams) FROM STDIN"
# Sorted by key: two of these beside each other wait instead of deadlocking.
_MERGE = """
INSERT INTO jobs_suggestion AS held (kind, key, term, weight, trigrams)
SELECT kind, key, term, weight, trigrams FROM incoming_terms ORDER BY kind, key
ON CONFLICT (kind, key) DO UPDATE SET weight = held.weight + EXCLUDED.weight
"""
_REPLACE = """
WITH gone AS (
    DELETE FROM jobs_suggestion held WHERE NOT EXISTS (
        SELECT FROM incoming_terms one WHERE (one.kind, one.key) = (held.kind, held.key))
)
INSERT INTO jobs_suggestion AS held (kind, key, term, weight, trigrams)
SELECT kind, key, term, weight, trigrams FROM incoming_terms ORDER BY kind, key
ON CONFLICT (kind, key) DO UPDATE SET weight = EXCLUDED.weight, term = EXCLUDED.term
WHERE (held.weight, held.term) IS DISTINCT FROM (EXCLUDED.weight, EXCLUDED.term)
"""


def add_fresh_terms() -> int:
    """Add the terms of newly published postings to the suggestions; returns how many were read.

    Costs what the run brought, however many postings there are.
    """
    added = 0
    while taken := _add_some():
        added += taken
    return added


@transaction.atomic
def _add_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [_ADDED_AT_ONCE])
        terms: list[Term] = cursor.fetchall()
    _store(counted(terms), _MERGE)
    return len(terms)


@transaction.atomic
def count_terms() -> int:
    """Count the terms of all open postings anew: what closed is no longer suggested.

    Reads every posting, so it runs once a day; returns how many terms are kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_freshterm")
        cursor.execute(_COUNT)
        terms: list[Term] = cursor.fetchall()
    counts = counted(terms)
    kept = Counter(dict(counts.most_common(MOST)))
    _store(kept, _REPLACE)
    return len(kept)


def counted(terms: Iterable[Term]) -> Counts:
    """Weigh terms, and the single words in them, by how many postings have them."""
    found: Counts = Counter()
    for kind, term, postings in terms:
        if len(term) <= _LONGEST:
            found[kind, term] += postings
        if kind in _WORDS_OF:
            for word in set(words_of(term)):
                found[Kind.WORD, word] += postings
    return found


def words_of(term: str) -> Iterator[str]:
    """The words of a term that a typo may be corrected to: letters only, of some length."""
    for part in term.split():
        word = part.strip(".,;:!?()[]{}/|-–—'\"*&").lower()
        if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word.isalpha():
            yield word


def _store(counts: Counts, statement: str) -> None:
    with connection.cursor() as wrapped:
        wrapped.execute("DROP TABLE IF EXISTS pg_temp.incoming_terms")
        wrapped.execute(_STAGE)
        with wrapped.cursor.copy(_COPY) as copy:
            for line in _lines(counts):
                copy.write(line + "\n")
        wrapped.execute("ANALYZE incoming_terms")
        wrapped.execute(statement)


def _lines(counts: Counts) -> Iterator[str]:
    """One line for each kind and folded term; the commonest spelling is the term."""
    weights: Counts = Counter()
    terms: dict[tuple[str, str], tuple[int, str]] = {}
    for (kind, term), postings in counts.items():
        name = (kind, folded(term)[:120])
        weights[name] += postings
        terms[name] = max(terms.get(name, (0, "")), (postings, term))
    for (kind, key), weight in weights.items():
        if key:
            yield copy_line((kind, key, terms[kind, key][1], weight, trigrams(key)))
