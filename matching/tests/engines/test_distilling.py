"""A resume in 255 characters, with nothing of the person in them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.resume import read_resume
from matching.engines.distilling import LONGEST, distilled, pseudonym
from matching.tests.engine.test_properties import profile
from matching.types import Wishes

PERSONAL = {
    "name": "Jane Roe Smith",
    "email": "jane.smith@example.org",
    "phone": "+44 7700 900123",
    "street": "12 Baker Street, Leeds",
    "employer": "Globex Widgets Ltd",
    "born": "1984-03-07",
}


def read(role, **basics):
    parsed = {
        "basics": {"label": role, "email": PERSONAL["email"], **basics},
        "work": [
            {
                "position": role,
                "name": PERSONAL["employer"],
                "startDate": "2019-01",
                "highlights": ["Built services in Python and Django.", "Ran PostgreSQL."],
            }
        ],
        "skills": [{"keywords": ["Python", "Django", "C++"]}],
    }
    text = "\n".join([*PERSONAL.values(), role, "Built services in Python and Django."])
    return read_resume(parsed, text, "en", today=date(2026, 11, 22))


class TestDistilled:
    def test_names_the_work_and_the_skills(self):
        query = distilled(read("Senior Backend Developer"), Wishes())
        assert query.startswith("Backend Developer")
        assert {"Python", "Django"} <= set(query.split())

    def test_begins_with_what_is_wished_for(self):
        query = distilled(read("Backend Developer"), Wishes(roles=("Data engineer (remote)",)))
        assert query.startswith("Data engineer Backend Developer")

    @pytest.mark.parametrize(
        "role",
        [
            "Jane Roe Smith, Backend Developer",
            "Backend Developer at Globex Widgets Ltd",
            "Backend Developer jane.smith@example.org +44 7700 900123",
            "JANE ROE SMITH Backend Developer 1984-03-07",
            "Jane Smith",
            "Backend Developer | 12 Baker Street, Leeds",
        ],
    )
    @pytest.mark.parametrize("is_wished", [True, False])
    def test_says_nothing_of_the_person(self, role, is_wished):
        wishes = Wishes(roles=(role,)) if is_wished else Wishes()
        query = distilled(read("Backend Developer" if is_wished else role), wishes).casefold()
        for told in PERSONAL.values():
            for word in told.casefold().replace(",", " ").split():
                assert word not in query.split()
        assert "@" not in query
        assert "globex" not in query

    def test_of_nobody_is_nothing(self):
        nobody = replace(profile(), skills={}, roles=())
        assert distilled(nobody, Wishes()) == ""
        assert distilled(nobody, Wishes(roles=("Jane Xyzzy",))) == ""

    @given(st.lists(st.text(max_size=60), max_size=8))
    @settings(max_examples=60, deadline=None)
    def test_never_is_longer_than_taken(self, roles):
        query = distilled(profile(skills=["Python"] * 40), Wishes(roles=tuple(roles)))
        assert len(query) <= LONGEST
        assert not set('"()') & set(query)

    def test_leaves_out_whole_words_never_half_of_one(self):
        skills = {f"Skill {n}": s for n, s in enumerate(profile().skills.values())}
        many = {
            f"{'x' * 60} {n}": replace(
                next(iter(skills.values())), name=f"{'x' * 60} {n}", implied_by=""
            )
            for n in range(9)
        }
        query = distilled(replace(profile(), skills=many), Wishes())
        assert len(query) <= LONGEST
        assert all(len(word) in (1, 60) or word.isalpha() for word in query.split())

    def test_words_of_a_query_language_are_words(self):
        assert "NOT" not in distilled(read("NOT Backend Developer"), Wishes()).split()


class TestPseudonym:
    def test_is_the_same_for_the_same_resume_and_another_for_another_purpose(self):
        one = pseudonym(profile(), "user", secret="s")
        assert one == pseudonym(profile(), "user", secret="s")
        others = {
            pseudonym(profile(), "session", secret="s"),
            pseudonym(profile(), "user", secret="t"),
            pseudonym(read("Cook"), "user", secret="s"),
        }
        assert one not in others
        assert len(others) == 3

    def test_is_no_word_of_the_resume(self):
        assert pseudonym(read("Cook"), "user", secret="s").isalnum()
        assert len(pseudonym(read("Cook"), "user", secret="s")) == 64
