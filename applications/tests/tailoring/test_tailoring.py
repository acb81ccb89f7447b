"""Choosing and ordering lines: what is proposed, what becomes of it, and that nothing is invented."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.tailoring import (
    Act,
    Fact,
    Original,
    Plan,
    Proposal,
    Want,
    Where,
    apply_plan,
    gaps_of,
    gated,
    make_plan,
    sentences_of,
    untraced,
)
from applications.tailoring.planning import printed_lines

RESUME = {
    "basics": {"name": "Sam Example", "summary": "Backend developer with 5 years at Acme."},
    "work": [
        {
            "name": "Acme",
            "position": "Backend developer",
            "startDate": "2019-01",
            "endDate": "2024-05",
            "highlights": [
                "Answered the phone of the front desk",
                "Wrote the handbook for newcomers",
                "Built a Django REST API on PostgreSQL, 40 % faster",
            ],
        },
        {
            "name": "Initech",
            "position": "Developer",
            "startDate": "2015-01",
            "endDate": "2018-12",
            "highlights": ["Kept the printers going"],
        },
    ],
    "skills": [{"name": "Backend", "keywords": ["Excel", "Python", "Django"]}],
}
OTHER = Original(
    "v2",
    "Data v2",
    {
        "work": [
            {
                "name": "Acme",
                "position": "Backend developer",
                "startDate": "2019-03",
                "highlights": ["Ran Kubernetes clusters for 12 teams"],
            },
            {"name": "Globex", "position": "Cook", "highlights": ["Ran Kubernetes at Globex"]},
        ],
        "skills": [{"name": "Kubernetes"}],
    },
)
FACTS = [Fact("f1", "SKILL", "Kafka", "Kafka"), Fact("f2", "EDUCATION", "3", "Bachelor or higher")]
WANTS = [
    Want("Django", "3+ years of Django", 2.0),
    Want("PostgreSQL", "PostgreSQL at scale", 2.0),
    Want("Python", "Python", 2.0),
    Want("Kubernetes", "Kubernetes is a plus"),
    Want("Kafka", "Kafka is a plus"),
    Want("Rust", "Rust is a plus"),
]


def plan_of(document=RESUME, **more):
    given = {"others": [OTHER], "facts": FACTS, "language": "en", **more}
    return make_plan(document, WANTS, **given)


def of(plan, act):
    return [one for one in plan.proposals if one.act is act]


def made(plan, keys=None, document=RESUME):
    chosen = {one.key for one in plan.proposals} if keys is None else keys
    return apply_plan(document, plan, chosen)


class TestMakePlan:
    def test_lifts_lines_that_answer_the_posting_and_says_why(self):
        first = of(plan_of(), Act.FIRST)
        [api] = [one for one in first if "highlights" in one.pointer]
        assert api.pointer == "/work/0/highlights/2"
        assert {"Django", "PostgreSQL"} <= set(api.subjects)

    def test_adds_a_line_of_another_resume_only_to_the_same_job(self):
        added = [one for one in of(plan_of(), Act.ADD) if one.pointer.startswith("/work")]
        assert [(one.pointer, one.after, one.source) for one in added] == [
            ("/work/0/highlights", "Ran Kubernetes clusters for 12 teams", "resume:v2")
        ]

    def test_adds_listed_skills_and_confirmed_facts_but_no_degree_in_a_postings_words(self):
        added = {one.after: one.source for one in of(plan_of(), Act.ADD)}
        assert added["Kubernetes"] == "resume:v2"
        assert added["Kafka"] == "fact:f1"
        assert "Bachelor or higher" not in added

    def test_is_the_same_every_time_and_survives_a_row(self):
        assert plan_of() == plan_of() == Plan.from_json(plan_of().as_json())

    def test_puts_skills_first_where_they_answer_much(self):
        rich = {**RESUME, "skills": [{"name": "x", "keywords": ["Django", "Python", "PostgreSQL"]}]}
        [one] = of(plan_of(rich), Act.SECTION)
        assert made(plan_of(rich), {one.key}, rich).document["meta"]["sections"][0] == "skills"

    def test_drops_the_oldest_silent_lines_of_a_long_resume_and_none_of_a_short_one(self):
        assert of(plan_of(), Act.DROP) == []
        lines = [f"Kept the machine in hall {chr(65 + n)} going" for n in range(20)]
        long = {**RESUME, "work": [*RESUME["work"], {"name": "Old", "highlights": lines}]}
        plan = plan_of(long, most_lines=20)
        dropped = of(plan, Act.DROP)
        assert all(one.pointer.startswith("/work/2/") for one in dropped[:18])
        shorter = made(plan, {one.key for one in dropped}, long).document
        assert len(shorter["work"][2]["highlights"]) >= 2
        assert printed_lines(shorter) < printed_lines(long)

    def test_never_moves_jobs(self):
        assert not [one for one in plan_of().proposals if one.pointer in ("/work/0", "/work/1")]


class TestApplyPlan:
    def test_changes_nothing_that_was_not_accepted(self):
        assert made(plan_of(), set()).document == RESUME

    def test_lifts_and_adds(self):
        lines = made(plan_of()).document["work"][0]["highlights"]
        assert lines[0].startswith("Built a Django REST API")
        assert lines[1] == "Ran Kubernetes clusters for 12 teams"
        assert set(lines[2:]) == set(RESUME["work"][0]["highlights"][:2])

    def test_knows_where_each_text_was(self):
        tailored = made(plan_of())
        assert tailored.moved["/work/0/highlights/0"] == "/work/0/highlights/2"
        assert "/work/0/highlights/1" not in tailored.moved
        assert "/work/0/highlights/1" in tailored.chosen

    def test_rewrites_one_line_in_its_place_even_where_it_moves(self):
        plan = plan_of()
        word = Proposal(
            "REWRITE:/work/0/highlights/2", Act.REWRITE, "/work/0/highlights/2", "", "New."
        )
        plan = Plan((*plan.proposals, word), plan.orders)
        tailored = made(plan)
        assert tailored.document["work"][0]["highlights"][0] == "New."
        assert "/work/0/highlights/0" in tailored.chosen
        assert RESUME["work"][0]["highlights"][2].startswith("Built")


class TestUntraced:
    def test_finds_a_line_nobody_wrote(self):
        bad = {**RESUME, "skills": [{"name": "Rust"}]}
        assert untraced(bad, [RESUME]) == ["Rust"]
        assert untraced(bad, [RESUME], ["Rust"]) == []

    WORDS = st.sampled_from(["Django", "Kafka", "sold bread", "Rust for 3 years", "led 4 people", "Excel"])  # fmt: skip
    JOBS = st.builds(
        lambda lines, name: {"name": name, "position": "Cook", "startDate": "2020", "highlights": lines},
        st.lists(WORDS, max_size=6),
        st.sampled_from(["Acme", "Globex"]),
    )  # fmt: skip
    SKILLS = st.builds(
        lambda names, name: {"name": name, "keywords": names}, st.lists(WORDS, max_size=5), WORDS
    )
    DOCUMENTS = st.builds(
        lambda jobs, skills: {"work": jobs, "skills": skills},
        st.lists(JOBS, max_size=3),
        st.lists(SKILLS, max_size=3),
    )

    @settings(max_examples=60, deadline=None)
    @given(DOCUMENTS, DOCUMENTS, st.data())
    def test_no_plan_ever_makes_a_line_without_a_source(self, mine, theirs, data):
        plan = make_plan(
            mine,
            WANTS,
            language="en",
            others=[Original("o", "o", theirs)],
            facts=FACTS,
            most_lines=6,
        )
        keys = [one.key for one in plan.proposals]
        accepted = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
        tailored = apply_plan(mine, plan, accepted)
        assert untraced(tailored.document, [mine, theirs], [fact.text for fact in FACTS]) == []
        jobs = [(job["name"], job["startDate"]) for job in mine["work"]]
        assert [(job["name"], job["startDate"]) for job in tailored.document["work"]] == jobs
        for new, old in tailored.moved.items():
            if new not in tailored.chosen and not new.startswith("/meta"):
                assert at(tailored.document, new) == at(mine, old)


def at(document, pointer):
    for step in pointer.strip("/").split("/"):
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


class TestGapsOf:
    def test_splits_in_the_master_in_the_facts_and_not_yours(self):
        gaps = {
            g.subject: g for g in gaps_of(RESUME, WANTS, language="en", others=[OTHER], facts=FACTS)
        }
        assert gaps["Kubernetes"].where is Where.MASTER
        assert (gaps["Kubernetes"].label, "Kubernetes" in gaps["Kubernetes"].quote) == (
            "Data v2",
            True,
        )
        assert gaps["Kafka"].where is Where.FACTS
        assert gaps["Rust"].where is Where.NOT_YOURS
        assert "Django" not in gaps


class TestGated:
    """A model's words for a line, of which the gate lets through only what the line's entry bears."""

    API = next(one for one in sentences_of(RESUME) if "Django" in one.text)

    def words(self, text, sentence=None, language="en"):
        return gated(
            RESUME,
            sentence or self.API,
            text,
            language=language,
            facts=("Kafka",),
            today=date(2026, 1, 1),
        )

    def test_lets_a_true_rewording_through(self):
        found = self.words("Built a REST API with Django and PostgreSQL, 40 % faster")
        assert isinstance(found, Proposal)
        assert not found.is_on

    @pytest.mark.parametrize(
        "lie",
        [
            "Built a Django REST API on PostgreSQL, 60 % faster",
            "Led a team of 12 that built a Django REST API",
            "Built a Django REST API at Google",
            "Built a Django REST API with Kafka",  # a fact of theirs, but not of this job
            "Built a Django REST API on Kubernetes",
            "Built a certified Django REST API in 2012",
            "Kept the printers going with Django REST at Initech",
        ],
    )
    def test_refuses_what_the_entry_does_not_bear(self, lie):
        assert not isinstance(self.words(lie), Proposal)

    def test_says_nothing_of_the_same_words(self):
        assert self.words(self.API.text) is None

    def test_a_summary_may_rest_on_the_whole_resume(self):
        summary = sentences_of(RESUME)[0]
        found = self.words("Backend developer at Acme, with Django and PostgreSQL.", summary)
        assert isinstance(found, Proposal)
