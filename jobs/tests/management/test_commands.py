import json

import pytest
from django.core.management import CommandError, call_command
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from jobs.models import Posting
from jobs.receivers import REFRESH, schedule_work
from jobs.sources.registry import SETTINGS
from jobs.tests.adzuna import answer, job
from jobs.tests.keyless import SHAPES
from jobs.tests.pipeline.runs import write_jobs


def run_json(capsys, *words, **options):
    call_command(*words, json=True, **options)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
class TestImportJobs:
    def test_imports_files_and_folders(self, tmp_path, capsys):
        write_jobs(tmp_path / "gb.jsonl", [job(1)])
        write_jobs(tmp_path / "fr.jsonl", [job(2)])

        found = run_json(capsys, "import_jobs", tmp_path)

        assert (found["source"], found["created"]) == ("adzuna", 2)

    def test_says_what_it_did(self, tmp_path, capsys):
        path = write_jobs(tmp_path / "gb.jsonl", [job(1, created="2016-01-01T00:00:00Z"), "{"])

        call_command("import_jobs", path)

        assert capsys.readouterr().out.strip() == (
            "Adzuna: 1 created, 1 rejected; 0 of them are open.\n"
            "1 is past its end; --expiry-days keeps old ones open for longer."
        )

    def test_takes_the_name_of_the_source_from_the_rows_or_the_caller(self, tmp_path, capsys):
        row = {"external_id": "1", "title": "Baker", "source": "bakery"}
        path = write_jobs(tmp_path / "a.jsonl", [row])

        assert run_json(capsys, "import_jobs", path)["source"] == "bakery"
        del row["source"]
        path = write_jobs(tmp_path / "b.jsonl", [row])
        assert run_json(capsys, "import_jobs", path, source="my-list")["source"] == "my-list"

    @pytest.mark.parametrize(
        ("text", "why"), [(None, "does not exist"), ("{", "cut short"), ("<p>", "no JSON")]
    )
    def test_refuses_what_is_no_capture(self, tmp_path, text, why):
        path = tmp_path / "gb.json"
        if text is not None:
            path.write_text(text)

        with pytest.raises(CommandError, match=why):
            call_command("import_jobs", path)

        assert not Posting.objects.exists()


@pytest.mark.django_db
class TestRefreshJobs:
    def test_ends_with_two_and_a_sentence_without_keys(self, settings, capsys):
        settings.ADZUNA_APP_ID = ""
        with pytest.raises(SystemExit) as ended:
            call_command("refresh_jobs")

        assert ended.value.code == 2
        assert "set ADZUNA_APP_ID and ADZUNA_APP_KEY" in capsys.readouterr().err

    def test_collects(self, settings, fake_adzuna, capsys):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        settings.ADZUNA_BASE_URL = fake_adzuna.url
        fake_adzuna.say("de", 1, answer([job(1)]))

        assert run_json(capsys, "refresh_jobs", country=["de"])["created"] == 1


@pytest.mark.django_db
class TestRefreshKeyless:
    @pytest.fixture
    def configured(self, settings, fake_site, tmp_path):
        settings.KEYLESS_SOURCES = ["remotive", "greenhouse"]
        settings.SOURCE_SETTINGS = dict.fromkeys(SETTINGS, fake_site.url)
        boards = tmp_path / "boards.txt"
        boards.write_text("greenhouse acme Acme\n")
        settings.JOB_BOARDS_FILE = str(boards)
        for shape in SHAPES:
            fake_site.say(shape.path, shape.answer([shape.job(1)]))
        return fake_site

    @pytest.mark.parametrize("slug", ["remotive", "greenhouse"])
    def test_collects_the_named_source(self, configured, capsys, slug):
        found = run_json(capsys, "refresh_jobs", source=slug)

        assert (found["source"], found["created"]) == (slug, 1)

    def test_collects_all_of_them_one_by_one(self, configured, capsys):
        call_command("refresh_jobs", keyless=True)

        assert capsys.readouterr().out.splitlines() == [
            "Remotive: 1 created; 1 of them are open.",
            "Greenhouse: 1 created; 1 of them are open.",
        ]

    def test_one_that_fails_does_not_stop_the_next(self, configured, capsys):
        configured.replies.pop("/remote-jobs")

        with pytest.raises(CommandError, match=r"Failed: remotive\."):
            call_command("refresh_jobs", keyless=True)

        told = capsys.readouterr()
        assert "remotive: Fetch: Remotive refused the call" in told.err
        assert "Greenhouse: 1 created" in told.out

    def test_leaves_it_to_the_worker_and_calls_nobody(
        self, configured, capsys, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as asked:
            call_command("refresh_jobs", keyless=True, background=True)

        assert capsys.readouterr().out.strip() == "Asked for: remotive, greenhouse."
        assert len(asked) == 2
        assert configured.asked == []

    def test_asks_for_nothing_that_is_fresh(self, configured, capsys):
        call_command("refresh_jobs", keyless=True)
        capsys.readouterr()

        call_command("refresh_jobs", keyless=True, background=True)

        assert capsys.readouterr().out.strip() == "No keyless source is due."

    def test_says_what_there_is(self):
        with pytest.raises(CommandError, match=r"no source called monster.*adzuna, arbeitnow"):
            call_command("refresh_jobs", source="monster")

    def test_background_is_for_keyless_sources(self):
        with pytest.raises(CommandError, match="goes with --keyless"):
            call_command("refresh_jobs", background=True)

    def test_says_that_none_is_switched_on(self):
        with pytest.raises(CommandError, match="KEYLESS_SOURCES"):
            call_command("refresh_jobs", keyless=True)


@pytest.mark.django_db
class TestLoadSamplePostings:
    def test_loads_them_once_with_true_dates(self, capsys):
        first = run_json(capsys, "load_sample_postings")
        again = run_json(capsys, "load_sample_postings")

        assert first["created"] == first["open"] == 474
        assert (again["created"], again["unchanged"]) == (0, 474)
        samples = Posting.objects.filter(is_sample=True, expires_at=None, status="ACTIVE")
        assert samples.count() == 474
        assert samples.values("country").distinct().count() == 5
        assert samples.values("category").distinct().count() > 10
        assert not samples.exclude(redirect_url="").exists()
        full = samples.filter(external_id__startswith="full-")
        assert full.count() == 28
        assert not [p.title for p in full if not 1200 <= len(p.description) <= 2500 or p.is_excerpt]
        assert samples.latest("posted_at").posted_at.date().isoformat() == "2026-11-22"


class TestEnrichPostings:
    def test_prints_what_it_finds_and_stores_nothing(self, tmp_path, capsys):
        path = write_jobs(tmp_path / "gb.jsonl", [job(1), {**job(2), "title": ""}])

        call_command("enrich_postings", path, json=True)

        first, second = map(json.loads, capsys.readouterr().out.splitlines())
        assert (first["external_id"], first["place"], first["country"]) == ("1", "London", "GB")
        assert first["pay"]["currency"] == "GBP"
        stated = {"type", "level", "internship", "years", "degree", "visa", "days_since_posted"}
        assert stated <= first.keys()
        assert (first["years"], first["internship"]) == (None, False)
        assert second == {"external_id": None, "rejected": "no title"}


@pytest.mark.django_db
class TestScheduleWork:
    def test_makes_the_timetable_once_and_leaves_staff_changes(self, settings):
        settings.JOB_REFRESH_TIME = "04:30"
        schedule_work(using="default")
        task = PeriodicTask.objects.get(name=REFRESH)
        assert (task.crontab.hour, task.crontab.minute) == ("4", "30")
        task.enabled = False
        task.crontab = CrontabSchedule.objects.create(hour="9", minute="0")
        task.save()
        ours = PeriodicTask.objects.filter(task__startswith="jobs.tasks.")
        before = set(ours.values_list("pk", "name"))

        schedule_work(using="default")

        task = PeriodicTask.objects.get(name=REFRESH)
        assert (task.enabled, task.crontab.hour) == (False, "9")
        assert set(ours.values_list("pk", "name")) == before

    def test_a_new_time_in_the_settings_replaces_the_old(self, settings):
        settings.JOB_REFRESH_TIME = "05:15"
        schedule_work(using="default")

        assert PeriodicTask.objects.get(name=REFRESH).crontab.hour == "5"
