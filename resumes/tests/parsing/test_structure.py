"""Sections, entries and lists out of lines, where layout gives little help."""

from datetime import date

import pytest

from resumes.parsing.doubts import weighed
from resumes.parsing.read import parse_bytes
from resumes.parsing.vocabulary import heading_kind, is_heading_over_two, loose_heading_kind
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
            ("EDV- und Technikkenntnisse", "skills"), ("Schul- und Berufsausbildung", "education"), ("WORKEXPERIENCE", "work"), ("Where I've worked", "work"),
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


class TestWordsOfOurOwn:
    """Names nobody listed are told by where they stand."""

    @pytest.mark.parametrize(
        ("entry", "degree", "school"),
        [
            ("Le Cordon Bleu — MSc Data Science (2020)", "MSc Data Science", "Le Cordon Bleu"),
            ("B.S. in Accounting, Le Cordon Bleu, 2018", "B.S. Accounting", "Le Cordon Bleu"),
            ("2013 – 2016 Bachillerato – IES Cervantes", "Bachillerato", "IES Cervantes"),
            ("High School Diploma | Stanford University | 2014", "High School Diploma", "Stanford University"),
            ("Industriemeister Elektrotechnik (IHK)\nIHK Region Stuttgart\n2015", "Industriemeister Elektrotechnik (IHK)", "IHK Region Stuttgart"),
            ("Wirtschaftsinformatik (B.Sc.)\nDHBW Mannheim\n10/2012 – 09/2015", "Wirtschaftsinformatik (B.Sc.)", "DHBW Mannheim"),
            ("Lincoln High School — B.S. in Accounting\n2018", "B.S. Accounting", "Lincoln High School"),
            ("Universidad de Salamanca — Grado en Ingeniería, 2018", "Grado Ingeniería", "Universidad de Salamanca"),
            ("B.Com\nUniversity of Madras\n2006 – 2009", "B.Com", "University of Madras"),
            ("Bachelor of Arts, cum laude, Harvard University, 2009", "Bachelor of Arts", "Harvard University"),
            ("Master of Engineering\nBoston College\n2018\nwith honours", "Master of Engineering", "Boston College"),
        ],
    )  # fmt: skip
    def test_a_school_beside_its_degree(self, entry, degree, school):
        (study,) = read(f"{HEAD}EDUCATION\n{entry}\n\nSKILLS\nPython")["education"]
        assert " ".join(filter(None, (study["studyType"], study.get("area")))) == degree
        assert study["institution"] == school

    @pytest.mark.parametrize(
        ("entry", "title", "company", "place"),
        [
            ("Customer Success Manager, Lidl, London, UK — since December 2025", "Customer Success Manager", "Lidl", "London, UK"),
            ("Mechanical Engineer II, Brightwater Devices, Austin, TX | 06/2018 - 07/2020", "Mechanical Engineer II", "Brightwater Devices", "Austin, TX"),
            ("Press photographer @ Volkswagen\n2019 - 2020", "Press photographer", "Volkswagen", None),
            ("Manager – Group Reporting\nCoromandel Textiles Limited, Chennai\nApril 2017 – Till date", "Manager – Group Reporting", "Coromandel Textiles Limited", "Chennai"),
            ("Software Engineer\nAtelier Rive Gauche, Nyon\n2019 - 2020", "Software Engineer", "Atelier Rive Gauche", "Nyon"),
        ],
    )  # fmt: skip
    def test_a_firm_and_its_place(self, entry, title, company, place):
        (job,) = read(f"{HEAD}EXPERIENCE\n{entry}\n• Did things of all kinds.\n\nSKILLS\nPython")[
            "work"
        ]
        assert (job["position"], job["name"], job.get("location")) == (title, company, place)

    def test_lines_without_bullets_tell_and_do_not_name(self):
        rows = "Registered Nurse, Zephyr\n2019 - 2021\nManaged a budget of many kinds\nWon the regional award in 2020\n\nCook, Lidl\n2015 - 2018\nHandled up to 60 requests per day"
        assert [(j["position"], j["name"]) for j in read(f"{HEAD}EXPERIENCE\n{rows}")["work"]] == [
            ("Registered Nurse", "Zephyr"),
            ("Cook", "Lidl"),
        ]

    def test_a_period_goes_on_over_the_end_of_a_line(self):
        (job,) = read(
            f"{HEAD}EXPERIENCE\nEngineer, Globex Corporation — June 2021 - November\n2023\n• Did things."
        )["work"]
        assert (job["startDate"], job["endDate"]) == ("2021-06", "2023-11")


class TestDoubts:
    @pytest.mark.parametrize(
        ("key", "text"),
        [("name", "Moore, Price and"), ("name", "GmbH & Co. KG"), ("name", "November"), ("name", "Jane Roe"), ("position", "Won the regional award in time"), ("name", "jane@example.com")],
    )  # fmt: skip
    def test_what_cannot_be_a_name_is_asked_about(self, key, text):
        assert weighed("/work/0", key, text, 0.92, person="Jane Roe") < 0.8

    @pytest.mark.parametrize(
        "text", ["Globex Corporation", "Café Rossi", "van Munster & van der Plas"]
    )
    def test_what_can_be_is_not(self, text):
        assert weighed("/work/0", "name", text, 0.92, person="Jane Roe") == 0.92

    @pytest.mark.parametrize(
        "text", ["2019 – 2021", "jane@example.com", "Atención al", "University of Leeds"]
    )
    def test_what_is_hardly_a_skill_is_asked_about(self, text):
        assert weighed("/skills/0", "keywords", text, 0.9) < 0.8


class TestDatesFirst:
    def test_a_study_keeps_the_date_above_it(self):
        page = [
            Text(50, 60, "Jane Roe", 20),
            Text(50, 80, "jane@example.com"),
            Text(50, 110, "Education", 13, bold=True),
        ]
        for index, (year, degree, school) in enumerate(
            (
                (2019, "Master in Chemistry", "University of Leeds and of the North"),
                (2014, "Bachelor of Science", "Instituto Politécnico de Viseu"),
            )
        ):
            y = 130 + index * 48
            page += [
                Text(50, y, f"{year} – {year + 2}"),
                Text(50, y + 13, degree, bold=True),
                Text(50, y + 26, school),
            ]
        page += [Text(50, 240, "Skills", 13, bold=True), Text(50, 260, "Python")]
        studies = parse_bytes(pdf(page), today=TODAY).resume["education"]
        assert [(s["institution"], s["startDate"]) for s in studies] == [
            ("University of Leeds and of the North", "2019"),
            ("Instituto Politécnico de Viseu", "2014"),
        ]

    def test_a_date_under_a_heading_is_no_part_of_it(self):
        assert not is_heading_over_two("Education", "2006 – 2010")
        assert is_heading_over_two("Academic", "Background")
        assert is_heading_over_two("Competências", "linguísticas")


class TestLanguages:
    def test_one_nobody_listed_is_told_by_its_level(self):
        rows = read(f"{HEAD}LANGUAGES\nEnglish: native\nKlingon: fluent\n")["languages"]
        assert [(r["language"], r["fluency"]) for r in rows] == [
            ("English", "native"),
            ("Klingon", "fluent"),
        ]


class TestSkills:
    def test_dots_of_a_rating_are_no_skill(self):
        assert [s["name"] for s in read(f"{HEAD}SKILLS\nPython ●●●○○\n.NET ●●○○○")["skills"]] == [
            "Python",
            ".NET",
        ]

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
    @pytest.mark.parametrize(
        "number", ["+1-492-419-7958x03616", "+49 (0) 2343 369951", "(507) 545-6505 ext. 117"]
    )
    def test_phones_keep_their_extension(self, number):
        assert (
            read(f"Jane Roe\njane@example.com | {number}\n\nSKILLS\nPython")["basics"]["phone"]
            == number
        )

    def test_a_place_broken_behind_its_comma_is_whole(self):
        page = [
            Text(50, 60, "Jane Roe", 20),
            Text(50, 80, "jane@example.com"),
            Text(50, 94, "Portland,"),
            Text(50, 107, "OR"),
            Text(50, 140, "Skills", 14, bold=True),
            Text(50, 160, "Python"),
        ]
        assert parse_bytes(pdf(page), today=TODAY).resume["basics"]["location"] == {
            "city": "Portland",
            "region": "OR",
        }

    def test_a_word_of_the_name_is_no_town(self):
        basics = read("Elizabeth Logan\nelizabeth@example.com | Portland, OR\n\nSKILLS\nPython")[
            "basics"
        ]
        assert basics["location"] == {"city": "Portland", "region": "OR"}

    def test_an_address_broken_over_two_lines_is_whole(self):
        page = [
            Text(50, 60, "Jane Roe", 20),
            Text(50, 90, "linkedin.com/in/jane-"),
            Text(50, 103, "roe"),
            Text(50, 130, "jane.roe@"),
            Text(50, 143, "example.com"),
            Text(50, 170, "Skills", 14, bold=True),
            Text(50, 190, "Python"),
        ]
        basics = parse_bytes(pdf(page), today=TODAY).resume["basics"]
        assert basics["email"] == "jane.roe@example.com"
        assert basics["profiles"][0]["url"] == "linkedin.com/in/jane-roe"

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
