import pytest

from jobs.models import Posting, RejectedRow
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db


class TestRejectedRows:
    @pytest.mark.parametrize("line", ["null", "1", "[]", "{}", '""', "true"])
    def test_of_any_shape_are_kept_and_hold_nothing_up(self, tmp_path, now, line):
        run = run_import(write_jobs(tmp_path / "gb.jsonl", [job(1), line, job(2)]), now=now)
        assert Posting.objects.count() == 2
        assert RejectedRow.objects.get(run=run).payload is not None
