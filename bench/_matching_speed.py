"""How fast matching answers over a catalogue of any size, beside what others would do.

The resumes are those of `eval/resume_to_posting`. Each asks with the wishes below in turn: from a
country that most postings are in to a place that leaves a few hundred. A match is what a page or
the API needs: candidates, and the twenty shown judged with their reasons.
"""

import gzip
import json
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection
from sklearn.feature_extraction.text import TfidfVectorizer

from bench._recall import recall
from bench._shared import DATA, NOW, Spent, milliseconds, p95, spending
from jobs.models import Posting
from matching import selectors, services
from matching.engine.fitting import fit
from matching.engine.posting import read_postings
from matching.engines import artefacts, local, scoring
from matching.engines.readings import readings
from matching.types import CandidateProfile, WishedPlace, Wishes
from resumes.parsing.read import parse_bytes

RESUMES = DATA / "eval/resume_to_posting/queries.jsonl.gz"
SHOWN = 20
BASELINE_ROUNDS, PAIRS = 20, 300
MOST_BRUTE_FORCE = 200_000  # postings: more do not fit into the memory this may take
LONDON = WishedPlace("London", "GB", 51.51, -0.13, 25)
LEEDS = WishedPlace("Leeds", "GB", 53.80, -1.55, 15)
WISHES: dict[str, Wishes] = {
    "country": Wishes(countries=("GB",)),
    "country_level": Wishes(countries=("GB",), levels=("SENIOR", "LEAD", "MANAGER")),
    "country_pay": Wishes(countries=("GB",), pay_floor=45_000, pay_currency="GBP"),
    "remote": Wishes(countries=("GB",), remote="ONLY"),
    "london": Wishes(countries=("GB",), places=(LONDON,), remote="ALSO"),
    "leeds": Wishes(countries=("GB",), places=(LEEDS,)),
    "small_country": Wishes(countries=("IN",)),
    "anything": Wishes(),
}
_FULL_TEXT = (
    "SELECT posting_id FROM jobs_postingsearch, websearch_to_tsquery('english', %s) q "
    "WHERE is_active AND document @@ q ORDER BY ts_rank(document, q) DESC LIMIT 200"
)
_EXACT = (
    "WITH all_rows AS MATERIALIZED (SELECT posting_id, embedding <=> %s::halfvec AS d "
    "FROM matching_postingvector WHERE engine_id = %s) "
    "SELECT posting_id FROM all_rows ORDER BY d LIMIT 200"
)


def texts(count: int) -> list[str]:
    """The first resumes of the evaluation."""
    return [query["text"] for query in islice(_lines(RESUMES), count)]


def parsed(text: str) -> dict[str, Any]:
    """What a plain text resume states, as the resumes app reads it."""
    return dict(parse_bytes(text.encode(), today=NOW.date()).resume)


def profiles(count: int, *, now: datetime) -> list[CandidateProfile]:
    """The first resumes of the evaluation, read."""
    return [
        services.read_text(text, parsed=parsed(text), language="en", now=now)
        for text in texts(count)
    ]


def name_of(rows: int) -> str:
    """`100k`, `1m`: how the keys of a catalogue of so many postings end."""
    return f"{rows // 1_000_000}m" if rows % 1_000_000 == 0 else f"{rows // 1000}k"


def speed(count: int, name: str) -> dict[str, float]:
    """Milliseconds of one matching question, whole and in parts, and of the baselines."""
    now = datetime.now(UTC)
    asking = profiles(count, now=now)
    ask = partial(_match, engine_id=selectors.active_engine().pk, now=now)
    for wishes in WISHES.values():  # a server that has just started reads from its disk
        ask(asking[0], wishes)
    spent = spending()
    times: dict[str, list[Spent]] = {
        kind: [spent(partial(ask, profile, wishes)) for profile in asking]
        for kind, wishes in WISHES.items()
    }
    own = [one for each in times.values() for one in each]
    figures: dict[str, float] = {
        f"postings_{name}": Posting.objects.count(),
        f"match_p50_ms_{name}": statistics.median(wall for wall, _ in own),
        f"match_p95_ms_{name}": p95([wall for wall, _ in own]),
        f"match_p95_cpu_ms_{name}": p95([cpu for _, cpu in own]),
    }
    unread = [spent(partial(_unread, ask, *one)) for one in zip(asking, cycle(WISHES.values()))]
    figures[f"match_p95_ms_{name}_unread"] = p95([wall for wall, _ in unread])
    figures[f"match_p95_cpu_ms_{name}_unread"] = p95([cpu for _, cpu in unread])
    figures |= recall(asking, selectors.active_engine().pk, name)
    for kind, each in times.items():
        figures[f"match_p95_ms_{name}_{kind}"] = p95([wall for wall, _ in each])
    return figures | _baselines(asking, figures, name)


def _match(profile: CandidateProfile, wishes: Wishes, *, engine_id: UUID, now: datetime) -> None:
    """What a page shows: the best twenty, each judged with its reasons."""
    found = local.candidates(profile, wishes, engine_id=engine_id, now=now, limit=SHOWN)
    postings = Posting.objects.filter(pk__in=[one.posting_id for one in found])
    scoring.judge_all(profile, postings.defer("raw", "description_html"), wishes)


def _unread(ask: Callable[..., None], profile: CandidateProfile, wishes: Wishes) -> None:
    """The same in a process that has read none of these postings."""
    readings.forget()
    ask(profile, wishes)


def _baselines(
    asking: Sequence[CandidateProfile], own: Mapping[str, float], name: str
) -> dict[str, float]:
    """The same resumes the obvious ways, last: what they read pushes ours out of memory.

    Not over a million postings, where each takes minutes and nobody would choose it.
    """
    if own[f"postings_{name}"] > MOST_BRUTE_FORCE:
        return {}
    engine_id = selectors.active_engine().pk
    ways: dict[str, Callable[[CandidateProfile], object]] = {
        "full_text": full_text,
        "exact_vectors": partial(_exact_vectors, engine_id=engine_id),
        "tfidf_brute_force": brute_force(),
    }
    figures: dict[str, float] = {}
    for way, ask in ways.items():
        times = [milliseconds(partial(ask, profile)) for profile in asking[:BASELINE_ROUNDS]]
        figures[f"{way}_p50_ms_{name}"] = statistics.median(times)
        figures[f"match_to_{way}_{name}"] = own[f"match_p50_ms_{name}"] / statistics.median(times)
    return figures


def full_text(profile: CandidateProfile) -> None:
    """What everybody has: the skills as words, the best 200 by `ts_rank`."""
    words = " or ".join(sorted(profile.skills)[:20]) or "work"
    with connection.cursor() as cursor:
        cursor.execute(_FULL_TEXT, [words])
        cursor.fetchall()


def _exact_vectors(profile: CandidateProfile, *, engine_id: UUID) -> None:
    """The nearest 200 by reading every vector."""
    index = artefacts.learned(engine_id).question(profile).index
    vector = "[" + ",".join(f"{value:.5g}" for value in index) + "]"
    with connection.cursor() as cursor:
        cursor.execute(_EXACT, [vector, engine_id])
        cursor.fetchall()


def brute_force() -> Callable[[CandidateProfile], object]:
    """TF-IDF of every posting in memory, multiplied with the resume's: scikit-learn's way."""
    rows = Posting.objects.values_list("title", "description").iterator(chunk_size=10_000)
    vectoriser = TfidfVectorizer(
        max_features=10_000, ngram_range=(1, 2), sublinear_tf=True, stop_words="english"
    )
    matrix = vectoriser.fit_transform(f"{title} {text}" for title, text in rows)

    def nearest(profile: CandidateProfile) -> Any:
        scores = (matrix @ vectoriser.transform([profile.text]).T).toarray().ravel()
        return np.argpartition(-scores, 200)[:200]

    return nearest


def reading_and_fitting() -> dict[str, float]:
    """Milliseconds of one pair: a posting read, then judged."""
    now = datetime.now(UTC)
    [profile] = profiles(1, now=now)
    facts = [scoring.facts_of(one) for one in Posting.objects.filter(status="ACTIVE")[:PAIRS]]
    read = read_postings(facts)
    reading = milliseconds(partial(read_postings, facts))
    fitting = milliseconds(lambda: [fit(profile, one, WISHES["country"]) for one in read])
    return {
        "read_posting_ms": reading / len(read),
        "fit_pair_ms": fitting / len(read),
        "read_and_fit_pair_ms": (reading + fitting) / len(read),
    }


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as held:
        for line in held:
            yield json.loads(line)
