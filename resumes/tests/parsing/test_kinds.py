"""Sections under headings nobody listed: opened by how they are set, named by what stands in them."""

from datetime import date
from typing import Any

import pytest

from resumes.parsing.document import Line, Span
from resumes.parsing.kinds import UNLISTED, kind_of
from resumes.parsing.lexicon import is_place
from resumes.parsing.read import parse_bytes
from resumes.parsing.roots import rooted_kind
from resumes.parsing.types import ParsedResume
from resumes.parsing.vocabulary import heading_kind
from resumes.tests.parsing.pdfs import Text, pdf
from resumes.tests.parsing.writers import docx, paragraph

TODAY = date(2026, 11, 1)
JOBS = "Nurse, Clinic Ltd\nMay 2019 - Present\n- Cared for 20 patients a day"


def read(data: bytes) -> ParsedResume:
    return parse_bytes(data, today=TODAY)


class TestRoots:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Career so far", "work"), ("Where I have been employed", "work"), ("Beruflicher Weg", "work"), ("Esperienze di lavoro svolte", "work"),
            ("Academic path", "education"), ("Ścieżka edukacyjna", "education"), ("Gevolgd onderwijs", "education"),
            ("Mes outils", "skills"), ("Vaardigheden op een rij", "skills"), ("Znajomość języków świata", "languages"),
            ("Experiance", "work"), ("Python", None), ("Head of Nothing", None), ("What I like", None),
        ],
    )  # fmt: skip
    def test_name_a_section_nobody_listed(self, text, kind):
        assert (heading_kind(text) or rooted_kind(text)) == kind


class TestContent:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            (JOBS, "work"),
            ("BSc Nursing\nUniversity of Leeds\n2010 - 2014", "education"),
            ("Triage, Wound care, Phlebotomy, Excel", "skills"),
            ("Wards: Triage, Wound care\nOffice: Excel, Word", "skills"),
            ("English (native), Spanish (B2)", "languages"),
            ("Certified Scrum Master, 2019\nISO 9001 auditor, 2020", "certificates"),
            ("Roe J. et al., Journal of Nursing, vol. 3, 2020", "publications"),
            ("Available upon request", "references"),
            ("A quiet person who likes long walks and the sea.", None),
            ("Non-executive director, Food Bank (since 2019)", None),
        ],
    )
    def test_says_what_a_section_is(self, text, kind):
        lines = [Line([Span(row)], number=n) for n, row in enumerate(text.split("\n"))]
        assert kind_of("Something else", lines) == kind

    def test_a_root_and_the_content_count_together(self):
        lines = [Line([Span("Triage, Wound care, Excel")])]
        assert kind_of("Career toolbox", lines) == "skills"
        assert kind_of("Employment and career", lines) is None
        assert kind_of("Strengths", lines) == "skills"


class TestOpens:
    def unlisted(self, heading: str) -> ParsedResume:
        body = paragraph("Jane Roe", size=36) + paragraph("jane.roe@example.com")
        for title, text in (
            ("Education", "BSc Nursing\nUniversity of Leeds\n2010 - 2014"),
            (heading, JOBS),
            ("Languages", "English"),
        ):
            body += paragraph(title, bold=True, size=28)
            body += "".join(paragraph(row) for row in text.split("\n"))
        return read(docx(body))

    @pytest.mark.parametrize("heading", ["The road until now", "Career so far"])
    def test_a_line_set_like_known_headings(self, heading):
        resume = self.unlisted(heading).resume
        assert [(job["name"], job["position"]) for job in resume["work"]] == [
            ("Clinic Ltd", "Nurse")
        ]
        assert len(resume["education"]) == 1

    def test_is_less_sure_than_a_listed_heading(self):
        def sure(heading: str) -> float:
            return float(self.unlisted(heading).provenance["/work/0/position"]["confidence"])

        assert sure("Career so far") == pytest.approx(sure("Experience") * UNLISTED, abs=0.01)

    def test_an_empty_line_where_no_style_tells(self):
        text = f"Jane Roe\njane.roe@example.com\n\nAbout\nCares for people.\n\nTime on the wards\n{JOBS}\n\nPractical side\nTriage, Wound care, Excel\n\nLanguages\nEnglish (native)\n"
        resume = read(text.encode()).resume
        assert names(resume["skills"]) == ["Triage", "Wound care", "Excel"]
        assert len(resume["work"]) == 1

    def test_a_cell_set_like_the_cells_of_known_headings(self):
        rows = [
            ("Summary", "Cares for people."),
            ("Practical side", "Triage, Wound care, Excel"),
            ("Languages", "English (native)"),
        ]
        texts = [Text(57, 60, "Jane Roe", size=20), Text(57, 85, "jane.roe@example.com")]
        for number, (label, text) in enumerate(rows):
            y = 120 + 40 * number
            texts += [Text(57, y, label), Text(190, y, text)]
        resume = read(pdf(texts)).resume
        assert names(resume["skills"]) == ["Triage", "Wound care", "Excel"]

    def test_a_birthday_beside_a_lost_heading_breaks_nothing(self):
        text = "Jane Roe\nPolier im Hochbau\n\nPolier, 2016 - heute\nHochbau GmbH\n"
        assert read(text.encode()).resume["basics"]["name"] == "Jane Roe"


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"] for row in rows]


class TestPlaces:
    @pytest.mark.parametrize(
        "text", ["Colegio San Isidro, Salamanca, Spain", "Harrow & Blythe LLP, London"]
    )
    def test_a_school_or_firm_with_its_town_is_none(self, text):
        assert not is_place(text)
