"""A field model moved towards an install's own postings."""

import numpy as np
import pytest

from matching.engine import fields
from matching.engine.learning import Labelled, adapted

WORDS = ("blorfing", "quaxle", "zintor", "mepple", "drovik")


def examples(count, field):
    """Postings in words nobody knows, all of one field."""
    chance = np.random.default_rng(1)
    return [
        Labelled(str(n), f"{chance.choice(WORDS)} person", f"You {chance.choice(WORDS)}.", field)
        for n in range(count)
    ]


class TestAdapted:
    def test_learns_words_it_did_not_know(self):
        outcome = adapted(fields.shipped(), examples(400, "travel") + examples(400, "law"))
        assert outcome.metrics["examples"] > 600
        assert outcome.metrics["accuracy"] >= outcome.metrics["accuracy_before"]

    def test_learns_nothing_from_too_few(self):
        base = fields.shipped()
        outcome = adapted(base, examples(20, "travel"))
        assert outcome.model is base
        assert outcome.metrics["is_adapted"] is False

    def test_ignores_fields_nobody_knows(self):
        assert adapted(fields.shipped(), examples(400, "astrology")).metrics["examples"] == 0

    @pytest.mark.parametrize("field", ["travel"])
    def test_gives_the_same_twice(self, field):
        rows = examples(300, field) + examples(300, "law")
        first, second = adapted(fields.shipped(), rows), adapted(fields.shipped(), rows)
        assert first.metrics == second.metrics
        assert fields.dumped(first.model) == fields.dumped(second.model)
