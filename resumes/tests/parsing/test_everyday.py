"""What people write below, beside and between the names of their jobs and studies."""

from datetime import date

import pytest

from resumes.parsing.acronyms import is_acronym
from resumes.parsing.document import Line, Span
from resumes.parsing.notes import goes_on, only_tells
from resumes.parsing.read import parse_bytes
from resumes.parsing.readers.html import document_of
from resumes.parsing.readers.rtf import read as read_rtf
from resumes.parsing.readers.tables import cells_to_lines
from resumes.parsing.sniff import HTML

HEAD = "Jane Roe\njane@example.com\n\n"


def parsed(text):
    return parse_bytes(text.encode(), today=date(2026, 1, 1)).resume


def line(text, **details):
    return Line([Span(text)], **details)


class TestOnlyTells:
    @pytest.mark.parametrize(
        "text",
        [
            "Arbeitstitel: Photochemie offenschaliger Systeme",
            "Auslandssemester an der Universität Uppsala (WS 2018/19)",
            "Semestre d'échange à University College Cork (Erasmus)",
            "Beca Erasmus en la Université de Liège (2010–2011)",
            "TCC: Qualidade da água",
            "Upper second class (2:1)",
            "95.4%",
            "7º período, previsão de conclusão em dezembro de 2026",
            "Leerdoel: praktijk",
        ],
    )
    def test_of_a_study(self, text):
        assert only_tells(line(text))

    @pytest.mark.parametrize(
        "text",
        [
            "Université de Liège",
            "BSc Econometrics",
            "Erasmus Mundus Master, Universidad de Granada 2015 – 2016",
            "A-levels: Biology (B), Psychology (B)",
        ],
    )
    def test_not_what_names_one(self, text):
        assert not only_tells(line(text))

    def test_the_rest_of_a_note_goes_on(self):
        assert goes_on(line("Exchange in Uppsala (WS"), line("2018/19)"))
        assert not goes_on(line("Exchange in Uppsala"), line("BSc Physics"))


class TestStudies:
    def test_keep_their_notes_apart(self):
        studies = parsed(
            HEAD
            + "Education\n\nBSc Chemistry, 2014 – 2017\nUniversity of Leeds\nThesis: Dyes and light\n"
            "Exchange semester at Uppsala University\n\nA-levels, 2014\nLongley Park Sixth Form College\n"
        )["education"]
        assert [study["institution"] for study in studies] == [
            "University of Leeds",
            "Longley Park Sixth Form College",
        ]


class TestJobs:
    def test_a_sentence_with_its_date_in_front_holds_the_names(self):
        jobs = parsed(
            HEAD + "Experience\n\n2019 – 2021 Staff Nurse, Barnsley Hospital Trust, Leeds.\n"
            "- Ran the ward.\n2016 – 2019 Care Assistant, Northern Care Ltd, Leeds.\n- Helped.\n"
        )["work"]
        assert [(job["position"], job["name"]) for job in jobs] == [
            ("Staff Nurse", "Barnsley Hospital Trust"),
            ("Care Assistant", "Northern Care Ltd"),
        ]


class TestSkills:
    def test_languages_nobody_speaks_are_skills(self):
        resume = parsed(
            HEAD
            + "Skills\n\nLanguages: Python, Scala, SQL\nCloud: AWS, GCP\n\nEducation\n\nBSc Physics, 2014\nUniversity of Leeds\n"
        )
        assert not resume.get("languages")
        assert [skill["keywords"] for skill in resume["skills"]] == [
            ["Python", "Scala", "SQL"],
            ["AWS", "GCP"],
        ]

    def test_strokes_part_a_list(self):
        resume = parsed(HEAD + "Skills\n\nQGIS / AutoCAD / R / Excel\n")
        assert [skill["name"] for skill in resume["skills"]] == ["QGIS", "AutoCAD", "R", "Excel"]


class TestAcronym:
    def test_is_told_by_its_capitals_unless_it_stands_off(self):
        assert is_acronym(line("TAFE NSW", gap=0.3))
        assert not is_acronym(line("REO", gap=1.0))
        assert not is_acronym(line("WHAT I DO"))
        assert not is_acronym(line("Skills", gap=0.3))


class TestHtml:
    def test_what_floats_stands_apart(self):
        lines = document_of(
            "<style>.r{float:right}</style><p><span class='r'>2014 – 2017</span><b>Nurse</b></p>",
            HTML,
        ).lines
        assert lines[0].segments == ["2014 – 2017", "Nurse"]

    def test_terms_in_a_row_are_a_list(self):
        assert document_of("<p><code>QGIS</code> <code>R</code></p>", HTML).lines[0].segments == [
            "QGIS",
            "R",
        ]


class TestTables:
    def test_dates_in_the_margin_go_beside_their_lines(self):
        cell = [line("Nurse"), line("Clinic"), line("Ran the ward", bullet=True)]
        margin = [line("since 03/2020"), line("Leeds")]
        read = cells_to_lines([cell, margin], 1)
        assert [row.segments for row in read] == [
            ["Nurse", "since 03/2020"],
            ["Clinic", "Leeds"],
            ["Ran the ward"],
        ]

    def test_a_cell_that_heads_its_row_is_marked(self):
        read = cells_to_lines([[line("Cursus")], [line("2016"), line("Master")]], 1)
        assert [row.cells for row in read] == [2, 0, 0]


class TestRtf:
    def test_weight_size_tabs_bullets_and_styles_are_kept(self):
        source = (
            rb"{\rtf1\ansi\ansicpg1252{\stylesheet{\s1\fs28\b Heading 1;}}\pard\s1 Posts held\par"
            rb"\pard\plain\fs20{\b Nurse}\tab 2019\par{\listtext\'95\tab}\pard\ls1 Ran the ward\par"
            rb"\pard Caf\'e9 \u8211\'96 bar\par}"
        )
        head, job, duty, last = read_rtf(source).lines
        assert (head.text, head.level) == ("Posts held", 1)
        assert (job.segments, job.spans[0].bold, job.size) == (["Nurse", "2019"], True, 10.0)
        assert (duty.text, duty.bullet) == ("Ran the ward", True)
        assert last.text == "Café – bar"

    def test_rows_of_tables_are_rows(self):
        source = (
            rb"{\rtf1\ansi\trowd\cellx100\cellx200\pard\intbl Languages\cell German\cell\row"
            rb"\trowd\cellx100\cellx200\pard\intbl Posts\cell 2019\par Nurse\cell\row\pard End\par}"
        )
        read = read_rtf(source).lines
        assert [row.segments for row in read] == [
            ["Languages", "German"], ["Posts"], ["2019"], ["Nurse"], ["End"],
        ]  # fmt: skip
