"""Postings that are read once."""

from dataclasses import replace

import pytest

from matching.engine.posting import read_posting
from matching.engines import readings as module
from matching.engines.readings import Readings
from matching.types import PostingFacts

FACTS = PostingFacts(title="Nurse", description="You care for patients.", key="one")
OTHER = PostingFacts(title="Baker", description="You bake bread every day.", key="two")


@pytest.fixture
def read(monkeypatch):
    """The keys of what was really read."""
    keys = []
    whole = module.read_postings
    monkeypatch.setattr(
        module, "read_postings", lambda many: keys.extend(one.key for one in many) or whole(many)
    )
    return keys


class TestReadings:
    def test_reads_a_posting_once_and_answers_in_order(self, read):
        held = Readings()
        held.of([FACTS])
        found = held.of([OTHER, FACTS])
        assert [one.facts for one in found] == [OTHER, FACTS]
        assert read == ["one", "two"]

    def test_says_what_reading_says(self):
        [found] = Readings().of([FACTS])
        alone = read_posting(FACTS)
        assert (found.duties, found.must, found.role) == (alone.duties, alone.must, alone.role)
        assert found.duty_vectors.tolist() == alone.duty_vectors.tolist()

    def test_reads_again_what_was_written_again(self, read):
        held = Readings()
        held.of([FACTS])
        [found] = held.of([replace(FACTS, description="You bake bread.")])
        assert found.facts.description == "You bake bread."
        assert read == ["one", "one"]

    def test_forgets_what_was_asked_for_longest_ago(self, read):
        held = Readings(most=1)
        held.of([FACTS])
        held.of([OTHER])
        held.of([FACTS])
        assert read == ["one", "two", "one"]

    def test_keeps_nothing_that_has_no_key(self, read):
        held = Readings()
        for _ in range(2):
            held.of([replace(FACTS, key="")])
        assert len(read) == 2
