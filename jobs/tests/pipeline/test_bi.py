from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from jobs.models import SearchLog, SourceRun, StageRun
from jobs.pipeline.bi import ROLE, create_reader
from jobs.pipeline.figures import count_days
from jobs.tests.factories import PostingFactory, SourceFactory

VIEWS = (
    "bi_active_postings", "bi_daily_figures", "bi_daily_runs", "bi_pay_by_month", "bi_searches",
    "bi_skills_by_month", "bi_stages",
)  # fmt: skip
TABLES = ("jobs_posting", "jobs_searchlog", "accounts_user", "django_session")


@pytest.fixture
def _no_role_after():
    """Roles belong to the server, not to the test's database: they outlive its rollback."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}; DROP ROLE {ROLE}")


def _all_of(name):
    return sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))


def reader(password):
    chosen = connection.settings_dict
    return psycopg.connect(
        host=chosen["HOST"] or None,
        port=chosen["PORT"] or None,
        dbname=chosen["NAME"],
        user=ROLE,
        password=password,
        autocommit=True,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_role_after")
class TestCreateReader:
    def test_reads_every_view_and_nothing_else(self, now):
        PostingFactory()
        with reader(create_reader()) as session:
            for view in VIEWS:
                assert session.execute(_all_of(view)).fetchone() is not None
            assert session.execute("SELECT title FROM bi_active_postings").fetchall() == [
                ("Backend developer",)
            ]
            for table in TABLES:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(_all_of(table))
            for statement in ("CREATE TABLE mine (x int)", "DELETE FROM bi_daily_figures"):
                with pytest.raises(psycopg.Error):
                    session.execute(statement)
            readable = session.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p')"
                " AND relnamespace = 'public'::regnamespace"
                " AND has_table_privilege(oid, 'SELECT') ORDER BY 1"
            ).fetchall()
            assert tuple(name for (name,) in readable) == VIEWS

    def test_stays_read_only_when_the_session_asks_otherwise(self):
        with reader(create_reader()) as session:
            session.execute("SET default_transaction_read_only = off")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute("CREATE TABLE mine (x int)")

    def test_gives_a_new_password_and_takes_back_what_was_granted_besides(self):
        old = create_reader()
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT SELECT ON jobs_posting TO {ROLE}")
        out = StringIO()
        call_command("create_bi_reader", stdout=out)
        new = out.getvalue().split("password  ")[1].split()[0]

        assert new != old
        with pytest.raises(psycopg.OperationalError):
            reader(old)
        with reader(new) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute("SELECT 1 FROM jobs_posting")


@pytest.mark.django_db
class TestViews:
    def test_say_what_they_promise(self, now):
        source = SourceFactory()
        PostingFactory(
            source=source, pay_source="STATED", pay_yearly_min=40000, pay_yearly_max=60000,
            pay_currency="GBP", must_skills=["Django"],
        )  # fmt: skip
        PostingFactory(pay_source="PREDICTED", pay_yearly_min=1, pay_yearly_max=1)
        PostingFactory(is_sample=True)
        run = SourceRun.objects.create(
            source=source, trigger="SCHEDULE", state="DONE", started_at=now, finished_at=now,
            counts={"created": 2, "rejected": 1},
        )  # fmt: skip
        StageRun.objects.create(run=run, stage="FETCH", rows_in=3, rows_out=3, seconds=1.5)
        SearchLog.objects.create(day=now.date(), words="nurse", count=5)
        SearchLog.objects.create(day=now.date(), words="ann example", count=4)
        count_days(now=now)

        assert rows("stated_pay_min, stated_pay_max FROM bi_active_postings ORDER BY 1") == [
            (40000, 60000), (None, None),
        ]  # fmt: skip
        assert rows("source, runs, done, created, rejected FROM bi_daily_runs") == [
            ("adzuna", 1, 1, 2, 1)
        ]
        assert rows("stage, rows_in, seconds FROM bi_stages") == [("FETCH", 3, 1.5)]
        assert rows("postings, must FROM bi_skills_by_month WHERE skill = 'Django'") == [(2, 1)]
        assert rows("quartiles[2] FROM bi_pay_by_month") == [(50000.0,)]
        assert rows("words FROM bi_searches") == [("nurse",)]
        assert rows(
            "value FROM bi_daily_figures WHERE name = 'open_postings' AND country = 'GB'"
            " AND place IS NULL"
        ) == [(2,)]


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {query}")
        return cursor.fetchall()
