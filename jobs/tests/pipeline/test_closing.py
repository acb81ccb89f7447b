from datetime import timedelta

import pytest

from jobs.models import Posting, PostingSearch
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db

NOTHING = {"created": 0, "updated": 0, "unchanged": 0, "resurrected": 0, "rejected": 0}


def counts(run):
    return {name: run.counts[name] for name in NOTHING}


@pytest.fixture
def path(tmp_path):
    return write_jobs(tmp_path / "gb.jsonl", [job(n) for n in range(1, 6)])


class TestExpiry:
    def test_old_captures_are_imported_closed(self, tmp_path, now):
        rows = [job(1), job(2, created="2016-05-01T00:00:00Z")]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        assert run.counts["open"] == 1
        old = Posting.objects.get(external_id="2")
        assert (old.status, old.closed_at) == ("EXPIRED", now)
        assert not PostingSearch.objects.get(posting=old).is_active

    def test_fresh_moves_the_newest_posting_of_each_capture_to_today(self, tmp_path, now):
        gb = [job(1, created="2016-05-01T12:00:00Z"), job(2, created="2016-04-21T12:00:00Z")]
        fr = [job(3, created="2026-01-01T12:00:00Z")]
        paths = [
            write_jobs(tmp_path / "gb.jsonl", gb),
            write_jobs(tmp_path / "fr.jsonl", fr),
        ]

        first = run_import(*paths, now=now, fresh=True)
        again = run_import(*paths, now=now + timedelta(hours=2), fresh=True)

        assert first.counts["open"] == 3
        assert counts(again) == {**NOTHING, "unchanged": 3}
        posted = dict(Posting.objects.values_list("external_id", "posted_at"))
        assert posted["1"].date() == posted["3"].date() == now.date()
        assert posted["1"] - posted["2"] == timedelta(days=10)

    def test_a_posting_that_ends_is_closed_by_the_next_run_and_comes_back_when_seen(
        self, tmp_path, now
    ):
        one = write_jobs(tmp_path / "one.jsonl", [job(1), job(2)])
        run_import(one, now=now)
        later = now + timedelta(days=40)
        other = write_jobs(tmp_path / "b.jsonl", [job(2, created=later.isoformat())])

        run = run_import(other, now=later)

        assert run.counts["expired"] == 1
        assert Posting.objects.get(external_id="1").status == "EXPIRED"
        assert Posting.objects.get(external_id="2").status == "ACTIVE"
        again = write_jobs(tmp_path / "c.jsonl", [job(1, created=later.isoformat())])
        back = run_import(again, now=later + timedelta(days=1))
        assert back.counts["resurrected"] == 1
        posting = Posting.objects.get(external_id="1")
        assert (posting.status, posting.closed_at) == ("ACTIVE", None)
        assert PostingSearch.objects.get(posting=posting).is_active

    @pytest.mark.parametrize("created", [None, "not-a-date", "2099-01-01T00:00:00Z"])
    def test_without_a_usable_date_a_posting_counts_from_when_it_was_first_seen(
        self, tmp_path, now, created
    ):
        path = write_jobs(tmp_path / "gb.jsonl", [job(1, created=created)])
        run_import(path, now=now)
        run = run_import(path, now=now + timedelta(days=3))

        posting = Posting.objects.get()
        assert posting.posted_at == now
        assert "date_unsure" in posting.flags
        assert counts(run) == {**NOTHING, "unchanged": 1}
