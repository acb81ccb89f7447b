"""Sections under headings nobody listed: opened by how they are set, named by what stands in them."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from resumes.parsing.document import Line, Span
from resumes.parsing.education import Habits, read_studies
from resumes.parsing.evidence import is_personal, weights
from resumes.parsing.kinds import UNLISTED, sense_of, settle
from resumes.parsing.lexicon import common_noun, degree_score, is_place, organisation_score
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


def kind_of(title: str, lines: list[Line]) -> str | None:
    return settle(Counter(), [weights(title, lines)])[0]


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
            ("A quiet person who likes long walks and the sea.", "summary"),
            ("Date of birth: 1 May 1990\nNationality: Irish", "contact"),
            ("Lighting and Stage Crafts, Old Vic Workshops\n2013 - 2015", "education"),
            ("Non-executive director, Food Bank (since 2019)", None),
        ],
    )
    def test_says_what_a_section_is(self, text, kind):
        lines = [Line([Span(row)], number=n) for n, row in enumerate(text.split("\n"))]
        assert kind_of("Something else", lines) == kind

    def test_a_root_and_the_content_count_together(self):
        lines = [Line([Span("Triage, Wound care, Excel")])]
        assert kind_of("Career toolbox", lines) == "skills"
        assert kind_of("Employment and career", lines) == "skills"
        assert kind_of("Strengths", lines) == "skills"


class TestSettle:
    def test_the_section_with_most_at_stake_comes_first(self):
        dated, jobs = {"work": 1.6, "education": 1.2}, {"work": 4.0, "education": 0.5}
        assert settle(Counter(), [dated, jobs]) == ["education", "work"]

    def test_two_lists_are_skills_and_interests(self):
        few, many = {"skills": 1.8, "interests": 1.1}, {"skills": 2.3, "interests": 1.1}
        assert settle(Counter(), [few, many]) == ["interests", "skills"]

    def test_a_kind_that_is_listed_is_given_again_on_strong_evidence_only(self):
        assert settle(Counter(["work"]), [{"work": 2.0}, {"work": 4.0}]) == [None, "work"]

    def test_sections_borne_out_make_sense_and_doubles_hardly(self):
        skills = {"skills": 2.0}
        one, two = [("skills", skills, True)], [("skills", skills, True)] * 2
        assert sense_of(one) == 2.0
        assert sense_of(two) == pytest.approx(2.3)
        assert sense_of([*one, ("other", {}, False)]) < sense_of(one)


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


class TestOutline:
    """Resumes of which no heading at all is listed."""

    SECTIONS = (
        (
            "Places I've poured",
            ["Head Roaster, Slow Tide Coffee", "May 2019 - Present", "- Roasts a lot"],
        ),
        ("Classroom & Workshop", ["BA in Anthropology", "University of Oregon", "2010 - 2014"]),
        ("In my bag", ["Cupping, Latte art, Inventory, Cropster"]),
        ("Talk to me in", ["English (native), Spanish (B2)"]),
    )

    def is_whole(self, resume: dict[str, Any]) -> None:
        assert [(job["position"], job["name"]) for job in resume["work"]] == [
            ("Head Roaster", "Slow Tide Coffee")
        ]
        assert [study["institution"] for study in resume["education"]] == ["University of Oregon"]
        assert names(resume["skills"]) == ["Cupping", "Latte art", "Inventory", "Cropster"]
        assert [row["language"] for row in resume["languages"]] == ["English", "Spanish"]

    def test_found_by_their_look(self):
        body = paragraph("Maya Okonjo", size=44) + paragraph("maya@example.com")
        for title, rows in self.SECTIONS:
            body += paragraph(title, bold=True, size=28) + "".join(map(paragraph, rows))
        self.is_whole(read(docx(body)).resume)

    def test_found_by_the_empty_lines_above(self):
        text = "Maya Okonjo\nmaya@example.com\n"
        for title, rows in self.SECTIONS:
            text += "\n" + "\n".join([title, *rows]) + "\n"
        self.is_whole(read(text.encode()).resume)

    def test_found_in_a_column_of_their_own(self):
        texts = [Text(57, 60, "Maya Okonjo", size=20), Text(57, 85, "maya@example.com")]
        y = 120
        for title, rows in self.SECTIONS:
            texts.append(Text(57, y, title))
            for row in rows:
                texts.append(Text(190, y, row))
                y += 14
            y += 22
        self.is_whole(read(pdf(texts)).resume)

    def test_training_over_studies_is_education(self):
        text = "Jane Roe\njane@example.com\n\nEXPERIENCE\n" + JOBS
        text += "\n\nTRAINING\nBSc Nursing\nUniversity of Leeds\n2010 - 2014\n"
        assert len(read(text.encode()).resume["education"]) == 1

    def test_rows_of_a_list_stay_in_it(self):
        text = f"Jane Roe\njane@example.com\n\nEXPERIENCE\n{JOBS}\n\nIN MY BAG\nWards: Triage, Wound care, Charts\nSoftware: Excel, Word\n"
        skills = read(text.encode()).resume["skills"]
        assert [row["name"] for row in skills] == ["Wards", "Software"]


class TestNames:
    def study(self, *rows: str, habits: Habits | None = None) -> tuple[str, str]:
        lines = [Line([Span(row)], number=n) for n, row in enumerate(rows)]
        study = read_studies(lines, habits)[0]
        assert study.degree is not None
        assert study.school is not None
        return study.degree.text, study.school.text

    def test_the_order_of_the_jobs_says_which_is_the_school(self):
        rows = ("Lichtkunst", "Oude Werf", "2013 - 2015")
        assert self.study(*rows, habits=Habits(order=2.0)) == rows[:2]
        assert self.study(*rows, habits=Habits(order=-2.0)) == rows[1::-1]

    def test_common_nouns_are_learnt(self):
        assert self.study("Fotografía documental", "Zona Cinco", "2014 - 2015")[0].startswith(
            "Foto"
        )

    def test_a_town_in_the_name_of_a_school_is_not_said_twice(self):
        assert self.study("Grado", "Universidad de Málaga, Málaga") == (
            "Grado",
            "Universidad de Málaga",
        )
        campus = "University of California, Berkeley"
        assert self.study("BSc Physics", campus, habits=Habits(places=True))[1] == campus

    @pytest.mark.parametrize(
        ("text", "shape"),
        [("Fotógrafo de producto", 1), ("Almacenes Éxito", -1), ("Nurse", 0), ("FAUP", -0.5)],
    )
    def test_shape_of_words(self, text, shape):
        assert common_noun(text) == shape

    def test_pronouns_are_neither_degrees_nor_firms(self):
        assert not degree_score("Onde me formei")
        assert not organisation_score("Lo que mejor se me da")
        assert degree_score("ME Civil") > 0

    def test_junior_is_a_part_of_the_name(self):
        text = b"Thomas Clarke Jr.\nthomas.clarke@example.com\n"
        assert read(text).resume["basics"]["name"] == "Thomas Clarke Jr."

    def test_a_birthday_is_no_study(self):
        assert not read_studies([Line([Span("Date of birth: 14.03.1990")])])
        assert not is_personal(Line([Span("Geburtshaus Münster, Münster")]))

    def test_a_place_nobody_listed_stands_among_the_contacts(self):
        text = "Théo Garnier\nVézeronce | +33 7 55 50 43 21 | theo@example.fr\n".encode()
        assert read(text).resume["basics"]["location"]["city"] == "Vézeronce"


class TestPlaces:
    @pytest.mark.parametrize(
        "text", ["Colegio San Isidro, Salamanca, Spain", "Harrow & Blythe LLP, London"]
    )
    def test_a_school_or_firm_with_its_town_is_none(self, text):
        assert not is_place(text)
