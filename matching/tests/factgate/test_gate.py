"""What the gate blocks and what it lets through, beyond the statements of the bench."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from bench.facts import figures_of, measure
from matching.factgate import Evidence, check_letter

RESUME = {
    "basics": {"name": "Anna Keller"},
    "work": [
        {
            "name": "St Mary Hospital",
            "position": "Nurse",
            "startDate": "2015-03",
            "endDate": "2020-02",
            "highlights": ["Cut waiting times by 40%", "Supported the head nurse with 12 trainees"],
        },
        {
            "name": "Lakeside Clinic",
            "position": "Nurse",
            "startDate": "2020-03",
            "highlights": ["Planned the rota in Excel"],
        },
    ],
}
POSTING = "City Clinic in Leeds is looking for a nurse.\nYou use Kubernetes.\nWe have 300 beds."


@pytest.fixture
def evidence():
    return Evidence.of(RESUME, posting=POSTING, today=date(2026, 11, 25), language="en")


def blocked_kinds(letter, evidence):
    report = check_letter(letter, evidence, language="en")
    return {claim.kind for sentence in report.sentences for claim in sentence.blocked}


class TestCheckLetter:
    @pytest.mark.parametrize(
        "statement",
        [
            "I cut waiting times by forty per cent at St Mary Hospital.",
            "For five years I worked as a nurse at St Mary Hospital.",
            "At Lakeside Clinic I planned the rota in Excel.",
            "I would love to learn Kubernetes.",
            "Dear City Clinic,",
            "Your 300 beds impress me.",
        ],
    )
    def test_lets_pass_what_is_traced(self, statement, evidence):
        assert check_letter(statement, evidence, language="en").passes

    @pytest.mark.parametrize(
        ("statement", "kind"),
        [
            ("I worked at Google.", "name"),
            ("I worked at G\u043e\u043egle.", "name"),
            ("I worked at Goo\u200bgle.", "name"),
            ("I cut waiting times by \uff15\uff10 %.", "percent"),
            ("I halved waiting times.", "percent"),
            ("At Lakeside Clinic I cut waiting times by 40%.", "link"),
            ("I headed 12 trainees as a nurse.", "wording"),
            ("I use Kubernetes daily, which you need.", "skill"),
            ("I joined Lakeside Clinic in 2018.", "date"),
            ("For nine years I was a nurse at St Mary Hospital.", "duration"),
            ("I am the best nurse in Leeds.", "wording"),
            ("I speak fluent Mandarin.", "language"),
            ("There is nothing about trainees that I have not seen.", "negation"),
            ("I repaired submarines.", "activity"),
        ],
    )
    def test_blocks_what_is_not_and_says_which_claim(self, statement, kind, evidence):
        assert kind in blocked_kinds(statement, evidence)

    def test_a_sentence_that_points_back_stays_with_the_employer_named_before(self, evidence):
        letter = "I work at Lakeside Clinic. There I cut waiting times by 40%."
        assert "link" in blocked_kinds(letter, evidence)

    def test_quotes_the_line_a_claim_was_traced_to(self, evidence):
        report = check_letter("I cut waiting times by 40%.", evidence, language="en")
        assert [claim.source for claim in report.sentences[0].claims] == [
            "Cut waiting times by 40%"
        ]

    def test_a_confirmed_fact_bears_a_claim(self):
        evidence = Evidence.of(
            RESUME, posting=POSTING, today=date(2026, 11, 25), facts=["I speak fluent Mandarin."]
        )
        assert check_letter("I speak fluent Mandarin.", evidence, language="en").passes

    def test_survives_nothing_and_noise(self, evidence):
        assert check_letter("", evidence).passes
        assert check_letter("\u200b\n\n- \n…!?", evidence).passes


class TestFloor:
    def test_no_fabricated_statement_passes_and_true_ones_do(self):
        figures = figures_of(list(measure()))
        assert figures["false_passed"] == 0
        assert figures["true_passed"] >= 0.97
        assert figures["held_out_true_passed"] >= 0.8
        assert min(figures["false"], figures["true"]) >= 200


class TestCheckFactsCommand:
    def test_prints_every_sentence_and_ends_with_1_where_one_is_blocked(self, tmp_path):
        (tmp_path / "resume.json").write_text(json.dumps(RESUME))
        (tmp_path / "posting.txt").write_text(POSTING)
        (tmp_path / "letter.txt").write_text("Dear City Clinic,\n\nI worked at Google.\n")
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command(
                "check_facts",
                str(tmp_path / "letter.txt"),
                resume=tmp_path / "resume.json",
                posting=tmp_path / "posting.txt",
                json=True,
                stdout=out,
            )
        told = json.loads(out.getvalue())
        assert ended.value.code == 1
        assert [s["passes"] for s in told["sentences"]] == [True, False]
