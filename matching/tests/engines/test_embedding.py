"""Dense vectors from a service that speaks OpenAI's protocol, and from nowhere."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from jobs.tests.factories import NOW
from matching import services
from matching.engine import fields
from matching.engine.space import INDEXED, Learned
from matching.engine.vectors import DIMENSIONS
from matching.engines import embedding
from matching.engines.embedding import EmbeddingsDownError, dense_of
from matching.tests.engine.test_properties import profile

WIDE = 384


class Service(BaseHTTPRequestHandler):
    """Answers with a vector that tells the length of the text; keeps what it was asked."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        if self.server.is_broken:
            self.send_error(500)
            return
        rows = [
            {"object": "embedding", "index": n, "embedding": [len(text), *([1.0] * (WIDE - 1))]}
            for n, text in enumerate(asked["input"])
        ]
        body = json.dumps(
            {"object": "list", "data": rows[::-1], "model": asked["model"], "usage": {}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.is_broken = [], False
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.EMBEDDINGS_URL = f"http://127.0.0.1:{server.server_port}/v1"
    settings.EMBEDDINGS_KEY, settings.EMBEDDINGS_MODEL = "a key", "a model"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class TestOpenAIVectors:
    def test_asks_in_batches_and_keeps_the_order(self, service, monkeypatch):
        monkeypatch.setattr(embedding, "AT_ONCE", 2)
        texts = ["a", "bbb", "", "cc"]
        found = dense_of("openai").bodies(texts, np.zeros((4, DIMENSIONS), np.float32))
        assert [len(one["input"]) for one in service.asked] == [2, 1]
        assert found.shape == (4, DIMENSIONS)
        assert found[1, 0] > found[3, 0] > found[0, 0] > found[2, 0] == 0
        assert np.allclose(np.linalg.norm(found[[0, 1, 3]], axis=1), 1)

    def test_places_postings_and_resumes(self, service):
        model = fields.shipped()
        learned = Learned(model, model.words, dense_of("openai"))
        assert learned.places(["Nurse"], ["Care."]).index.shape == (1, INDEXED)
        assert learned.question(profile()).index.shape == (INDEXED,)

    def test_is_told_nothing_of_who_somebody_is(self, service):
        jane = services.profile_of_text(
            "Jane Smith\njane@example.org\n+44 161 496 0123\n\nExperience\n\n"
            "Backend developer\nAcme Ltd\nJan 2019 - Mar 2023\n- Built services in Python\n\n"
            "Skills\n\nPython, Django\n",
            now=NOW,
        )
        named = replace(jane.roles[0], title="Zoe Xyzzy", role="Zoe Xyzzy")
        jane = replace(jane, roles=(*jane.roles, named))
        dense = dense_of("openai")
        assert dense.resume(jane).any()
        assert len(dense.roles(jane)) == len(jane.roles)
        told = " ".join(one for asked in service.asked for one in asked["input"])
        assert "Python" in told
        for word in ("Jane", "Smith", "example.org", "0123", "Acme", "Xyzzy"):
            assert word not in told

    def test_says_so_when_the_service_is_down(self, service):
        service.is_broken = True
        with pytest.raises(EmbeddingsDownError):
            dense_of("openai").titles(["a"], np.zeros((1, DIMENSIONS), np.float32))


class TestNothing:
    def test_leaves_the_field_and_the_words(self):
        model = fields.shipped()
        learned = Learned(model, model.words, dense_of("none"))
        places = learned.places(["Ward nurse", "Developer"], ["Care.", "Python."])
        assert not places.index[:, :DIMENSIONS].any()
        nearest = places.index @ learned.question(profile()).index
        assert nearest[1] > nearest[0]
