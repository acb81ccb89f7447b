"""Tailoring, preparation, facts and answers as pages and over the API."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.services import give_ai_consent
from accounts.tests.factories import ProfileFactory
from applications.models import Answer, Tailoring
from applications.selectors.answers import suggest
from applications.services import add_interview
from applications.services import answers as answering
from applications.tests.factories import ApplicationFactory
from jobs.tests.factories import PostingFactory
from matching.models import ConfirmedFact, Search
from resumes.tests.factories import ResumeFactory, ResumeVersionFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Example").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


@pytest.fixture
def api(sam):
    client = APIClient()
    client.force_authenticate(sam)
    return client


@pytest.fixture
def row(sam):
    version = ResumeVersionFactory.create(resume=ResumeFactory.create(owner=sam), number=1)
    version.parsed["work"][0]["highlights"].insert(0, "Answered the phone")
    version.save()
    return ApplicationFactory.create(owner=sam, posting=PostingFactory.create(), version=version)


@pytest.fixture
def stranger():
    return ApplicationFactory.create(posting=PostingFactory.create())


class TestOften:
    def test_asking_and_starting_have_an_end_each_hour(self, api, page, row, settings):
        settings.LETTERS_AN_HOUR = 1
        asked = {"application": str(row.pk)}
        first = api.post("/api/v1/tailorings", asked, format="json")
        assert first.status_code == 201
        assert api.post("/api/v1/tailorings", asked, format="json").status_code == 429
        page.post(reverse("tailoring-start", args=[row.pk]))
        assert Tailoring.objects.count() == 1

    @pytest.mark.usefixtures("agreed")
    def test_a_model_is_asked_so_often_and_no_more(self, api, row, settings):
        settings.LETTERS_AN_HOUR = 1
        url = f"/api/v1/applications/{row.pk}/preparation"
        assert api.post(url).status_code == 202
        row.preparation.delete()
        assert api.post(url).status_code == 429


@pytest.fixture
def agreed(sam, settings):
    give_ai_consent(user=sam, now=NOW)
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"


class TestTailoringPages:
    def test_lead_from_an_application_to_a_version_without_javascript(self, page, row):
        assert "Tailor a resume" in page.get(reverse("application", args=[row.pk])).content.decode()
        start = page.get(reverse("application-tailor", args=[row.pk]))
        assert "Compare with the posting" in start.content.decode()
        found = page.post(reverse("tailoring-start", args=[row.pk]), follow=True)
        shown = found.content.decode()
        assert "Lines to put first" in shown
        assert "Not yours, and left out" in shown
        one = Tailoring.objects.get()
        url = reverse("tailoring-choose", args=[one.pk])
        page.post(url, {"accept": []})
        one.refresh_from_db()
        assert one.accepted == []
        made = page.post(url, {"accept": ["FIRST:/work/0/highlights/1"], "make": "1"}, follow=True)
        one.refresh_from_db()
        assert one.made.parsed["work"][0]["highlights"][0].startswith("Built")
        assert "is made" in made.content.decode()
        assert reverse("resume-download", args=[one.made_id, "docx"]) in made.content.decode()

    def test_begin_at_a_posting(self, page, sam):
        posting = PostingFactory.create()
        found = page.post(reverse("posting-tailor", args=[posting.pk]), follow=True)
        assert "Add a resume" in found.content.decode()
        assert sam.applications.get().posting == posting

    def test_show_nobody_elses(self, page, row, stranger):
        page.post(reverse("tailoring-start", args=[row.pk]))
        one = Tailoring.objects.get()
        Tailoring.objects.update(application=stranger)
        for name, key in (
            ("tailoring", one.pk),
            ("application-tailor", stranger.pk),
            ("application-prepare", stranger.pk),
        ):
            assert page.get(reverse(name, args=[key])).status_code == 404
        assert page.post(reverse("tailoring-choose", args=[one.pk])).status_code == 404

    def test_ask_no_model_where_there_is_none(self, page, row):
        page.post(reverse("tailoring-start", args=[row.pk]))
        url = reverse("tailoring-rewrite", args=[Tailoring.objects.get().pk])
        assert "No language model is connected" in page.post(url, follow=True).content.decode()


class TestTailoringApi:
    def test_goes_the_whole_way(self, api, row):
        made = api.post("/api/v1/tailorings", {"application": str(row.pk)}, format="json")
        assert made.status_code == 201, made.content
        one = made.json()
        keys = [each["key"] for each in one["proposals"]]
        url = f"/api/v1/tailorings/{one['id']}"
        chosen = api.post(f"{url}/choose", {"accepted": keys[:1]}, format="json").json()
        assert [each["is_accepted"] for each in chosen["proposals"]].count(True) == 1
        version = api.post(f"{url}/make")
        assert version.status_code == 201
        assert api.get(url).json()["made"] == version.json()["version"]
        assert api.post(f"{url}/rewrite", {}, format="json").json()["code"] == "no_language_model"
        assert len(api.get("/api/v1/tailorings").json()["results"]) == 1

    def test_starts_nothing_for_a_strangers_application(self, api, stranger):
        made = api.post("/api/v1/tailorings", {"application": str(stranger.pk)}, format="json")
        assert made.status_code == 404


class TestPreparation:
    def test_shows_questions_with_own_lines_and_the_next_interview(self, page, api, row, sam):
        add_interview(application=row, starts_at=NOW + timedelta(days=1), actor=sam, now=NOW)
        shown = page.get(reverse("application-prepare", args=[row.pk])).content.decode()
        assert "Built a Django REST API on PostgreSQL" in shown
        assert "Not in your resume" in shown  # Kubernetes
        assert "No interview is in your diary" not in shown
        found = api.get(f"/api/v1/applications/{row.pk}/preparation").json()
        assert found["interview"]
        assert {"OPENING", "SKILL", "GAP"} <= {one["kind"] for one in found["questions"]}

    def test_needs_no_resume(self, page, sam):
        row = ApplicationFactory.create(owner=sam)
        assert page.get(reverse("application-prepare", args=[row.pk])).status_code == 200


class TestFactsPage:
    def test_keeps_changes_and_deletes_facts_and_matches_again(self, page, sam):
        search = Search.objects.create(owner=sam, name="x", is_default=True)
        page.post(reverse("fact-confirm"), {"kind": "SKILL", "text": "k8s"})
        fact = ConfirmedFact.objects.get()
        assert (fact.name, fact.text, fact.origin) == ("Kubernetes", "k8s", "BY_HAND")
        page.post(reverse("fact-edit", args=[fact.pk]), {"text": "Kafka"})
        fact.refresh_from_db()
        search.refresh_from_db()
        assert (fact.name, fact.text) == (
            "Apache Kafka" if "Apache" in fact.name else "Kafka",
            "Kafka",
        )
        assert search.wanted_at is not None
        again = page.post(reverse("fact-confirm"), {"kind": "SKILL", "text": "kafka"}, follow=True)
        assert "You confirmed this already" in again.content.decode()
        page.post(reverse("fact-confirm"), {"kind": "EDUCATION", "text": "PhD"})
        page.post(reverse("fact-forget", args=[fact.pk]))
        assert not ConfirmedFact.objects.exists()

    def test_says_where_a_fact_was_used(self, page, row, sam):
        page.post(reverse("fact-confirm"), {"kind": "SKILL", "text": "Kubernetes"})
        page.post(reverse("tailoring-start", args=[row.pk]))
        one = Tailoring.objects.get()
        page.post(reverse("tailoring-choose", args=[one.pk]), {"accept": one.accepted, "make": "1"})
        shown = page.get(reverse("facts")).content.decode()
        assert "Backend v2" in shown

    def test_keeps_answers_and_finds_them_by_another_wording(self, page, sam, row):
        data = {"topic": "NOTICE", "language": "en", "text": "Three months."}
        page.post(reverse("answer-keep"), data)
        page.post(reverse("answer-keep"), {**data, "text": "Two months."})
        answer = Answer.objects.get()
        page.post(reverse("answer-edit", args=[answer.pk]), {"text": "Two\x00 months."})
        answer.refresh_from_db()
        assert answer.text == "Two months."
        found = page.get(reverse("facts"), {"question": "Wie lang ist Ihre Kündigungsfrist?"})
        assert "Two months." in found.content.decode()
        used = {"application": row.pk, "question": "Tell us your lead time"}
        page.post(reverse("answer-used", args=[answer.pk]), used)
        assert suggest(sam.pk, "Your lead time?").answers == (answer,)
        assert row.company_name in page.get(reverse("facts")).content.decode()
        page.post(reverse("answer-edit", args=[answer.pk]), {"text": "None."})
        page.post(reverse("answer-forget", args=[answer.pk]))
        assert not Answer.objects.exists()

    def test_asks_for_the_question_where_it_is_another(self, page):
        data = {"topic": "OTHER", "language": "en", "text": "Blue."}
        assert page.post(reverse("answer-keep"), data).status_code == 422

    def test_touches_nobody_elses(self, page, stranger):
        answer = answering.keep_answer(
            owner=stranger.owner, topic="NOTICE", language="en", text="x", now=NOW
        )
        for name in ("answer-edit", "answer-forget", "answer-used"):
            assert page.post(reverse(name, args=[answer.pk]), {"text": "y"}).status_code == 404

    def test_takes_signs_no_table_can_hold(self, page, sam):
        data = {"topic": "NOTICE", "language": "en", "text": "x"}
        page.post(reverse("answer-keep"), data)
        answer = Answer.objects.get()
        page.post(reverse("answer-edit", args=[answer.pk]), {"text": "Two\x00 months."})
        page.post(reverse("answer-used", args=[answer.pk]), {"question": "Lead\x00 time?"})
        answer.refresh_from_db()
        assert (answer.text, answer.uses.get().question) == ("Two months.", "Lead time?")

    def test_remembers_the_latest_uses_only(self, sam):
        answer = answering.keep_answer(owner=sam, topic="NOTICE", language="en", text="x", now=NOW)
        for number in range(answering.MOST_USES + 2):
            answering.note_use(
                answer=answer,
                application=None,
                question=f"Question {number}?",
                now=NOW + timedelta(seconds=number),
            )
        kept = answer.uses.order_by("used_at").values_list("question", flat=True)
        assert (len(kept), kept[0]) == (answering.MOST_USES, "Question 2?")


class TestAnswersApi:
    def test_keeps_suggests_changes_and_deletes(self, api, sam):
        data = {"topic": "SALARY", "language": "de", "text": "60.000 €"}
        one = api.post("/api/v1/answers", data, format="json")
        assert one.status_code == 201, one.content
        url = f"/api/v1/answers/{one.json()['id']}"
        found = api.get("/api/v1/answers/suggest", {"question": "What salary do you expect?"})
        assert found.json()["answers"][0]["text"] == "60.000 €"
        assert api.get("/api/v1/answers/suggest", {"question": "Upload a photo"}).status_code == 404
        assert api.patch(url, {"text": "65.000 €"}, format="json").json()["text"] == "65.000 €"
        use = api.post(f"{url}/used", {"question": "Gehalt?"}, format="json")
        assert use.status_code == 201, use.content
        assert api.delete(url).status_code == 204
        assert api.get("/api/v1/answers").json()["results"] == []

    def test_keeps_facts(self, api):
        one = api.post("/api/v1/facts", {"kind": "LANGUAGE", "text": "German"}, format="json")
        assert one.status_code == 201, one.content
        url = f"/api/v1/facts/{one.json()['id']}"
        assert api.patch(url, {"text": "French"}, format="json").json()["text"] == "French"
        assert ConfirmedFact.objects.get().name == "fr"
        assert api.delete(url).status_code == 204
