"""Asking a language model for a person: consent, limits, what is written down, what comes back."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from pydantic import BaseModel

from accounts import privacy, services
from accounts.ai import ledger, plan
from accounts.ai.asking import Assistant
from accounts.models import ModelUsage, Profile
from accounts.tests.factories import GuestFactory, UserFactory
from core.llm.contact import Contact
from core.llm.types import BadAnswerError, Message, ModelBusyError, ModelTransientError, Question
from core.tests.llm_server import Turn, llm_server

Purpose, Category = ModelUsage.Purpose, ModelUsage.Category
ADA = Contact(names=["Ada Byron"])
ASKED = [Message("system", "Be brief."), Message("user", "Ada Byron, ada@byron.example, bakes.")]


class Verdict(BaseModel):
    words: list[str]


@pytest.fixture
def model(settings):
    cache.clear()
    with llm_server() as found:
        settings.OPENAI_BASE_URL, settings.OPENAI_MODEL = found.url, "small"
        settings.AI_PRICES = {"small": "1.50/6"}
        yield found


@pytest.fixture
def ada():
    person = UserFactory(email="ada@byron.example")
    services.give_ai_consent(user=person, now=timezone.now())
    return person


def assistant(person, purpose=Purpose.LETTER):
    return Assistant(
        user_id=person.pk,
        purpose=purpose,
        categories=[Category.RESUME],
        known=ADA,
        now=timezone.now,
    )


def greeting(question):
    """A model that repeats the first line it was told, marks and all."""
    return f"Dear reader, {question['messages'][-1]['content'].split(',')[0]} bakes."


@pytest.mark.django_db
class TestText:
    def test_sends_no_name_and_brings_it_back(self, model, ada):
        model.answers(Turn(greeting))
        assert assistant(ada).text(ASKED) == "Dear reader, Ada Byron bakes."
        sent = str(model.asked[0]["messages"])
        assert "Ada" not in sent
        assert "byron" not in sent

    def test_writes_down_what_was_sent_and_what_it_cost(self, model, ada):
        assistant(ada).text(ASKED)
        usage = ModelUsage.objects.get()
        assert (usage.user, usage.purpose, usage.model) == (ada, "LETTER", "small")
        assert (usage.state, usage.tokens_in, usage.tokens_out) == ("DONE", 11, 7)
        assert usage.cost == Decimal("0.000059")  # 11 × 1.50 + 7 × 6, a million
        assert (usage.categories, usage.host) == (["RESUME"], "127.0.0.1")
        assert "Be brief" not in usage.sent
        told = [[each.role, each.text] for each in ledger.sent_messages(usage)]
        assert told == [[each["role"], each["content"]] for each in model.asked[0]["messages"]]

    def test_asks_the_same_thing_once(self, model, ada):
        assert assistant(ada).text(ASKED) == assistant(ada).text(ASKED)
        assert (len(model.asked), ModelUsage.objects.count()) == (1, 1)

    def test_does_not_give_one_persons_answer_to_another(self, model, ada):
        other = UserFactory()
        services.give_ai_consent(user=other, now=timezone.now())
        assistant(ada).text(ASKED)
        assistant(other).text(ASKED)
        assert len(model.asked) == 2

    def test_notes_a_failure(self, model, ada, monkeypatch):
        monkeypatch.setattr("time.sleep", lambda _: None)
        model.answers(Turn(status=500))
        with pytest.raises(ModelTransientError):
            assistant(ada).text(ASKED)
        usage = ModelUsage.objects.get()
        assert (usage.state, usage.failure, usage.tokens_in) == ("FAILED", "model_away", 0)

    def test_writes_down_that_nothing_was_sent_when_all_are_busy(self, model, ada, settings):
        settings.AI_CALLS_AT_ONCE = 0
        with pytest.raises(ModelBusyError):
            assistant(ada).text(ASKED)
        usage = ModelUsage.objects.get()
        assert (model.asked, usage.sent, usage.tokens_out) == ([], "", 0)

    def test_refuses_marks_that_a_model_made_up(self, model, ada):
        model.says("Dear [NAME-ABCD-1]")
        with pytest.raises(BadAnswerError):
            assistant(ada).text(ASKED)

    def test_takes_the_model_of_its_purpose(self, model, ada, settings):
        settings.OPENAI_MODELS = {"letter": "large"}
        assistant(ada).text(ASKED)
        assistant(ada, Purpose.FEEDBACK).text(ASKED)
        assert [each["model"] for each in model.asked] == ["large", "small"]


@pytest.mark.django_db
class TestStructured:
    def test_brings_names_back_in_every_text(self, model, ada):
        model.answers(Turn(lambda asked: '{"words": ["' + greeting(asked) + '"]}'))
        found = assistant(ada).structured(ASKED, Verdict)
        assert found.words == ["Dear reader, Ada Byron bakes."]
        assert assistant(ada).structured(ASKED, Verdict) == found
        assert len(model.asked) == 1

    def test_shows_all_that_was_sent_to_have_an_answer_mended(self, model, ada):
        model.answers(Turn("no"), Turn('{"words": []}'))
        assistant(ada).structured(ASKED, Verdict)
        sent = ledger.sent_messages(ModelUsage.objects.get())
        assert [each.role for each in sent] == ["system", "user", "assistant", "user"]


@pytest.mark.django_db
class TestStream:
    def test_brings_names_back_between_pieces(self, model, ada):
        model.answers(Turn(greeting, piece=3))
        pieces = list(assistant(ada).stream(ASKED))
        assert "".join(pieces) == "Dear reader, Ada Byron bakes."
        assert len(pieces) > 3
        assert list(assistant(ada).stream(ASKED)) == ["Dear reader, Ada Byron bakes."]

    def test_is_settled_when_nobody_listens_any_more(self, model, ada):
        model.answers(Turn("x" * 400))
        pieces = assistant(ada).stream(ASKED)
        next(pieces)
        pieces.close()
        usage = ModelUsage.objects.get()
        assert (usage.state, usage.failure) == ("FAILED", "not_awaited")
        assert usage.tokens_out > 0


@pytest.mark.django_db
class TestConsent:
    def test_comes_first(self, model):
        with pytest.raises(ledger.NoConsentError):
            assistant(UserFactory()).text(ASKED)
        assert model.asked == []

    def test_can_be_withdrawn_and_what_was_sent_goes(self, model, ada):
        assistant(ada).text(ASKED)
        services.withdraw_ai_consent(user=ada, now=timezone.now())
        with pytest.raises(ledger.NoConsentError):
            assistant(ada).text(ASKED)  # not from the cache either
        assert ModelUsage.objects.get().sent == ""

    def test_is_asked_for_again_when_it_covers_more(self, model, ada):
        Profile.objects.filter(user=ada).update(ai_consent_version="0")
        with pytest.raises(ledger.NoConsentError):
            assistant(ada).text(ASKED)

    def test_is_not_for_guests(self):
        with pytest.raises(services.GuestAiError):
            services.give_ai_consent(user=GuestFactory(), now=timezone.now())


@pytest.mark.django_db
class TestQuotas:
    @pytest.mark.parametrize(
        ("limit", "words"),
        [
            ("AI_PERSON_DAY_TOKENS", "Your questions .* tomorrow"),
            ("AI_PERSON_MONTH_TOKENS", "Your questions .* next month"),
            ("AI_SITE_DAY_TOKENS", "This site's questions .* tomorrow"),
            ("AI_SITE_MONTH_TOKENS", "This site's questions .* next month"),
        ],
    )
    def test_end_plainly(self, model, ada, settings, limit, words):
        setattr(settings, limit, 100)
        with pytest.raises(ledger.QuotaUsedUpError, match=words) as raised:
            assistant(ada).text(ASKED, most_tokens=100)
        assert raised.value.status == 402
        assert model.asked == []

    def test_count_what_was_used_not_what_was_reserved(self, model, ada, settings):
        settings.AI_PERSON_DAY_TOKENS = 150
        assistant(ada).text(ASKED, most_tokens=90)
        assistant(ada).text([*ASKED, Message("user", "More.")], most_tokens=90)
        assert len(model.asked) == 2

    def test_are_those_of_today_and_this_month(self, ada):
        usage = ModelUsage.objects.create(user=ada, tokens_in=5, tokens_out=5)
        now = timezone.now().replace(day=15, hour=12)
        for at, used in (
            (now, [10, 10]),
            (now - timedelta(days=1), [0, 10]),
            (now - timedelta(days=20), [0, 0]),
        ):
            ModelUsage.objects.filter(pk=usage.pk).update(created_at=at)
            mine = ledger.allowances(ada.pk, now=now)
            assert [each.used for each in mine] == used * 2


@pytest.mark.django_db(transaction=True)
class TestReserve:
    def test_lets_only_one_of_two_have_the_last_tokens(self, model, settings):
        person = UserFactory()
        services.give_ai_consent(user=person, now=timezone.now())
        settings.AI_PERSON_DAY_TOKENS = 150
        barrier, ends = threading.Barrier(2), []

        def ask():
            barrier.wait()
            try:
                ledger.reserve(
                    user_id=person.pk,
                    purpose=Purpose.LETTER,
                    categories=[Category.RESUME],
                    question=Question(model="small", messages=ASKED, most_tokens=100),
                    content_hash="",
                    now=timezone.now(),
                )
                ends.append("reserved")
            except ledger.QuotaUsedUpError:
                ends.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ends) == ["refused", "reserved"]


@pytest.mark.django_db
class TestKeeping:
    def test_nothing_is_kept_where_the_person_wants_that(self, model, ada):
        services.keep_sent_texts(user=ada, days=0, now=timezone.now())
        assistant(ada).text(ASKED)
        assert ModelUsage.objects.get().sent == ""

    def test_texts_go_when_their_time_is_over(self, model, ada):
        assistant(ada).text(ASKED)
        assert ledger.forget_sent_texts(now=timezone.now() + timedelta(days=29)) == 0
        assert ledger.forget_sent_texts(now=timezone.now() + timedelta(days=31)) == 1

    def test_a_shorter_time_is_for_what_is_kept_already_too(self, model, ada):
        assistant(ada).text(ASKED)
        services.keep_sent_texts(user=ada, days=0, now=timezone.now())
        assert ModelUsage.objects.get().sent == ""

    def test_an_erased_person_leaves_figures_only(self, model, ada):
        assistant(ada).text(ASKED)
        privacy.erase_person(ada)
        usage = ModelUsage.objects.get()
        assert (usage.user, usage.sent, usage.content_hash, usage.tokens_in) == (None, "", "", 11)


@pytest.mark.django_db
class TestWithoutAModel:
    def test_every_door_says_so(self, ada):
        with pytest.raises(plan.NotConfiguredError, match="made by rules"):
            assistant(ada).text(ASKED)
        assert ModelUsage.objects.count() == 0


class TestCost:
    def test_is_unknown_without_a_price(self, settings):
        settings.AI_PRICES = {"a": "nonsense"}
        assert plan.cost("a", 1, 1) is None
        assert plan.cost("b", 1, 1) is None
