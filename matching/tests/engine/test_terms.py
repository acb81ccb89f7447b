"""Words, and how much they tell."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.engine.learning import Tally
from matching.engine.placing import dumped_words, loaded_words
from matching.engine.terms import letters_of, terms_of

TEXTS = ["red apple pie", "red red wine", "apple wine", "pie of apple"]
STOPS = frozenset({"of"})


@pytest.fixture
def tally():
    held = Tally()
    held.add(TEXTS, STOPS)
    return held


class TestTerms:
    def test_pairs_reach_across_stop_words(self):
        assert terms_of("Pie of Apple", STOPS) == ["pie", "apple", "pie apple"]

    def test_keeps_the_signs_of_names(self):
        assert terms_of("C++ and C#, node.js.", STOPS)[:4] == ["c++", "and", "c#", "node.js"]

    def test_letters_know_where_a_word_ends(self):
        assert letters_of("ab") == [" ab", "ab ", " ab ", " ab "]


class TestTally:
    def test_weighs_as_scikit_learn_does(self, tally):
        words = tally.words()
        model = TfidfVectorizer(
            vocabulary=list(words.numbers), ngram_range=(1, 2), sublinear_tf=True, stop_words=["of"]
        )
        rows = words.rows(terms_of(text, STOPS) for text in TEXTS)
        expected = model.fit_transform(TEXTS).toarray()
        found = rows.times(np.eye(len(words.numbers), dtype=np.float32))
        assert np.allclose(found, expected, atol=1e-5)

    def test_goes_on_where_it_stopped(self, tally):
        first = Tally()
        first.add(TEXTS[:2], STOPS)
        again = Tally.loaded(first.dumped())
        again.add(TEXTS[2:], STOPS)
        assert again.dumped() == tally.dumped()

    def test_of_nothing_survives_being_stored(self):
        assert Tally.loaded(Tally().dumped()) == Tally()

    def test_forgets_the_rare_when_there_is_too_much(self, monkeypatch):
        monkeypatch.setattr("matching.engine.learning.MOST_COUNTED", 3)
        held = Tally()
        held.add(TEXTS, STOPS)
        assert set(held.used) == {"apple"}
        assert held.documents == len(TEXTS)

    def test_words_survive_being_stored(self, tally):
        words = tally.words()
        again = loaded_words(dumped_words(words))
        assert again.numbers == words.numbers
        assert np.array_equal(again.idf, words.idf)

    def test_keeps_the_most_telling_of_a_long_text(self, tally):
        words = tally.words()
        whole = words.rows([terms_of("red red wine apple", STOPS)])
        short = words.rows([terms_of("red red wine apple", STOPS)], most=1)
        assert len(short.columns) == 1 < len(whole.columns)
        assert short.values[0] == pytest.approx(1)
