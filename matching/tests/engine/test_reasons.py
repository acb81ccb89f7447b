"""What must hold of the reasons of a fit, whatever the two sides state."""

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.fitting import fit
from matching.engine.posting import read_posting, read_postings
from matching.engine.resume import read_resume
from matching.rendering.evidence import thin_note
from matching.types import Fit, PostingFacts, Verdict, Wishes

TODAY = date(2026, 11, 22)
CAPTURES = Path("../shared/data/adzuna/gb.jsonl.gz")
# What the posting says, and what the resume does; each fact on lines of its own.
LINES = {
    "python": ("Write importers in Python.", "Moved the nightly importers to Python"),
    "docker": ("Everything runs in Docker.", "Packed forty services into Docker images"),
    "terraform": ("Terraform describes our servers.", "Kept two hundred servers in Terraform"),
    "teamwork": ("We value teamwork.", "Praised for teamwork by three product groups"),
}
ASKED = {
    "years": "You have 3+ years in such a role.",
    "degree": "A degree in physics is welcome with us.",
    "german": "Fluent German is required.",
}
FACTS = st.sets(st.sampled_from([*LINES, *ASKED, "home", "level"]))


def posting(facts):
    told = [asked for name, (asked, _) in LINES.items() if name in facts]
    told += [asked for name, asked in ASKED.items() if name in facts]
    return PostingFacts(
        title="Senior baker" if "level" in facts else "Baker",
        description="\n".join(told),
        years_wanted=3 if "years" in facts else None,
        degree_wanted="BACHELOR" if "degree" in facts else "",
        language="en",
        place="Leeds, England" if "home" in facts else "",
        country="GB",
    )


def resume(facts):
    work = {
        "name": "Acme",
        "position": "Senior baker" if "level" in facts else "Baker",
        "highlights": [shown for name, (_, shown) in LINES.items() if name in facts],
    }
    if "years" in facts:
        work |= {"startDate": "2015-01", "endDate": "2024-05"}
    parsed = {"basics": {"name": "Sam Example"}, "work": [work]}
    if "home" in facts:
        parsed["basics"]["location"] = {"city": "Leeds", "region": "England"}
    if "degree" in facts:
        parsed["education"] = [{"institution": "York", "studyType": "BSc", "area": "Physics"}]
    if "german" in facts:
        parsed["languages"] = [{"language": "German", "fluency": "fluent"}]
    return parsed


def judged(asked, held) -> Fit:
    profile = read_resume(resume(held), "", "en", today=TODAY)
    return fit(profile, read_posting(posting(asked)), Wishes(countries=("GB",)))


def folded(text):
    return " ".join(str(text).replace("…", " ").split())


def is_quoted(said, side):
    """Whether each field of a quote stands in `side` (a heading joins the fields of an entry)."""
    pieces = re.split(r", |–|: ", folded(said).strip(" ,;."))
    return all(piece.strip(" ,;.") in side for piece in pieces)


class TestReasons:
    @settings(max_examples=60, deadline=None)
    @given(asked=FACTS, held=FACTS)
    def test_are_three_wherever_both_sides_share_three_facts(self, asked, held):
        found = judged(asked, held)
        assert len(found.reasons(3)) >= min(3, len(asked & held))
        assert found.is_thin == (len(found.reasons(3)) < 3)

    @settings(max_examples=60, deadline=None)
    @given(asked=FACTS, held=FACTS)
    def test_quote_each_side_and_no_pair_twice(self, asked, held):
        reasons = judged(asked, held).reasons(100)
        facts, parsed = posting(asked), resume(held)
        theirs = folded("\n".join([facts.title, facts.description, facts.place]))
        ours = folded(json.dumps(parsed, ensure_ascii=False))
        assert all(is_quoted(line.posting, theirs) for line in reasons)
        assert all(is_quoted(line.resume, ours) for line in reasons)
        pairs = [(line.posting, line.resume) for line in reasons]
        assert len(set(pairs)) == len(pairs)

    @settings(max_examples=40, deadline=None)
    @given(asked=FACTS, held=FACTS)
    def test_that_carry_no_points_only_raise_the_lower_end(self, asked, held):
        before, after = judged(asked, held - {"home"}), judged(asked, held | {"home"})
        assert (after.fit, after.high) == (before.fit, before.high)
        assert after.fit is None or after.low >= before.low

    def test_of_one_line_quote_their_own_words(self):
        facts = PostingFacts(title="Baker", description="You know Python, Docker and Terraform.")
        parsed = resume(set()) | {
            "skills": [{"name": "Tools", "keywords": ["Python", "Docker", "Terraform"]}]
        }
        profile = read_resume(parsed, "", "en", today=TODAY)
        found = fit(profile, read_posting(facts), Wishes()).reasons(4)
        skills = [line for line in found if line.subject in {"Python", "Docker", "Terraform"}]
        assert len({(line.posting, line.resume) for line in skills}) == 3
        assert all(line.subject in line.posting and line.subject in line.resume for line in skills)

    def test_say_so_where_too_little_is_stated(self):
        found = judged({"python"}, {"docker"})
        assert found.is_thin
        assert "only 1 thing" in thin_note(found)
        assert thin_note(judged({*LINES}, {*LINES})) == ""

    def test_of_a_thin_posting_are_worth_less_at_its_lower_end(self):
        asked = {"python", "docker", "terraform", "home"}
        rich, thin = judged(asked, {"home"}), judged(asked, set())
        assert rich.fit == thin.fit
        assert rich.low > thin.low

    def test_survive_being_stored(self):
        found = judged({"home", "level"}, {"home", "level"})
        assert {line.subject for line in found.also} == {"HOME", "LEVEL"}
        assert Fit.from_json(found.as_json()) == found
        before = {key: value for key, value in found.as_json().items() if key != "also"}
        assert Fit.from_json(before).also == ()

    @pytest.mark.needs_data
    def test_hold_on_real_advertisements(self):
        with gzip.open(CAPTURES, "rt", encoding="utf-8") as held:
            ads = [json.loads(line) for _, line in zip(range(150), held, strict=False)]
        facts = [
            PostingFacts(title=ad["title"], description=ad["description"], language="en", country="GB")
            for ad in ads
        ]  # fmt: skip
        profile = read_resume(resume({*LINES, *ASKED, "level"}), "", "en", today=TODAY)
        ours = folded(json.dumps(resume({*LINES, *ASKED, "level"}), ensure_ascii=False))
        for one in read_postings(facts):
            reasons = fit(profile, one, Wishes()).reasons(100)
            theirs = folded(f"{one.facts.title}\n{one.facts.description}")
            pairs = [(line.posting, line.resume) for line in reasons]
            assert len(set(pairs)) == len(pairs)
            assert all(is_quoted(line.posting, theirs) for line in reasons)
            assert all(is_quoted(line.resume, ours) for line in reasons)
            assert all(line.verdict is not Verdict.MISSING for line in reasons)
