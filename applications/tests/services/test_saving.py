"""How an application comes to be, and what it survives."""

from datetime import timedelta

import pytest

from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application
from applications.selectors.detail import detail
from applications.states import Status
from applications.tests.factories import NOW
from jobs.models import Posting
from jobs.tests.factories import PostingFactory
from matching.models import MatchVerdict
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


class TestSavePosting:
    def test_keeps_a_copy_of_what_it_says_now(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        row = services.save_posting(owner=owner, posting=posting, now=NOW)
        posting.title = "Something else"
        posting.description = "Taken down"
        posting.save()
        row.refresh_from_db()
        assert row.title == "Backend developer"
        assert "3+ years of Django" in row.description
        assert (row.archived_at, row.source_name, row.status) == (NOW, "Adzuna", Status.SAVED)
        assert row.events.get().kind == "CREATED"

    def test_twice_is_the_same_row(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        first = services.save_posting(owner=owner, posting=posting, now=NOW)
        second = services.save_posting(owner=owner, posting=posting, now=NOW)
        assert first.pk == second.pk
        assert first.events.count() == 1

    def test_again_after_a_rejection_is_a_new_try(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        first = services.save_posting(owner=owner, posting=posting, now=NOW)
        services.move_application(
            application=first, to=Status.REJECTED, actor=owner, now=NOW, by_hand=True
        )
        assert services.save_posting(owner=owner, posting=posting, now=NOW).pk != first.pk

    def test_says_so_to_matching(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        services.save_posting(owner=owner, posting=posting, now=NOW)
        assert MatchVerdict.objects.get(user=owner, posting=posting).verdict == "SAVE"

    def test_remembers_the_resume(self):
        version = ResumeVersionFactory.create()
        row = services.save_posting(owner=version.owner, posting=PostingFactory.create(), now=NOW)
        assert row.version == version


class TestWhatAnApplicationSurvives:
    def test_the_posting(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        row = services.save_posting(owner=owner, posting=posting, now=NOW)
        Posting.objects.filter(pk=posting.pk).delete()
        found = detail(owner.pk, row.pk, now=NOW)
        assert found.application.posting is None
        assert found.application.title == "Backend developer"

    def test_the_resume(self):
        version = ResumeVersionFactory.create()
        row = services.save_posting(owner=version.owner, posting=PostingFactory.create(), now=NOW)
        version.resume.delete()
        found = detail(version.owner_id, row.pk, now=NOW)
        assert found.application.version is None

    def test_the_company(self):
        owner, posting = UserFactory.create(), PostingFactory.create()
        row = services.save_posting(owner=owner, posting=posting, now=NOW)
        posting.company = None
        posting.company_name = ""
        posting.save()
        assert detail(owner.pk, row.pk, now=NOW).application.company_name == "Acme"


class TestAddByHand:
    def test_needs_two_fields(self):
        row = services.add_by_hand(
            owner=UserFactory.create(), title="Cook", company_name="Luigi's", now=NOW
        )
        assert row.status == Status.SAVED
        assert row.events.get().data["how"] == "hand"

    @pytest.mark.parametrize("status", [Status.APPLIED, Status.INTERVIEW, Status.OFFER])
    def test_may_stand_further_along(self, status):
        row = services.add_by_hand(
            owner=UserFactory.create(), title="Cook", company_name="Luigi's", now=NOW, status=status
        )
        row.refresh_from_db()
        assert row.status == status
        assert row.applied_at == NOW


class TestEditApplication:
    def test_records_which_fields_changed(self):
        owner = UserFactory.create()
        row = services.add_by_hand(owner=owner, title="Cook", company_name="Luigi's", now=NOW)
        services.edit_application(
            application=row, actor=owner, now=NOW, title="Chef", tags=["night"], priority=0
        )
        event = row.events.get(kind="CHANGED")
        assert event.data == {"fields": ["tags", "title"]}

    def test_says_nothing_when_nothing_changed(self):
        owner = UserFactory.create()
        row = services.add_by_hand(owner=owner, title="Cook", company_name="Luigi's", now=NOW)
        services.edit_application(application=row, actor=owner, now=NOW, title="Cook")
        assert not row.events.filter(kind="CHANGED").exists()


def test_deleting_takes_everything_along_but_the_posting():
    owner, posting = UserFactory.create(), PostingFactory.create()
    row = services.save_posting(owner=owner, posting=posting, now=NOW)
    services.add_note(application=row, text="x", actor=owner, now=NOW)
    services.add_interview(application=row, starts_at=NOW + timedelta(days=1), actor=owner, now=NOW)
    services.delete_application(application=row)
    assert not Application.objects.exists()
    assert Posting.objects.filter(pk=posting.pk).exists()
