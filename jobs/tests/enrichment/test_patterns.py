"""Patterns people type."""

import time

import pytest

from jobs.enrichment.patterns import PatternError, compiled


class TestCompiled:
    @pytest.mark.parametrize(
        ("pattern", "text", "found"),
        [
            ("night shift", "We work NIGHT  SHIFT.", True),
            ("night shift", "nights shift", False),
            ("c++", "C++ developer", True),
            ("c", "C++ developer", True),
            ("java", "JavaScript", False),
        ],
    )
    def test_words_match_whole_and_in_any_case(self, pattern, text, found):
        assert compiled(pattern, is_regex=False)(text) is found

    @pytest.mark.parametrize(
        ("pattern", "text", "found"),
        [
            (r"\bagent(?:ur|s)?\b", "Zeitarbeit\nAgentur", True),
            (r"^night.{0,10}nurse$", "Night duty nurse\nMore", True),
            (r"pay: \d+", "pay: x", False),
        ],
    )
    def test_regular_expressions_match_line_by_line(self, pattern, text, found):
        assert compiled(pattern, is_regex=True)(text) is found

    @pytest.mark.parametrize(
        "pattern",
        ["", "  ", "(a+)+$", "(a|a)*b", "(?:x{2}){3}", "(?=a)b", r"(a)\1", "a*", "x+y+z+", "[a",
         "a{500}", "b" * 101, "(a", "(?P<n>a)", "()+?"],
    )  # fmt: skip
    def test_refuses_what_is_empty_broken_or_could_take_for_ever(self, pattern):
        with pytest.raises(PatternError):
            compiled(pattern, is_regex=True)

    def test_the_worst_that_is_taken_ends_soon(self):
        has = compiled(r"\w+\s*x", is_regex=True)
        started = time.process_time()

        assert not has(("a " * 250 + "\n") * 400 + "a" * 100_000)
        assert time.process_time() - started < 5
