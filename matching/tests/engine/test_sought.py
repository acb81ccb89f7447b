"""A pattern is tried only where it may match, and nobody sees a difference."""

import re

import pytest

from matching.engine import languages, posting
from matching.engine.lines import without_numbers
from matching.engine.sought import Folded, Sought, choices, needed_words

LINES = (
    "",
    "You have 5+ years of experience with Python; a degree is a plus.",
    "NICE TO HAVE: fluent FRENCH, Deutschkenntnisse, español.",
    "We are a leading provider of payments, £45,000 per annum, no visa sponsorship.",
    "A full clean driving licence is required; must be registered with the NMC (PIN).",
    "Trois ans d’expérience, maîtrise de l’anglais souhaitée.",
    "İş tecrübesi olan, İngilizce bilen çalışma arkadaşı arıyoruz",
    "Straße, STRASSE, Groß: SC cleared or willing to hold security clearance",
    "Plan, bake and sell bread.",
    "ſkills with a long ſ, Kelvin K",
)
PATTERNS = (
    posting._NICE_LINE,
    posting._CHATTER,
    posting._YEARS,
    posting._DEGREE,
    posting._DIPLOMA,
    languages._ANY,
    languages._NICE,
    *(pattern for _, _, pattern in posting._DEMAND_PATTERNS),
)


class TestSought:
    @pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
    def test_finds_what_the_pattern_finds(self, pattern):
        plain = re.compile(pattern._pattern.pattern, re.IGNORECASE)
        for line in LINES:
            found, wanted = pattern.search(line), plain.search(line)
            assert (found and found.span()) == (wanted and wanted.span())
            assert [one.span() for one in pattern.finditer(line)] == [
                one.span() for one in plain.finditer(line)
            ]

    @pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
    def test_finds_the_same_among_lines_at_once(self, pattern):
        found = pattern.among(Folded(LINES))
        one_by_one = {number: pattern.search(line) for number, line in enumerate(LINES)}
        assert {number: match.span() for number, match in found.items()} == {
            number: match.span() for number, match in one_by_one.items() if match
        }

    @pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
    def test_knows_words_for_each_pattern_in_use(self, pattern):
        assert needed_words(pattern._pattern.pattern)

    @pytest.mark.parametrize("letter", ["i", "I", "ı", "İ"])
    def test_takes_every_i_for_one_where_the_pattern_does(self, letter):
        line = f"d{letter}ploma"
        assert bool(Sought("diploma").search(line)) == bool(
            re.search("diploma", line, re.IGNORECASE)
        )


class TestChoices:
    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("one", ["one"]),
            (r"a|(?:b|c)d|[|(]e\||f", ["a", "(?:b|c)d", r"[|(]e\|", "f"]),
            (r"(?<!\w)(?:a|b)", [r"(?<!\w)(?:a|b)"]),
            (r"\(a|b\)", [r"\(a", r"b\)"]),
        ],
    )
    def test_are_cut_at_the_outermost_bars(self, pattern, found):
        assert choices(pattern) == found

    def test_of_two_at_one_place_the_earlier_one_is_found(self):
        assert Sought("bench press|bench").search("a bench press")[0] == "bench press"
        assert Sought("bench|bench press").search("a bench press")[0] == "bench"
        assert Sought("press|bench").search("a bench press")[0] == "bench"


class TestNeededWords:
    @pytest.mark.parametrize(
        ("pattern", "words"),
        [
            ("degree", {"degree"}),
            ("a plus|bonus", {"a plus", "bonus"}),
            (r"\d+ years?", {" year"}),
            (r"(?<!\w)(?:fluent|native)\b", {"fluent", "native"}),
            ("Straße", {"strasse"}),
            ("(?:abc)?de", {"de"}),
            ("(?:abc)+", {"abc"}),
        ],
    )
    def test_are_in_every_match(self, pattern, words):
        assert needed_words(pattern) == words

    @pytest.mark.parametrize("pattern", [r"\d+", "[abc]", r"degree|\d+", "(?:abc)?"])
    def test_are_none_where_a_match_may_do_without(self, pattern):
        assert needed_words(pattern) is None


class TestWithoutNumbers:
    @pytest.mark.parametrize(
        "line", ["35 countries", "GPT-4o and B2B", "no figure at all", "x1\ty 2z\u00a03", "٣ years"]
    )
    def test_drops_the_words_that_hold_a_figure(self, line):
        assert without_numbers(line) == re.sub(r"\S*\d\S*", " ", line)
