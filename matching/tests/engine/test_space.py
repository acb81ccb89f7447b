"""Rows of the index: products weigh both halves as the re-ranker does."""

import numpy as np
import pytest

from matching.engine.ranking import WEIGHTS
from matching.engine.space import INDEXED, MOST_FIELDS, halves, indexed, question_at
from matching.engine.terms import Rows
from matching.engine.vectors import DIMENSIONS, normalised

RANDOM = np.random.default_rng(7)
NO_WORDS = Rows(np.zeros(0, np.intp), np.zeros(0, np.float32), np.zeros(2, np.intp))


@pytest.fixture(scope="module")
def dense():
    return normalised(RANDOM.normal(size=(40, DIMENSIONS)).astype(np.float32))


@pytest.fixture(scope="module")
def work():
    return RANDOM.dirichlet(np.full(MOST_FIELDS, 0.2), 40).astype(np.float32)


class TestIndexed:
    def test_rows_are_of_one_length_so_that_the_nearest_has_the_largest_product(self, dense, work):
        rows = indexed(dense, work)
        assert rows.shape == (40, INDEXED)
        assert np.linalg.norm(rows, axis=1) ** 2 == pytest.approx(
            WEIGHTS["blend"] + WEIGHTS["field"], rel=1e-5
        )

    def test_nearest_is_what_the_re_ranker_puts_first_by_these_two(self, dense, work):
        asked = question_at(dense[0], work[1], roles=dense[:0], words=NO_WORDS)
        weighed = WEIGHTS["blend"] * (dense @ dense[0]) + WEIGHTS["field"] * (work @ work[1])
        rows = indexed(dense, work)
        assert rows @ asked.index == pytest.approx(weighed, abs=1e-5)
        assert (np.argsort(-normalised(rows) @ asked.index) == np.argsort(-weighed)).all()

    def test_each_half_can_be_asked_for_alone(self, dense, work):
        asked = question_at(dense[0], work[1], roles=dense[:0], words=NO_WORDS)
        rows = indexed(dense, work)
        assert rows @ asked.blend == pytest.approx(dense @ dense[0], abs=1e-5)
        assert rows @ asked.field == pytest.approx(work @ work[1], abs=1e-5)

    def test_gives_back_what_went_in(self, dense, work):
        texts, fields = halves(indexed(dense, work[:, :20]))
        assert texts == pytest.approx(dense, abs=1e-6)
        assert fields[:, :20] == pytest.approx(work[:, :20], abs=1e-6)
        assert not fields[:, 20:].any()
