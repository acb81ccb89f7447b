"""Figures of an order, against values worked out by hand."""

from math import log2

import pytest

from matching.engine import quality

JUDGED = {"a": 1.0, "b": 1.0, "c": 0.0}


class TestFigures:
    def test_ndcg(self):
        gained = 1 / log2(3)
        best = 1 / log2(2) + 1 / log2(3)
        assert quality.ndcg(["x", "a"], JUDGED) == pytest.approx(gained / best)
        assert quality.ndcg(["a", "b"], JUDGED) == 1

    def test_ndcg_takes_grades(self):
        grades = {"a": 1.0, "b": 2.0}
        found = quality.ndcg(["a", "b"], grades)
        assert found == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))

    def test_average_precision(self):
        assert quality.average_precision(["a", "x", "b"], JUDGED) == pytest.approx((1 + 2 / 3) / 2)

    def test_precision_and_recall(self):
        assert quality.precision(["a", "x"], JUDGED) == pytest.approx(0.1)
        assert quality.recall(["a", "x"], JUDGED) == pytest.approx(0.5)

    def test_a_question_without_an_answer_counts(self):
        found = quality.figures({"q1": ["a", "b"]}, {"q1": JUDGED, "q2": JUDGED})
        assert found["ndcg10"] == pytest.approx(0.5)
