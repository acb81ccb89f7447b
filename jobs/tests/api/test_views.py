from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from accounts.tests.factories import UserFactory
from jobs.models import Posting, SourceRun
from jobs.pipeline.suggesting import add_fresh_terms
from jobs.signals import posting_followed
from jobs.tests.adzuna import job
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(tmp_path, now):
    cache.clear()
    rows = [
        job(1, title="Senior welder", salary_min=50000, salary_max=60000),
        job(2, title="Welding internship", description="A paid internship for welders."),
        job(3, title="Nurse", description="You work fully remote from home in the UK."),
    ]
    run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now, expiry_days=36500)
    add_fresh_terms()
    return run


def ids(response):
    assert response.status_code == 200, response.content
    return sorted(row["external_id"] for row in response.json()["results"])


class TestList:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["1", "2", "3"]),
            ("q=welder", ["1", "2"]),
            ("internship=true", ["2"]),
            ("internship=false&q=welder", ["1"]),
            ("remote=true", ["3"]),
            ("remote=false", ["1", "2"]),
            ("remote=REMOTE,HYBRID", ["3"]),
            ("min_stipend=55000", ["1"]),
            ("min_pay=55000&pay_currency=GBP", ["1"]),
            ("country=gb,fr", ["1", "2", "3"]),
            ("country=fr&country=de", []),
            ("level=SENIOR", ["1"]),
            ("source=adzuna&posted_within=3650", ["1", "2", "3"]),
            ("include_samples=false", ["1", "2", "3"]),
            ("category=Nobody, nowhere", []),
            ("company=nobody", []),
            ("skill=Welding", ["1", "2"]),
            ("sort=pay", ["1", "2", "3"]),
            ("q=weldr", ["1", "2"]),
            ("q=weldr&correct=false", []),
        ],
    )
    def test_filters_for_everybody(self, client, jobs, query, found):
        assert ids(client.get(f"/api/v1/jobs?{query}")) == found

    def test_carries_attribution_pay_and_links(self, client, jobs):
        row = client.get("/api/v1/jobs?q=senior").json()["results"][0]

        assert row["source"]["attribution"] == "Jobs by Adzuna"
        assert row["pay"]["source"] == "STATED"
        assert (row["pay"]["yearly_max"], row["pay"]["currency"]) == (60000, "GBP")
        assert row["redirect_url"].startswith("https://www.adzuna.co.uk/")
        assert row["go_url"].endswith(f"/jobs/{row['id']}/go")
        assert "description" not in row

    def test_pages_by_cursor(self, client, jobs):
        first = client.get("/api/v1/jobs?limit=2").json()
        second = client.get(f"/api/v1/jobs?limit=2&cursor={first['next_cursor']}").json()

        assert len(first["results"]) == 2
        assert len(second["results"]) == 1
        assert second["next_cursor"] is None
        assert first["count"] == 3

    @pytest.mark.parametrize(
        "query",
        [
            "limit=0", "limit=201", "limit=x", "min_stipend=-1", "lat=1", "lat=91&lon=0",
            "level=BOSS", "remote=maybe", "place=Xqzzyv", "cursor=nonsense", "posted_within=0",
            "sort=best", "country=gbr", "min_pay=2147483648", "min_stipend=9" + "9" * 30,
        ],
    )  # fmt: skip
    def test_refuses_nonsense(self, client, jobs, query):
        response = client.get(f"/api/v1/jobs?{query}")

        assert response.status_code == 400
        assert response.json()["code"]

    def test_takes_the_same_queries_for_one_row_and_many(
        self, client, jobs, django_assert_num_queries
    ):
        client.get("/api/v1/jobs?q=welder")
        for query in ("q=nurse", "q=welder"):
            with django_assert_num_queries(8):
                client.get(f"/api/v1/jobs?{query}")


class TestRetrieve:
    def test_shows_the_whole_posting(self, client, jobs):
        posting = Posting.objects.get(external_id="3")

        found = client.get(f"/api/v1/jobs/{posting.pk}").json()

        assert "fully remote" in found["description"]
        assert found["is_excerpt"] is posting.is_excerpt

    @pytest.mark.parametrize("key", ["11111111-1111-4111-8111-111111111111", "-" * 36])
    def test_knows_what_it_does_not_have(self, client, key):
        assert client.get(f"/api/v1/jobs/{key}").status_code == 404


class TestSearch:
    def test_returns_the_best_with_scores(self, client, jobs):
        rows = client.get("/api/v1/jobs/search?q=welder&top=1").json()["results"]

        assert len(rows) == 1
        assert 0 < rows[0]["score"] < 1

    def test_needs_words(self, client):
        assert client.get("/api/v1/jobs/search").status_code == 400


class TestSuggest:
    def test_offers_terms(self, client, jobs):
        add_fresh_terms()

        rows = client.get("/api/v1/jobs/suggest?q=nur").json()["results"]

        assert {"term": "Nurse", "kind": "TITLE", "weight": 1} in rows

    def test_refuses_too_many(self, client):
        assert client.get("/api/v1/jobs/suggest?q=a&limit=21").status_code == 400


class TestMetadata:
    def test_names_what_there_is_to_filter_by_and_is_kept_for_a_day(
        self, client, jobs, django_assert_num_queries
    ):
        found = client.get("/api/v1/jobs/metadata").json()

        assert found["countries"] == [{"value": "GB", "count": 3, "label": ""}]
        assert found["sources"] == [{"value": "adzuna", "count": 3, "label": "Adzuna"}]
        with django_assert_num_queries(0):
            assert client.get("/api/v1/jobs/metadata").json() == found


class TestBatchStatus:
    def test_shows_the_latest_runs_with_their_stages(self, client, jobs):
        found = client.get("/api/v1/batch/status").json()

        assert found["runs"][0]["state"] == "DONE"
        assert [stage["stage"] for stage in found["runs"][0]["stages"]] != []
        assert found["runs"][0]["counts"]["created"] == 3
        assert "error" not in found["runs"][0]


class TestRefresh:
    @pytest.fixture
    def _keys(self, settings):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"

    def test_is_for_staff(self, client):
        assert client.post("/api/v1/admin/refresh-jobs").status_code in {401, 403}
        client.force_login(UserFactory())
        assert client.post("/api/v1/admin/refresh-jobs").status_code == 403

    @pytest.mark.usefixtures("_keys")
    def test_makes_one_waiting_run_however_often_it_is_asked(self, client):
        SourceFactory()
        client.force_login(UserFactory(is_staff=True))

        answers = [client.post("/api/v1/admin/refresh-jobs") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [202, 202]
        assert answers[0].json()["id"] == answers[1].json()["id"]
        assert SourceRun.objects.get().state == "QUEUED"

    def test_says_that_keys_are_missing(self, client, settings):
        settings.ADZUNA_APP_ID = ""
        SourceFactory()
        client.force_login(UserFactory(is_staff=True))

        response = client.post("/api/v1/admin/refresh-jobs")

        assert response.status_code == 409
        assert response.json()["code"] == "cannot_refresh"


class TestGo:
    def test_sends_to_the_posting_and_tells_it(self, client):
        posting = PostingFactory()
        heard = []
        posting_followed.connect(
            lambda **w: heard.append(w["posting_id"]), weak=False, dispatch_uid="t"
        )
        try:
            response = client.get(f"/jobs/{posting.pk}/go?next=https://evil.example/")
        finally:
            posting_followed.disconnect(dispatch_uid="t")

        assert response.status_code == 302
        assert response["Location"] == posting.redirect_url
        assert heard == [str(posting.pk)]

    @pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://example.org/"])
    def test_goes_nowhere_but_to_the_web(self, client, url):
        posting = PostingFactory(redirect_url=url)

        assert client.get(f"/jobs/{posting.pk}/go").status_code in {400, 404}

    def test_needs_a_posting(self, client):
        assert client.get(f"/jobs/{uuid4()}/go").status_code == 404


class TestAdmin:
    @pytest.mark.parametrize(
        "page",
        [
            "posting", "company", "source", "sourcerun", "stagerun", "rejectedrow", "rawpage",
            "stagedpage", "stagedpayload", "sourcelease", "callquota", "postingsearch", "suggestion",
        ],
    )  # fmt: skip
    def test_lists_and_searches_every_model(self, admin_client, jobs, page):
        response = admin_client.get(f"/admin/jobs/{page}/?q=welder")
        if page in {"posting", "company", "source", "sourcerun", "rejectedrow"}:
            assert admin_client.get(f"/admin/jobs/{page}/").status_code == 200

        assert response.status_code == 200

    def test_shows_a_run_with_its_stages_and_refusals(self, admin_client, tmp_path, now):
        rows = [job(1), {**job(2), "title": "<script>"}, {**job(3), "title": None}]
        run = run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now)

        page = admin_client.get(f"/admin/jobs/sourcerun/{run.pk}/change/").content.decode()

        assert "<meter" in page
        assert "1 × VALIDATE: no title" in page

    def test_refreshes_on_demand(self, admin_client, settings, now):
        settings.ADZUNA_APP_ID = settings.ADZUNA_APP_KEY = "x"
        source = SourceFactory()
        chosen = {"action": "refresh_now", "_selected_action": [str(source.pk)]}

        admin_client.post("/admin/jobs/source/", chosen)

        run = SourceRun.objects.get()
        assert (run.state, run.requested_by.is_staff) == ("QUEUED", True)
        assert run.started_at > now - timedelta(days=3650)
