"""Rocchio's feedback, and its bound."""

from datetime import date
from math import cos

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.fields import shipped
from matching.engine.leaning import ALIKE, FURTHEST, Leanings, lean, set_aside
from matching.engine.resume import read_resume
from matching.engine.space import INDEXED, MOST_FIELDS, Learned, halves, indexed, question_at
from matching.engine.vectors import DIMENSIONS

NOTHING = np.zeros((0, INDEXED), np.float32)
LEARNED = Learned(shipped(), shipped().words)


def unit(values):
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def axis(place, size=8):
    return np.eye(size, dtype=np.float32)[place]


def place(text, work=None):
    """Where a posting of this text and field of work lies."""
    dense, fields = np.zeros((1, DIMENSIONS), np.float32), np.zeros((1, MOST_FIELDS), np.float32)
    dense[0, : len(text)] = text
    shares = np.abs(text if work is None else work)
    fields[0, : len(shares)] = shares / shares.sum()
    return indexed(dense, fields)[0]


@pytest.fixture(scope="module")
def question():
    read = read_resume({}, "Django developer", "en", today=date(2026, 11, 22))
    asked = LEARNED.question(read)
    dense, work = halves(place(axis(0)))
    return question_at(dense, work, roles=asked.roles, words=asked.words)


def texts_of(question):
    return halves(question.index)[0][:8]


def fields_of(question):
    return halves(question.index)[1]


def leanings(more=(), less=()):
    return Leanings(*(np.array(one, np.float32) if len(one) else NOTHING for one in (more, less)))


vectors = st.lists(
    st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8)
    .filter(lambda one: np.linalg.norm(one) > 0.1)
    .map(unit),
    max_size=6,
)


class TestLean:
    def test_without_a_thumb_changes_nothing(self, question):
        assert lean(question, leanings()) is question

    def test_looks_towards_what_was_liked_and_away_from_what_was_not(self, question):
        towards = lean(question, leanings(more=[place(axis(1))]))
        away = lean(question, leanings(less=[place(unit([1, 1, 0, 0, 0, 0, 0, 0]))]))
        assert texts_of(towards) @ axis(1) > 0.2
        assert texts_of(away) @ axis(1) < 0
        assert place(axis(1)) @ towards.index > place(axis(1)) @ question.index

    def test_moves_the_field_of_work_too(self, question):
        seen = lean(question, leanings(more=[place(axis(0), work=axis(1))]))
        assert fields_of(seen)[1] > 0.1
        assert fields_of(seen).sum() == pytest.approx(1)
        assert texts_of(seen) == pytest.approx(axis(0))

    def test_moves_the_field_alone_where_texts_have_no_vectors(self, question):
        nowhere, work = np.zeros(DIMENSIONS, np.float32), halves(place(axis(0)))[1]
        asked = question_at(nowhere, work, roles=question.roles, words=question.words)
        seen = lean(asked, leanings(more=[place(np.zeros(8), work=axis(1))]))
        assert fields_of(seen)[1] > 0.1
        assert not seen.blend.any()

    def test_believes_many_more_than_one(self, question):
        one = lean(question, leanings(more=[place(axis(1))]))
        many = lean(question, leanings(more=[place(axis(1))] * 20))
        assert texts_of(many) @ axis(1) > texts_of(one) @ axis(1)

    @settings(deadline=None)
    @given(more=vectors, less=vectors)
    def test_never_leaves_the_resume_behind(self, question, more, less):
        seen = lean(question, leanings(list(map(place, more)), list(map(place, less))))
        assert texts_of(question) @ texts_of(seen) >= cos(FURTHEST) - 1e-4
        assert (fields_of(seen) >= 0).all()
        assert fields_of(seen).sum() == pytest.approx(1, abs=1e-4)
        assert unit(fields_of(seen)) @ unit(fields_of(question)) >= cos(FURTHEST) - 1e-4
        assert np.isfinite(seen.index).all()
        assert (seen.words, seen.roles) == (question.words, question.roles)

    @settings(deadline=None)
    @given(more=vectors)
    def test_taken_back_is_as_if_never_said(self, question, more):
        lean(question, leanings(list(map(place, more))))
        assert (texts_of(question) == axis(0)).all()


class TestSetAside:
    def test_is_what_is_much_like_an_unwanted_one(self):
        near = place(unit([ALIKE + 0.1, 0.4, 0, 0, 0, 0, 0, 0]))
        found = set_aside(np.array([near, place(axis(3))]), leanings(less=[place(axis(0))]))
        assert found == [True, False]

    def test_is_not_what_only_is_of_the_same_field_of_work(self):
        other = place(axis(3), work=axis(0))
        assert set_aside(np.array([other]), leanings(less=[place(axis(0))])) == [False]

    def test_is_not_what_is_more_like_a_wanted_one(self):
        near = place(unit([0.8, 0.7, 0, 0, 0, 0, 0, 0]))
        said = leanings(more=[near], less=[place(axis(0))])
        assert set_aside(np.array([near]), said) == [False]

    def test_of_nothing_is_nothing(self):
        assert set_aside(NOTHING, leanings(less=[place(axis(0))])) == []
        assert set_aside(np.array([place(axis(0))]), leanings()) == [False]
