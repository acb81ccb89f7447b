import pytest

from accounts.signals import guest_joining
from accounts.tests.factories import UserFactory
from applications import services
from applications.models import Application
from applications.tests.factories import NOW
from jobs.tests.factories import PostingFactory
from matching.services import record_verdict, undo_verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return UserFactory.create()


@pytest.fixture
def posting():
    return PostingFactory.create()


class TestKeepSaved:
    def test_puts_what_was_saved_in_triage_on_the_board_once(self, owner, posting):
        record_verdict(user=owner, posting=posting, verdict="SAVE")
        record_verdict(user=owner, posting=posting, verdict="SAVE")
        saved = Application.objects.get(owner=owner)
        assert (saved.posting, saved.status) == (posting, "SAVED")

    def test_keeps_nothing_of_what_is_not_wanted(self, owner, posting):
        record_verdict(user=owner, posting=posting, verdict="NOT_FOR_ME", reason="PAY")
        record_verdict(user=owner, posting=posting, verdict="LATER")
        assert not Application.objects.exists()

    @pytest.mark.parametrize("after", ["undo", "LATER", "NOT_FOR_ME"])
    def test_takes_it_off_again_when_the_person_thinks_again(self, owner, posting, after):
        record_verdict(user=owner, posting=posting, verdict="SAVE")
        if after == "undo":
            undo_verdict(user=owner, posting=posting)
        else:
            record_verdict(user=owner, posting=posting, verdict=after)
        assert not Application.objects.exists()

    def test_never_takes_off_what_was_worked_on(self, owner, posting):
        record_verdict(user=owner, posting=posting, verdict="SAVE")
        saved = Application.objects.get(owner=owner)
        services.add_note(application=saved, actor=owner, text="Ask about the team.", now=NOW)
        undo_verdict(user=owner, posting=posting)
        assert Application.objects.filter(pk=saved.pk).exists()

    def test_leaves_other_peoples_alone(self, owner, posting):
        other = UserFactory.create()
        record_verdict(user=other, posting=posting, verdict="SAVE")
        record_verdict(user=owner, posting=posting, verdict="NOT_FOR_ME")
        assert Application.objects.get().owner == other


class TestMoveSaved:
    def test_gives_a_guests_board_to_the_account_they_sign_in_to(self, owner, posting):
        guest = UserFactory.create(is_guest=True, expires_at=NOW)
        saved = services.save_posting(owner=guest, posting=posting, now=NOW)
        services.add_reminder(application=saved, owner=guest, text="Ring", due_at=NOW, now=NOW)
        guest_joining.send(None, guest_id=str(guest.pk), user_id=str(owner.pk))
        assert Application.objects.get(owner=owner) == saved
        assert saved.reminders.get().owner == owner

    def test_keeps_the_accounts_own_where_both_saved_one(self, owner, posting):
        guest = UserFactory.create(is_guest=True, expires_at=NOW)
        mine = services.save_posting(owner=owner, posting=posting, now=NOW)
        services.save_posting(owner=guest, posting=posting, now=NOW)
        guest_joining.send(None, guest_id=str(guest.pk), user_id=str(owner.pk))
        assert Application.objects.get(owner=owner) == mine
