"""Names, the default, the archive, deletion, corrections."""

import pytest
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from accounts.tests.factories import GuestFactory, UserFactory
from resumes import services
from resumes.models import Resume, ResumeVersion
from resumes.tests import files
from resumes.tests.factories import ResumeFactory
from resumes.tests.test_uploads import upload

NOW = timezone.now()


@pytest.mark.django_db
class TestShelf:
    def test_has_one_default_at_a_time(self):
        owner = UserFactory()
        first, second = ResumeFactory(owner=owner), ResumeFactory(owner=owner, is_default=False)
        services.set_default(resume=second)
        assert list(Resume.objects.filter(is_default=True)) == [second]
        assert Resume.objects.get(pk=first.pk).is_default is False

    def test_hands_the_default_on_when_it_is_archived_or_deleted(self):
        owner = UserFactory()
        first = ResumeFactory(owner=owner)
        second = ResumeFactory(owner=owner, is_default=False)
        third = ResumeFactory(owner=owner, is_default=False)
        services.archive_resume(resume=first, now=NOW)
        assert list(Resume.objects.filter(is_default=True)) == [third]
        services.delete_resume(resume=third)
        assert list(Resume.objects.filter(is_default=True)) == [second]

    def test_deletes_rows_and_files(self, stored):
        owner = UserFactory()
        resume = upload(owner).resume
        upload(owner, files.text("2"), resume=resume)
        kept = upload(owner, files.text("3"))
        services.delete_resume(resume=resume)
        assert stored() == [kept.file_key]
        assert list(ResumeVersion.objects.all()) == [kept]

    def test_renames_but_not_to_nothing(self):
        resume = ResumeFactory()
        assert services.rename_resume(resume=resume, name="  Data ").name == "Data"
        assert services.rename_resume(resume=resume, name="   ").name == "Data"


@pytest.mark.django_db
class TestCorrectVersion:
    def test_keeps_the_file_of_a_corrected_upload_until_both_are_gone(self, stored, read_all):
        version = upload(UserFactory())
        read_all()
        version.refresh_from_db()
        change = services.Change(services.Op.REPLACE, "/basics/name", "S")
        services.correct_version(version=version, changes=[change], now=NOW)
        services.delete_resume(resume=version.resume)
        assert stored() == []


@pytest.mark.django_db
class TestPeopleComeAndGo:
    def test_an_erased_guest_leaves_no_row_and_no_file(
        self, stored, read_all, django_capture_on_commit_callbacks
    ):
        guest, other = GuestFactory(), UserFactory()
        upload(guest)
        kept = upload(other)
        read_all()
        later = guest.expires_at
        with django_capture_on_commit_callbacks(execute=True):
            assert privacy.erase_expired_guests(now=later) == 1
        assert not User.objects.filter(pk=guest.pk).exists()
        assert list(ResumeVersion.objects.all()) == [kept]
        assert stored() == [kept.file_key]

    def test_a_guest_who_signs_in_takes_the_work_along(
        self, stored, django_capture_on_commit_callbacks
    ):
        guest, person = GuestFactory(), UserFactory()
        mine = upload(person)
        upload(guest)  # the same bytes as mine
        brought = upload(guest, files.text("new"))
        with django_capture_on_commit_callbacks(execute=True):
            assert privacy.join_guest(guest=guest, user=person) is True
        assert set(ResumeVersion.objects.owned_by(person.pk)) == {mine, brought}
        assert ResumeVersion.objects.count() == 2
        assert stored() == sorted([mine.file_key, brought.file_key])
        assert Resume.objects.get(is_default=True) == mine.resume
        assert upload(person, files.text("new")).pk == brought.pk
