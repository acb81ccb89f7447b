"""Matching in the background."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.tests.factories import UserFactory
from jobs.models import SourceRun
from jobs.tests.factories import NOW
from matching import runs, selectors
from matching.engines.fresh import FreshPostings
from matching.models import Match, Search
from matching.tests.factories import SearchFactory, index, published
from matching.types import Fit
from resumes.models import ResumeVersion
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return ResumeVersionFactory()


def matches():
    """What every search holds."""
    rows = Match.objects.order_by("search_id", "posting_id")
    return [
        (one.search_id, one.posting_id, one.number, one.is_stopped, round(one.relevance, 3))
        for one in rows
    ]


class TestMatchVersion:
    def test_makes_a_first_search_from_the_resume_and_matches_it(self, version):
        posting = published()
        runs.match_version(version.pk)
        search = Search.objects.get(owner=version.owner)
        assert search.is_default
        assert search.roles == ["Backend developer"]
        assert search.confirmed_at is None
        assert search.matched_version == version
        assert not search.is_waiting
        match = search.matches.get()
        assert match.posting == posting
        assert len(Fit.from_json(match.explanation).reasons(3)) == 3

    def test_twice_is_the_same_as_once(self, version):
        published()
        runs.match_version(version.pk)
        before = Match.objects.get()
        runs.match_version(version.pk)
        after = Match.objects.get()
        assert (after.pk, after.found_at) == (before.pk, before.found_at)

    def test_of_a_newer_version_replaces_the_matches_but_not_when_they_were_found(self, version):
        published()
        runs.match_version(version.pk)
        first = Match.objects.get()
        newer = ResumeVersionFactory(resume=version.resume, number=version.number + 1)
        runs.match_version(newer.pk)
        second = Match.objects.get()
        assert second.version == newer
        assert second.found_at == first.found_at

    def test_leaves_searches_of_another_resume_alone(self, version):
        published()
        other = ResumeVersionFactory(resume=ResumeFactory(owner=version.owner, is_default=False))
        search = SearchFactory(owner=version.owner, resume=other.resume)
        runs.match_version(version.pk)
        assert not search.matches.exists()

    def test_of_another_resume_leaves_the_default_search_at_rest(self, version):
        """Its page would say that it is matching until the sweep came by."""
        published()
        runs.match_version(version.pk)
        other = ResumeVersionFactory(resume=ResumeFactory(owner=version.owner, is_default=False))
        runs.match_version(other.pk)
        assert not Search.objects.get().is_waiting

    def test_of_its_own_resume_is_asked_for_while_it_runs(self, version, monkeypatch):
        published()
        runs.match_version(version.pk)
        newer = ResumeVersionFactory(resume=version.resume, number=version.number + 1)
        monkeypatch.setattr(runs, "match_search", lambda _search: 0)
        runs.match_version(newer.pk)
        assert Search.objects.get().is_waiting

    def test_of_an_unread_version_does_nothing(self):
        waiting = ResumeVersionFactory(state=ResumeVersion.State.RECEIVED)
        runs.match_version(waiting.pk)
        assert not Search.objects.exists()


class TestMatchSearch:
    def test_drops_what_is_no_longer_found(self, version):
        posting = published()
        search = SearchFactory(owner=version.owner)
        runs.match_search(search.pk)
        assert search.matches.count() == 1
        posting.search.is_active = False
        posting.search.save()
        runs.match_search(search.pk)
        assert search.matches.count() == 0

    def test_keeps_the_best(self, version, monkeypatch):
        monkeypatch.setattr(runs, "KEPT", 2)
        published(description="You have Django and PostgreSQL. You build APIs.")
        for title in ("Chef", "Driver", "Nurse"):
            published(title=title, description="Work with people.", skills=[])
        search = SearchFactory(owner=version.owner)
        runs.match_search(search.pk)
        assert search.matches.count() == 2
        assert search.matches.filter(posting__title="Backend developer").exists()

    def test_yields_to_a_later_request(self, version, monkeypatch):
        published()
        search = SearchFactory(owner=version.owner)
        score = runs._score

        def asked_again_meanwhile(*args):
            Search.objects.filter(pk=search.pk).update(wanted_at=timezone.now())
            return score(*args)

        monkeypatch.setattr(runs, "_score", asked_again_meanwhile)
        assert runs.match_search(search.pk) == 0
        search.refresh_from_db()
        assert search.is_waiting
        assert not search.matches.exists()

    def test_tells_the_open_pages_once_it_is_committed(
        self, version, monkeypatch, django_capture_on_commit_callbacks
    ):
        told = []
        monkeypatch.setattr(
            "core.live.announce", lambda user, topic, **ids: told.append((user, topic, ids))
        )
        published()
        search = SearchFactory(owner=version.owner)
        with django_capture_on_commit_callbacks(execute=True):
            runs.match_search(search.pk)
        assert told == [(version.owner_id, "matches", {"search_id": search.pk, "count": 1})]

    def test_without_a_resume_is_nothing(self):
        assert runs.match_search(SearchFactory().pk) == 0


class TestRefresh:
    def test_adds_what_a_run_published_and_keeps_the_rest(self, version):
        old = published(description="The first text about Django.")
        runs.match_version(version.pk)
        search = Search.objects.get()
        run = SourceRun.objects.create(
            source=old.source, trigger="SCHEDULE", started_at=timezone.now()
        )
        new = published(description="The second text about PostgreSQL.")
        assert runs.refresh_after(run.pk) is None
        assert {match.posting_id for match in search.matches.all()} == {old.pk, new.pk}
        fresh = search.matches.get(posting=new)
        assert fresh.found_at > search.matches.get(posting=old).found_at

    def test_pushes_a_new_strong_match_to_the_open_pages(
        self, version, client, monkeypatch, django_capture_on_commit_callbacks
    ):
        old = published(description="The first text about Django.")
        runs.match_version(version.pk)
        search = Search.objects.get()
        Search.objects.update(last_seen_at=timezone.now())
        new = published(description="You have Django and PostgreSQL and build APIs for shops.")
        told = []
        monkeypatch.setattr(
            "core.live.announce", lambda user, topic, **ids: told.append((user, topic, ids))
        )
        monkeypatch.setattr("matching.selectors.matches.STRONG", 40)
        with django_capture_on_commit_callbacks(execute=True):
            runs.refresh_searches([search.pk], [new.pk])
        assert told == [(version.owner_id, "matches", {"search_id": search.pk, "count": 1})]
        client.force_login(version.owner)
        for url, topic in (("/matches", "matches"), ("/today", "matches")):
            page = client.get(url).content.decode()
            assert f"/jobs/{new.pk}" in page
            assert f"/jobs/{old.pk}" not in page
            assert re.search(rf'data-live="[^"]*\b{topic}\b', page)

    def test_leaves_what_whole_matching_would(self, version):
        """The new ones are matched against many searches at once, and nobody sees a difference."""
        source = published(description="The first text about Django.").source
        other = ResumeVersionFactory(
            text="Sam Example\nWard nurse\nNursing at a hospital since 2019"
        )
        for one in (version, other):
            runs.match_version(one.pk)
        run = SourceRun.objects.create(source=source, trigger="IMPORT", started_at=timezone.now())
        for title, words in (
            ("Ward nurse", "Nursing"),
            ("Baker", "Bread"),
            ("Django developer", "Django"),
        ):
            published(title=title, description=f"{words} every day.", skills=[words], source=source)
        runs.refresh_after(run.pk)
        refreshed = matches()
        for search in Search.objects.all():
            runs.match_search(search.pk)
        assert len(refreshed) == 8
        assert matches() == refreshed

    def test_judges_nothing_less_relevant_than_what_is_kept(self, version, monkeypatch):
        monkeypatch.setattr(runs, "KEPT", 1)
        source = published().source
        runs.match_version(version.pk)
        run = SourceRun.objects.create(source=source, trigger="IMPORT", started_at=timezone.now())
        published(title="Ward nurse", description="Care for patients.", skills=[], source=source)
        judged = []
        judge = FreshPostings.judged
        monkeypatch.setattr(
            FreshPostings,
            "judged",
            lambda self, *asked: judged.extend(asked[2]) or judge(self, *asked),
        )
        runs.refresh_after(run.pk)
        assert judged == []
        assert Search.objects.get().matched_at > run.started_at
        assert Match.objects.count() == 1

    def test_judges_again_what_is_kept_and_was_written_again(self, version, monkeypatch):
        monkeypatch.setattr(runs, "KEPT", 1)
        posting = published()
        runs.match_version(version.pk)
        run = SourceRun.objects.create(
            source=posting.source, trigger="IMPORT", started_at=timezone.now()
        )
        before = Match.objects.get()
        posting.title, posting.skills = "Ward nurse", ["nursing"]
        posting.description = "Nursing of patients in a ward."
        posting.save()
        with connection.cursor() as cursor:
            index([posting], cursor)
        runs.refresh_after(run.pk)
        assert Match.objects.get().number < before.number

    def test_costs_the_same_queries_for_one_posting_and_for_many(
        self, version, django_assert_max_num_queries
    ):
        source = published().source
        runs.match_version(version.pk)
        for count in (1, 12):
            run = SourceRun.objects.create(
                source=source, trigger="IMPORT", started_at=timezone.now()
            )
            for number in range(count):
                published(description=f"Text {number} of {count} about Django.", source=source)
            with django_assert_max_num_queries(34):
                runs.refresh_after(run.pk)

    def test_goes_on_after_a_batch(self, version, monkeypatch):
        monkeypatch.setattr(runs, "BATCH", 1)
        posting = published()
        runs.match_version(version.pk)
        search = Search.objects.get()
        run = SourceRun.objects.create(source=posting.source, trigger="IMPORT", started_at=NOW)
        last = runs.refresh_after(run.pk)
        assert last == search.pk
        assert runs.refresh_after(run.pk, last) is None


class TestSweep:
    def test_finds_what_was_asked_for_and_never_came(self, version):
        late = timezone.now() - timedelta(hours=1)
        lost = SearchFactory(owner=version.owner, wanted_at=late)
        SearchFactory(owner=UserFactory(), wanted_at=late, matched_at=timezone.now())
        SearchFactory(owner=UserFactory(), wanted_at=timezone.now())
        assert runs.sweep() == [lost.pk]

    def test_finds_a_resume_whose_signal_was_lost(self, version):
        ResumeVersion.objects.update(updated_at=timezone.now() - timedelta(hours=1))
        [search_id] = runs.sweep()
        assert Search.objects.get(pk=search_id).owner == version.owner
        assert selectors.default_search(version.owner_id).is_waiting
