"""A text as the mean of its word pieces, exactly as model2vec has it, only faster."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from model2vec import StaticModel

from matching.engine import words
from matching.engine.vectors import ARTEFACTS
from matching.engine.words import WordTable

FOLDER = ARTEFACTS / "static-minilm-256"
ODD = [
    "",
    " \n\t ",
    "a\x0bb\x0cc\x1cd\x1fe\x85f\x00g",
    "Ingénieur·e Données, H/F – Île-de-France",
    "e\u0301te\u0301 \u0301 \u200bwidth\u200b\u2028line\u3000ideographic",
    "機械学習エンジニア 募集 and Python",
    "[UNK] [PAD] [CLS]a[PAD]b",
    "C++/C#/.NET!!! 45-50k€ ... (m/w/d)",
    "x" * 101 + " " + "baker " * 700,
    "\U0001f469\u200d\U0001f4bb İstanbul ΣΑΣ ß ﬁ",
]


@pytest.fixture(scope="module")
def model():
    return StaticModel.from_pretrained(str(FOLDER))


@pytest.fixture(scope="module")
def table():
    return WordTable(FOLDER)


def theirs(model, texts):
    return np.asarray(model.encode(texts, use_multiprocessing=False), np.float32)


def ours(table, texts):
    found = table.encode(texts)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)


class TestWordTable:
    @pytest.mark.parametrize("text", ODD)
    def test_cuts_as_the_tokenizer_does(self, model, table, text):
        cut = text[: model.max_length * model.median_token_length]

        assert table.pieces([text]) == model.tokenize([cut])

    @settings(max_examples=300, deadline=None)
    @given(text=st.text(max_size=80))
    def test_cuts_any_text_as_the_tokenizer_does(self, model, table, text):
        text = text.encode("utf-8", "replace").decode()

        assert table.pieces([text]) == model.tokenize([text])

    def test_gives_the_vectors_of_model2vec(self, model, table):
        texts = [*ODD, "We bake bread before dawn.", "Senior Java Developer"]

        assert np.abs(ours(table, texts) - theirs(model, texts)).max() < 1e-3

    def test_a_text_without_known_words_is_zero(self, table):
        assert not table.encode(["", "x" * 101]).any()

    def test_forgets_words_rather_than_grow_for_ever(self, table, monkeypatch):
        monkeypatch.setattr(words, "_MOST_WORDS", 3)
        table.encode(["one two three four five"])

        again = table.encode(["one two three four five", "six"])

        assert again[0].any()
        assert len(table._pieces) <= 6

    def test_threads_may_share_it(self, monkeypatch):
        monkeypatch.setattr(words, "_MOST_WORDS", 2)
        shared, found = WordTable(FOLDER), []
        texts = ["baker of bread", "nurse of wards", "driver of buses"]
        expected = shared.encode(texts)

        def work():
            found.extend(np.array_equal(shared.encode(texts), expected) for _ in range(50))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [True] * 200
