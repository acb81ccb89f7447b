"""What grouping costs as the table of postings grows.

Tables of different size are filled with made-up neighbours of the real advertisements (titles,
employers and texts recombined, one in eight a repeat), then the same number of new ones is grouped.
"""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID, uuid5

import psutil
from django.db import connection, transaction

from bench._shared import NOW, own_database
from jobs.likeness import Facts, likeness_keys, read
from jobs.models import ClusterMember, Source
from jobs.models.postings import NAMESPACE
from jobs.pipeline import clustering
from jobs.pipeline.clustering import RawCursor

_ADDED = 5_000
_REPEATED = 8  # one in so many is an advertisement again

_STAGE = """
DROP TABLE IF EXISTS pg_temp.staged; DROP TABLE IF EXISTS pg_temp.ready;
CREATE TEMP TABLE staged (id uuid, external_id text, title text, company text, description text,
    place text, country text, likeness bigint[]) ON COMMIT DROP;
CREATE TEMP TABLE ready (id uuid) ON COMMIT DROP;
"""
_PUBLISH = """
INSERT INTO ready SELECT id FROM staged;
INSERT INTO jobs_posting (
    id, source_id, external_id, place_key, requisition_id, cts_job_name, source_url, redirect_url,
    status, sync_status, is_sample, title, company_name, description, description_html, category,
    place, region, country, remote, employment_type, level, is_internship, pay_currency, pay_period,
    pay_source, pay_rule, skills, must_skills, occupation, language, degree_wanted, posted_at,
    first_seen_at, last_seen_at, content_hash, flags, raw, created_at, updated_at)
SELECT id, %(source)s, external_id, '', id::text, '', '', '', 'ACTIVE', 'NONE', false, title, company,
       description, '', '', place, '', country, '', '', '', false, '', '', 'NONE', '', '{}', '{}', '',
       '', '', %(now)s, %(now)s, %(now)s, '', '{}', '{}', now(), now()
FROM staged
"""


def at_sizes(sizes: Sequence[int], facts: Sequence[Facts]) -> dict[str, float | int]:
    """CPU milliseconds per new posting at each size of table, and what share of them was grouped."""
    figures: dict[str, float | int] = {}
    with own_database():
        source, _ = Source.objects.get_or_create(slug="bench", defaults={"name": "Bench"})
        made = _made_up(facts)
        filled = 0
        for size in sorted(sizes):
            while filled < size:
                batch = min(20_000, size - filled)
                _group(list(islice(made, batch)), source)
                filled += batch
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE jobs_posting, jobs_postingkeys, jobs_likenesskey")
            seconds, moved = _group(list(islice(made, _ADDED)), source)
            filled += _ADDED
            figures[f"group_cpu_ms_at_{size}"] = round(seconds * 1000 / _ADDED, 3)
            figures[f"grouped_share_at_{size}"] = round(moved / _ADDED, 3)
        figures["clustered_postings"] = ClusterMember.objects.count()
    return figures


def _made_up(facts: Sequence[Facts]) -> Iterator[Facts]:
    """Advertisements without end: a title of one, the employer of another, two texts mixed."""
    dice = random.Random(3)
    towns = sorted({(one.place, one.country) for one in facts})
    before: Facts | None = None
    number = 0
    while True:
        number += 1
        name = uuid5(NAMESPACE, f"bench {number}")
        if before is not None and number % _REPEATED == 0:
            yield _named(before, name)
            continue
        title, company, first, second = (dice.choice(facts) for _ in range(4))
        words, others = first.text.split(), second.text.split()
        start = dice.randrange(max(1, len(others) - 60))
        cut = dice.randrange(5, 40)
        text = [*others[start : start + cut], *words[dice.randrange(0, 30) :], f"n{number // 3}"]
        place, country = dice.choice(towns)
        before = Facts(
            id=name, source="bench", external_id=str(name), title=title.title,
            company=f"{company.company} {dice.randrange(40)}", text=" ".join(text),
            place=place, country=country,
        )  # fmt: skip
        yield before


def _named(facts: Facts, name: UUID) -> Facts:
    return Facts(
        id=name, source=facts.source, external_id=str(name), title=facts.title,
        company=facts.company, text=facts.text, place=facts.place, country=facts.country,
    )  # fmt: skip


@transaction.atomic
def _group(facts: Sequence[Facts], source: Source) -> tuple[float, int]:
    with connection.cursor() as wrapped:
        cursor: RawCursor = wrapped.cursor
        cursor.execute(_STAGE)
        with cursor.copy("COPY staged FROM STDIN") as copy:
            for one in facts:
                keys = list(likeness_keys(read(one)))
                copy.write_row(
                    (one.id, one.external_id, one.title, one.company, one.text, one.place,
                     one.country, keys)
                )  # fmt: skip
        cursor.execute(_PUBLISH, {"source": source.pk, "now": NOW})
        before = _cpu_seconds(cursor)
        moved = clustering.group_staged(cursor)
        return _cpu_seconds(cursor) - before, moved


def _cpu_seconds(cursor: RawCursor) -> float:
    """What this process and its own PostgreSQL backend computed so far.

    Seconds of the wall clock say more of a busy machine than of the work.
    """
    (backend,) = cursor.execute("SELECT pg_backend_pid()").fetchone() or (0,)
    spent = psutil.Process(backend).cpu_times()
    return time.process_time() + spent.user + spent.system
