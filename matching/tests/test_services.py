"""What a person decides."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from jobs.tests.factories import PostingFactory
from matching import runs, selectors, services
from matching.models import MatchVerdict, Search
from matching.signals import verdict_recorded
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


class TestRecordVerdict:
    def test_keeps_the_last_word_and_a_reason_only_for_a_no(self):
        user, posting = UserFactory(), PostingFactory()
        services.record_verdict(user=user, posting=posting, verdict="NOT_FOR_ME", reason="PAY")
        services.record_verdict(user=user, posting=posting, verdict="LATER", reason="PAY")
        held = MatchVerdict.objects.get()
        assert (held.verdict, held.reason) == ("LATER", "")

    def test_can_be_taken_back_once(self):
        user, posting = UserFactory(), PostingFactory()
        services.record_verdict(user=user, posting=posting, verdict="SAVE")
        assert services.undo_verdict(user=user, posting=posting)
        assert not services.undo_verdict(user=user, posting=posting)

    def test_tells_the_apps_above(self):
        told = []

        def listen(sender, **kwargs):
            told.append((kwargs["posting_id"], kwargs["verdict"]))

        verdict_recorded.connect(listen)
        user, posting = UserFactory(), PostingFactory()
        services.record_verdict(user=user, posting=posting, verdict="SAVE")
        services.undo_verdict(user=user, posting=posting)
        verdict_recorded.disconnect(listen)
        assert told == [(str(posting.pk), "SAVE"), (str(posting.pk), "")]


@pytest.mark.django_db(transaction=True)
class TestRecordVerdictAtOnce:
    def test_leaves_one_row_and_no_error(self):
        user, posting = UserFactory(), PostingFactory()
        start, failures = threading.Barrier(4), []

        def say(verdict):
            try:
                start.wait(10)
                services.record_verdict(user=user, posting=posting, verdict=verdict)
            except Exception as error:  # noqa: BLE001 - reported below
                failures.append(error)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=say, args=[verdict])
            for verdict in ("SAVE", "LATER", "NOT_FOR_ME", "SAVE")
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert failures == []
        assert MatchVerdict.objects.count() == 1


class TestSearches:
    def test_the_first_is_the_default(self):
        user, now = UserFactory(), timezone.now()
        first = services.create_search(owner=user, wish={"roles": ["Chef"]}, now=now)
        second = services.create_search(owner=user, wish={"roles": ["Cook"]}, now=now)
        assert (first.is_default, second.is_default) == (True, False)
        assert first.is_waiting

    def test_a_change_is_matched_again(self):
        search = SearchFactory(matched_at=timezone.now())
        changed = services.update_search(search=search, wish={"remote": "ONLY"}, now=timezone.now())
        assert changed.is_waiting
        assert changed.confirmed_at is not None

    def test_cannot_be_made_without_end(self):
        user, now = UserFactory(), timezone.now()
        for _ in range(services.MOST_SEARCHES):
            services.create_search(owner=user, wish={}, now=now)
        with pytest.raises(services.TooManySearchesError):
            services.create_search(owner=user, wish={}, now=now)

    def test_the_last_one_stays_and_the_default_is_handed_on(self):
        user, now = UserFactory(), timezone.now()
        first = services.create_search(owner=user, wish={}, now=now)
        second = services.create_search(owner=user, wish={}, now=now)
        services.delete_search(search=first)
        second.refresh_from_db()
        assert second.is_default
        with pytest.raises(services.LastSearchError):
            services.delete_search(search=second)

    def test_of_a_guest_follow_to_the_account(self):
        guest, user = SearchFactory().owner, SearchFactory().owner
        services.move_searches(guest_id=guest.pk, user_id=user.pk)
        assert Search.objects.owned_by(user.pk).count() == 2
        assert Search.objects.owned_by(user.pk).filter(is_default=True).count() == 1


class TestInbox:
    @pytest.fixture
    def search(self):
        version = ResumeVersionFactory()
        for number in range(5):
            published(description=f"You have Django and PostgreSQL. Team {number} builds APIs.")
        published(title="Chef", description="You cook for guests every day.", skills=[])
        runs.match_version(version.pk)
        return Search.objects.get()

    def test_pages_through_everything_once_in_the_one_order(self, search):
        seen, marker = [], None
        while True:
            page = selectors.inbox(search, after=marker, size=2)
            seen += page.matches
            marker = page.next_marker
            if marker is None:
                break
            marker = selectors.Marker.read(str(marker))
        numbers = [match.number for match in seen]
        assert len({match.pk for match in seen}) == 6
        assert numbers == sorted(numbers, reverse=True)

    def test_shows_only_what_is_undecided(self, search):
        first = selectors.inbox(search).matches[0]
        services.record_verdict(user=search.owner, posting=first.posting, verdict="LATER")
        assert first not in selectors.inbox(search).matches
        assert selectors.inbox(search, show="later").matches == [first]
        services.undo_verdict(user=search.owner, posting=first.posting)
        assert first in selectors.inbox(search).matches

    def test_never_shows_what_has_expired_since(self, search):
        first = selectors.inbox(search).matches[0]
        first.posting.status = "EXPIRED"
        first.posting.save()
        assert first not in selectors.inbox(search).matches

    def test_counts_what_is_new_since_the_last_look(self, search):
        assert selectors.new_since_last_look(search) == 6
        services.mark_seen(search=search, now=timezone.now())
        search.refresh_from_db()
        assert selectors.new_since_last_look(search) == 0

    def test_the_filter_uses_the_number_of_the_badge(self, search):
        top = selectors.inbox(search).matches[0]
        shown = selectors.inbox(search, min_fit=top.number).matches
        assert shown
        assert all(match.number >= top.number for match in shown)

    def test_a_broken_marker_is_the_first_page(self):
        assert selectors.Marker.read("nonsense") is None
        assert selectors.Marker.read("1_2_3") is None

    def test_a_stored_fit_and_one_computed_now_are_the_same(self, search):
        match = selectors.inbox(search).matches[0]
        stored = selectors.stored_fits(search, [match.posting_id])[match.posting_id]
        [(_version, fresh)] = services.fits_by_resume(
            search.owner_id, match.posting, now=timezone.now()
        )
        assert fresh.number == stored.number == match.number
