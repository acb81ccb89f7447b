"""Real advertisements recombined into as many postings as a bench wants, published at COPY's speed.

Titles, employers, places and sentences of one country are mixed, so that word frequencies stay
those of real text. The same number of rows is the same rows, every time.
"""

import random
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import chain, islice
from pathlib import Path

from django.db import connection
from psycopg import Cursor

from bench._shared import NOW
from jobs.enrichment import EnrichedPosting, RawPosting, enrich
from jobs.models import Posting, Source
from jobs.pipeline import catalogue, columns, enriching, publishing_sql
from jobs.pipeline.workers import worker_processes
from jobs.sources import adzuna_rows
from jobs.sources.base import RejectedError
from jobs.sources.files import FileSource

BATCH = 20_000
DAYS = 30
SENTENCES = 5
_LONGEST = 500  # characters: what Adzuna gives of a description
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_NAMESPACE = uuid.UUID("9d3f1c52-0b36-5f6e-8a3c-2f1b7f0c9a11")
RawCursor = Cursor[tuple[object, ...]]
Ad = tuple[RawPosting, EnrichedPosting]


def fill(paths: Sequence[Path], rows: int) -> Source:
    """Publish `rows` open postings through the pipeline's own statements; indexes come last."""
    source = catalogue.register(adzuna_rows.MANIFEST)
    made = recombined(read(paths), rows)
    with connection.cursor() as wrapped:
        cursor: RawCursor = wrapped.cursor
        later = _drop_indexes(cursor)
        while batch := list(islice(made, BATCH)):
            _publish(cursor, source, batch)
        for definition in later:
            cursor.execute(str(definition).encode())
        cursor.execute("VACUUM ANALYZE jobs_posting, jobs_postingsearch, jobs_facetcount")
    return source


def read(paths: Sequence[Path]) -> list[Ad]:
    """Every usable advertisement of the captures, enriched."""
    reader = FileSource(paths, manifest=adzuna_rows.MANIFEST)
    raws: list[RawPosting] = []
    for page in reader.pages(None):
        for row in reader.rows(page.body):
            try:
                raws.append(replace(reader.read(row, page.origin), raw={}))
            except RejectedError:
                continue
    with ProcessPoolExecutor(worker_processes()) as pool:
        found = list(pool.map(enrich, raws, chunksize=500))
    return [(raw, one) for raw, one in zip(raws, found, strict=True) if one.title]


def recombined(ads: list[Ad], rows: int) -> Iterator[tuple[enriching.Item, EnrichedPosting]]:
    """Yield made postings: title and skills of one ad, employer, place and sentences of others."""
    by_country: dict[str, list[Ad]] = defaultdict(list)
    for ad in ads:
        by_country[ad[1].country].append(ad)
    sentences = {
        country: list(chain.from_iterable(_sentences(one.description_text) for _, one in group))
        for country, group in by_country.items()
    }
    dice = random.Random(rows)
    for number in range(rows):
        raw, one = dice.choice(ads)
        group, said = by_country[one.country], sentences[one.country]
        employer, place = dice.choice(group)[1], dice.choice(group)[1]
        own = _sentences(one.description_text)[:2]
        text = " ".join([*own, *dice.choices(said, k=SENTENCES)])[:_LONGEST]
        yield (
            _item(number, rows, raw),
            replace(
                one,
                company=employer.company,
                place=place.place,
                region=place.region,
                lat=place.lat,
                lon=place.lon,
                description_text=text,
                description_html=f"<p>{text}</p>",
            ),
        )


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text) if text else []


def _item(number: int, rows: int, raw: RawPosting) -> enriching.Item:
    """Postings come in day by day, as a daily refresh brings them."""
    moment = NOW - timedelta(days=DAYS) * ((rows - number) / rows)
    key = uuid.uuid5(_NAMESPACE, str(number))
    known = replace(raw, external_id=str(number), posted_at=moment, raw={})
    return enriching.Item(key, f"{number:064x}", known)


def _publish(
    cursor: RawCursor, source: Source, batch: list[tuple[enriching.Item, EnrichedPosting]]
) -> None:
    values = {
        "source": source.pk,
        "is_sample": False,
        "now": NOW,
        "expiry_days": 36_500,
        "sync_status": Posting.SyncStatus.NONE,
    }
    cursor.execute("BEGIN")
    cursor.execute(publishing_sql.CREATE)
    rows = [columns.copy_line(enriching._values(item, one)) for item, one in batch]  # noqa: SLF001
    seen = [
        columns.copy_line((item.id, item.raw.posted_at, None, item.raw.redirect_url, True))
        for item, _ in batch
    ]
    for table, names, lines in (("staged", columns.STAGED, rows), ("seen", columns.SEEN, seen)):
        with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()) as copy:
            copy.write("".join(line + "\n" for line in lines))
    cursor.execute(publishing_sql.READY_TABLES)
    for statement in (
        publishing_sql.READY,
        publishing_sql.COMPANIES,
        publishing_sql.POSTINGS,
        publishing_sql.SEARCH,
    ):
        cursor.execute(statement, values)
    cursor.execute("COMMIT")


def _drop_indexes(cursor: RawCursor) -> list[str]:
    """Take away what is made faster at the end; returns how to make it again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' "
        "AND tablename IN ('jobs_posting', 'jobs_postingsearch') AND NOT EXISTS "
        "(SELECT FROM pg_constraint c WHERE c.conname = i.indexname)"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}".encode())
    return [str(definition) for _, definition in found]
