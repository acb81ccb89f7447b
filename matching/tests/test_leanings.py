"""Thumbs, and what comes next because of them."""

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.signals import guest_joining
from accounts.tests.factories import UserFactory
from jobs.models import Company, CompanyHide
from jobs.tests.factories import NOW
from matching import runs, selectors, services
from matching.engines import neighbours, taste
from matching.models import Leaning, Match, PostingVector, Search
from matching.tests.factories import published
from matching.types import Wishes
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def signed_in(client, version):
    client.force_login(version.owner)
    return client


@pytest.fixture
def shops():
    text = "You have Django and PostgreSQL and build APIs for shops. Team {}."
    return [published(description=text.format(number)) for number in range(3)]


@pytest.fixture
def games():
    return published(
        title="Game developer", description="You write shaders in C++ for games.", skills=["C++"]
    )


@pytest.fixture
def search(version, shops, games):
    runs.match_version(version.pk)
    return Search.objects.get()


def listed(search, show=""):
    return [match.posting_id for match in selectors.inbox(search, show=show).matches]


class TestLess:
    def test_sets_aside_what_is_much_like_it_and_taken_back_brings_it_back(
        self, version, search, shops, games
    ):
        before = listed(search)
        services.record_leaning(user=version.owner, posting=shops[0], direction="LESS")
        runs.match_search(search.pk)
        search.refresh_from_db()
        assert listed(search) == [games.pk]
        assert set(listed(search, "less")) == {one.pk for one in shops}
        assert selectors.aside_count(search) == 3
        assert selectors.new_since_last_look(search) == 1
        assert games.pk in {match.posting_id for match in selectors.worth_telling(search)}
        assert not {one.pk for one in shops} & {
            match.posting_id for match in selectors.worth_telling(search)
        }
        services.undo_leaning(user=version.owner, posting=shops[0])
        runs.match_search(search.pk)
        assert listed(search) == before

    def test_holds_for_what_is_published_later(self, version, search, shops):
        services.record_leaning(user=version.owner, posting=shops[0], direction="LESS")
        runs.match_search(search.pk)
        new = published(description="You have Django and PostgreSQL and build APIs for shops too.")
        runs.refresh_searches([search.pk], [new.pk])
        assert new.pk in listed(search, "less")

    def test_changes_no_fit(self, version, search, shops):
        before = dict(Match.objects.values_list("posting", "number"))
        services.record_leaning(user=version.owner, posting=shops[0], direction="LESS")
        runs.match_search(search.pk)
        assert dict(Match.objects.values_list("posting", "number")) == before

    def test_sets_the_posting_itself_aside_where_the_engine_has_not_read_it(
        self, version, search, shops
    ):
        services.record_leaning(user=version.owner, posting=shops[0], direction="LESS")
        PostingVector.objects.filter(posting=shops[0]).delete()
        held = taste.taste_of(version.owner_id, selectors.active_engine())
        assert taste.unwanted([one.pk for one in shops], held) == {shops[0].pk}


class TestMore:
    def test_raises_the_relevance_of_what_is_like_it(self, version, search, games):
        before = search.matches.get(posting=games).relevance
        services.record_leaning(user=version.owner, posting=games, direction="MORE")
        runs.match_search(search.pk)
        assert search.matches.get(posting=games).relevance > before

    def test_reads_the_neighbours_of_what_was_liked(self, version, search, games):
        other = published(
            title="Game programmer", description="You write shaders in C++.", skills=["C++"]
        )
        engine = selectors.active_engine()
        neighbours.refresh(engine=engine, now=NOW)
        services.record_leaning(user=version.owner, posting=games, direction="MORE")
        held = taste.taste_of(version.owner_id, engine)
        profile = services.profile_of_version(version, now=NOW)
        found = taste.retrieve(profile, Wishes(), held, now=NOW, limit=2).candidates
        ids = [one.posting_id for one in found]
        assert other.pk in ids[2:]
        assert len(ids) == len(set(ids))


class TestWords:
    def test_the_last_one_counts_and_asks_for_matching(self, version, search, shops):
        for direction in ("MORE", "LESS", "LESS"):
            services.record_leaning(user=version.owner, posting=shops[0], direction=direction)
        assert Leaning.objects.get().direction == "LESS"
        search.refresh_from_db()
        assert search.is_waiting
        assert services.undo_leaning(user=version.owner, posting=shops[0])
        assert not services.undo_leaning(user=version.owner, posting=shops[0])

    def test_of_a_guest_go_with_them(self, version, shops):
        guest, mine = UserFactory(), version.owner
        services.record_leaning(user=guest, posting=shops[0], direction="MORE")
        services.record_leaning(user=guest, posting=shops[1], direction="MORE")
        services.record_leaning(user=mine, posting=shops[1], direction="LESS")
        guest_joining.send(None, guest_id=str(guest.pk), user_id=str(mine.pk))
        said = dict(Leaning.objects.filter(user=mine).values_list("posting", "direction"))
        assert said == {shops[0].pk: "MORE", shops[1].pk: "LESS"}


class TestPages:
    def test_works_without_scripts_and_can_be_taken_back(self, signed_in, search, shops):
        url = reverse("leaning", args=[shops[0].pk])
        answer = signed_in.post(url, {"direction": "LESS", "next": "/matches?show=all"})
        assert (answer.status_code, answer["Location"]) == (302, "/matches?show=all")
        page = signed_in.get("/looking-for").content.decode()
        assert "Less like this" in page
        assert f"Take back: {shops[0].title}" in page
        signed_in.post(url, {"direction": "", "next": "/looking-for"})
        assert not Leaning.objects.exists()

    def test_leads_to_no_page_of_somebody_else(self, signed_in, shops):
        url = reverse("leaning", args=[shops[0].pk])
        for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
            answer = signed_in.post(url, {"direction": "MORE", "next": elsewhere})
            assert answer["Location"] == f"/jobs/{shops[0].pk}"

    def test_shows_the_thumb_and_a_note_in_place(self, signed_in, search, shops):
        url = reverse("leaning", args=[shops[0].pk])
        part = signed_in.post(url, {"direction": "MORE"}, headers=HTMX).content.decode()
        assert 'aria-pressed="true"' in part
        assert "More like this from now on" in part
        assert "<html" not in part
        assert 'aria-pressed="true"' in signed_in.get("/matches").content.decode()

    def test_refuses_other_words_and_strangers(self, signed_in, client, shops):
        url = reverse("leaning", args=[shops[0].pk])
        assert signed_in.post(url, {"direction": "MAYBE"}).status_code == 400
        client.logout()
        assert client.post(url, {"direction": "MORE"}).status_code == 302
        assert not Leaning.objects.exists()

    def test_lists_what_is_set_aside_under_its_own_name(self, signed_in, version, search, shops):
        assert "Set aside" not in signed_in.get("/matches").content.decode()
        services.record_leaning(user=version.owner, posting=shops[0], direction="LESS")
        runs.match_search(search.pk)
        assert "Set aside" in signed_in.get("/matches").content.decode()
        page = signed_in.get("/matches", {"show": "less"}).content.decode()
        assert page.count('<article class="row-item') == 3


class TestHiddenEmployers:
    @pytest.fixture
    def acme(self, shops):
        company = Company.objects.create(key="acme", name="Acme")
        for posting in shops:
            posting.company = company
            posting.save()
        return company

    def test_are_hidden_from_a_row_and_shown_again_from_a_list(
        self, signed_in, acme, search, games
    ):
        url = reverse("company-shown", args=[acme.pk])
        assert f'action="/companies/{acme.pk}/shown"' in signed_in.get("/matches").content.decode()
        answer = signed_in.post(url, {"act": "hide", "next": "/matches"})
        assert answer["Location"] == "/matches"
        assert listed(search) == [games.pk]
        assert "Show Acme again" in signed_in.get("/looking-for").content.decode()
        assert signed_in.post(url, {"act": "show"})["Location"] == "/looking-for"
        assert len(listed(search)) == 4
        assert signed_in.post(url, {"act": "burn"}).status_code == 404

    def test_are_nowhere_in_the_api(self, version, acme, search, shops):
        api = APIClient()
        api.force_authenticate(version.owner)
        CompanyHide.objects.create(user=version.owner, company=acme)
        gone = {str(one.pk) for one in shops}
        for url, name, key in (
            ("/api/v1/jobs", "results", "id"),
            ("/api/v1/jobs/search?q=django", "results", "id"),
            ("/api/v1/matches", "results", "job_id"),
            (f"/api/v1/recommend?job_id={shops[0].pk}", "jobs", "job_id"),
        ):
            rows = api.get(url).json()[name]
            assert not gone & {row[key] for row in rows}, url
        taste = api.get("/api/v1/matches/taste").json()
        assert taste["hidden_companies"] == [{"id": str(acme.pk), "name": "Acme"}]

    def test_are_in_no_alert(self, version, acme, search):
        CompanyHide.objects.create(user=version.owner, company=acme)
        told = {match.posting.company_id for match in selectors.worth_telling(search)}
        assert acme.pk not in told


class TestApi:
    def test_keeps_a_thumb_and_takes_it_back(self, version, shops):
        api = APIClient()
        api.force_authenticate(version.owner)
        url = f"/api/v1/matches/leanings/{shops[0].pk}"
        assert api.put(url, {"direction": "MORE"}, format="json").status_code == 204
        [said] = api.get("/api/v1/matches/taste").json()["leanings"]
        assert (said["job_id"], said["direction"]) == (str(shops[0].pk), "MORE")
        assert api.put(url, {"direction": "X"}, format="json").status_code == 400
        assert api.delete(url).status_code == 204
        assert APIClient().put(url, {"direction": "MORE"}, format="json").status_code == 401
        other = "/api/v1/matches/leanings/0193a000-0000-7000-8000-000000000001"
        assert api.put(other, {"direction": "MORE"}, format="json").status_code == 404


class TestSimilarPage:
    def test_is_a_page_and_a_part(self, client, shops, games):
        url = f"/jobs/{shops[0].pk}/similar"
        page = client.get(url).content.decode()
        assert "<html" in page
        assert shops[1].title in page
        part = client.get(url, headers=HTMX).content.decode()
        assert "<html" not in part
        assert 'id="similar"' in part
        assert client.get("/jobs/0193a000-0000-7000-8000-000000000001/similar").status_code == 404

    def test_is_linked_from_the_posting_and_shows_the_same_fit(self, signed_in, search, shops):
        page = signed_in.get(f"/jobs/{shops[0].pk}").content.decode()
        assert f'href="/jobs/{shops[0].pk}/similar"' in page
        part = signed_in.get(f"/jobs/{shops[0].pk}/similar", headers=HTMX).content.decode()
        number = search.matches.get(posting=shops[1]).number
        assert str(number) in part
        assert "More like this" in part
