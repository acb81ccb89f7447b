"""The open doors: a resume, a text, a posting."""

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient
from rest_framework.throttling import ScopedRateThrottle

from jobs.models import Company, CompanyHide
from jobs.tests.factories import NOW, PostingFactory
from matching.api.asking import MatchResumeView, MatchTextView
from matching.engines import neighbours
from matching.models import Neighbours
from matching.selectors import active_engine
from matching.tests.api.test_views import RESUME
from matching.tests.factories import published
from resumes.models import ResumeVersion
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
BY_RESUME, BY_TEXT, LIKE = "/api/v1/match/resume", "/api/v1/match/jd", "/api/v1/recommend"
TEXT = "Backend developer\nYou build APIs in Django and PostgreSQL."


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def api(version):
    client = APIClient()
    client.force_authenticate(version.owner)
    return client


def ask(url, client=None, **asked):
    answer = (client or APIClient()).post(url, asked, format="json")
    return answer.status_code, answer.json()


class TestMatchResume:
    def test_says_what_it_understood(self):
        status, body = ask(
            BY_RESUME, resume_text=RESUME, location="Remote, India", stipend_min=20_000,
            stipend_period="MONTH",
        )  # fmt: skip
        assert status == 200
        assert body["notes"] == []
        assert body["understood"] == {
            "location": "India",
            "country": "IN",
            "remote": True,
            "pay_floor": 240_000,
            "pay_currency": "INR",
        }

    @pytest.mark.parametrize(
        ("location", "country", "remote"),
        [
            ("Remote", "", True),
            ("remote", "", True),
            ("uk", "GB", False),
            ("in", "IN", False),
            ("Germany", "DE", False),
            ("Bangalore, India", "IN", False),
            ("Remote (US)", "US", True),
            ("東京", "JP", False),
            ("  ", "", False),
        ],
    )
    def test_reads_places(self, location, country, remote):
        _, body = ask(BY_RESUME, resume_text=RESUME, location=location)
        assert (body["understood"]["country"], body["understood"]["remote"]) == (country, remote)
        assert body["notes"] == []

    @pytest.mark.parametrize("location", ["Qwertyuiopville", "'; DROP TABLE x", "XX", "🏝️"])
    def test_says_that_it_does_not_know_a_place(self, location):
        published()
        status, body = ask(BY_RESUME, resume_text=RESUME, location=location)
        assert (status, len(body["jobs"])) == (200, 1)
        assert [note["code"] for note in body["notes"]] == ["unknown_location"]

    def test_does_not_hold_rupees_against_pounds(self):
        pay = {"pay_source": "STATED", "pay_period": "YEAR"}
        published(pay_currency="GBP", pay_max=30_000, pay_yearly_max=30_000, **pay)
        floor = {"resume_text": RESUME, "stipend_min": 40_000}
        assert ask(BY_RESUME, **floor, stipend_currency="gbp")[1]["total_matches"] == 0
        assert ask(BY_RESUME, **floor, location="India")[1]["understood"]["pay_currency"] == "INR"
        assert ask(BY_RESUME, **floor, stipend_currency="INR")[1]["total_matches"] == 1

    @pytest.mark.parametrize(
        ("level", "stored"),
        [
            ("INTERNSHIP", "INTERNSHIP"),
            ("ENTRY_LEVEL", "ENTRY"),
            ("MID_LEVEL", "MID"),
            ("SENIOR_LEVEL", "SENIOR"),
            ("SENIOR_LEVEL", "LEAD"),
            ("MANAGER", "MANAGER"),
            ("DIRECTOR", "DIRECTOR"),
            ("EXECUTIVE", "EXECUTIVE"),
        ],
    )
    def test_maps_its_levels_to_ours(self, level, stored):
        right = published(level=stored)
        published(level="MID" if stored != "MID" else "ENTRY", description="Another Django team.")
        _, body = ask(BY_RESUME, resume_text=RESUME, job_level=level)
        assert [job["job_id"] for job in body["jobs"]] == [str(right.pk)]

    @pytest.mark.parametrize(
        "kind", ["FULL_TIME", "PART_TIME", "CONTRACT", "TEMPORARY", "INTERN", "VOLUNTEER"]
    )
    def test_maps_its_types_to_ours(self, kind):
        right = published(employment_type=kind)
        other = "CONTRACT" if kind != "CONTRACT" else "FULL_TIME"
        published(employment_type=other, description="Another Django team.")
        _, body = ask(BY_RESUME, resume_text=RESUME, job_type=kind)
        assert [job["job_id"] for job in body["jobs"]] == [str(right.pk)]

    def test_takes_the_id_of_one_version_too(self, api, version):
        published()
        assert ask(BY_RESUME, api, resume_id=str(version.pk))[1]["jobs"]

    def test_says_that_a_resume_was_not_read_yet(self, api, version):
        ResumeVersion.objects.update(state="RECEIVED")
        status, body = ask(BY_RESUME, api, resume_id=str(version.resume_id))
        assert (status, body["code"]) == (409, "not_read")

    def test_leaves_out_employers_the_caller_hides(self, api, version):
        company = Company.objects.create(key="acme", name="Acme")
        published(company=company)
        CompanyHide.objects.create(user=version.owner, company=company)
        assert ask(BY_RESUME, api, resume_id=str(version.resume_id))[1]["jobs"] == []
        assert len(ask(BY_RESUME, resume_text=RESUME)[1]["jobs"]) == 1

    @pytest.mark.parametrize("text", ["", "   ", "\n", "…", "🙂🙂🙂", "1 2 3"])
    def test_says_that_there_is_nothing_to_match_with(self, text):
        status, body = ask(BY_RESUME, resume_text=text)
        assert status == 400
        assert body["code"] in {"invalid", "nothing_to_match", "empty", "unreadable"}

    @pytest.mark.parametrize("text", ["x" * 1_000_000, "é" * 60_001])
    def test_refuses_a_text_longer_than_a_resume(self, text):
        status, body = ask(BY_RESUME, resume_text=text)
        assert (status, list(body)) == (400, ["resume_text", "code"])

    @pytest.mark.parametrize(
        "text",
        [
            "\u202eDjango developer\u202c at \ufeffAcme \u0301\u0301\u0301" * 20,
            "<script>alert(1)</script> Django developer {{ 7*7 }} %s %(x)s",
            "開発者 Django PostgreSQL 2019年1月 - 2024年5月",
            "Django developer\n" + "a" * 50_000,
        ],
    )
    def test_reads_whatever_script_it_is_in(self, text):
        published()
        status, _ = ask(BY_RESUME, resume_text=text)
        assert status in {200, 400}

    @pytest.mark.parametrize("bad", [r"\u0000", r"\ud800"])
    def test_refuses_what_no_text_holds(self, bad):
        body = '{"resume_text": "Django ' + bad + '"}'
        answer = APIClient().post(BY_RESUME, body, content_type="application/json")
        assert answer.status_code == 400

    @pytest.mark.parametrize("body", ["[]", "null", "1", '"x"', "{", "", "[" * 5000])
    def test_refuses_what_is_no_question(self, body):
        answer = APIClient().post(BY_RESUME, body, content_type="application/json")
        assert answer.status_code == 400

    @pytest.mark.parametrize(
        "asked",
        [
            {"stipend_currency": "POUND"},
            {"stipend_period": "FORTNIGHT"},
            {"stipend_min": 10**12},
            {"limit": 0},
            {"limit": 101},
            {"job_type": "OTHER"},
            {"remote": "perhaps"},
            {"location": "x" * 121},
            {"resume_id": "no"},
        ],
    )
    def test_refuses_filters_it_cannot_apply(self, asked):
        assert ask(BY_RESUME, **{"resume_text": RESUME, **asked})[0] == 400


class TestMatchText:
    def test_puts_the_most_alike_first_without_a_fit(self):
        chef = published(title="Chef", description="You cook for guests.", skills=[])
        right = published()
        status, body = ask(BY_TEXT, job_description=TEXT)
        assert status == 200
        assert [job["job_id"] for job in body["jobs"]] == [str(right.pk), str(chef.pk)]
        scores = [job["relevance_score"] for job in body["jobs"]]
        assert scores[0] > 0.6 > scores[1] >= 0
        assert {job["fit_score"] for job in body["jobs"]} == {None}
        assert body["jobs"][0]["reasons"]
        assert body["total_matches"] == 2

    def test_keeps_to_its_filters(self):
        published(country="FR", place="Paris", employment_type="CONTRACT")
        asked = {"job_description": TEXT}
        assert ask(BY_TEXT, **asked, location="Germany")[1]["jobs"] == []
        assert ask(BY_TEXT, **asked, job_type="FULL_TIME")[1]["jobs"] == []
        assert ask(BY_TEXT, **asked, location="FR", job_type="CONTRACT")[1]["jobs"]

    @pytest.mark.parametrize("text", ["…", "🙂", "1", "zzxqj"])
    def test_of_no_known_word_is_like_nothing(self, text):
        published()
        status, body = ask(BY_TEXT, job_description=text)
        assert status == 200
        assert all(0 <= job["relevance_score"] < 0.5 for job in body["jobs"])

    @pytest.mark.parametrize(
        "asked", [{}, {"job_description": ""}, {"job_description": "x" * 10**6}]
    )
    def test_refuses_what_is_no_text(self, asked):
        assert ask(BY_TEXT, **asked)[0] == 400


class TestRecommend:
    @pytest.fixture
    def postings(self):
        near = [published(description=f"You have Django. Team {n} builds APIs.") for n in range(3)]
        return [*near, published(title="Chef", description="You cook.", skills=[])]

    def like(self, posting, client=None, **asked):
        query = {"job_id": str(getattr(posting, "pk", posting)), **asked}
        answer = (client or APIClient()).get(LIKE, query)
        return answer.status_code, answer.json()

    def test_answers_from_the_kept_list(self, postings):
        neighbours.refresh(engine=active_engine(), now=NOW)
        status, body = self.like(postings[0], top=3)
        assert (status, body["is_precomputed"]) == (200, True)
        ids = [job["job_id"] for job in body["jobs"]]
        assert set(ids[:2]) == {str(postings[1].pk), str(postings[2].pk)}
        scores = [job["relevance_score"] for job in body["jobs"]]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        assert body["jobs"][0]["shared_skills"]

    def test_finds_now_what_was_not_kept(self, postings):
        status, body = self.like(postings[0], top=2)
        assert (status, body["is_precomputed"]) == (200, False)
        assert {job["job_id"] for job in body["jobs"]} == {str(one.pk) for one in postings[1:3]}

    def test_finds_the_same_now_and_ahead(self, postings):
        _, now = self.like(postings[0])
        neighbours.refresh(engine=active_engine(), now=NOW)
        _, ahead = self.like(postings[0])
        told = [
            [
                (job["job_id"], pytest.approx(job["relevance_score"], abs=0.002))
                for job in body["jobs"]
            ]
            for body in (now, ahead)
        ]
        assert told[0] == [(job["job_id"], job["relevance_score"]) for job in ahead["jobs"]]

    def test_leaves_out_what_closed_and_what_the_caller_hides(self, postings, api, version):
        neighbours.refresh(engine=active_engine(), now=NOW)
        postings[1].status = "EXPIRED"
        postings[1].save()
        company = Company.objects.create(key="acme", name="Acme")
        postings[2].company = company
        postings[2].save()
        CompanyHide.objects.create(user=version.owner, company=company)
        assert len(self.like(postings[0])[1]["jobs"]) == 2
        assert len(self.like(postings[0], api)[1]["jobs"]) == 1

    def test_of_a_closed_posting_is_answered_and_of_none_is_not_found(self, postings):
        postings[0].status = "EXPIRED"
        postings[0].save()
        assert self.like(postings[0])[0] == 200
        assert self.like("0193a000-0000-7000-8000-000000000001")[0] == 404
        assert self.like(PostingFactory(status="DELETED"))[0] == 404

    @pytest.mark.parametrize(
        "asked", [{"job_id": "x"}, {"top": 0}, {"top": 51}, {"top": "many"}, {"job_id": ""}]
    )
    def test_refuses_nonsense(self, asked, postings):
        query = {"job_id": str(postings[0].pk), **asked}
        assert APIClient().get(LIKE, query).status_code == 400
        assert APIClient().get(LIKE).status_code == 400

    def test_asks_the_database_as_often_for_three_as_for_one(
        self, postings, django_assert_max_num_queries
    ):
        neighbours.refresh(engine=active_engine(), now=NOW)
        assert Neighbours.objects.count() == 4
        for top in (1, 3):
            with django_assert_max_num_queries(5):
                self.like(postings[0], top=top)


class TestLimits:
    @pytest.fixture(autouse=True)
    def _few(self, monkeypatch):
        cache.clear()
        for view in (MatchResumeView, MatchTextView):
            monkeypatch.setattr(view, "throttle_classes", [ScopedRateThrottle])
        monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"match": "2/min"})
        yield
        cache.clear()

    @pytest.mark.parametrize(
        ("url", "asked"), [(BY_RESUME, {"resume_text": ""}), (BY_TEXT, {"job_description": TEXT})]
    )
    def test_are_per_address(self, url, asked):
        def post(address):
            return APIClient(REMOTE_ADDR=address).post(url, asked, format="json")

        told = [post("192.0.2.1").status_code for _ in range(3)]
        assert told[-1] == 429
        assert 429 not in told[:2]
        refused = post("192.0.2.1")
        assert int(refused["Retry-After"]) > 0
        assert refused.json()["code"] == "throttled"
        assert post("192.0.2.2").status_code != 429

    def test_are_not_escaped_by_a_made_up_header(self):
        def post(claimed):
            client = APIClient(REMOTE_ADDR="192.0.2.3", HTTP_X_FORWARDED_FOR=claimed)
            return client.post(BY_TEXT, {"job_description": TEXT}, format="json").status_code

        assert [post(f"198.51.100.{n}") for n in range(3)] == [200, 200, 429]
