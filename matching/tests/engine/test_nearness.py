"""The nearest of many, a block at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.nearness import Nearest, offer


def everybody(count, seed):
    dice = np.random.default_rng(seed)
    rows = dice.normal(size=(count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class TestOffer:
    @settings(deadline=None, max_examples=25)
    @given(
        count=st.integers(2, 700),
        kept=st.integers(1, 12),
        chunk=st.integers(1, 400),
        seed=st.integers(0, 9),
    )
    def test_finds_what_sorting_everything_finds(self, count, kept, chunk, seed):
        rows, jobs = everybody(count, seed), np.arange(count) // 2
        best = Nearest.of(count, kept)
        for start in range(0, count, chunk):
            part = slice(start, start + chunk)
            offer(best, rows, jobs, rows[part], jobs[part], start)
        likeness = rows @ rows.T
        likeness[jobs[:, None] == jobs[None, :]] = -1
        padded = np.pad(likeness, ((0, 0), (0, kept)), constant_values=-1)
        expected = -np.sort(-padded, axis=1)[:, :kept]
        assert best.scores == pytest.approx(expected, abs=1e-5)
        taken = best.scores > -1
        told = np.take_along_axis(likeness, best.positions, axis=1)
        assert told[taken] == pytest.approx(best.scores[taken], abs=1e-5)

    def test_gives_nobody_from_the_own_job(self):
        rows, jobs = everybody(4, 1), np.zeros(4, np.intp)
        best = Nearest.of(4, 3)
        offer(best, rows, jobs, rows, jobs, 0)
        assert (best.scores == -1).all()
