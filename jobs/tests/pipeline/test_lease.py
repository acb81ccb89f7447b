import pytest

from jobs.models import Source, SourceLease
from jobs.pipeline.lease import SourceIsBusyError, held
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return write_jobs(tmp_path / "gb.jsonl", [job(n) for n in range(1, 6)])


class TestLease:
    def test_lets_one_run_per_source_work(self, path, now):
        source, _ = Source.objects.get_or_create(slug="adzuna", defaults={"name": "Adzuna"})
        with held(source):
            with pytest.raises(SourceIsBusyError):
                run_import(path, now=now)
        run_import(path, now=now)

    def test_is_taken_from_a_holder_whose_process_is_gone(self, path, now):
        source, _ = Source.objects.get_or_create(slug="adzuna", defaults={"name": "Adzuna"})
        with held(source) as lease:
            machine, pid, _started, token = lease.holder.rsplit(":", 3)
            gone = f"{machine}:{pid}:1:{token}"
            SourceLease.objects.update(holder=gone)

            run_import(path, now=now)

    def test_is_not_taken_from_another_machine_before_it_is_over(self, path, now):
        source, _ = Source.objects.get_or_create(slug="adzuna", defaults={"name": "Adzuna"})
        SourceLease.objects.create(
            source=source, holder="elsewhere:1:1:abcd", expires_at="2099-01-01T00:00:00Z"
        )
        with pytest.raises(SourceIsBusyError):
            run_import(path, now=now)

        SourceLease.objects.update(expires_at="2000-01-01T00:00:00Z")
        run_import(path, now=now)
