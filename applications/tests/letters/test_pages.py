"""The page of a letter, without JavaScript and as its script re-reads it."""

import time
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications import services
from applications.models import ApplicationEvent, CoverLetter, LetterVersion, WritingSample
from applications.tests.factories import ApplicationFactory
from core.tests.llm.test_untrusted import ATTACKS
from jobs.tests.factories import PostingFactory
from matching.models import ConfirmedFact

pytestmark = pytest.mark.django_db
WISHES = {"tone": "PLAIN", "length": "STANDARD", "language": "en", "by": "rules"}
LIE = "I led a team of 40 engineers at Northfield Surgery."


@pytest.fixture
def page(client, helen):
    client.force_login(helen)
    return client


@pytest.fixture
def at(application):
    def address(name="letter", *args):
        return reverse(name, args=[application.pk, *args])

    return address


@pytest.fixture
def composed(page, at, application):
    page.post(at("letter-write"), WISHES)
    return CoverLetter.objects.get(application=application)


def text_of(letter):
    return letter.versions.order_by("-number").first().text


def with_a_lie(letter):
    first, *rest = text_of(letter).split("\n\n")
    return "\n\n".join([first, LIE, *rest])


class TestCompose:
    def test_a_letter_is_there_at_once_and_says_that_rules_made_it(self, page, at):
        assert "No letter yet" in page.get(at()).content.decode()
        shown = page.post(at("letter-write"), WISHES, follow=True).content.decode()
        assert "Dear hiring team" in shown
        assert "Composed by rules" in shown
        assert "Every sentence is traced" in shown

    def test_begins_in_the_language_of_the_posting(self, page, helen):
        row = ApplicationFactory.create(
            owner=helen,
            description="Wir suchen eine Leitung für unser Team und freuen uns auf Sie.",
        )
        shown = page.get(reverse("letter", args=[row.pk])).content.decode()
        assert '<option value="de" selected>' in shown

    def test_without_a_resume_it_says_what_is_missing(self, page, helen, at, application):
        application.version = None
        application.save()
        helen.version.delete()
        shown = page.post(at("letter-write"), WISHES, follow=True, headers={"referer": at()})
        assert "add one first" in shown.content.decode()

    def test_stands_in_the_history_and_on_the_page_of_the_application(self, page, composed, at):
        shown = page.get(at("application")).content.decode()
        assert "Cover letter composed" in shown
        assert at() in shown

    def test_from_a_posting_to_its_letter(self, page, helen):
        posting = PostingFactory.create()
        answer = page.post(reverse("posting-letter", args=[posting.pk]))
        row = helen.applications.get()
        assert answer.headers["Location"] == reverse("letter", args=[row.pk])

    def test_one_paragraph_is_worded_anew_and_the_others_stay(self, page, composed, at):
        before = text_of(composed).split("\n\n")
        page.post(at("letter-paragraph"), {"number": 2, "by": "rules"})
        after = text_of(composed).split("\n\n")
        assert after[2] != before[2]
        assert [*after[:2], *after[3:]] == [*before[:2], *before[3:]]

    @pytest.mark.parametrize("number", ["99", "-1", "x", ""])
    def test_a_paragraph_that_is_not_there_changes_nothing(self, page, composed, at, number):
        page.post(at("letter-paragraph"), {"number": number, "by": "rules"})
        assert composed.versions.count() == 1

    def test_more_than_the_limit_is_refused(self, page, at, settings):
        settings.LETTERS_AN_HOUR = 1
        page.post(at("letter-write"), WISHES)
        page.post(at("letter-write"), WISHES)
        assert LetterVersion.objects.count() == 1


class TestGate:
    def test_a_lie_is_listed_with_its_claim_and_cannot_go_out(self, page, composed, at):
        shown = page.post(
            at("letter-save"), {"text": with_a_lie(composed), "base": 1}, follow=True
        ).content.decode()
        assert LIE in shown
        assert "“40”" in shown
        assert "This is true: confirm it" in shown
        assert "Attach as finished" not in shown
        for kind in ("pdf", "docx", "text"):
            assert page.get(at("letter-export", kind)).status_code == 302
        page.post(at("letter-finish"), {"act": "finish"})
        composed.refresh_from_db()
        assert composed.finished is None

    def test_what_is_confirmed_becomes_a_fact_and_passes(self, page, composed, at):
        page.post(at("letter-save"), {"text": with_a_lie(composed), "base": 1})
        shown = page.post(
            at("letter-sentence"), {"sentence": LIE, "act": "confirm"}, follow=True
        ).content.decode()
        assert "Every sentence is traced" in shown
        assert ConfirmedFact.objects.get().text == LIE
        assert LIE in page.get(reverse("facts")).content.decode()

    def test_a_fact_deleted_blocks_again_what_was_finished(self, page, composed, at):
        page.post(at("letter-save"), {"text": with_a_lie(composed), "base": 1})
        page.post(at("letter-sentence"), {"sentence": LIE, "act": "confirm"})
        assert page.get(at("letter-export", "text")).status_code == 200
        ConfirmedFact.objects.all().delete()
        assert page.get(at("letter-export", "text")).status_code == 302

    def test_only_a_blocked_sentence_can_be_confirmed(self, page, composed, at):
        page.post(at("letter-sentence"), {"sentence": "I am a doctor.", "act": "confirm"})
        assert not ConfirmedFact.objects.exists()

    def test_a_sentence_taken_out_leaves_the_rest(self, page, composed, at):
        before = text_of(composed)
        page.post(at("letter-save"), {"text": with_a_lie(composed), "base": 1})
        page.post(at("letter-sentence"), {"sentence": LIE, "act": "remove"})
        assert text_of(composed) == before


class TestVersions:
    def test_nothing_is_lost_when_two_tabs_save(self, page, composed, at):
        page.post(at("letter-save"), {"text": "Dear hiring team,\n\nOne.", "base": 1})
        shown = page.post(
            at("letter-save"), {"text": "Dear hiring team,\n\nTwo.", "base": 1}, follow=True
        ).content.decode()
        assert "changed somewhere else" in shown
        texts = set(composed.versions.values_list("text", flat=True))
        assert {"Dear hiring team,\n\nOne.", "Dear hiring team,\n\nTwo."} <= texts

    def test_saving_the_same_again_adds_none(self, page, composed, at):
        page.post(at("letter-save"), {"text": text_of(composed).replace("\n", "\r\n"), "base": 1})
        assert composed.versions.count() == 1

    def test_a_former_one_is_compared_and_restored(self, page, composed, at):
        first = text_of(composed)
        page.post(at("letter-save"), {"text": "Dear hiring team,\n\nOther words.", "base": 1})
        shown = page.get(at("letter-changes", 1)).content.decode()
        assert "<ins>" in shown
        assert "<del>" in shown
        page.post(at("letter-restore", 1))
        assert text_of(composed) == first
        assert composed.versions.get(number=3).restores == 1

    @pytest.mark.parametrize("text", ["", "   \n ", "word " * 3000])
    def test_what_is_no_letter_stays_in_the_editor(self, page, composed, at, text):
        answer = page.post(at("letter-save"), {"text": text, "base": 1})
        assert answer.status_code == 400
        assert composed.versions.count() == 1

    def test_markup_is_shown_as_it_is(self, page, composed, at):
        shown = page.post(
            at("letter-save"), {"text": "Dear <script>alert(1)</script>", "base": 1}, follow=True
        ).content.decode()
        assert "<script>alert" not in shown

    def test_two_long_ones_of_few_words_are_compared_in_no_time(self, page, composed, at):
        page.post(at("letter-save"), {"text": "a " * 1000, "base": 1})
        page.post(at("letter-save"), {"text": "a b " * 500, "base": 2})
        began = time.process_time()
        shown = page.get(at("letter-changes", 2)).content.decode()
        assert "<ins>" in shown
        assert time.process_time() - began < 2

    def test_the_one_people_apply_with_can_be_chosen_again(self, page, composed, at, helen):
        page.post(at("letter-write"), {**WISHES, "version": str(helen.version.pk)})
        page.post(at("letter-write"), {**WISHES, "version": ""})
        composed.refresh_from_db()
        assert composed.version is None

    def test_what_was_typed_stays_while_a_model_writes(self, page, composed, at):
        CoverLetter.objects.update(state=CoverLetter.State.WRITING)
        answer = page.post(at("letter-save"), {"text": "Words of an hour.", "base": 1})
        assert answer.status_code == 409
        assert "Words of an hour." in answer.content.decode()


class TestFinish:
    def test_what_is_saved_while_another_is_checked_does_not_go_out(self, page, composed, at):
        """A tab saves in the moment between the check and the file."""

        other = LetterVersion.objects.get(letter=composed)
        other.pk, other.number, other.text = uuid4(), 2, LIE
        waiting = [other]

        def meanwhile(execute, sql, *rest):
            found = execute(sql, *rest)
            if 'FROM "applications_letterversion"' in sql and waiting:
                waiting.pop().save(force_insert=True)
            return found

        with connection.execute_wrapper(meanwhile):
            text = page.get(at("letter-export", "text")).content.decode()
        assert composed.versions.count() == 2
        assert LIE not in text

    def test_attaches_the_version_and_says_when_it_was_changed_since(self, page, composed, at):
        shown = page.post(at("letter-finish"), {"act": "finish"}, follow=True).content.decode()
        assert "Version 1 goes with this application" in shown
        page.post(at("letter-write"), WISHES)
        assert "You changed the letter since" in page.get(at()).content.decode()
        page.post(at("letter-finish"), {"act": "reopen"})
        composed.refresh_from_db()
        assert composed.finished is None
        told = [e.data.get("letter") for e in ApplicationEvent.objects.order_by("created_at", "pk")]
        assert [each for each in told if each] == ["composed", "finished", "composed", "reopened"]

    @pytest.mark.parametrize(
        ("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("text", b"Helen Marsh")]
    )
    def test_goes_out_as_a_file(self, page, composed, at, kind, begins):
        answer = page.get(at("letter-export", kind))
        assert answer.content.startswith(begins)
        assert "Helen Marsh - Cover letter" in answer.headers["Content-Disposition"]

    def test_text_holds_head_date_subject_and_letter(self, page, composed, at):
        text = page.get(at("letter-export", "text")).content.decode()
        assert "Brightwater Clinics" in text
        assert "Application: Practice Manager" in text
        assert text.rstrip().endswith(text_of(composed))


class TestUntrusted:
    def test_a_posting_that_gives_orders_changes_nothing_and_is_flagged(
        self, page, at, application, composed
    ):
        before = text_of(composed)
        services.compose_letter(
            application=application, actor=application.owner, wishes={}, now=composed.created_at
        )
        plain = text_of(composed)
        application.description += "\n" + "\n".join(ATTACKS)
        application.save()
        shown = page.get(at()).content.decode()
        assert "This posting speaks to machines" in shown
        CoverLetter.objects.update(turn=1)
        page.post(at("letter-write"), WISHES)
        assert text_of(composed) == plain
        CoverLetter.objects.update(turn=0)
        page.post(at("letter-write"), WISHES)
        assert text_of(composed) == before

    def test_an_honest_posting_is_not_flagged(self, page, at):
        assert "speaks to machines" not in page.get(at()).content.decode()


class TestOwners:
    def test_nobody_else_has_a_door(self, client, composed, at):
        client.force_login(UserFactory.create())
        for name in (
            "letter-write",
            "letter-save",
            "letter-stop",
            "letter-finish",
            "letter-sample",
        ):
            assert client.post(at(name), WISHES).status_code == 404
        assert client.get(at()).status_code == 404
        assert client.get(at("letter-export", "pdf")).status_code == 404
        assert client.get(at("letter-changes", 1)).status_code == 404

    def test_samples_are_kept_and_deleted_by_their_owner(self, page, at, settings):
        settings.OPENAI_BASE_URL = "http://127.0.0.1:1/v1"
        page.post(at("letter-sample"), {"text": "I write like this."})
        assert "I write like this." in page.get(at()).content.decode()
        sample = WritingSample.objects.get()
        page.post(at("letter-sample"), {"remove": sample.pk})
        assert not WritingSample.objects.exists()
