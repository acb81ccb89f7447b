"""Talent Solution as the engine: what it is asked, and what happens when it does not answer."""

from datetime import timedelta

import grpc
import pytest

from jobs.models import CallQuota, Posting
from jobs.pipeline.talent import calls
from jobs.tests.factories import NOW
from matching import runs, selectors, services
from matching.engines import choosing, talent, talent_search
from matching.engines.protocol import Question
from matching.models import Match
from matching.tests.engine.test_properties import profile
from matching.tests.factories import SearchFactory, published
from matching.types import WishedPlace, Wishes
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db

Code = grpc.StatusCode
LEEDS = WishedPlace("Leeds", "GB", 53.8, -1.55, 16.09344)


def retrieved(wishes=Wishes(), now=NOW, **fields):  # noqa: B008 - frozen
    engine = selectors.active_engine()
    question = Question(profile=profile(), wishes=wishes, engine_id=engine.pk, now=now, **fields)
    return choosing.retrieve(question)


def used():
    return CallQuota.objects.get(window_kind="DAY").used


class TestRequest:
    def test_says_who_asks_without_saying_who(self, remote, settings):
        settings.SITE_URL = "https://jobs.example.org:8443/x"
        remote.publish()
        remote.found()
        (asked,) = remote.server.searches
        who = asked.request_metadata
        assert who.domain == "jobs.example.org"
        assert len(who.session_id) == len(who.user_id) == 64
        assert who.session_id != who.user_id
        assert asked.parent == "projects/acme/tenants/main"
        assert 0 < len(asked.job_query.query) <= 255

    def test_a_session_is_a_day_and_a_person_is_for_ever(self, talent_solution):
        today, tomorrow = [
            talent._asker(
                Question(
                    profile=profile(), wishes=Wishes(), engine_id=None, now=NOW + timedelta(days=n)
                )
            )
            for n in (0, 1)
        ]
        assert today.user_id == tomorrow.user_id
        assert today.session_id != tomorrow.session_id

    def test_reads_page_after_page(self, remote, monkeypatch):
        monkeypatch.setattr(talent_search, "PAGE", 2)
        for number in range(5):
            published(description=f"Text {number} about Django.", sync_status="PENDING")
        remote.tell()
        assert len(remote.found()) == 5
        assert [one.page_token for one in remote.server.searches] == ["", "2", "4"]

    def test_reads_so_many_pages_and_no_more(self, remote, monkeypatch):
        monkeypatch.setattr(talent_search, "PAGE", 1)
        for number in range(5):
            published(description=f"Text {number} about Django.", sync_status="PENDING")
        remote.tell()
        assert len(remote.found()) == talent.PAGES


class TestJobQuery:
    def query(self, **wishes):
        return talent_search.job_query(Wishes(**wishes), "Cook", "en")

    def test_places_and_remote(self):
        near, remote = self.query(places=(LEEDS,), remote="ALSO").location_filters
        assert (near.lat_lng.latitude, near.distance_in_miles) == (53.8, pytest.approx(10))
        assert remote.telecommute_preference.name == "TELECOMMUTE_ALLOWED"
        (only,) = self.query(remote="ONLY", places=(LEEDS,)).location_filters
        assert (only.telecommute_preference.name, only.region_code) == ("TELECOMMUTE_ALLOWED", "")

    def test_a_place_nobody_located_goes_by_its_name(self):
        (place,) = self.query(places=(WishedPlace("Leeds", "GB"),)).location_filters
        assert (place.address, place.region_code) == ("Leeds", "GB")

    def test_countries_by_name(self):
        (country,) = self.query(countries=("CA",)).location_filters
        assert (country.address, country.region_code) == ("Canada", "CA")

    def test_languages_only_once_they_are_confirmed(self):
        assert list(self.query(languages=("de", "en")).language_codes) == ["de", "en"]
        assert not self.query(languages=("de",), is_confirmed=False).language_codes

    def test_types_in_its_own_words(self):
        asked = self.query(employment_types=("CONTRACT", "INTERN", "OTHER", "FULL_TIME"))
        names = [one.name for one in asked.employment_types]
        assert names == ["CONTRACTOR", "INTERN", "OTHER_EMPLOYMENT_TYPE", "FULL_TIME"]

    def test_pay_a_year_with_a_currency_or_not_at_all(self):
        pay = self.query(pay_floor=50_000, pay_currency="EUR").compensation_filter
        assert pay.range_.min_compensation.units == 50_000
        assert pay.include_jobs_with_unspecified_compensation_range
        assert "compensation_filter" not in self.query(pay_floor=50_000)

    def test_levels_and_internships(self):
        asked = self.query(levels=("SENIOR", "LEAD"), internship_only=True)
        assert asked.custom_attribute_filter == (
            '(level = "SENIOR" OR level = "LEAD" OR EMPTY(level)) AND internship = "yes"'
        )


class TestAway:
    @pytest.mark.parametrize(
        "code",
        [Code.UNAVAILABLE, Code.PERMISSION_DENIED, Code.RESOURCE_EXHAUSTED, Code.UNAUTHENTICATED,
         Code.INVALID_ARGUMENT, Code.NOT_FOUND, Code.INTERNAL],
    )  # fmt: skip
    def test_the_local_engine_answers_in_the_same_request(self, remote, code):
        posting = remote.publish()
        remote.server.fails["search_jobs"] = [code]
        found = retrieved()
        assert [one.posting_id for one in found.candidates] == [posting.pk]
        assert (found.engine, found.is_second_choice) == ("local", True)
        assert remote.server.calls["search_jobs"] == 1

    def test_silence_costs_no_more_than_its_time(self, remote, monkeypatch):
        remote.publish()
        monkeypatch.setattr(talent, "SECONDS", 0.2)
        remote.server.is_silent = True
        assert retrieved().engine == "local"

    def test_what_keeps_failing_is_left_alone_for_a_while(self, remote):
        remote.publish()
        remote.server.fails["search_jobs"] = [Code.UNAVAILABLE] * 9
        for _ in range(6):
            assert retrieved().engine == "local"
        assert remote.server.calls["search_jobs"] == 3

    def test_pages_that_came_count_when_a_later_one_does_not(self, remote, monkeypatch):
        monkeypatch.setattr(talent_search, "PAGE", 1)
        remote.publish()
        remote.publish(description="Another text about Django.")
        remote.server.fails["search_jobs"] = [None, Code.UNAVAILABLE]
        found = retrieved()
        assert found.engine == "talent"

    def test_no_package_and_no_credentials(self, talent_solution, monkeypatch, settings):
        published()

        def missing(_path):
            raise ImportError("no google")

        monkeypatch.setattr(talent, "import_string", missing)
        settings.TALENT_ENDPOINT = "another:1"
        assert retrieved().engine == "local"

    def test_what_it_does_not_find_the_local_engine_does(self, talent_solution):
        posting = published()
        found = retrieved()
        assert [one.posting_id for one in found.candidates] == [posting.pk]
        assert found.engine == "local"

    def test_not_set_up_is_not_asked(self, settings):
        settings.MATCHING_ENGINE = "talent"
        assert choosing.chosen().name == "local"

    def test_what_was_just_published_is_asked_of_the_local_engine(self, remote):
        posting = remote.publish()
        assert retrieved(within=[posting.pk]).engine == "local"
        assert not remote.server.searches


class TestQuota:
    def test_every_page_is_a_call_of_the_day(self, remote):
        remote.publish()
        before = used()
        assert retrieved().engine == "talent"
        assert used() == before + 1

    def test_used_up_means_local_and_is_no_fault(self, remote, settings):
        remote.publish()
        settings.CTS_DAILY_QUOTA = used()
        for _ in range(5):
            assert retrieved().engine == "local"
        assert not remote.server.searches
        assert retrieved(now=NOW + timedelta(days=1)).engine == "talent"

    def test_sending_leaves_a_fifth_for_searching(self, remote, settings):
        settings.CTS_DAILY_QUOTA = 10
        while calls.take(calls.Purpose.SYNC, now=NOW):
            pass
        assert used() == 8
        remote.publish()
        assert Posting.objects.get().sync_status == "PENDING"
        assert calls.take(calls.Purpose.SEARCH, now=NOW)
        assert calls.take(calls.Purpose.SEARCH, now=NOW)
        assert not calls.take(calls.Purpose.SEARCH, now=NOW)


class TestWhoAnswered:
    def test_the_answer_says_so(self, remote):
        remote.publish()
        answer = services.match_profile(profile(), Wishes(), now=NOW)
        assert (answer.engine, len(answer.rows)) == ("talent", 1)
        remote.publish(description="Another text about Django.")
        remote.server.fails["search_jobs"] = [Code.UNAVAILABLE]
        answer = services.match_profile(profile(), Wishes(), now=NOW)
        assert (answer.engine, len(answer.rows)) == ("local-2", 2)

    def test_and_so_does_every_match(self, remote):
        version = ResumeVersionFactory()
        search = SearchFactory(owner=version.owner, resume=version.resume)
        remote.publish(expires_at=None)
        runs.match_search(search.pk)
        assert set(Match.objects.values_list("found_by", flat=True)) == {"talent"}
        remote.server.fails["search_jobs"] = [Code.UNAVAILABLE]
        runs.match_search(search.pk)
        assert set(Match.objects.values_list("found_by", flat=True)) == {"local"}
