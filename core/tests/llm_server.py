"""A language model on loopback: OpenAI's chat completions, and every way in which they go wrong.

    with llm_server() as model:
        model.says("Dear reader, …")                    # an answer, streamed where that is asked for
        model.says(shape={"score": 3})                 # a structured one
        model.answers(Turn(status=429, headers={"Retry-After": "1"}), Turn("at last"))
        LanguageModel(Server(model.url, "key")).text(...)
        assert model.asked[0]["messages"][-1]["content"] == …

Turns are used up in order; the last one is repeated.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_LONGEST_HANG = 20.0


@dataclass
class Turn:
    """How one call is answered.

    `text` is the answer, or a function of the question as it came (a model that lies about it).
    `mood` is how it goes wrong: hang (says nothing), drop (hangs up), truncate (half of the body or
    of the stream), drip (a space a tenth of a second, for ever), flood (a body without an end).
    """

    text: str | Callable[[dict[str, Any]], str] = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None  # instead of everything below
    mood: str = ""
    ending: str | None = "stop"
    refusal: str | None = None
    usage: dict[str, Any] | None = field(
        default_factory=lambda: {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    )
    piece: int = 4  # characters of a streamed event
    delay_seconds: float = 0.0  # before each of them, and before a whole answer


class ModelServer:
    """What was asked of it is in `asked`, with what headers in `headers`, when in `said_at`."""

    def __init__(self) -> None:
        self.turns = [Turn("Yes.")]
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.said_at: list[float] = []  # the clock at each streamed event
        self.running = self.most_running = 0
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self.http = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"model": self})
        )
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def answers(self, *turns: Turn) -> None:
        """From now on, these turns in order."""
        self.turns = list(turns)

    def says(self, text: str = "", *, shape: Any = None) -> None:
        """From now on, this answer: words, or an object as JSON."""
        self.answers(Turn(text if shape is None else json.dumps(shape)))

    def refuses(self, words: str = "I cannot help with that.") -> None:
        """From now on, a refusal in the form structured outputs have for it."""
        self.answers(Turn(refusal=words))

    def next_turn(self, question: dict[str, Any], headers: dict[str, str]) -> Turn:
        """Note what was asked; returns how it is answered."""
        with self._lock:
            self.asked.append(question)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            return self.turns.pop(0) if len(self.turns) > 1 else self.turns[0]

    def count(self, change: int) -> None:
        """One call more, or less, is being answered."""
        with self._lock:
            self.running += change
            self.most_running = max(self.most_running, self.running)


@contextmanager
def llm_server() -> Iterator[ModelServer]:
    """Serve until the block ends."""
    server = ModelServer()
    thread = threading.Thread(target=server.http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.http.shutdown()
        thread.join()
        server.http.server_close()


class _Handler(BaseHTTPRequestHandler):
    model: ModelServer

    def do_GET(self) -> None:
        self._send(200, b'{"object": "list", "data": [{"id": "small", "object": "model"}]}')

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        turn = self.model.next_turn(question, dict(self.headers))
        self.model.count(+1)
        try:
            with suppress(OSError):  # whoever asked has hung up
                self._answer(turn, question)
        finally:
            self.model.count(-1)

    def _answer(self, turn: Turn, question: dict[str, Any]) -> None:
        self.close_connection = True
        if turn.mood in {"hang", "drop"}:
            self.model.stop.wait(_LONGEST_HANG if turn.mood == "hang" else 0)
        elif turn.mood in {"drip", "flood"}:
            self._go_on_for_ever(b" " if turn.mood == "drip" else b" " * 65536)
        elif turn.body is not None or turn.status != 200:
            error = {"error": {"message": f"status {turn.status}", "type": "x", "code": None}}
            self._send(turn.status, turn.body or json.dumps(error).encode(), turn.headers)
        elif question.get("stream"):
            self._stream(turn, _text(turn, question))
        else:
            self.model.stop.wait(turn.delay_seconds)
            body = json.dumps(_completion(turn, _text(turn, question))).encode()
            self._send(200, body, turn.headers, cut=turn.mood == "truncate")

    def _stream(self, turn: Turn, text: str) -> None:
        self._head(200, {"Content-Type": "text/event-stream"})
        pieces = [text[at : at + turn.piece] for at in range(0, len(text), turn.piece)]
        if turn.mood == "truncate":
            pieces = pieces[: len(pieces) // 2]
        for piece in pieces:
            self.model.stop.wait(turn.delay_seconds)
            self.model.said_at.append(time.monotonic())
            self._event({"content": piece})
        if turn.mood == "truncate":
            return
        self._event({"refusal": turn.refusal} if turn.refusal else {}, turn.ending)
        if turn.usage is not None:
            self._line({**_CHUNK, "choices": [], "usage": turn.usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, Any], ending: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": ending}
        self._line({**_CHUNK, "choices": [choice]})

    def _line(self, event: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
        self.wfile.flush()

    def _go_on_for_ever(self, piece: bytes) -> None:
        self._head(200, {"Content-Type": "application/json"})
        while not self.model.stop.wait(0.1 if len(piece) == 1 else 0):
            self.wfile.write(piece)

    def _send(
        self,
        status: int,
        body: bytes,
        headers: dict[str, str] | None = None,
        *,
        cut: bool = False,
    ) -> None:
        length = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        self._head(status, length | (headers or {}))
        self.wfile.write(body[: len(body) // 2] if cut else body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


_CHUNK = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "small"}


def _text(turn: Turn, question: dict[str, Any]) -> str:
    return turn.text(question) if callable(turn.text) else turn.text


def _completion(turn: Turn, text: str) -> dict[str, Any]:
    said = {"role": "assistant", "content": None if turn.refusal else text}
    message = {**said, "refusal": turn.refusal}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "small",
        "choices": [{"index": 0, "message": message, "finish_reason": turn.ending}],
        "usage": turn.usage,
    }
