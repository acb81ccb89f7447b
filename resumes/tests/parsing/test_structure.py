"""Sections, entries and lists out of lines, where layout gives little help."""

from datetime import date

import pytest

from resumes.parsing.read import parse_bytes
from resumes.parsing.vocabulary import heading_kind, loose_heading_kind
from resumes.tests.parsing.pdfs import Text, pdf

TODAY = date(2026, 11, 1)


def read(text: str):
    return parse_bytes(text.encode(), today=TODAY).resume


class TestHeadings:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("EXPERIENCE", "work"), ("W O R K", "work"), ("Berufserfahrung", "work"), ("Expérience professionnelle:", "work"),
            ("Doświadczenie zawodowe", "work"), ("Werkervaring", "work"), ("Formação acadêmica", "education"), ("Éducation", "education"),
            ("Skills & Languages", "skills"), ("Leadership and Work Experience", "work"), ("Competenze linguistiche", "languages"),
            ("¥Skills", "skills"), ("3. Publications", "publications"), ("Python", None), ("Experienced engineer", None),
        ],
    )  # fmt: skip
    def test_are_known_by_their_words(self, text, kind):
        assert heading_kind(text.rstrip(":")) == kind

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("Customer Service Experience", "work"),
            ("Volunteer Experience", "volunteer"),
            ("I have experience.", None),
        ],
    )
    def test_may_be_qualified(self, text, kind):
        assert loose_heading_kind(text) == kind


HEAD = "Jane Roe\njane@example.com\n\n"


class TestJobs:
    @pytest.mark.parametrize(
        "entry",
        [
            "Software Engineer, Globex Corporation\nJan 2019 - Mar 2021",
            "Globex Corporation\nSoftware Engineer\nJan 2019 - Mar 2021",
            "Software Engineer | Globex Corporation | Jan 2019 - Mar 2021",
            "Jan 2019 - Mar 2021\nSoftware Engineer at Globex Corporation",
            "Globex Corporation — Software Engineer\nJan 2019 - Mar 2021 · Springfield, IL",
            "Software Engineer @ Globex Corporation (Jan 2019 - Mar 2021)",
            "Globex Corporation\t\tJan 2019 - Mar 2021\nSoftware Engineer",
        ],
    )
    def test_are_read_whatever_stands_first(self, entry):
        (job,) = read(
            f"{HEAD}EXPERIENCE\n\n{entry}\n- Built a thing.\n\nEDUCATION\n\nBSc Physics, State University\n"
        )["work"]
        assert (job["position"], job["name"]) == ("Software Engineer", "Globex Corporation")
        assert (job["startDate"], job["endDate"]) == ("2019-01", "2021-03")
        assert job["highlights"] == ["Built a thing."]

    def test_several_roles_share_the_company_above_them(self):
        work = read(
            f"{HEAD}EXPERIENCE\n\nGlobex Corporation\nSenior Engineer\n2020 - 2022\n- Led.\nJunior Engineer\n2018 - 2020\n- Coded.\n"
        )["work"]
        assert [(j["position"], j["name"]) for j in work] == [
            ("Senior Engineer", "Globex Corporation"),
            ("Junior Engineer", "Globex Corporation"),
        ]

    def test_are_found_without_a_heading(self):
        work = read(
            f"{HEAD}HIGHLIGHTS\n\nTen years of testing.\n\nQA Engineer, Contoso Labs, Seattle, WA (Jun 2018 - Feb 2021)\n- Wrote the suite.\n"
        )["work"]
        assert [(j["position"], j["name"], j["location"]) for j in work] == [
            ("QA Engineer", "Contoso Labs", "Seattle, WA")
        ]


class TestEducation:
    @pytest.mark.parametrize(
        "entry",
        [
            "B.S. in Computer Science, Ridgemont State University\n2013 - 2017",
            "Ridgemont State University\nB.S. in Computer Science | 2013 - 2017",
            "Ridgemont State University — B.S. Computer Science\n2013 - 2017",
            "2013 - 2017\nB.S., Computer Science\nRidgemont State University",
        ],
    )
    def test_degree_and_school_in_any_order(self, entry):
        (study,) = read(f"{HEAD}EDUCATION\n\n{entry}\nGPA: 3.7/4.0\n")["education"]
        assert (study["studyType"], study["area"], study["institution"]) == (
            "B.S.",
            "Computer Science",
            "Ridgemont State University",
        )
        assert (study["startDate"], study["endDate"], study["score"]) == ("2013", "2017", "3.7/4.0")

    def test_two_degrees_are_two_entries(self):
        studies = read(
            f"{HEAD}EDUCATION\n\nMSc Physics\nWingtip University\nBSc Physics\nWingtip University\n"
        )["education"]
        assert [s["studyType"] for s in studies] == ["MSc", "BSc"]


class TestSkills:
    def test_groups_keep_their_labels(self):
        skills = read(f"{HEAD}SKILLS\n\nLanguages: Python, Go\nCloud: AWS (EC2, S3), GCP\n")[
            "skills"
        ]
        assert [(s["name"], s["keywords"]) for s in skills] == [
            ("Languages", ["Python", "Go"]),
            ("Cloud", ["AWS (EC2, S3)", "GCP"]),
        ]

    def test_a_line_may_open_the_section_itself(self):
        assert [s["name"] for s in read(f"{HEAD}Skills: Python; SQL; C#, C++\n")["skills"]] == [
            "Python",
            "SQL",
            "C#",
            "C++",
        ]


class TestBasics:
    def test_phone_is_kept_as_written_and_normalised_where_sure(self):
        basics = read("Jane Roe\njane@example.com | (312) 555-0123 | Austin, TX\n")["basics"]
        assert (basics["phone"], basics["phoneE164"]) == ("(312) 555-0123", "+13125550123")
        assert "phoneE164" not in read("Jane Roe\njane@example.com | 555 01 23 45 67\n")["basics"]

    def test_profiles_and_page(self):
        basics = read(
            "Jane Roe\njane@example.com | linkedin.com/in/janeroe | https://roe.example.org/cv | github.com/janeroe\n"
        )["basics"]
        assert [(p["network"], p["username"]) for p in basics["profiles"]] == [
            ("LinkedIn", "janeroe"),
            ("GitHub", "janeroe"),
        ]
        assert basics["url"] == "https://roe.example.org/cv"

    @pytest.mark.parametrize(
        "name", ["JANE ROE", "Łucja Żółć", "Jean-Luc de la Tour", "O'Brien Maeve", "Etta"]
    )
    def test_names_of_many_shapes(self, name):
        page = [
            Text(
                50,
                60,
                name.replace("Ł", "L").replace("Ż", "Z").replace("łć", "lc").replace("ć", "c"),
                20,
            ),
            Text(50, 80, "Product Designer"),
            Text(50, 95, "x@example.com"),
        ]
        basics = parse_bytes(pdf(page), today=TODAY).resume["basics"]
        assert basics["name"] == page[0].text
        assert basics["label"] == "Product Designer"

    def test_a_title_above_the_name_is_no_name(self):
        assert (
            read("Product Designer\nJane Smith\njane.smith@example.com\n\nSUMMARY\n\nI design.\n")[
                "basics"
            ]["name"]
            == "Jane Smith"
        )
