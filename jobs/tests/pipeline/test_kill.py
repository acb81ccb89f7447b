"""kill −9 anywhere, start again: nothing lost, nothing double."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from jobs.models import Posting, RawPage, RejectedRow, SourceRun, StagedPage
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna_rows
from jobs.sources.files import FileSource
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import table_hash, write_jobs

PROGRAM = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from pathlib import Path
from jobs import indexers
from jobs.pipeline import staging
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna_rows
from jobs.sources.files import FileSource

path, stage, calls, rows_per_unit, now = sys.argv[1:]
staging.ROWS_PER_UNIT = int(rows_per_unit)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

class Progress:
    seen = 0
    def __call__(self, name, done, total):
        self.seen += name == stage
        if self.seen == int(calls):
            die()

class Deadly:
    def compute(self, postings):
        return b"x"
    def publish(self, cursor, payload):
        die()

if stage == "INSIDE":
    indexers.register("deadly", Deadly())
source = FileSource([Path(path)], manifest=adzuna_rows.MANIFEST, rows_per_page=2)
options = Options(expiry_days=30, progress=Progress())
collect(source, trigger="MANUAL", plan={}, now=datetime.fromisoformat(now), options=options)
"""


def run_and_die(path: Path, stage: str, calls: int, rows_per_unit: int, now) -> int:
    database = connection.settings_dict
    user, password = quote(database["USER"]), quote(database["PASSWORD"], safe="")
    address = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{user}:{password}@{address}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    how = [stage, str(calls), str(rows_per_unit), now.isoformat()]
    words = [sys.executable, "-c", PROGRAM, str(path), *how]
    return subprocess.run(words, env=environment, check=False, timeout=60).returncode  # noqa: S603


def finish(path: Path, now) -> SourceRun:
    source = FileSource([path], manifest=adzuna_rows.MANIFEST, rows_per_page=2)
    options = Options(expiry_days=30)
    return collect(source, trigger="MANUAL", plan={}, now=now, options=options)


@pytest.mark.django_db(transaction=True)
class TestKill:
    @pytest.mark.parametrize(
        ("stage", "calls", "rows_per_unit", "pages", "staged"),
        [
            ("FETCH", 2, 2, 2, 0),
            ("ENRICH", 2, 2, 4, 2),
            ("ENRICH", 1, 4, 4, 2),
            ("ENRICH", 1, 500, 4, 4),
            ("PUBLISH", 1, 2, 4, 4),
            ("INSIDE", 1, 500, 4, 4),
        ],
    )
    def test_goes_on_where_it_was_killed(  # noqa: PLR0913, PLR0917
        self, tmp_path, now, stage, calls, rows_per_unit, pages, staged
    ):
        rows = [job(1), job(2), job(3), {**job(4), "title": ""}, job(2), job(5), job(6)]
        path = write_jobs(tmp_path / "gb.jsonl", rows)

        assert run_and_die(path, stage, calls, rows_per_unit, now) == -signal.SIGKILL

        assert RawPage.objects.count() == pages
        assert StagedPage.objects.count() == staged
        assert not Posting.objects.exists()
        run = finish(path, now + timedelta(minutes=1))
        assert SourceRun.objects.count() == 1
        assert {name: run.counts[name] for name in ("created", "unchanged", "rejected")} == {
            "created": 5,
            "unchanged": 0,
            "rejected": 1,
        }
        assert RejectedRow.objects.count() == 1
        assert run.stages.get(stage="DEDUPE").rejected == 1
        assert sum(run.pages.values_list("count", flat=True)) == 7
        before = table_hash(without=("last_seen_at",))
        again = finish(path, now + timedelta(minutes=2))
        assert again.counts["unchanged"] == 5
        assert table_hash(without=("last_seen_at",)) == before
