"""Reading all files again: nothing twice, nothing lost, wherever it is killed."""

import io
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from resumes import ingest, services, storage, tasks
from resumes.ingest import rereading
from resumes.models import ReparseRun, ResumeVersion
from resumes.parsing.types import PARSER_VERSION
from resumes.tests import files
from resumes.tests.test_uploads import upload

OLD = "0"


def uploaded(count, *, read_all, **fields):
    owner = UserFactory()
    made = [upload(owner, files.text(str(number))) for number in range(count)]
    read_all()
    ResumeVersion.objects.update(parser_version=OLD, **fields)
    return made


def start(**options):
    return services.start_reparse(
        actor=None, **{"is_everything": False, "is_background": False, **options}
    )


def finish(run):
    while ingest.reread_batch(run_id=run.pk):
        pass
    run.refresh_from_db()
    return run


def counts(run):
    return (run.state, run.total, run.done, run.changed, run.failed)


@pytest.mark.django_db
class TestReread:
    def test_replaces_what_an_older_parser_read(self, read_all):
        uploaded(3, read_all=read_all, parsed={"basics": {"name": "Misread"}})
        assert counts(finish(start())) == ("DONE", 3, 3, 3, 0)
        for version in ResumeVersion.objects.all():
            assert version.parsed["basics"]["name"] == "Sam Example"
            assert version.parser_version == PARSER_VERSION

    def test_counts_what_reads_the_same_as_unchanged(self, read_all):
        uploaded(2, read_all=read_all)
        assert counts(finish(start())) == ("DONE", 2, 2, 0, 0)
        assert set(ResumeVersion.objects.values_list("parser_version", flat=True)) == {
            PARSER_VERSION
        }

    def test_leaves_what_this_parser_read_unless_asked(self, read_all):
        uploaded(2, read_all=read_all)
        ResumeVersion.objects.update(parser_version=PARSER_VERSION)
        assert start().total == 0
        ReparseRun.objects.all().delete()
        assert counts(finish(start(is_everything=True))) == ("DONE", 2, 2, 0, 0)

    def test_keeps_what_a_person_corrected(self, read_all):
        (version,) = uploaded(1, read_all=read_all)
        version.refresh_from_db()
        edited = services.correct_version(
            version=version,
            changes=[services.Change(services.Op.REPLACE, "/basics/name", "Samuel")],
            now=timezone.now(),
        )
        ResumeVersion.objects.update(parser_version=OLD)
        assert finish(start()).done == 1
        edited.refresh_from_db()
        assert edited.parsed["basics"]["name"] == "Samuel"
        assert edited.parser_version == OLD

    def test_keeps_a_reading_the_new_parser_cannot_repeat(self, read_all):
        (version,) = uploaded(1, read_all=read_all)
        storage.delete(version.file_key)
        assert counts(finish(start())) == ("DONE", 1, 1, 0, 1)
        version.refresh_from_db()
        assert version.state == "PARSED"
        assert version.parsed["basics"]["name"] == "Sam Example"

    def test_reads_what_an_older_parser_could_not(self, read_all):
        (version,) = uploaded(
            1, read_all=read_all, state="FAILED", failure_code="image_only", parsed={}
        )
        assert counts(finish(start())) == ("DONE", 1, 1, 1, 0)
        version.refresh_from_db()
        assert (version.state, version.failure_code) == ("PARSED", "")

    def test_gives_a_failure_its_reason_of_today(self, read_all):
        (version,) = uploaded(1, read_all=read_all, state="FAILED", failure_code="crashed")
        storage.delete(version.file_key)
        finish(start())
        version.refresh_from_db()
        assert (version.state, version.failure_code) == ("FAILED", "missing")

    def test_leaves_alone_what_was_uploaded_meanwhile(self, read_all):
        uploaded(1, read_all=read_all)
        run = start()
        later = upload(UserFactory(), files.text("later"))
        read_all()
        ResumeVersion.objects.filter(pk=later.pk).update(parser_version=OLD)
        assert finish(run).done == 1

    def test_tells_the_apps_above_of_changes_alone(
        self, read_all, monkeypatch, django_capture_on_commit_callbacks
    ):
        first, _second = uploaded(2, read_all=read_all)
        ResumeVersion.objects.filter(pk=first.pk).update(text="something else")
        told, heard = [], []
        monkeypatch.setattr(rereading, "tell_parsed", lambda pk, owner: told.append(pk))
        monkeypatch.setattr(
            rereading, "announce_to_staff", lambda topic, **ids: heard.append((topic, ids))
        )
        with django_capture_on_commit_callbacks(execute=True):
            run = finish(start())
        assert told == [first.pk]
        assert heard == [("reparse", {"run_id": run.pk})] * 2


@pytest.mark.django_db
class TestResume:
    def test_goes_on_behind_the_last_batch(self, read_all, monkeypatch):
        monkeypatch.setattr(rereading, "BATCH", 2)
        uploaded(5, read_all=read_all)
        run = start()
        assert ingest.reread_batch(run_id=run.pk)
        read = []
        parse = rereading.sandbox.parse_file
        monkeypatch.setattr(
            rereading.sandbox, "parse_file", lambda path: read.append(path) or parse(path)
        )
        assert start().pk == run.pk
        assert counts(finish(run)) == ("DONE", 5, 5, 0, 0)
        assert len(read) == 3

    def test_writes_nothing_of_a_batch_that_another_process_wrote(self, read_all, monkeypatch):
        uploaded(3, read_all=read_all, text="misread")
        run = start()
        stale = ReparseRun.objects.get(pk=run.pk)
        versions = ResumeVersion.objects.order_by("pk")
        readings = [rereading._read(each.pk, each.file_key) for each in versions]
        assert ingest.reread_batch(run_id=run.pk)
        assert rereading._record(stale, readings) is False
        assert counts(finish(run)) == ("DONE", 3, 3, 3, 0)

    def test_is_found_by_the_sweep_when_its_worker_died(
        self, read_all, monkeypatch, django_capture_on_commit_callbacks
    ):
        uploaded(1, read_all=read_all)
        run = start()
        asked = []
        monkeypatch.setattr(tasks.reparse, "delay", lambda **ids: asked.append(ids))
        assert ingest.stalled_runs(now=timezone.now()) == []
        assert ingest.stalled_runs(now=timezone.now() + timedelta(minutes=7)) == [run.pk]
        ReparseRun.objects.update(updated_at=timezone.now() - timedelta(minutes=7))
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep_versions()
        assert asked == [{"run_id": str(run.pk)}]

    def test_stops_where_it_is(self, read_all, monkeypatch):
        monkeypatch.setattr(rereading, "BATCH", 1)
        uploaded(3, read_all=read_all)
        run = start()
        ingest.reread_batch(run_id=run.pk)
        assert services.stop_reparse(run=run, now=timezone.now())
        assert not services.stop_reparse(run=run, now=timezone.now())
        assert counts(finish(run)) == ("STOPPED", 3, 1, 0, 0)
        assert start().total == 2

    def test_waits_for_a_store_that_is_away(self, read_all, monkeypatch):
        uploaded(1, read_all=read_all)
        run = start()

        def away(key):
            raise storage.StorageDownError

        with monkeypatch.context() as patched:
            patched.setattr(rereading.storage, "fetched", away)
            with pytest.raises(storage.StorageDownError):
                ingest.reread_batch(run_id=run.pk)
        assert counts(finish(run)) == ("DONE", 1, 1, 0, 0)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_processes_share_a_run_without_counting_twice(self, read_all, monkeypatch):
        monkeypatch.setattr(rereading, "BATCH", 1)
        uploaded(6, read_all=read_all, text="misread")
        run = start()
        barrier = threading.Barrier(3)

        def work():
            barrier.wait()
            try:
                for _ in range(40):
                    ingest.reread_batch(run_id=run.pk)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        run.refresh_from_db()
        assert counts(run) == ("DONE", 6, 6, 6, 0)

    def test_two_who_start_at_once_start_one(self):
        barrier, started = threading.Barrier(2), []

        def begin():
            barrier.wait()
            try:
                started.append(start().pk)
            finally:
                connection.close()

        people = [threading.Thread(target=begin) for _ in range(2)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        assert len(set(started)) == 1
        assert ReparseRun.objects.count() == 1


@pytest.mark.django_db
class TestCommand:
    def test_works_until_the_end_and_says_how_far_it_is(self, read_all):
        uploaded(3, read_all=read_all, text="misread")
        said = io.StringIO()
        call_command("reparse", stdout=said)
        assert said.getvalue().endswith("3 of 3 read again, 3 differently, 0 not readable\n")

    def test_can_leave_it_to_the_workers(
        self, read_all, monkeypatch, django_capture_on_commit_callbacks
    ):
        uploaded(2, read_all=read_all)
        asked = []
        monkeypatch.setattr(tasks.reparse, "delay", lambda **ids: asked.append(ids))
        with django_capture_on_commit_callbacks(execute=True):
            call_command("reparse", "--background", "--all", stdout=io.StringIO())
        assert len(asked) == 1
        tasks.reparse(**asked[0])
        assert ReparseRun.objects.get().done == 2


@pytest.mark.django_db
class TestPage:
    def test_shows_progress_and_takes_orders_from_staff(
        self, admin_client, read_all, django_capture_on_commit_callbacks
    ):
        uploaded(3, read_all=read_all)
        page = admin_client.get(reverse("ops-readings")).content.decode()
        assert "Read 3 files of older parsers again" in page
        admin_client.post(reverse("ops-reparse"))
        run = ReparseRun.objects.get()
        assert run.started_by is not None
        page = admin_client.get(reverse("ops-readings"), headers={"HX-Request": "true"})
        assert '<progress max="3" value="0"' in page.content.decode()
        admin_client.post(reverse("ops-reparse-stop", args=[run.pk]))
        run.refresh_from_db()
        assert run.state == "STOPPED"

    def test_is_for_staff_alone(self, client):
        client.force_login(UserFactory())
        assert client.get(reverse("ops-readings")).status_code == 403
        assert client.post(reverse("ops-reparse")).status_code == 403
        assert not ReparseRun.objects.exists()

    @pytest.mark.parametrize("model", ["reparserun", "directupload", "resumeversion"])
    def test_has_its_lists_in_admin(self, admin_client, read_all, model):
        uploaded(1, read_all=read_all)
        start()
        assert admin_client.get(reverse(f"admin:resumes_{model}_changelist")).status_code == 200

    def test_is_one_click_from_the_versions_in_admin(self, admin_client):
        page = admin_client.get(reverse("admin:resumes_resumeversion_changelist"))
        target = reverse("admin:resumes_resumeversion_readings")
        assert f'href="{target}"' in page.content.decode()
        assert admin_client.get(target)["Location"] == reverse("ops-readings")
