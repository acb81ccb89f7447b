"""What a person sees of the language model, and decides there."""

import subprocess
import sys

import pytest
from django.conf import settings as project
from django.urls import reverse

from accounts.ai import ledger
from accounts.models import ModelUsage
from accounts.tests.factories import GuestFactory, UserFactory
from core.llm.types import Message

PAGE = "settings-ai"


@pytest.fixture
def ada(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def configured(settings):
    settings.OPENAI_BASE_URL = "http://models.example/v1"


def asked(person, text="Dear [NAME-1A2B-1]"):
    return ModelUsage.objects.create(
        user=person,
        purpose="LETTER",
        model="small",
        host="models.example",
        tokens_in=1200,
        tokens_out=7,
        categories=["RESUME", "POSTING"],
        sent=ledger._sealed([Message("user", text)]) if text else "",
    )


@pytest.mark.django_db
class TestPage:
    def test_says_that_there_is_no_model(self, client, ada):
        page = client.get(reverse(PAGE)).content.decode()
        assert "No language model is connected here" in page
        assert "I agree" not in page

    def test_names_where_texts_would_go_before_it_asks(self, client, ada, configured):
        page = client.get(reverse(PAGE)).content.decode()
        assert "<strong>models.example</strong>" in page
        assert "I agree" in page

    def test_shows_what_was_sent_word_for_word(self, client, ada, configured):
        asked(ada, "Dear <b>[NAME-1A2B-1]</b>")
        page = client.get(reverse(PAGE)).content.decode()
        assert "Dear &lt;b&gt;[NAME-1A2B-1]&lt;/b&gt;" in page
        assert "Resume, Posting" in page
        assert "1,200 tokens sent" in page

    def test_shows_nothing_of_others(self, client, ada):
        asked(UserFactory(), "of somebody else")
        assert "of somebody else" not in client.get(reverse(PAGE)).content.decode()

    def test_asks_as_often_for_one_text_as_for_many(
        self, client, ada, django_assert_num_queries, django_assert_max_num_queries
    ):
        asked(ada)
        with django_assert_max_num_queries(12) as first:
            client.get(reverse(PAGE))
        for _ in range(24):
            asked(ada)
        with django_assert_num_queries(len(first)):
            page = client.get(reverse(PAGE)).content.decode()
        assert "1–20 of 25" in page
        assert 'href="?page=2"' in page

    def test_offers_a_guest_an_account(self, client, configured):
        client.force_login(GuestFactory())
        page = client.get(reverse(PAGE)).content.decode()
        assert "for people with an account" in page
        assert "I agree" not in page


@pytest.mark.django_db
class TestConsent:
    def test_is_given_and_withdrawn(self, client, ada, configured):
        client.post(reverse("settings-ai-consent"), {"agree": "1"})
        ada.profile.refresh_from_db()
        assert ada.profile.has_ai_consent
        usage = asked(ada)
        assert "Withdraw" in client.get(reverse(PAGE)).content.decode()
        client.post(reverse("settings-ai-consent"), {"agree": "0"})
        ada.profile.refresh_from_db()
        usage.refresh_from_db()
        assert (ada.profile.has_ai_consent, usage.sent) == (False, "")

    def test_is_refused_to_a_guest(self, client, configured):
        guest = GuestFactory()
        client.force_login(guest)
        client.post(reverse("settings-ai-consent"), {"agree": "1"})
        guest.profile.refresh_from_db()
        assert not guest.profile.has_ai_consent


@pytest.mark.django_db
class TestKeep:
    @pytest.mark.parametrize(("days", "kept"), [("7", 7), ("0", 0), ("8", 30), ("x", 30)])
    def test_takes_the_choices_there_are(self, client, ada, days, kept):
        client.post(reverse("settings-ai-keep"), {"days": days})
        ada.profile.refresh_from_db()
        assert ada.profile.ai_keep_days == kept


@pytest.mark.django_db
class TestErase:
    def test_erases_ones_own_copies_only(self, client, ada):
        mine, other = asked(ada), asked(UserFactory())
        client.post(reverse("settings-ai-erase"))
        mine.refresh_from_db()
        other.refresh_from_db()
        assert (mine.sent, bool(other.sent), mine.tokens_in) == ("", True, 1200)


class TestWithoutConfiguration:
    def test_the_package_is_not_loaded(self):
        words = (
            "import django, sys; django.setup(); import config.urls, config.celery;"
            "import accounts.ai.asking, accounts.tasks; print('openai' in sys.modules)"
        )
        told = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", words],
            capture_output=True,
            text=True,
            check=True,
            cwd=project.BASE_DIR,
            timeout=60,
        )
        assert told.stdout.strip() == "False"
