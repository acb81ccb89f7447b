"""Rocchio's feedback, and its bound."""

from dataclasses import replace
from datetime import date
from math import cos

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.leaning import ALIKE, FURTHEST, Leanings, lean, set_aside
from matching.engine.resume import read_resume

NOTHING = np.zeros((0, 8), np.float32)


def unit(values):
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def axis(place, size=8):
    return np.eye(size, dtype=np.float32)[place]


@pytest.fixture(scope="module")
def profile():
    read = read_resume({}, "Django developer", "en", today=date(2026, 11, 22))
    return replace(read, query_vector=axis(0), field=axis(0))


def leanings(more=(), less=()):
    liked = np.array(more, np.float32) if len(more) else NOTHING
    unwanted = np.array(less, np.float32) if len(less) else NOTHING
    return Leanings(liked, unwanted, np.abs(liked), np.abs(unwanted))


vectors = st.lists(
    st.lists(st.floats(-1, 1, width=32), min_size=8, max_size=8)
    .filter(lambda one: np.linalg.norm(one) > 0.1)
    .map(unit),
    max_size=6,
)


class TestLean:
    def test_without_a_thumb_changes_nothing(self, profile):
        assert lean(profile, leanings()) is profile

    def test_looks_towards_what_was_liked_and_away_from_what_was_not(self, profile):
        towards = lean(profile, leanings(more=[axis(1)])).query_vector
        away = lean(profile, leanings(less=[unit([1, 1, 0, 0, 0, 0, 0, 0])])).query_vector
        assert towards @ axis(1) > 0.2
        assert away @ axis(1) < 0

    def test_believes_many_more_than_one(self, profile):
        one = lean(profile, leanings(more=[axis(1)])).query_vector
        many = lean(profile, leanings(more=[axis(1)] * 20)).query_vector
        assert many @ axis(1) > one @ axis(1)

    @settings(deadline=None)
    @given(more=vectors, less=vectors)
    def test_never_leaves_the_resume_behind(self, profile, more, less):
        seen = lean(profile, leanings(more, less))
        assert profile.query_vector @ seen.query_vector >= cos(FURTHEST) - 1e-4
        assert np.isfinite(seen.field).all()
        assert (seen.field >= 0).all()
        assert seen.skills == profile.skills

    @settings(deadline=None)
    @given(more=vectors)
    def test_taken_back_is_as_if_never_said(self, profile, more):
        lean(profile, leanings(more))
        assert (profile.query_vector == axis(0)).all()


class TestSetAside:
    def test_is_what_is_much_like_an_unwanted_one(self):
        near = unit([ALIKE + 0.1, 0.4, 0, 0, 0, 0, 0, 0])
        found = set_aside(np.array([near, axis(3)]), leanings(less=[axis(0)]))
        assert found == [True, False]

    def test_is_not_what_is_more_like_a_wanted_one(self):
        near = unit([0.8, 0.7, 0, 0, 0, 0, 0, 0])
        said = leanings(more=[near], less=[axis(0)])
        assert set_aside(np.array([near]), said) == [False]

    def test_of_nothing_is_nothing(self):
        assert set_aside(NOTHING, leanings(less=[axis(0)])) == []
        assert set_aside(np.array([axis(0)]), leanings()) == [False]
