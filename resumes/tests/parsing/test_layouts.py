"""Layouts half the world uses: a LinkedIn profile saved as PDF, a German curriculum with dates in a rail, Europass, plain text."""

from datetime import date

import pytest

from resumes.parsing.read import parse_bytes
from resumes.tests.parsing.pdfs import Text, column, pdf
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import PDF_WRITERS

TODAY = date(2026, 11, 1)


def jobs(resume) -> list[tuple[str, str, str, str]]:
    return [
        (j["position"], j["name"], j["startDate"], j.get("endDate", "")) for j in resume["work"]
    ]


class TestMadeUpPeople:
    @pytest.mark.parametrize("kind", PDF_WRITERS)
    @pytest.mark.parametrize(
        "person", [p for p in PEOPLE if p.language != "pl"], ids=lambda p: p.language
    )
    def test_come_back_from_a_pdf(self, person, kind):
        parsed = parse_bytes(PDF_WRITERS[kind](person), today=TODAY)
        assert parsed.resume["basics"]["name"] == person.name
        assert jobs(parsed.resume) == [
            (t, c, *span) for (t, c, _, _), span in zip(person.jobs, person.spans, strict=True)
        ]
        assert [
            word for s in parsed.resume["skills"] for word in s.get("keywords", [s["name"]])
        ] == person.skills
        assert [row["language"] for row in parsed.resume["languages"]] == [
            name for name, _ in person.languages
        ]
        assert ("two_columns" in parsed.warnings) == (kind == "sidebar")


class TestLinkedIn:
    @pytest.fixture
    def resume(self):
        left = [
            "#Contact",
            "jane.roe@example.com",
            "www.linkedin.com/in/janeroe",
            "(LinkedIn)",
            "",
            "#Top Skills",
            "Project Management",
            "Risk Analysis",
            "",
            "#Languages",
            "English (Native or Bilingual)",
        ]
        main = [
            Text(220, 60, "Jane Roe", 26),
            Text(220, 80, "Senior Project Manager at Northwind", 12),
            Text(220, 96, "Manchester, England, United Kingdom", 12),
            Text(220, 130, "Experience", 16),
            Text(220, 154, "Northwind", 12),
            Text(220, 169, "5 years 2 months", 11),
            Text(220, 186, "Senior Project Manager", 11.5),
            Text(220, 201, "March 2021 - Present (3 years 1 month)", 10.5),
            Text(220, 215, "Manchester, England"),
            Text(
                220,
                230,
                "Leading the move of 40 stores to a new till system, with a team of twelve.",
            ),
            Text(220, 260, "Project Manager", 11.5),
            Text(220, 275, "February 2019 - March 2021 (2 years 2 months)", 10.5),
            Text(220, 305, "Contoso Ltd", 12),
            Text(220, 320, "Business Analyst", 11.5),
            Text(220, 335, "September 2014 - January 2019 (4 years 5 months)", 10.5),
            Text(220, 370, "Education", 16),
            Text(220, 394, "University of Leeds", 12),
            Text(220, 409, "Bachelor of Science (BSc), Economics · (2011 - 2014)", 10.5),
        ]
        return parse_bytes(pdf(column(25, 60, left) + main), today=TODAY).resume

    def test_roles_under_one_company(self, resume):
        assert jobs(resume) == [
            ("Senior Project Manager", "Northwind", "2021-03", ""),
            ("Project Manager", "Northwind", "2019-02", "2021-03"),
            ("Business Analyst", "Contoso Ltd", "2014-09", "2019-01"),
        ]

    def test_head_and_sidebar(self, resume):
        assert resume["basics"]["name"] == "Jane Roe"
        assert resume["basics"]["label"] == "Senior Project Manager at Northwind"
        assert [s["name"] for s in resume["skills"]] == ["Project Management", "Risk Analysis"]
        assert resume["education"][0]["area"] == "Economics"


class TestDatesInARail:
    def test_a_german_curriculum(self):
        rows = [
            ("09/2019 – heute", "Teamleiterin Pflege, Klinikum Nordstadt, Hannover"),
            ("04/2014 – 08/2019", "Krankenpflegerin, St.-Anna-Krankenhaus, Celle"),
        ]
        page = [
            Text(60, 60, "Sabine Köhler", 22),
            Text(60, 80, "Musterweg 12, 30159 Hannover"),
            Text(60, 94, "Tel.: 0511 1234567"),
            Text(60, 120, "Beruflicher Werdegang", 13, bold=True),
        ]
        for index, (when, what) in enumerate(rows):
            page += [Text(60, 140 + index * 15, when), Text(180, 140 + index * 15, what)]
        page += [
            Text(60, 200, "Weitere Kenntnisse", 13, bold=True),
            Text(60, 220, "Sprachen"),
            Text(180, 220, "Deutsch (Muttersprache), Englisch (B2)"),
            Text(60, 235, "EDV"),
            Text(180, 235, "MS Office, SAP IS-H"),
        ]
        resume = parse_bytes(pdf(page), today=TODAY).resume
        assert jobs(resume) == [
            ("Teamleiterin Pflege", "Klinikum Nordstadt", "2019-09", ""),
            ("Krankenpflegerin", "St.-Anna-Krankenhaus", "2014-04", "2019-08"),
        ]
        assert resume["basics"]["location"]["address"] == "Musterweg 12, 30159 Hannover"
        assert [(row["language"], row["fluency"]) for row in resume["languages"]] == [
            ("Deutsch", "Muttersprache"),
            ("Englisch", "B2"),
        ]
        assert [(s["name"], s["keywords"]) for s in resume["skills"]] == [
            ("EDV", ["MS Office", "SAP IS-H"])
        ]


class TestEuropass:
    def test_labelled_text(self):
        text = (
            "Europass\n\nCurriculum Vitae\n\nPersonal information\nFirst name(s) / Surname(s): Marco Rossi\nAddress: Via Roma 12, 20121 Milano, Italy\n"
            "Telephone: +39 333 1234567\nE-mail: marco.rossi@example.it\n\nWork experience\n\n01/09/2019 – CURRENT – Milano, Italy\n"
            "SENIOR ACCOUNTANT – STUDIO VERDI SRL\n◦ Preparation of annual accounts\n\nLanguage skills\nMother tongue(s): ITALIAN\nOther language(s): English C1, French B1\n"
        )
        resume = parse_bytes(text.encode(), today=TODAY).resume
        assert resume["basics"]["name"] == "Marco Rossi"
        assert jobs(resume) == [("SENIOR ACCOUNTANT", "STUDIO VERDI SRL", "2019-09", "")]
        assert [(row["language"], row["fluency"]) for row in resume["languages"]] == [
            ("ITALIAN", "Mother tongue(s)"),
            ("English", "C1"),
            ("French", "B1"),
        ]


class TestPlainText:
    def test_columns_made_of_blanks(self):
        text = (
            "MARIA GONZALEZ\nPhoenix, AZ 85001 | (602) 555-0188 | mariag@example.com\n\nWORK HISTORY\n"
            "Cashier                                   May 2021 - Present\nFry's Food Stores, Phoenix, AZ\n  * Run a register and balance the drawer daily\n\n"
            "Line Cook                                 2019 - 2021\nDenny's - Tempe, AZ\n  * Cooked breakfast for 200 guests per shift\n\n"
            "SKILLS\n- Cash handling\n- Food safety (ServSafe)\n"
        )
        resume = parse_bytes(text.encode(), today=TODAY).resume
        assert jobs(resume) == [
            ("Cashier", "Fry's Food Stores", "2021-05", ""),
            ("Line Cook", "Denny's", "2019", "2021"),
        ]
        assert [s["name"] for s in resume["skills"]] == ["Cash handling", "Food safety (ServSafe)"]


class TestHeadingsInTheirPlace:
    def test_one_over_two_lines_of_a_narrow_column(self):
        page = [Text(50, 60, "Jane Roe", 20), Text(50, 80, "jane@example.com")]
        page += [
            Text(50, 110, "Academic", 13, bold=True),
            Text(50, 125, "Background", 13, bold=True),
            Text(50, 145, "BSc Physics"),
            Text(50, 159, "University of Leeds"),
        ]
        page += [Text(50, 190, "Skills", 13, bold=True), Text(50, 210, "Python, SQL")]
        resume = parse_bytes(pdf(page), today=TODAY).resume
        assert resume["education"][0]["institution"] == "University of Leeds"

    def test_a_group_of_skills_called_languages_is_no_section(self):
        page = [Text(50, 60, "Jane Roe", 20), Text(50, 80, "jane@example.com")]
        for y, title in (
            (110, "EDUCATION"),
            (170, "TECHNICAL SKILLS"),
            (290, "EXPERIENCE"),
            (340, "LANGUAGES"),
        ):
            page.append(Text(50, y, title, bold=True))
        page += [Text(50, 126, "BSc Physics, University of Leeds")]
        page += [
            Text(50, 186, "Languages", bold=True),
            Text(50, 200, "Python, Go"),
            Text(50, 214, "Tools", bold=True),
            Text(50, 228, "Git, Docker"),
        ]
        page += [
            Text(50, 306, "Engineer, Acme Inc., 2019 - 2021"),
            Text(50, 356, "English (native)"),
        ]
        resume = parse_bytes(pdf(page), today=TODAY).resume
        assert [(s["name"], s["keywords"]) for s in resume["skills"]] == [
            ("Languages", ["Python", "Go"]),
            ("Tools", ["Git", "Docker"]),
        ]
        assert [r["language"] for r in resume["languages"]] == ["English"]

    def test_a_heading_in_the_first_cell_of_a_row(self):
        page = [
            Text(50, 60, "Jane Roe", 20),
            Text(50, 80, "jane@example.com"),
            Text(50, 110, "Experience", 13, bold=True),
        ]
        for index, year in enumerate((2019, 2016)):
            y = 130 + index * 45
            page += [
                Text(50, y, f"{year} – {year + 2}"),
                Text(170, y, "Engineer", bold=True),
                Text(170, y + 13, "Acme Inc."),
                Text(170, y + 26, "• Built a thing"),
            ]
        page += [
            Text(50, 240, "Skills", bold=True),
            Text(170, 240, "Python"),
            Text(170, 253, "SQL"),
        ]
        page += [
            Text(50, 285, "Languages", bold=True),
            Text(170, 285, "German: B2"),
            Text(170, 298, "English: native"),
        ]
        resume = parse_bytes(pdf(page), today=TODAY).resume
        assert [s["name"] for s in resume["skills"]] == ["Python", "SQL"]
        assert [r["language"] for r in resume["languages"]] == ["German", "English"]

    def test_highlights_of_each_job_are_no_section(self):
        page = [
            Text(50, 60, "Jane Roe", 20),
            Text(50, 80, "jane@example.com"),
            Text(50, 110, "SUMMARY", 15, bold=True),
            Text(50, 130, "Builds things."),
            Text(50, 160, "WORK", 15, bold=True),
        ]
        for index, firm in enumerate(("Acme Inc.", "Globex Ltd")):
            y = 185 + index * 90
            page += [
                Text(50, y, firm, 12, bold=True),
                Text(50, y + 14, f"{2019 - index * 3} – {2021 - index * 3}"),
                Text(50, y + 28, "Engineer", 12, bold=True),
                Text(50, y + 44, "Highlights", bold=True),
                Text(60, y + 60, "• Built a thing"),
            ]
        page += [
            Text(50, 380, "EDUCATION", 15, bold=True),
            Text(50, 400, "BSc Physics"),
            Text(50, 414, "University of Leeds"),
        ]
        resume = parse_bytes(pdf(page), today=TODAY).resume
        assert [(j["position"], j["name"], j["highlights"]) for j in resume["work"]] == [
            ("Engineer", "Acme Inc.", ["Built a thing"]),
            ("Engineer", "Globex Ltd", ["Built a thing"]),
        ]

    def test_a_degree_set_like_a_heading_is_none(self):
        page = [Text(50, 60, "Jane Roe", 20), Text(50, 80, "jane@example.com")]
        page += [
            Text(50, 110, "Skills", bold=True),
            Text(50, 126, "Python"),
            Text(50, 160, "Education", bold=True),
            Text(50, 176, "B.A. English Literature", bold=True),
            Text(50, 190, "University of Leeds"),
            Text(50, 204, "2012–2015"),
            Text(50, 240, "Languages", bold=True),
            Text(50, 256, "English"),
        ]
        (study,) = parse_bytes(pdf(page), today=TODAY).resume["education"]
        assert (study["studyType"], study["institution"], study["startDate"]) == (
            "B.A.",
            "University of Leeds",
            "2012",
        )
