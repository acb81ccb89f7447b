"""What was typed, as a question to full text: in every language there are postings in."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db import connection

from jobs.models import FacetCount
from jobs.selectors.remembered import forget
from jobs.types import Term, configuration_for, read_query, searchable

LONGEST_QUERY = 400
_LANGUAGES_KEY = "jobs:languages"
_LANGUAGES_SECONDS = 600
_LEXEMES = """
SELECT configuration, term, phraseto_tsquery(configuration::regconfig, term)::text
FROM unnest(%s::text[]) AS configuration, unnest(%s::text[]) AS term
"""
Lexemes = dict[tuple[str, str], str]


class WrittenQuery(SearchQuery):
    """A tsquery in its own notation, so that the planner sees its words."""

    template = "(%(expressions)s)::tsquery"


def text_query(q: str) -> SearchQuery:
    """What was typed: `"exact words"`, `-not`, `or`. It finds nothing when no word is left."""
    return WrittenQuery(written(q))


def written(q: str) -> str:
    """What was typed as a tsquery's text; empty when no word is left.

    Words are combined within each language, for a stop word of one is a word of another; what is
    excluded is excluded in all of them.
    """
    alternatives = read_query(clean(q))
    languages = text_configurations()
    lexemes = _lexemes(languages, {term.text for terms in alternatives for term in terms})
    parts = [_alternative(terms, languages, lexemes) for terms in alternatives]
    return " | ".join(f"({part})" for part in _once(parts))


def clean(q: str) -> str:
    """What was typed, spelled as it is indexed."""
    return searchable(q.replace("\x00", ""))[:LONGEST_QUERY]


def text_configurations() -> list[str]:
    """The text-search configurations of open postings; remembered for ten minutes."""
    known: list[str] | None = cache.get(_LANGUAGES_KEY)
    if known is None:
        pairs = FacetCount.objects.filter(facet="spoken").values_list("value", flat=True).distinct()
        known = sorted({configuration_for(*pair.split("-", 1)) for pair in pairs})
        cache.set(_LANGUAGES_KEY, known, _LANGUAGES_SECONDS)
    return known or [configuration_for("en")]


def forget_languages() -> None:
    """Have what is remembered of the postings read again; called when some were published."""
    cache.delete(_LANGUAGES_KEY)
    forget()


def _lexemes(languages: Sequence[str], terms: Iterable[str]) -> Lexemes:
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [list(languages), list(terms)])
        return {(language, term): text for language, term, text in cursor.fetchall()}


def _alternative(terms: list[Term], languages: Sequence[str], lexemes: Lexemes) -> str:
    wanted = _once(
        " & ".join(
            f"({found})"
            for term in terms
            if not term.is_negated and (found := lexemes[language, term.text])
        )
        for language in languages
    )
    unwanted = _once(
        lexemes[language, term.text] for term in terms if term.is_negated for language in languages
    )
    both = [" | ".join(f"({one})" for one in wanted)] if wanted else []
    both += [f"!({one})" for one in unwanted]
    return " & ".join(f"({one})" for one in both)


def _once(parts: Iterable[str]) -> list[str]:
    """The parts that say something, each once."""
    return list(dict.fromkeys(part for part in parts if part))
