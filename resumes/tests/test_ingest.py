"""Reading: once, whoever delivers it how often, and never for ever."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.doctor_checks import OCR_LANGUAGES
from resumes import ingest, services, storage, tasks
from resumes.ingest import reading
from resumes.models import ResumeVersion
from resumes.parsing.ocr.languages import LANGUAGES
from resumes.parsing.types import ParsedResume
from resumes.signals import version_parsed
from resumes.tests import files
from resumes.tests.factories import ResumeVersionFactory
from resumes.tests.parsing.pdfs import Text, pdf
from resumes.tests.parsing.pictures import as_file, taken
from resumes.tests.test_uploads import upload
from resumes.types import FAILURES, WARNINGS, failure_of, warnings_in_words

NOW = timezone.now()


@pytest.fixture
def heard():
    """Collect what is announced to the apps above."""
    told = []

    def listen(version_id, owner_id, **kwargs):
        told.append((version_id, owner_id))

    version_parsed.connect(listen)
    yield told
    version_parsed.disconnect(listen)


def read(version):
    return ingest.read_version(version_id=version.pk, now=timezone.now())


def set_row(version, **fields):
    ResumeVersion.objects.filter(pk=version.pk).update(**fields)


@pytest.mark.django_db
class TestReadVersion:
    def test_writes_what_was_read(self, django_capture_on_commit_callbacks, heard):
        version = upload(UserFactory())
        with django_capture_on_commit_callbacks(execute=True):
            assert read(version) is True
        version.refresh_from_db()
        assert version.state == "PARSED"
        assert version.parsed["basics"]["email"] == "sam@example.org"
        assert version.parsed["work"][0]["name"] == "Acme Ltd"
        assert version.provenance["/basics/email"]["confidence"] > 0.5
        assert "Built a Django REST API" in version.text
        assert (version.language, version.attempts) == ("en", 1)
        assert version.experience_months > 60
        assert version.parse_seconds > 0
        assert heard == [(str(version.pk), str(version.owner_id))]

    def test_reads_once_however_often_it_is_delivered(
        self, django_capture_on_commit_callbacks, heard
    ):
        version = upload(UserFactory())
        with django_capture_on_commit_callbacks(execute=True):
            assert [read(version) for _ in range(3)] == [True, False, False]
        assert len(heard) == 1

    @pytest.mark.usefixtures("no_tesseract")
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (files.encrypted_pdf(), "encrypted"),
            (files.image_only_pdf(), "image_only"),
            (files.pdf()[:120], "corrupt"),
            (b"   \n\t \n", "empty"),
            (files.corrupt_docx(), "corrupt"),
        ],
    )
    def test_says_why_a_file_could_not_be_read(self, content, code, heard):
        version = upload(UserFactory(), content)
        assert read(version) is True
        version.refresh_from_db()
        assert (version.state, version.failure_code) == ("FAILED", code)
        assert version.failure_message == str(failure_of(code).sentence)
        assert (version.parsed, version.text) == ({}, "")
        assert storage.exists(version.file_key)
        assert heard == []

    @pytest.mark.needs_ocr
    def test_reads_a_picture_and_says_so(self, heard):
        card = pdf([Text(50, 60, "Jane Roe", 20), Text(50, 90, "jane.roe@example.com")])
        version = upload(UserFactory(), as_file(taken(card), "JPEG"))
        assert read(version) is True
        version.refresh_from_db()
        assert (version.state, version.media_type) == ("PARSED", "image/jpeg")
        assert version.parsed["basics"]["email"] == "jane.roe@example.com"
        assert warnings_in_words(version.warnings)[0].startswith("This is a picture")

    def test_reads_pictures_in_the_languages_the_doctor_asks_for(self):
        assert set(OCR_LANGUAGES) == set(LANGUAGES.values())

    def test_survives_a_file_that_unfolds_to_more_than_the_memory_allowed(self):
        bomb = upload(UserFactory(), files.zip_bomb())
        assert read(bomb) is True
        bomb.refresh_from_db()
        assert bomb.state == "FAILED"
        after = upload(UserFactory())
        assert read(after) is True
        after.refresh_from_db()
        assert after.state == "PARSED"

    def test_fails_a_version_whose_file_is_gone(self):
        version = upload(UserFactory())
        storage.delete(version.file_key)
        read(version)
        version.refresh_from_db()
        assert version.failure_code == "missing"

    def test_leaves_a_reading_in_progress_alone_until_it_is_stale(self):
        version = upload(UserFactory())
        set_row(version, state="PARSING", state_since=timezone.now())
        assert read(version) is False
        set_row(version, state_since=timezone.now() - ingest.STALE - timedelta(seconds=1))
        assert read(version) is True

    def test_lets_a_reader_that_lost_its_claim_write_nothing(self, heard):
        version = upload(UserFactory())
        claim = reading._claim(version.pk, NOW)
        late = timezone.now() + ingest.STALE
        assert reading._claim(version.pk, late + timedelta(minutes=1)) is not None
        parsed = ParsedResume({"basics": {"name": "Late"}}, "x", (), "en", 1, "text/plain")
        assert reading._finish(claim, parsed, seconds=1) is False
        assert reading._fail(claim, "crashed") is False
        version.refresh_from_db()
        assert (version.state, version.parsed) == ("PARSING", {})

    def test_writes_nothing_for_a_version_that_was_deleted_while_it_was_read(self):
        version = upload(UserFactory())
        claim = reading._claim(version.pk, NOW)
        services.delete_resume(resume=version.resume)
        assert reading._fail(claim, "crashed") is False
        assert not ResumeVersion.objects.exists()

    def test_keeps_characters_the_database_refuses_out(self):
        version = upload(UserFactory())
        claim = reading._claim(version.pk, NOW)
        hostile = {"basics": {"name": "S\x00am \ud800", "profiles": [{"url\x00": "x"}]}}
        parsed = ParsedResume(hostile, "a\x00b", ("no_dates",), "en", 1, "text/plain")
        assert reading._finish(claim, parsed, seconds=1) is True
        version.refresh_from_db()
        assert version.text == "ab"
        assert version.parsed["basics"]["name"] == "Sam ?"


@pytest.mark.django_db(transaction=True)
class TestReadRace:
    def test_lets_only_one_of_two_workers_read(self):
        version = upload(UserFactory())
        barrier, answers = threading.Barrier(2), []

        def work():
            barrier.wait()
            answers.append(read(version))
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        version.refresh_from_db()
        assert sorted(answers) == [False, True]
        assert version.attempts == 1


@pytest.mark.django_db
class TestSweep:
    def test_finds_what_waits_too_long_and_leaves_the_rest(self):
        now = timezone.now()
        long_ago = now - timedelta(minutes=10)
        lost = ResumeVersionFactory(state="RECEIVED", state_since=long_ago)
        dead = ResumeVersionFactory(state="PARSING", state_since=long_ago, attempts=1)
        for state, since in [
            ("RECEIVED", now),
            ("PARSING", now),
            ("PARSED", long_ago),
            ("FAILED", long_ago),
        ]:
            ResumeVersionFactory(state=state, state_since=since)
        assert set(ingest.waiting_too_long(now=now)) == {lost.pk, dead.pk}

    def test_fails_what_crashed_its_reader_three_times(self):
        version = ResumeVersionFactory(
            state="PARSING", state_since=timezone.now() - timedelta(minutes=10), attempts=3
        )
        assert ingest.waiting_too_long(now=timezone.now()) == []
        assert ingest.give_up(now=timezone.now()) == 1
        version.refresh_from_db()
        assert (version.state, version.failure_code) == ("FAILED", "crashed")

    def test_enqueues_what_waits(self, monkeypatch):
        version = upload(UserFactory())
        set_row(version, state_since=timezone.now() - timedelta(minutes=5))
        sent = []
        monkeypatch.setattr(tasks.parse_version, "delay_on_commit", lambda **ids: sent.append(ids))
        tasks.sweep_versions()
        assert sent == [{"version_id": str(version.pk)}]

    def test_removes_files_no_row_knows_but_no_upload_in_flight(self, stored):
        version = upload(UserFactory())
        gone = UserFactory().pk
        orphan = storage.key_of(gone, "a" * 64)
        storage.store(orphan, b"left behind")
        assert ingest.sweep_orphans(now=timezone.now()) == 0
        assert ingest.sweep_orphans(now=timezone.now() + timedelta(hours=3)) == 1
        assert stored() == [version.file_key]


class TestWords:
    def test_every_failure_of_the_parser_has_words_of_ours(self):
        from resumes.parsing.types import MESSAGES  # noqa: PLC0415 - the parser's own table

        assert set(MESSAGES) <= set(FAILURES)

    def test_a_code_from_a_newer_parser_still_has_words(self):
        assert str(failure_of("never heard of").sentence)

    def test_warnings_are_sentences(self):
        assert all(str(sentence).endswith(".") for sentence in WARNINGS.values())


@pytest.mark.django_db
class TestRetry:
    def test_reads_a_failed_version_again(self):
        version = upload(UserFactory())
        set_row(version, state="FAILED", failure_code="crashed", attempts=3)
        services.retry_parse(version=version, now=timezone.now())
        assert (version.state, version.attempts, version.failure_code) == ("RECEIVED", 0, "")
        assert read(version) is True

    @pytest.mark.parametrize("state", ["RECEIVED", "PARSING", "PARSED"])
    def test_refuses_a_version_that_did_not_fail(self, state):
        version = upload(UserFactory())
        set_row(version, state=state)
        with pytest.raises(services.NotReadableAgainError):
            services.retry_parse(version=version, now=timezone.now())
