"""Keys for a language model that people bring: sealed, tried, used in place of ours, gone with them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts import privacy, services
from accounts.ai import keys, ledger
from accounts.ai.asking import Assistant
from accounts.ai.plan import NotConfiguredError
from accounts.ai.trying import try_key
from accounts.models import ModelKey, ModelUsage
from accounts.tests.factories import GuestFactory, ProfileFactory
from core.llm.types import Message, Server
from core.tests.llm_server import Turn, llm_server

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SECRET = "sk-very-secret-1234"
ASKED = [Message("user", "Hello there.")]


@pytest.fixture
def theirs(settings):
    """A provider staff allow."""
    cache.clear()
    settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
    with llm_server() as found:
        settings.AI_BROUGHT_SERVERS = {"Theirs": found.url}
        yield found


@pytest.fixture
def ada():
    person = ProfileFactory.create().user
    services.give_ai_consent(user=person, now=NOW)
    return person


def brought(person, server, *, works=True):
    key = services.bring_model_key(user=person, url=server.url, model="big", key=f" {SECRET} ")
    if works:
        assert try_key(key_id=key.pk, now=NOW)
    return ModelKey.objects.get(pk=key.pk)


def ask(person):
    return Assistant(
        user_id=person.pk,
        purpose=ModelUsage.Purpose.LETTER,
        categories=[ModelUsage.Category.RESUME],
        now=timezone.now,
    ).text(ASKED)


class TestBringing:
    def test_lies_sealed_and_is_tried(self, theirs, ada):
        key = brought(ada, theirs)
        assert key.state == "WORKS"
        assert theirs.headers[0]["authorization"] == f"Bearer {SECRET}"
        assert theirs.asked[0]["model"] == "big"
        with connection.cursor() as cursor:
            cursor.execute("SELECT t::text FROM accounts_modelkey t")
            assert SECRET not in str(cursor.fetchall())

    def test_says_what_is_wrong_with_a_key(self, theirs, ada):
        theirs.answers(Turn(status=401))
        key = brought(ada, theirs, works=False)
        assert not try_key(key_id=key.pk, now=NOW)
        key.refresh_from_db()
        assert (key.state, bool(key.failure)) == ("FAILED", True)
        assert not keys.is_connected(ada.pk)
        with pytest.raises(NotConfiguredError):
            ask(ada)

    def test_takes_no_other_server_and_no_guest(self, theirs, ada):
        with pytest.raises(services.NotAllowedServerError):
            services.bring_model_key(user=ada, url="https://evil.example/v1", model="m", key="k")
        with pytest.raises(services.GuestAiError):
            services.bring_model_key(user=GuestFactory(), url=theirs.url, model="m", key="k")

    def test_is_tried_so_often_and_no_more(self, client, theirs, ada, monkeypatch):
        monkeypatch.setattr(services, "_TRIES_AN_HOUR", 2)
        key = brought(ada, theirs, works=False)
        client.force_login(ada)
        for expected in ("TRYING", "UNTRIED"):
            ModelKey.objects.filter(pk=key.pk).update(state="UNTRIED")
            client.post(reverse("settings-ai-key-try"))
            assert ModelKey.objects.get().state == expected

    @pytest.mark.django_db(transaction=True)
    def test_two_tabs_leave_one_key(self, theirs, ada):
        gate = Barrier(4)

        def bring(number):
            gate.wait()
            try:
                services.bring_model_key(user=ada, url=theirs.url, model=str(number), key="k")
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(bring, range(4)))
        assert ModelKey.objects.count() == 1

    def test_an_https_server_must_be_public_and_one_without_tls_is_the_houses(self, settings):
        settings.AI_BROUGHT_SERVERS = {"a": "https://api.example/v1", "b": "http://10.0.0.5/v1"}
        for url, is_free in (("https://api.example/v1", False), ("http://10.0.0.5/v1", True)):
            route = keys.own_route(ModelKey(url=url, model="m", sealed=keys.sealed("k")))
            assert (route.allows is not None) is is_free
            assert route.server == Server(url, "k", is_brought=True)


class TestAsking:
    def test_goes_to_their_server_and_counts_toward_no_limit(self, theirs, ada, settings):
        settings.AI_PERSON_DAY_TOKENS = settings.AI_SITE_DAY_TOKENS = 1
        brought(ada, theirs)
        assert ask(ada) == "Yes."
        usage = ModelUsage.objects.get()
        assert (usage.is_own_key, usage.model, usage.cost, usage.user) == (True, "big", None, ada)
        assert [each.used for each in ledger.allowances(ada.pk, now=timezone.now())] == [0, 0, 0, 0]

    def test_needs_their_consent_all_the_same(self, theirs, ada):
        brought(ada, theirs)
        services.withdraw_ai_consent(user=ada, now=NOW)
        with pytest.raises(ledger.NoConsentError):
            ask(ada)

    def test_takes_ours_for_everybody_else_and_when_staff_change_their_mind(
        self, theirs, ada, settings
    ):
        brought(ada, theirs)
        with llm_server() as ours:
            settings.OPENAI_BASE_URL = ours.url
            other = ProfileFactory.create().user
            services.give_ai_consent(user=other, now=NOW)
            ask(other)
            settings.AI_BROUGHT_SERVERS = {}
            ask(ada)
            assert len(ours.asked) == 2
        assert not ModelUsage.objects.filter(is_own_key=True).exists()


class TestPage:
    def test_keeps_tries_and_erases_a_key_and_shows_it_never(self, client, theirs, ada):
        client.force_login(ada)
        data = {"url": theirs.url, "model": "big", "key": SECRET}
        shown = client.post(reverse("settings-ai-key"), data, follow=True).content.decode()
        assert SECRET not in shown
        assert theirs.url in shown
        client.post(reverse("settings-ai-key-try"))
        assert ModelKey.objects.get().state == "TRYING"
        client.post(reverse("settings-ai-key-forget"))
        assert not ModelKey.objects.exists()
        assert client.post(reverse("settings-ai-key-try")).status_code == 404

    def test_offers_nothing_where_staff_allow_none(self, client, ada, settings):
        settings.AI_BROUGHT_SERVERS = {}
        client.force_login(ada)
        assert "A key of your own" not in client.get(reverse("settings-ai")).content.decode()

    def test_goes_with_the_account(self, theirs, ada):
        brought(ada, theirs, works=False)
        privacy.erase_person(ada)
        assert not ModelKey.objects.exists()
