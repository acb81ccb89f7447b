"""A person disputes lines of a posting's page."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.tests.factories import UserFactory
from matching import runs, selectors, services
from matching.engines import scoring
from matching.engines.fresh import FreshPostings
from matching.models import ConfirmedFact, EvidenceDispute, Match, Search
from matching.services import disputes
from matching.services.disputes import NoSuchLineError, NotAFactError
from matching.tests.factories import published
from matching.types import Fit, LineKey, Said, Verdict
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ASKED = (
    "You have Django and PostgreSQL. You run Kubernetes in production. "
    "Fluent German is required. A full UK driving licence is essential."
)
KUBERNETES = LineKey("MUST", "Kubernetes")


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def posting(version):
    found = published(description=ASKED)
    published(description="We need Kubernetes and Django. You build APIs.")
    runs.match_version(version.pk)
    return found


@pytest.fixture
def say(version, posting):
    def _say(said, key=KUBERNETES):
        return services.dispute(
            user=version.owner, posting=posting, key=key, said=said, now=timezone.now()
        )

    return _say


def best(version, posting):
    return services.fits_by_resume(version.owner_id, posting, now=timezone.now())[0][1]


def line_of(fit, subject):
    return next(
        (line for part in fit.parts for line in part.evidence if line.subject == subject), None
    )


class TestDispute:
    def test_counts_what_the_person_has_at_once_and_says_since_when(self, version, posting, say):
        before = best(version, posting)
        assert line_of(before, "Kubernetes").verdict is Verdict.MISSING
        say("HAVE_IT")
        after = best(version, posting)
        line = line_of(after, "Kubernetes")
        assert (line.verdict, line.resume) == (Verdict.MET, "")
        assert line.note == f"CONFIRMED:{timezone.now().date()}"
        assert after.number > before.number
        stored = Match.objects.get(posting=posting)
        assert (stored.number, stored.fit) == (after.number, after.fit)

    def test_makes_a_fact_that_counts_in_every_other_posting(self, version, posting, say):
        other = Match.objects.exclude(posting=posting).get()
        say("HAVE_IT")
        fact = ConfirmedFact.objects.get()
        assert (fact.kind, fact.name, fact.posting) == ("SKILL", "Kubernetes", posting)
        assert Search.objects.get().is_waiting
        runs.match_search(Search.objects.get().pk)
        assert Match.objects.get(pk=other.pk).number > other.number

    @pytest.mark.parametrize("said", ["NOT_REQUIRED", "MISREAD"])
    def test_leaves_out_what_is_not_asked_here_only(self, version, posting, say, said):
        before = best(version, posting)
        other = Match.objects.exclude(posting=posting).get()
        say(said)
        after = best(version, posting)
        assert line_of(after, "Kubernetes") is None
        assert after.fit > before.fit
        assert not ConfirmedFact.objects.exists()
        runs.match_search(Search.objects.get().pk)
        assert Match.objects.get(pk=other.pk).number == other.number

    def test_holds_over_matching_again(self, version, posting, say):
        say("NOT_REQUIRED")
        number = Match.objects.get(posting=posting).number
        runs.match_search(Search.objects.get().pk)
        assert Match.objects.get(posting=posting).number == number

    def test_of_something_shown_lowers_the_fit(self, version, posting, say):
        before = best(version, posting)
        say("MISREAD", LineKey("MUST", "Django"))
        assert best(version, posting).fit < before.fit

    def test_answers_a_question_about_a_licence(self, version, posting, say):
        key = LineKey("STOP", "LICENCE:driving licence")
        assert "driving licence" in {stop.note for stop in best(version, posting).stops}
        say("HAVE_IT", key)
        assert "driving licence" not in {stop.note for stop in best(version, posting).stops}

    def test_of_a_language_confirms_it(self, version, posting, say):
        say("HAVE_IT", LineKey("LANGUAGE", "German"))
        fit = best(version, posting)
        assert line_of(fit, "German").verdict is Verdict.MET
        assert "German" not in {stop.note for stop in fit.stops}
        assert ConfirmedFact.objects.get().name == "de"

    def test_the_last_word_on_a_line_counts(self, version, posting, say):
        say("HAVE_IT")
        say("NOT_REQUIRED")
        assert EvidenceDispute.objects.get().said == "NOT_REQUIRED"

    def test_keeps_both_quotes_for_staff(self, say):
        held = say("MISREAD", LineKey("MUST", "Django"))
        assert "Django" in held.asks
        assert "Django" in held.shows

    def test_refuses_a_line_that_is_not_there_and_a_wish(self, version, posting, say):
        with pytest.raises(NoSuchLineError):
            say("HAVE_IT", LineKey("MUST", "COBOL"))
        with pytest.raises(NotAFactError):
            say("HAVE_IT", LineKey("ROLE", "ROLE"))

    def test_of_the_role_lifts_the_cap_and_leaves_it_out(self, version, posting, say):
        say("MISREAD", LineKey("ROLE", "ROLE"))
        fit = best(version, posting)
        assert fit.cap_note == ""
        assert "ROLE" in {part.key for part in fit.unknown}


class TestWithdraw:
    def test_gives_back_the_fit_and_takes_the_fact(self, version, posting, say):
        before = best(version, posting)
        held = say("HAVE_IT")
        assert services.withdraw(
            user=version.owner, posting=posting, dispute_id=held.pk, now=timezone.now()
        )
        assert best(version, posting) == before
        assert not ConfirmedFact.objects.exists()
        assert not services.withdraw(
            user=version.owner, posting=posting, dispute_id=held.pk, now=timezone.now()
        )

    def test_leaves_the_words_of_others(self, posting, say):
        held, stranger = say("MISREAD"), UserFactory()
        assert not services.withdraw(
            user=stranger, posting=posting, dispute_id=held.pk, now=timezone.now()
        )
        assert EvidenceDispute.objects.exists()


class TestFacts:
    def test_stand_on_their_page_and_can_be_deleted(self, client, version, posting, say):
        say("HAVE_IT")
        client.force_login(version.owner)
        page = client.get("/facts").content.decode()
        assert "Kubernetes" in page
        assert posting.title in page
        fact = ConfirmedFact.objects.get()
        client.force_login(UserFactory())
        assert client.post(reverse("fact-forget", args=[fact.pk])).status_code == 404
        client.force_login(version.owner)
        assert client.post(reverse("fact-forget", args=[fact.pk])).status_code == 302
        assert not EvidenceDispute.objects.exists()
        assert "Nothing confirmed yet" in client.get("/facts").content.decode()

    def test_go_with_a_guest_to_the_account(self, version, posting, say):
        say("HAVE_IT")
        user = UserFactory()
        services.move_searches(guest_id=version.owner_id, user_id=user.pk)
        assert selectors.corrections_of(user.pk).facts
        assert selectors.corrections_of(user.pk).disputes
        assert not selectors.corrections_of(version.owner_id).facts

    def test_have_an_end(self, monkeypatch):
        monkeypatch.setattr(disputes, "MOST_FACTS", 1)
        owner = UserFactory()
        services.confirm_fact(user=owner, kind="SKILL", text="Django", now=timezone.now())
        with pytest.raises(disputes.TooManyFactsError):
            services.confirm_fact(user=owner, kind="SKILL", text="Rust", now=timezone.now())


class TestPage:
    FIELDS = {"part": "MUST", "subject": "Kubernetes", "said": "HAVE_IT"}

    @pytest.fixture
    def signed_in(self, client, version):
        client.force_login(version.owner)
        return client

    def test_offers_what_can_be_said_of_each_line(self, signed_in, posting):
        page = signed_in.get(reverse("posting", args=[posting.pk])).content.decode()
        assert "I have this" in page
        assert "Not really required" in page
        assert "You misread this" in page

    def test_answers_with_the_fit_and_an_undo(self, signed_in, posting):
        url = reverse("dispute", args=[posting.pk])
        page = signed_in.post(url, self.FIELDS, headers=HTMX).content.decode()
        held = EvidenceDispute.objects.get()
        assert "<html" not in page
        assert "confirmed by you on" in page
        undo = reverse("dispute-withdraw", args=[posting.pk, held.pk])
        assert undo in page
        again = signed_in.post(undo, headers=HTMX).content.decode()
        assert "What you said" not in again
        assert not EvidenceDispute.objects.exists()

    def test_works_without_script(self, signed_in, posting):
        url = reverse("dispute", args=[posting.pk])
        answer = signed_in.post(url, self.FIELDS, follow=True)
        assert answer.redirect_chain[0][0].endswith("#judged")
        assert "What you said" in answer.content.decode()

    @pytest.mark.parametrize("fields", [{}, {**FIELDS, "said": "NONSENSE"}, {"part": "MUST"}])
    def test_refuses_nonsense(self, signed_in, posting, fields):
        assert signed_in.post(reverse("dispute", args=[posting.pk]), fields).status_code == 400

    def test_of_a_line_that_went_says_so(self, signed_in, posting):
        url = reverse("dispute", args=[posting.pk])
        fields = {**self.FIELDS, "subject": "COBOL"}
        page = signed_in.post(url, fields, headers=HTMX).content.decode()
        assert "no longer on the page" in page

    def test_asks_a_visitor_to_sign_in(self, client, posting):
        url = reverse("dispute", args=[posting.pk])
        assert client.post(url, self.FIELDS).status_code == 302
        assert not EvidenceDispute.objects.exists()

    def test_names_the_best_resume_with_the_number_of_the_lists(self, signed_in, version, posting):
        ResumeVersionFactory(
            resume__owner=version.owner,
            resume__is_default=False,
            owner=version.owner,
            parsed={},
            text="",
        )
        number = Match.objects.get(posting=posting).number
        page = signed_in.get(reverse("posting", args=[posting.pk])).content.decode()
        assert f"version {version.number} ({number})." in page


class TestApi:
    def test_disputes_and_takes_back(self, version, posting):
        api = APIClient()
        api.force_authenticate(version.owner)
        url = f"/api/v1/matches/{posting.pk}/disputes"
        before = best(version, posting).number
        body = {"part": "MUST", "subject": "Kubernetes", "said": "HAVE_IT"}
        answer = api.post(url, body, format="json")
        assert answer.status_code == 200, answer.content
        held = answer.json()
        assert held["fit_score"] > before
        assert held["disputes"][0]["subject"] == "Kubernetes"
        gone = api.delete(f"{url}?id={held['disputes'][0]['id']}")
        assert gone.json()["fit_score"] == before
        assert api.delete(f"{url}?id={held['disputes'][0]['id']}").status_code == 404
        assert api.post(url, {**body, "subject": "COBOL"}, format="json").status_code == 409

    def test_needs_somebody(self, posting):
        assert APIClient().post(f"/api/v1/matches/{posting.pk}/disputes").status_code == 401


class TestStaff:
    def test_see_what_was_said_and_the_quotes(self, client, say):
        say("MISREAD", LineKey("MUST", "Django"))
        staff = get_user_model().objects.create_superuser("staff@example.com", "x")
        client.force_login(staff)
        page = client.get(reverse("admin:matching_evidencedispute_changelist")).content.decode()
        assert "You misread this" in page
        assert "Django" in page


class TestWhileMatching:
    """Somebody speaks after a run has read what they said, and before it writes."""

    @pytest.fixture
    def speaks(self, say, monkeypatch):
        judge = scoring.judge_all
        pending = [Said.NOT_REQUIRED]

        def judge_all(*asked):
            fits = judge(*asked)
            if pending:
                say(pending.pop())
            return fits

        monkeypatch.setattr(scoring, "judge_all", judge_all)

    def held(self, posting):
        return Fit.from_json(Match.objects.get(posting=posting).explanation)

    def test_a_whole_run_does_not_unsay_it(self, posting, speaks):
        runs.match_search(Search.objects.get().pk)
        assert line_of(self.held(posting), "Kubernetes") is None

    def test_neither_does_a_refresh(self, posting, say, monkeypatch):
        judge = FreshPostings.judged
        pending = [Said.NOT_REQUIRED]

        def judged(self, *asked):
            fits = judge(self, *asked)
            if pending:
                say(pending.pop())
            return fits

        monkeypatch.setattr(FreshPostings, "judged", judged)
        runs.refresh_searches([Search.objects.get().pk], [posting.pk])
        assert line_of(self.held(posting), "Kubernetes") is None
