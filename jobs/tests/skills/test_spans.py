"""Phrases that name knowledge or a skill."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.skills import extract_skills
from jobs.skills.spans import KINDS, spans, tagged


class TestSpans:
    def test_finds_what_the_vocabulary_does_not_know(self):
        text = "Knowledge of Terraform, chaos engineering is a plus."
        found = [text[one.start : one.end] for one in spans(text) if one.kind == "knowledge"]
        known = {mention.name for mention in extract_skills(text)}
        assert found == ["Terraform", "chaos engineering"]
        assert "chaos engineering" not in known

    def test_finds_nothing_in_the_way_to_the_office(self):
        assert spans("Our office is five minutes from the station.") == ()

    @settings(max_examples=60)
    @given(st.text(max_size=300))
    def test_quotes_the_text_and_gives_the_same_twice(self, text):
        found = spans(text)
        assert found == spans(text)
        for one in found:
            assert one.kind in KINDS
            assert text[one.start : one.end].strip() == text[one.start : one.end] != ""


class TestTagged:
    def test_has_a_row_for_each_token(self):
        assert tagged([]).shape == (0, 2)
        assert tagged(["Python"]).shape == (1, 2)
