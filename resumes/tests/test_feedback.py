"""Feedback on a version: made after a reading, shown, asked for again, accepted as a new version."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from resumes import ingest, services, transitions
from resumes.models import Feedback, ResumeVersion
from resumes.selectors import feedback as shown
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WEAK = "Responsible for managing the bakery's 2 ovens and 3 helpers"


@pytest.fixture
def version():
    made = ResumeVersionFactory()
    made.parsed["basics"]["email"] = "sam@gmial.com"
    made.parsed["work"][0]["highlights"] = [
        "I managed the team of the bakery",
        "Baked bread",
        "Baked bread",
    ]
    made.save(update_fields=["parsed"])
    return made


@pytest.fixture
def checks(version):
    found = services.request_checks(version=version, now=NOW)
    ingest.check_version(feedback_id=found.pk, now=NOW)
    found.refresh_from_db()
    return found


@pytest.fixture
def signed_in(client, version):
    client.force_login(version.owner)
    return client


def page_of(version):
    return reverse("resume-feedback", args=[version.resume_id])


class TestAfterAReading:
    def test_the_checks_wait_and_are_made_once(self, version):
        services.look_at_what_was_read(version_id=version.pk, now=NOW)
        [row] = version.feedback.all()
        assert (row.kind, row.state) == ("CHECKS", "QUEUED")
        assert ingest.check_version(feedback_id=row.pk, now=NOW)
        assert not ingest.check_version(feedback_id=row.pk, now=NOW)
        row.refresh_from_db()
        assert row.state == "DONE"
        assert row.algorithm == "checks/1"
        assert {"email_mistyped", "first_person", "point_repeated"} <= {
            each["code"] for each in row.findings
        }

    def test_nothing_is_said_of_what_was_not_read(self):
        waiting = ResumeVersionFactory(state=ResumeVersion.State.RECEIVED)
        services.look_at_what_was_read(version_id=waiting.pk, now=NOW)
        assert not Feedback.objects.exists()
        with pytest.raises(services.CannotCorrectError):
            services.request_checks(version=waiting, now=NOW)

    def test_what_nobody_made_is_found_and_given_up_in_the_end(self, version):
        found = services.request_checks(version=version, now=NOW)
        later = NOW + timedelta(minutes=3)
        assert [row.pk for row in ingest.feedback_waiting_too_long(now=later)] == [found.pk]
        for tried in range(3):
            when = later + tried * timedelta(minutes=20)
            assert ingest.checking.claim_feedback(found.pk, kind=found.Kind.CHECKS, now=when)
        end = later + timedelta(hours=2)
        assert not ingest.check_version(feedback_id=found.pk, now=end)
        transitions.give_up_feedback(now=end)
        found.refresh_from_db()
        assert (found.state, found.failure_code) == ("FAILED", "crashed")


class TestAccepting:
    def test_makes_one_new_version_of_all_that_was_chosen(self, version, checks):
        made = services.accept_suggestions(
            feedback=checks,
            keys=["point_repeated.0", "first_person.0", "email_mistyped.0"],
            now=NOW,
        )
        assert made.origin == "EDITED"
        assert made.parsed["basics"]["email"] == "sam@gmail.com"
        assert made.parsed["work"][0]["highlights"] == [
            "Managed the team of the bakery",
            "Baked bread",
        ]
        checks.refresh_from_db()
        assert checks.accepted["first_person.0"] == made.number

    def test_of_a_line_that_was_changed_meanwhile_is_refused(self, version, checks):
        services.correct_version(
            version=version,
            changes=[services.Change(services.Op.REPLACE, "/basics/email", "sam@example.com")],
            now=NOW,
        )
        with pytest.raises(services.NoSuchSuggestionError):
            services.accept_suggestions(feedback=checks, keys=["email_mistyped.0"], now=NOW)

    def test_goes_on_from_the_newest_version(self, checks):
        services.accept_suggestions(feedback=checks, keys=["email_mistyped.0"], now=NOW)
        made = services.accept_suggestions(feedback=checks, keys=["first_person.0"], now=NOW)
        assert made.parsed["basics"]["email"] == "sam@gmail.com"
        assert made.parsed["work"][0]["highlights"][0] == "Managed the team of the bakery"

    def test_raises_the_score(self, version, checks):
        keys = ["point_repeated.0", "first_person.0", "email_mistyped.0"]
        made = services.accept_suggestions(feedback=checks, keys=keys, now=NOW)
        assert ingest.checking.report_on(made, now=NOW).score > checks.score


class TestPage:
    def test_shows_the_score_the_lines_and_what_to_do(self, signed_in, version, checks):
        text = signed_in.get(page_of(version)).content.decode()
        assert f"<b>{checks.score}</b>" in text
        assert "I managed the team of the bakery" in text
        assert "<ins>Managed the team of the bakery</ins>" in text
        assert "No language model is connected here" in text

    def test_says_that_it_is_being_looked_at(self, signed_in, version):
        services.request_checks(version=version, now=NOW)
        text = signed_in.get(page_of(version)).content.decode()
        assert "Looking at it…" in text
        assert "every 2s" in text

    def test_offers_to_look_at_what_was_never_looked_at(self, signed_in, version):
        assert "Check it" in signed_in.get(page_of(version)).content.decode()
        answer = signed_in.post(
            reverse("resume-feedback-ask", args=[version.pk]), {"kind": "CHECKS"}
        )
        assert answer.status_code == 302
        assert version.feedback.get().is_waiting

    def test_says_why_it_failed_and_offers_another_try(self, signed_in, version, checks):
        Feedback.objects.filter(pk=checks.pk).update(state="FAILED", failure_code="crashed")
        text = signed_in.get(page_of(version)).content.decode()
        assert "broke off" in text
        assert "Check again" in text

    def test_accepts(self, signed_in, version, checks):
        url = reverse("resume-feedback-accept", args=[checks.pk])
        answer = signed_in.post(url, {"key": "email_mistyped.0", "newest": version.number})
        assert answer["Location"].endswith(f"?version={version.number + 1}")
        text = signed_in.get(answer["Location"]).content.decode()
        assert "Saved as version" in text

    def test_a_number_without_end_is_no_number(self, signed_in, version, checks):
        url = reverse("resume-feedback-accept", args=[checks.pk])
        answer = signed_in.post(url, {"key": "email_mistyped.0", "newest": "9" * 5000})
        assert answer.status_code == 302
        page = reverse("resume-feedback", args=[version.resume_id])
        assert signed_in.get(page, {"version": "9" * 5000}).status_code == 200

    def test_shows_scores_over_versions(self, signed_in, version, checks):
        made = services.accept_suggestions(feedback=checks, keys=["email_mistyped.0"], now=NOW)
        found = services.request_checks(version=made, now=NOW)
        ingest.check_version(feedback_id=found.pk, now=NOW)
        text = signed_in.get(page_of(version)).content.decode()
        assert "Score by version" in text
        assert "since the version before" in text

    def test_is_nobody_elses(self, client, checks, version, django_user_model):
        client.force_login(ResumeVersionFactory().owner)
        assert client.get(page_of(version)).status_code == 404
        url = reverse("resume-feedback-accept", args=[checks.pk])
        assert client.post(url, {"key": "email_mistyped.0"}).status_code == 404

    def test_takes_as_many_queries_for_one_version_as_for_many(
        self, signed_in, version, checks, django_assert_max_num_queries
    ):
        for _ in range(5):
            made = ResumeVersionFactory(resume=version.resume)
            ingest.check_version(
                feedback_id=services.request_checks(version=made, now=NOW).pk, now=NOW
            )
        with django_assert_max_num_queries(20):
            signed_in.get(page_of(version))

    def test_is_not_asked_for_without_end(self, signed_in, version, settings):
        settings.FEEDBACK_AN_HOUR = 1
        url = reverse("resume-feedback-ask", args=[version.pk])
        signed_in.post(url, {"kind": "CHECKS"})
        text = signed_in.post(url, {"kind": "CHECKS"}, follow=True).content.decode()
        assert "very often in the last hour" in text


class TestApi:
    def test_answers_202_and_where_to_ask(self, signed_in, version):
        url = reverse("api-resume-feedback-ask", args=[version.resume_id])
        answer = signed_in.post(url, {"kind": "CHECKS"}, content_type="application/json")
        assert answer.status_code == 202
        assert answer["Location"] == answer.json()["status_url"]
        found = Feedback.objects.get()
        assert ingest.check_version(feedback_id=found.pk, now=NOW)
        told = signed_in.get(answer["Location"]).json()
        assert told["state"] == "DONE"
        assert told["score"] == shown.checks_of(version).score
        [place] = next(f for f in told["findings"] if f["code"] == "email_mistyped")["places"]
        assert place["suggestion"]["value"] == "sam@gmail.com"

    def test_accepts(self, signed_in, checks):
        url = reverse("api-resume-feedback-accept", args=[checks.pk])
        body = {"keys": ["email_mistyped.0"]}
        answer = signed_in.post(url, body, content_type="application/json")
        assert answer.status_code == 201
        again = signed_in.post(url, {"keys": ["nothing.9"]}, content_type="application/json")
        assert (again.status_code, again.json()["code"]) == (409, "no_such_suggestion")

    def test_says_that_there_is_no_model(self, signed_in, version):
        url = reverse("api-resume-feedback-ask", args=[version.resume_id])
        answer = signed_in.post(url, {"kind": "MODEL"}, content_type="application/json")
        assert answer.json()["code"] == "no_language_model"
