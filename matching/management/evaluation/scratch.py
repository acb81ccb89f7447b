"""A corpus in a schema of its own, asked through the engine's own queries.

All of it happens in one transaction that is rolled back: nothing of the install is read or
written, and nothing is left behind however this ends.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from jobs.indexers import PostingText
from jobs.models import Posting, PostingSearch
from jobs.services import read_advertisement
from jobs.types import configuration_for, searchable
from matching.engine.learning import words_of
from matching.engine.placing import Placer, dumped_words
from matching.engines import artefacts, rebuilding
from matching.engines.indexing import ALGORITHM, VectorIndexer
from matching.management.evaluation.collections import Document
from matching.models import EngineVersion

TABLES = (
    "matching_engineversion",
    "jobs_posting",
    "jobs_postingsearch",
    "matching_postingvector",
)
ROWS_AT_ONCE = 500
_SOURCE = UUID(int=0)
_NAMES = UUID("6f0d9a54-5a3e-4d0b-9d5c-6f5a4d1f4a10")
_DOCUMENT = """
UPDATE jobs_postingsearch SET document = setweight(to_tsvector(%s::regconfig, %s), 'A')
    || setweight(to_tsvector(%s::regconfig, %s), 'B') || setweight(to_tsvector(%s::regconfig, %s), 'D')
WHERE posting_id = %s"""


class NoScratchError(Exception):
    """The database gives no schema to work in."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The corpus as the engine holds it: the version, ids by posting, texts as they were placed."""

    engine_id: UUID
    ids: dict[UUID, str]
    titles: list[str]
    bodies: list[str]


@contextmanager
def scratch(documents: Sequence[Document], *, now: datetime) -> Iterator[Indexed]:
    """Index a corpus for the time of the block. Raises: NoScratchError."""
    _expect_tables()
    placer = _learning_from(documents)
    with transaction.atomic():
        try:
            _make_tables()
        except DatabaseError as error:
            raise NoScratchError(str(error)) from error
        with artefacts.lent(placer):
            yield _index(documents, placer, now)
        transaction.set_rollback(True)


def _expect_tables() -> None:
    """A database that was just made gets its tables; one of another release is left as it is."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if executor.loader.applied_migrations:
        raise NoScratchError("its tables are of another release: run bin/manage migrate first.")
    call_command("migrate", verbosity=0, interactive=False)


def _make_tables() -> None:
    """Empty copies of the tables the engine asks, found before the install's own."""
    name = f"evaluation_{uuid4().hex}"
    schema = sql.Identifier(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (own,) = cursor.fetchone()
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(schema))
        for copied in TABLES:
            table = sql.Identifier(copied)
            cursor.execute(
                sql.SQL("CREATE TABLE {}.{} (LIKE {}.{} INCLUDING ALL)").format(
                    schema, table, sql.Identifier(own), table
                )
            )
        cursor.execute("SELECT set_config('search_path', %s, true)", [f"{name}, {own}"])


def _learning_from(documents: Sequence[Document]) -> Placer:
    """The version that serves, with the words of this corpus, as training on it would give."""
    serving = artefacts.active_placer()
    stops = serving.learned().fields.stops
    words = words_of((f"{one.title}\n{one.text}" for one in documents), stops)
    return Placer(uuid4(), serving.fields, dumped_words(words), serving.dense)


def _index(documents: Sequence[Document], placer: Placer, now: datetime) -> Indexed:
    EngineVersion.objects.create(
        pk=placer.engine_id, name="evaluation", algorithm=ALGORITHM, state="ACTIVE"
    )
    held = Indexed(placer.engine_id, {}, [], [])
    with connection.cursor() as cursor:
        raw = cursor.cursor
        rebuilding.drop_index(raw, len(documents))
        for start in range(0, len(documents), ROWS_AT_ONCE):
            texts = _publish(documents[start : start + ROWS_AT_ONCE], held, now)
            VectorIndexer().publish(raw, placer.compute(texts))
        rebuilding.make_index(raw)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    return held


def _publish(documents: Sequence[Document], held: Indexed, now: datetime) -> list[PostingText]:
    postings: list[Posting] = []
    rows: list[PostingSearch] = []
    texts: list[PostingText] = []
    for one in documents:
        posting = _posting(one, now)
        held.ids[posting.pk] = one.id
        held.titles.append(posting.title)
        held.bodies.append(posting.description)
        postings.append(posting)
        rows.append(_row(posting, now))
        texts.append(
            PostingText(
                posting.pk, posting.title, posting.company_name, posting.description,
                tuple(posting.skills), "", posting.language,
            )
        )  # fmt: skip
    Posting.objects.bulk_create(postings)
    PostingSearch.objects.bulk_create(rows)
    _write_documents(postings)
    return texts


def _posting(one: Document, now: datetime) -> Posting:
    read = read_advertisement(one.title or one.text[:80], one.text, place=one.place)
    key = uuid5(_NAMES, one.id)
    return Posting(
        pk=key,
        source_id=_SOURCE,
        external_id=one.id[:255],
        requisition_id=str(key),
        title=read.title[:500],
        company_name=one.company[:200],
        description=read.description_text,
        place=one.place[:200],
        country=read.country,
        level=read.level,
        skills=[skill[:120] for skill in read.skills],
        language=read.language[:2],
        posted_at=now,
        first_seen_at=now,
        last_seen_at=now,
        content_hash="",
    )


def _row(posting: Posting, now: datetime) -> PostingSearch:
    return PostingSearch(
        posting_id=posting.pk,
        document="",
        country=posting.country,
        level=posting.level,
        posted_at=now,
    )


def _write_documents(postings: Sequence[Posting]) -> None:
    values = []
    for one in postings:
        configuration = configuration_for(one.language, one.country)
        beside = searchable(f"{one.company_name}\n{', '.join(one.skills)}")
        parts = (searchable(one.title), beside, searchable(one.description))
        values.append([x for part in parts for x in (configuration, part)] + [one.pk])
    with connection.cursor() as cursor:
        cursor.executemany(_DOCUMENT, values)
