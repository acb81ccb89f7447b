"""Matches and searches over the API."""

import json

import pytest
from rest_framework.test import APIClient

from jobs.tests.factories import PostingFactory
from matching import runs
from matching.models import MatchVerdict, Search
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
RESUME = """Sam Example
Backend developer

Experience
Backend developer, Acme
January 2019 - May 2024
- Built a Django REST API on PostgreSQL for four hundred shops

Skills
Python, Django, PostgreSQL
"""


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def api(version):
    client = APIClient()
    client.force_authenticate(version.owner)
    return client


@pytest.fixture
def search(version):
    for number in range(3):
        published(description=f"You have Django and PostgreSQL. Team {number} builds APIs.")
    runs.match_version(version.pk)
    return Search.objects.get()


class TestMatches:
    def test_lists_the_callers_best_first_with_reasons(self, api, search):
        answer = api.get("/api/v1/matches", {"limit": 2}).json()
        assert len(answer["results"]) == 2
        first = answer["results"][0]
        assert 0 <= first["relevance_score"] <= 1
        assert first["fit_score"] == search.matches.order_by("-number").first().number
        assert len(first["reasons"]) == 3
        assert all(reason["posting"] and reason["resume"] for reason in first["reasons"])
        rest = api.get("/api/v1/matches", {"cursor": answer["next_cursor"]}).json()
        assert len(rest["results"]) == 1
        assert rest["next_cursor"] is None

    @pytest.mark.parametrize("cursor", ["nonsense", "1_2", "1_nan_x", "9" * 90])
    def test_refuses_a_cursor_that_is_none(self, api, search, cursor):
        answer = api.get("/api/v1/matches", {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")

    @pytest.mark.parametrize(("number", "relevance"), [("1", "nan"), ("1", "inf"), ("9" * 30, "1")])
    def test_refuses_a_cursor_beyond_every_number(self, api, search, number, relevance):
        cursor = f"{number}_{relevance}_{search.pk}"
        answer = api.get("/api/v1/matches", {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_cursor")

    def test_filters_by_the_same_number(self, api, search):
        assert api.get("/api/v1/matches", {"min_fit": 100}).json()["results"] == []

    def test_of_another_person_is_not_found(self, api):
        other = SearchFactory()
        assert api.get("/api/v1/matches", {"search": str(other.pk)}).status_code == 404

    def test_needs_a_login(self):
        assert APIClient().get("/api/v1/matches").status_code == 401


class TestMatchResume:
    def test_ranks_postings_for_a_text_without_a_login(self):
        right = published()
        published(title="Chef", description="You cook for guests.", skills=[])
        answer = APIClient().post("/api/v1/match/resume", {"resume_text": RESUME}, format="json")
        body = answer.json()
        assert answer.status_code == 200
        assert body["total_matches"] == 2
        assert body["engine"] == "local-2"
        assert body["jobs"][0]["job_id"] == str(right.pk)
        assert body["jobs"][0]["reasons"]

    def test_takes_a_stored_resume_of_the_caller_only(self, api, version):
        published()
        url = "/api/v1/match/resume"
        mine = {"resume_id": str(version.resume_id)}
        assert api.post(url, mine, format="json").json()["jobs"]
        assert APIClient().post(url, mine, format="json").status_code == 401
        other = {"resume_id": str(ResumeVersionFactory().resume_id)}
        assert api.post(url, other, format="json").status_code == 404

    def test_filters(self, api):
        published(level="SENIOR")
        trainee = published(description="Learn with us.", is_internship=True, level="INTERNSHIP")
        trainee.search.is_internship = True
        trainee.search.save()
        asked = {"resume_text": RESUME, "internship_only": True}
        jobs = api.post("/api/v1/match/resume", asked, format="json").json()["jobs"]
        assert [job["job_id"] for job in jobs] == [str(trainee.pk)]
        assert jobs[0]["is_internship"]

    @pytest.mark.parametrize(
        "asked",
        [
            {},
            {"resume_text": "x", "resume_id": "0193a000-0000-7000-8000-000000000001"},
            {"resume_text": RESUME, "job_level": "BOSS"},
            {"resume_text": "x" * 60_001},
            {"resume_text": RESUME, "stipend_min": -1},
        ],
    )
    def test_refuses_what_it_cannot_answer(self, api, asked):
        assert api.post("/api/v1/match/resume", asked, format="json").status_code == 400


class TestMatchPosting:
    def test_finds_similar_postings(self):
        right = published()
        published(title="Chef", description="You cook for guests.", skills=[])
        asked = {"job_description": "Backend developer\nYou build APIs in Django and PostgreSQL."}
        jobs = APIClient().post("/api/v1/match/jd", asked, format="json").json()["jobs"]
        assert jobs[0]["job_id"] == str(right.pk)


class TestSearches:
    def test_are_made_changed_and_removed(self, api, version):
        made = api.post("/api/v1/searches", {"roles": ["Chef"]}, format="json")
        assert made.status_code == 201
        url = f"/api/v1/searches/{made.json()['id']}"
        changed = api.patch(url, {"remote": "ONLY", "pay_floor": 30000}, format="json").json()
        assert (changed["remote"], changed["roles"], changed["is_waiting"]) == (
            "ONLY", ["Chef"], True,
        )  # fmt: skip
        assert api.delete(url).status_code == 409
        second = api.post("/api/v1/searches", {"roles": ["Cook"]}, format="json").json()
        assert api.delete(f"/api/v1/searches/{second['id']}").status_code == 204
        assert Search.objects.owned_by(version.owner_id).count() == 1

    @pytest.mark.parametrize(
        "asked",
        [
            {"places": [{"name": "Leeds"}] * 11},
            {"countries": ["GB"] * 61},
            {"countries": ["GBR"]},
            {"languages": ["\ud800"]},
            {"levels": ["BOSS"]},
            {"employment_types": ["SLAVE"]},
            {"pay_floor": 2**31},
            {"start_date": "2026-02-30"},
        ],
    )
    def test_refuse_nonsense(self, api, asked):
        answer = api.post("/api/v1/searches", json.dumps(asked), content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["code"]

    def test_refuse_another_persons_resume_and_search(self, api):
        other = ResumeVersionFactory()
        asked = {"resume": str(other.resume_id)}
        assert api.post("/api/v1/searches", asked, format="json").status_code == 400
        assert api.get(f"/api/v1/searches/{SearchFactory().pk}").status_code == 404


class TestVerdicts:
    @pytest.mark.parametrize("key", ["-" * 36, "a" * 36, "0193a000-0000-7000-8000-000000000001"])
    def test_of_no_posting_are_not_found(self, api, key):
        url = f"/api/v1/matches/verdicts/{key}"
        assert api.put(url, {"verdict": "LATER"}, format="json").status_code == 404
        assert api.delete(url).status_code == 404

    def test_are_kept_and_taken_back(self, api):
        posting = PostingFactory()
        url = f"/api/v1/matches/verdicts/{posting.pk}"
        asked = {"verdict": "NOT_FOR_ME", "reason": "PLACE"}
        assert api.put(url, asked, format="json").status_code == 204
        assert MatchVerdict.objects.get().reason == "PLACE"
        assert api.delete(url).status_code == 204
        assert not MatchVerdict.objects.exists()
        assert api.put(url, {"verdict": "X"}, format="json").status_code == 400
