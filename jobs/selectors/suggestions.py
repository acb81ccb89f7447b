"""What a search box offers, and the word somebody meant who typed another."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from jobs.models import Suggestion
from jobs.selectors.words import clean, written
from jobs.types import Term, folded, read_query, trigrams

_SHARED = "(SELECT count(*) FROM unnest(jobs_suggestion.trigrams) AS one WHERE one = ANY(%s))"
# Materialized: asked for one row, the planner would read the table from its beginning.
_IS_ANYWHERE = """
WITH hits AS MATERIALIZED (
    SELECT posting_id FROM jobs_postingsearch WHERE is_active AND document @@ %s::tsquery
)
SELECT EXISTS (SELECT FROM hits)
"""
_LONGEST = 60
_SHORTEST_MEANT = 3
_BEGINNING = 4  # how many times its weight a term counts that begins with what was typed
_LOOKED_AT = 60
_LIKE_ENOUGH = 72.0  # of 100, for a suggestion with a typo
_SHORT, _MIDDLING = 5, 11  # letters up to which one, or two, may be wrong


@dataclass(frozen=True, slots=True)
class Suggested:
    """A term to offer; `weight` is about how many open postings have it."""

    term: str
    kind: str
    weight: int


def suggest(q: str, *, limit: int = 8) -> list[Suggested]:
    """Terms in which every word typed begins a word, the likeliest first.

    When there are none, those for the words that were probably meant, then those that look alike.
    """
    key = folded(q.replace("\x00", ""))[:_LONGEST]
    if not key:
        return []
    offered = Suggestion.objects.exclude(kind=Suggestion.Kind.WORD)
    found = _with_words(offered, key) or _with_words(offered, _meant(key)) or _alike(offered, key)
    once: dict[str, Suggestion] = {}
    for one in found:
        once.setdefault(one.key, one)
    return [Suggested(one.term, one.kind, one.weight) for one in list(once.values())[:limit]]


def corrected(q: str) -> str:
    """What was probably meant; empty when every word is in some posting or nothing is near.

    Only words that no open posting has are replaced; phrases in quotation marks are left alone.
    """
    typed = clean(q)
    words = {
        term.text
        for terms in read_query(typed)
        for term in terms
        if not (term.is_phrase or term.is_negated) and len(term.text) >= _SHORTEST_MEANT
    }
    meant = {word: _nearest(word) for word in sorted(words) if not _is_known(word)}
    if not any(meant.values()):
        return ""
    return " or ".join(
        " ".join(_spelled(term, meant) for term in terms) for terms in read_query(typed)
    )


def commonest(limit: int) -> list[str]:
    """The titles and skills that most open postings have."""
    kinds = (Suggestion.Kind.TITLE, Suggestion.Kind.SKILL)
    rows = Suggestion.objects.filter(kind__in=kinds).order_by("-weight", "key")
    return list(rows.values_list("term", flat=True)[:limit])


def _with_words(offered: QuerySet[Suggestion], key: str) -> list[Suggestion]:
    """Terms with words that begin so; a term that itself begins so counts for several others."""
    if not key:
        return []
    words = key.split()
    starts = {part for word in words for part in trigrams(word) if not part.endswith(" ")}
    later = offered.filter(trigrams__contains=sorted(starts or {f"  {word[0]}" for word in words}))
    for word in words:
        later = later.filter(Q(key__startswith=word) | Q(key__contains=f" {word}"))
    found = {
        one.pk: one
        for rows in (offered.filter(key__startswith=key), later)
        for one in rows.order_by("-weight", "key")[:_LOOKED_AT]
    }

    def place(one: Suggestion) -> tuple[int, str]:
        return -one.weight * (_BEGINNING if one.key.startswith(key) else 1), one.key

    return sorted(found.values(), key=place)


def _meant(key: str) -> str:
    """What was typed with each word that begins no word of the postings replaced by the nearest."""
    words = Suggestion.objects.filter(kind=Suggestion.Kind.WORD)
    spelled = [
        word if words.filter(key__startswith=word).exists() else folded(_nearest(word)) or word
        for word in key.split()
    ]
    meant = " ".join(spelled)
    return meant if meant != key else ""


def _alike(offered: QuerySet[Suggestion], key: str) -> list[Suggestion]:
    near = _near(offered, key)
    scored = [(fuzz.WRatio(key, one.key), one) for one in near]
    likely = [(score, one) for score, one in scored if score >= _LIKE_ENOUGH]
    likely.sort(key=lambda pair: (-round(pair[0]), -pair[1].weight, pair[1].key))
    return [one for _, one in likely]


def _nearest(word: str) -> str:
    """The word of the postings that differs by the fewest slips, the commonest of them."""
    key = folded(word)
    slips = 1 if len(key) <= _SHORT else 2 if len(key) <= _MIDDLING else 3
    words = Suggestion.objects.filter(kind=Suggestion.Kind.WORD).alias(length=Length("key"))
    words = words.filter(length__gte=len(key) - slips, length__lte=len(key) + slips)
    found = [
        (OSA.distance(key, one.key), one.key[:1] != key[:1], -one.weight, one.term)
        for one in _near(words, key)
    ]
    best = min(found, default=None)
    return best[3] if best and best[0] <= slips else ""


def _near(rows: QuerySet[Suggestion], key: str) -> list[Suggestion]:
    """Those that share most trigrams."""
    wanted = trigrams(key)
    if not wanted:
        return []
    found = rows.filter(trigrams__overlap=wanted).annotate(shared=RawSQL(_SHARED, [wanted]))  # noqa: S611
    return list(found.order_by("-shared", "-weight", "key")[:_LOOKED_AT])


def _is_known(word: str) -> bool:
    """Whether an open posting has the word, or it is one no search looks for."""
    words = Suggestion.objects.filter(kind=Suggestion.Kind.WORD, key=folded(word))
    if words.filter(term=word.lower()).exists():  # with its accents, which full text minds
        return True
    question = written(word)
    if not question:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_IS_ANYWHERE, [question])
        return bool(cursor.fetchone()[0])


def _spelled(term: Term, meant: dict[str, str]) -> str:
    minus = "-" if term.is_negated else ""
    text = f'"{term.text}"' if term.is_phrase else meant.get(term.text) or term.text
    return minus + text
