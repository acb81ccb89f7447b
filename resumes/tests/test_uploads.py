"""What happens to a file between the door and its row."""

import hashlib
import io
import threading
from statistics import median
from time import perf_counter

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import UserFactory
from resumes import services, storage
from resumes.models import Resume, ResumeVersion
from resumes.services import FileRefusedError, upload_resume
from resumes.services.uploads import GoneError
from resumes.tests import files

NOW = timezone.now()


def upload(owner, content=None, name="Sam Example.txt", **more):
    content = files.text() if content is None else content
    return upload_resume(owner=owner, file=io.BytesIO(content), file_name=name, now=NOW, **more)


@pytest.mark.django_db
class TestUploadResume:
    def test_stores_the_bytes_under_the_owner_and_their_digest(self, stored, files_folder):
        owner = UserFactory()
        version = upload(owner)
        digest = hashlib.sha256(files.text()).hexdigest()
        assert stored() == [f"users/{owner.pk}/resumes/{digest}"] == [version.file_key]
        assert (files_folder / version.file_key).read_bytes() == files.text()
        assert (version.state, version.number, version.size) == ("RECEIVED", 1, len(files.text()))
        assert (version.media_type, version.file_name) == ("text/plain", "Sam Example.txt")

    def test_keeps_files_closed_to_other_users_of_the_machine(self, files_folder):
        version = upload(UserFactory())
        path = files_folder / version.file_key
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0

    def test_names_the_resume_after_the_file_and_makes_the_first_the_default(self):
        owner = UserFactory()
        first, second = upload(owner, name="Back_end CV.pdf"), upload(owner, files.text("2"))
        assert (first.resume.name, first.resume.is_default) == ("Back end CV", True)
        assert second.resume.is_default is False

    def test_adds_a_version_to_a_resume(self):
        owner = UserFactory()
        first = upload(owner)
        second = upload(owner, files.text("more"), resume=first.resume)
        assert (second.resume_id, second.number) == (first.resume_id, 2)

    def test_answers_the_same_version_for_the_same_bytes(self, stored):
        owner = UserFactory()
        first, again = upload(owner), upload(owner, name="another name.pdf")
        assert first.pk == again.pk
        assert ResumeVersion.objects.count() == Resume.objects.count() == len(stored()) == 1

    def test_keeps_the_same_bytes_of_two_people_apart(self, stored):
        assert upload(UserFactory()).pk != upload(UserFactory()).pk
        assert len(stored()) == 2

    def test_brings_an_archived_resume_back(self):
        owner = UserFactory()
        resume = upload(owner).resume
        services.archive_resume(resume=resume, now=NOW)
        resume = upload(owner).resume
        resume.refresh_from_db()
        assert (resume.archived_at, resume.is_default) == (None, True)

    @pytest.mark.parametrize(
        ("code", "retried"), [("crashed", True), ("too_slow", True), ("encrypted", False)]
    )
    def test_reads_a_known_file_again_only_where_that_may_help(self, code, retried):
        owner = UserFactory()
        version = upload(owner)
        ResumeVersion.objects.filter(pk=version.pk).update(state="FAILED", failure_code=code)
        assert (upload(owner).state == "RECEIVED") is retried

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "cv.pdf", "empty"),
            (b"a" * (10 * 1024 * 1024 + 1), "cv.txt", "too_big"),
            (b"MZ\x90\x00" + b"\x00" * 200, "cv.pdf", "wrong_type"),
            (b"GIF89a" + b"\x00" * 200, "cv.docx", "wrong_type"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old.doc", "wrong_type"),
            (b"PK\x03\x04" + b"\x00" * 300, "cv.zip", "wrong_type"),
        ],
    )
    def test_refuses_at_the_door_and_keeps_nothing(self, content, name, code, stored):
        with pytest.raises(FileRefusedError) as refused:
            upload(UserFactory(), content, name)
        assert refused.value.code == code
        assert stored() == []
        assert not ResumeVersion.objects.exists()
        assert not Resume.objects.exists()

    def test_judges_the_bytes_and_not_the_name(self):
        version = upload(UserFactory(), files.pdf(), "cv.docx")
        assert version.media_type == "application/pdf"

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\sam\\cv.pdf", "cv.pdf"),
            ("a\x00b\ncv.pdf", "abcv.pdf"),
            ("x" * 300 + ".pdf", "x" * 200),
            ("", ""),
        ],
    )
    def test_keeps_no_path_and_no_control_character_of_a_name(self, sent, kept):
        version = upload(UserFactory(), name=sent)
        assert version.file_name == kept
        assert version.resume.name

    def test_enqueues_the_reading_only_on_commit(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            upload(UserFactory())
        assert any("delay_on_commit" in repr(callback) for callback in callbacks)

    def test_tells_a_person_who_was_erased_meanwhile(self, stored):
        owner = UserFactory()
        User.objects.filter(pk=owner.pk).delete()
        with pytest.raises(GoneError):
            upload(owner)
        assert stored() == []

    def test_leaves_neither_row_nor_file_for_a_resume_that_was_deleted_meanwhile(self, stored):
        owner = UserFactory()
        resume = upload(owner).resume
        services.delete_resume(resume=Resume.objects.get(pk=resume.pk))
        with pytest.raises(GoneError):
            upload(owner, resume=resume)
        assert not ResumeVersion.objects.exists()
        assert stored() == []

    def test_answers_well_under_200_ms_for_ten_megabytes(self):
        owner = UserFactory()
        body = b"word " * 2_000_000
        seconds = []
        for number in range(7):
            started = perf_counter()
            upload(owner, body + str(number).encode())
            seconds.append(perf_counter() - started)
        assert median(seconds) < 0.5  # generous for a busy machine; the figure is in the bench


@pytest.mark.django_db(transaction=True)
class TestUploadRace:
    def test_leaves_neither_row_nor_file_when_the_commit_fails(self, stored):
        owner = UserFactory()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$"
            )
            cursor.execute(
                "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON resumes_resumeversion "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()"
            )
        try:
            with pytest.raises(DatabaseError, match="the disk is full"):
                upload(owner)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER refuse ON resumes_resumeversion")
                cursor.execute("DROP FUNCTION refuse")
        assert not ResumeVersion.objects.exists()
        assert not Resume.objects.exists()
        assert stored() == []

    def race(self, owner, contents):
        barrier, versions, errors = threading.Barrier(len(contents)), [], []

        def run(content):
            try:
                barrier.wait()
                versions.append(upload(owner, content))
            except BaseException as error:  # noqa: BLE001 - shown by the assertion
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(content,)) for content in contents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        return versions

    def test_makes_one_version_of_the_same_bytes_sent_at_once(self, stored):
        versions = self.race(UserFactory(), [files.text()] * 6)
        assert len({version.pk for version in versions}) == 1
        assert ResumeVersion.objects.count() == Resume.objects.count() == 1
        assert stored() == [versions[0].file_key]

    def test_makes_one_default_of_different_files_sent_at_once(self):
        owner = UserFactory()
        self.race(owner, [files.text(str(number)) for number in range(5)])
        assert ResumeVersion.objects.count() == 5
        assert Resume.objects.filter(is_default=True).count() == 1

    def test_never_leaves_a_row_without_its_file_while_it_is_deleted(self):
        owner = UserFactory()
        for _round in range(8):
            resume = upload(owner).resume
            barrier = threading.Barrier(2)

            def delete(resume=resume, barrier=barrier):
                barrier.wait()
                services.delete_resume(resume=resume)
                connection.close()

            def send(barrier=barrier):
                barrier.wait()
                upload(owner)
                connection.close()

            threads = [threading.Thread(target=delete), threading.Thread(target=send)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            for key in ResumeVersion.objects.values_list("file_key", flat=True):
                assert storage.exists(key)
