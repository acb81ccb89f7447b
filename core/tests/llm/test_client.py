"""Asking a model over HTTP, and every way in which it goes wrong."""

import json
import threading

import pytest
from pydantic import BaseModel, Field

from core.errors import TransientError
from core.limits import CircuitOpenError, MemoryBreaker
from core.llm import lines
from core.llm.client import LanguageModel
from core.llm.types import (
    BadAnswerError,
    CutShortError,
    Message,
    ModelError,
    ModelTransientError,
    Question,
    RefusedError,
    Server,
)
from core.tests.llm_server import Turn, llm_server

KEY = "sk-a-key-nobody-may-see"
QUESTION = Question(model="small", messages=[Message("user", "How good is it?")], most_tokens=50)


class Verdict(BaseModel):
    score: int = Field(ge=0, le=5)
    words: list[str] = []


@pytest.fixture
def server():
    with llm_server() as found:
        yield found


@pytest.fixture
def slept():
    return []


@pytest.fixture
def model(server, slept):
    return LanguageModel(Server(server.url, KEY), sleep=slept.append, read_seconds=0.5)


class TestText:
    def test_returns_the_answer_and_counts_it(self, server, model):
        server.says("Good.")
        assert model.text(QUESTION) == "Good."
        assert (model.usage.tokens_in, model.usage.tokens_out, model.usage.calls) == (11, 7, 1)
        assert server.headers[0]["authorization"] == f"Bearer {KEY}"
        assert server.asked[0] == {
            "model": "small",
            "messages": [{"role": "user", "content": "How good is it?"}],
            "max_tokens": 50,
        }

    def test_leaves_out_what_was_thought_aloud(self, server, model):
        server.says("<think>hm {</think>\nGood.")
        assert model.text(QUESTION) == "Good."

    @pytest.mark.parametrize(
        "usage",
        [None, {"prompt_tokens": -5, "completion_tokens": "many"}, {"prompt_tokens": 10**9}],
    )
    def test_estimates_what_the_server_does_not_count(self, server, model, usage):
        server.answers(Turn("Good.", usage=usage))
        model.text(QUESTION)
        assert model.usage.is_estimated
        assert model.usage.tokens_in >= len("How good is it?") // 4

    def test_waits_as_long_as_it_is_asked_to(self, server, model, slept):
        server.answers(Turn(status=429, headers={"Retry-After": "7"}), Turn("At last."))
        assert model.text(QUESTION) == "At last."
        assert slept == [7.0]

    def test_asks_three_times_and_no_more(self, server, model, slept):
        server.answers(Turn(status=500))
        with pytest.raises(ModelTransientError, match="answered 500"):
            model.text(QUESTION)
        assert len(server.asked) == 3
        assert slept == [0.5, 1.0]

    def test_does_not_wait_beyond_its_budget(self, server, model, slept):
        server.answers(Turn(status=429, headers={"Retry-After": "3600"}))
        with pytest.raises(ModelTransientError) as raised:
            model.text(QUESTION)
        assert (len(server.asked), slept, raised.value.retry_after) == (1, [], 3600.0)

    @pytest.mark.parametrize("status", [400, 401, 403, 404])
    def test_does_not_repeat_what_was_refused(self, server, model, status):
        server.answers(Turn(status=status))
        with pytest.raises(ModelError):
            model.text(QUESTION)
        assert len(server.asked) == 1

    def test_does_not_repeat_what_nobody_pays_for(self, server, model):
        body = b'{"error": {"message": "pay", "code": "insufficient_quota"}}'
        server.answers(Turn(status=429, body=body))
        with pytest.raises(ModelError, match="credit is used up"):
            model.text(QUESTION)
        assert len(server.asked) == 1

    def test_follows_no_redirect(self, server, model):
        server.answers(Turn(status=307, headers={"Location": f"{server.url}/elsewhere"}))
        with pytest.raises(ModelError, match="redirects"):
            model.text(QUESTION)
        assert len(server.asked) == 1

    @pytest.mark.parametrize("mood", ["hang", "drop", "truncate"])
    def test_an_answer_that_does_not_come_may_pass(self, server, model, mood):
        model.attempts = 1
        server.answers(Turn("Good.", mood=mood))
        with pytest.raises(ModelTransientError):
            model.text(QUESTION)

    def test_cuts_an_answer_that_drips(self, server, model):
        model.attempts, model.total_seconds = 1, 0.6
        server.answers(Turn(mood="drip"))
        with pytest.raises(ModelTransientError, match="in time"):
            model.text(QUESTION)

    def test_stops_reading_an_answer_without_an_end(self, server, model):
        model.attempts = 1
        server.answers(Turn(mood="flood"))
        with pytest.raises(ModelTransientError, match="broke off"):
            model.text(QUESTION)

    @pytest.mark.parametrize(
        "body", [b"[]", b"{}", b"<html>", b'{"choices": 3}', b'{"choices": []}', b"[" * 90_000]
    )
    def test_what_is_no_answer_may_pass(self, server, model, body):
        model.attempts = 1
        server.answers(Turn(body=body))
        with pytest.raises(ModelTransientError):
            model.text(QUESTION)

    def test_an_unreachable_server_may_pass(self, slept):
        nobody = LanguageModel(Server("http://127.0.0.1:9/v1", KEY), sleep=slept.append)
        with pytest.raises(ModelTransientError, match="connection refused"):
            nobody.text(QUESTION)

    def test_says_that_it_was_refused_or_cut(self, server, model):
        server.refuses()
        with pytest.raises(RefusedError):
            model.text(QUESTION)
        server.answers(Turn("So far", ending="length"))
        with pytest.raises(CutShortError):
            model.text(QUESTION)

    def test_shows_the_key_in_no_error(self, server, model):
        body = json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}}).encode()
        server.answers(Turn(status=500, body=body))
        with pytest.raises(TransientError) as raised:
            model.text(QUESTION)
        assert KEY not in str(raised.value)
        assert raised.value.__cause__ is None

    def test_leaves_a_failing_server_alone(self, server, model):
        model.breaker = MemoryBreaker(failures=3)
        server.answers(Turn(status=503))
        for expected in (ModelTransientError, CircuitOpenError):
            with pytest.raises(expected):
                model.text(QUESTION)
        assert len(server.asked) == 3


class TestStructured:
    def test_asks_for_the_shape_and_checks_it(self, server, model):
        server.says(shape={"score": 4, "words": ["clear"]})
        assert model.structured(QUESTION, Verdict) == Verdict(score=4, words=["clear"])
        asked = server.asked[0]["response_format"]["json_schema"]
        assert asked["strict"]
        assert asked["schema"]["required"] == ["score", "words"]
        assert asked["schema"]["additionalProperties"] is False

    @pytest.mark.parametrize("answer", ['```json\n{"score": 4}\n```', 'Here: {"score": 4} Bye.'])
    def test_forgives_words_around_it(self, server, model, answer):
        server.says(answer)
        assert model.structured(QUESTION, Verdict).score == 4

    def test_has_a_bad_answer_mended_once(self, server, model):
        server.answers(Turn('{"score": 9}'), Turn('{"score": 5}'))
        assert model.structured(QUESTION, Verdict).score == 5
        assert [each["role"] for each in server.asked[1]["messages"]] == [
            *("user", "assistant", "user")
        ]
        assert (
            "score: Input should be less than or equal to 5"
            in (server.asked[1]["messages"][2]["content"])
        )
        assert model.usage.tokens_out == 14

    def test_gives_up_on_the_second(self, server, model):
        server.says("not JSON at all")
        with pytest.raises(BadAnswerError) as raised:
            model.structured(QUESTION, Verdict)
        assert len(server.asked) == 2
        assert raised.value.__cause__ is None

    def test_asks_for_some_json_where_schemas_are_unknown(self, server, model):
        body = b'{"error": {"message": "response_format json_schema is not supported"}}'
        server.answers(Turn(status=400, body=body), Turn('{"score": 2}'))
        assert model.structured(QUESTION, Verdict).score == 2
        assert server.asked[1]["response_format"] == {"type": "json_object"}
        assert '"score"' in server.asked[1]["messages"][0]["content"]
        model.structured(QUESTION, Verdict)
        assert server.asked[2]["response_format"] == {"type": "json_object"}

    def test_asks_in_words_where_json_is_unknown_too(self, server, model):
        body = b'{"error": {"message": "unknown field response_format"}}'
        refused = Turn(status=422, body=body)
        server.answers(refused, refused, Turn('{"score": 1}'))
        assert model.structured(QUESTION, Verdict).score == 1
        assert "response_format" not in server.asked[2]

    def test_does_not_have_a_cut_answer_mended(self, server, model):
        server.answers(Turn('{"score":', ending="length"))
        with pytest.raises(CutShortError):
            model.structured(QUESTION, Verdict)
        assert len(server.asked) == 1


class TestStream:
    def test_gives_the_pieces_as_they_come(self, server, model):
        server.answers(Turn("Dear reader", piece=4))
        assert list(model.stream(QUESTION)) == ["Dear", " rea", "der"]
        assert (model.usage.tokens_in, model.usage.tokens_out) == (11, 7)
        assert server.asked[0]["stream_options"] == {"include_usage": True}

    def test_asks_again_while_nothing_came(self, server, model, slept):
        server.answers(Turn(status=502), Turn("Dear reader"))
        assert "".join(model.stream(QUESTION)) == "Dear reader"
        assert slept == [0.5]

    def test_does_not_begin_anew_in_the_middle(self, server, model):
        server.answers(Turn("Dear reader, hello", mood="truncate"))
        pieces, heard = model.stream(QUESTION), []
        with pytest.raises(ModelTransientError, match="broke off"):
            heard.extend(iter(lambda: next(pieces), None))
        assert len(server.asked) == 1
        assert model.usage.is_estimated

    def test_says_that_it_was_refused_or_cut(self, server, model):
        server.answers(Turn("So far", ending="length"))
        with pytest.raises(CutShortError):
            list(model.stream(QUESTION))
        server.refuses()
        with pytest.raises(RefusedError):
            list(model.stream(QUESTION))

    def test_hangs_up_when_nobody_listens_any_more(self, server, model):
        server.answers(Turn("x" * 4000, delay_seconds=0.01))
        pieces = model.stream(QUESTION)
        next(pieces)
        pieces.close()
        assert model.usage.is_estimated
        assert len(server.said_at) < 500


class TestABroughtServer:
    @pytest.mark.parametrize(
        "url",
        [
            *("http://example.org/v1", "https://example.org:8443/v1", "https://me@example.org/v1"),
            *("https://127.0.0.1/v1", "https://[::1]/v1", "https://169.254.169.254/v1"),
            *("https://10.0.0.8/v1", "https://[::ffff:192.168.1.1]/v1", "https:///v1"),
        ],
    )
    def test_is_never_inside(self, url):
        brought = LanguageModel(Server(url, KEY, is_brought=True))
        with pytest.raises(lines.NotAPlaceError):
            brought.text(QUESTION)

    def test_is_asked_at_the_address_that_was_checked(self, server, monkeypatch):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-of-the-operator")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: of the operator")
        url = server.url.replace("127.0.0.1", "localhost")
        brought = LanguageModel(Server(url, KEY, is_brought=True), allows=lambda _: True)
        assert brought.text(QUESTION) == "Yes."
        assert server.headers[0]["host"].startswith("localhost:")
        assert not {"openai-organization", "x-secret"} & set(server.headers[0])


class TestTheServerOfTheTests:
    def test_counts_how_many_it_answers_at_once(self, server):
        server.answers(Turn("Yes.", delay_seconds=0.2))

        def ask():
            LanguageModel(Server(server.url, KEY)).text(QUESTION)

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert server.most_running == 2
