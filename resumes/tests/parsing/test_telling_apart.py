"""What looks alike in resumes and is not: firms and degrees, schools and certificates, lists and jobs, towns and names."""

import pytest

from resumes.parsing.contact import find_name
from resumes.parsing.dates import find_periods, is_since
from resumes.parsing.document import Document, Line, Span
from resumes.parsing.doubts import weighed
from resumes.parsing.education import Habits, Study, read_studies
from resumes.parsing.evidence import weights
from resumes.parsing.languages import language_name
from resumes.parsing.lexicon import degree_score, is_district, is_place, school_score
from resumes.parsing.phones import find_phone
from resumes.parsing.places import find_place
from resumes.parsing.roots import root_scores
from resumes.parsing.work import Job, read_jobs


def lines(text: str) -> list[Line]:
    """A line of text each; '- ' begins a bullet, '|' parts cells."""
    return [
        Line(_cells(row.removeprefix("- ")), 0, number, None, 0, 0.0, bullet=row.startswith("- "))
        for number, row in enumerate(text.split("\n"))
    ]


def _cells(row: str) -> list[Span]:
    return [Span(cell, apart=index > 0) for index, cell in enumerate(row.split(" | "))]


def studied(study: Study) -> tuple[str, str]:
    """Degree with its field, and school."""
    degree = " ".join(fact.text for fact in (study.degree, study.area) if fact)
    return degree, study.school.text if study.school else ""


def named(job: Job) -> tuple[str, str, str]:
    facts = (job.title, job.organisation, job.place)
    title, firm, place = (fact.text if fact else "" for fact in facts)
    return title, firm, place


class TestStudies:
    @pytest.mark.parametrize(
        ("text", "degree", "school"),
        [
            ("Fachkraft für Veranstaltungstechnik (IHK) | Messe & Event Bremen GmbH\n08/2013 – 06/2016", "Fachkraft für Veranstaltungstechnik (IHK)", "Messe & Event Bremen GmbH"),
            ("Dennis Memorial Grammar School\nWest African Senior School Certificate\n2000 – 2006", "West African Senior School Certificate", "Dennis Memorial Grammar School"),
            ("B.Tech (Hons) Quantity Surveying, Second Class Upper\nYaba College\n2007 – 2012", "B.Tech (Hons) Quantity Surveying Second Class Upper", "Yaba College"),
            ("Diploma in Embalming (Level 5), Weltec, Petone\n2013", "Diploma Embalming (Level 5)", "Weltec"),
            ("Mount Hood Community College\nA.A.S., Dental Hygiene (Gresham, OR)\n2013", "A.A.S. Dental Hygiene", "Mount Hood Community College"),
        ],
    )  # fmt: skip
    def test_a_qualification_is_the_degree_and_a_firm_the_school(self, text, degree, school):
        assert studied(read_studies(lines(text))[0]) == (degree, school)

    def test_a_membership_is_no_school(self):
        text = "Yaba College\nHND Building\n2007 – 2012\nRegistered with QSRBN"
        assert [studied(study)[1] for study in read_studies(lines(text))] == ["Yaba College"]

    @pytest.mark.parametrize(
        ("school", "name"),
        [
            ("Federal University of Technology, Minna", "Federal University of Technology, Minna"),
            ("Dennis Memorial Grammar School, Onitsha", "Dennis Memorial Grammar School"),
            ("Haute École de Santé Vaud, Moudon", "Haute École de Santé Vaud"),
        ],
    )
    def test_a_school_keeps_the_town_that_tells_it_from_others(self, school, name):
        found = read_studies(lines(f"{school}\nBSc Nursing\n2007 – 2012"), Habits(places=True))
        assert studied(found[0])[1] == name

    @pytest.mark.parametrize("text", ["Licencia de conducir A-IIb", "Dec 2014", "but also"])
    def test_no_degree(self, text):
        assert degree_score(text) == 0

    @pytest.mark.parametrize("text", ["Leaving Cert", "DEC", "NCEA Level 3", "Secundaria completa"])
    def test_degrees_of_many_countries(self, text):
        assert (degree_score(text), school_score(text)) == (2, 0)


class TestJobs:
    @pytest.mark.parametrize(
        ("firm", "name", "place"),
        [
            ("Brickfield Associates Ltd, Victoria Island, Lagos", "Brickfield Associates Ltd", "Victoria Island, Lagos"),
            ("Ministry of Works and Housing, Minna, Niger State", "Ministry of Works and Housing", "Minna, Niger State"),
        ],
    )  # fmt: skip
    def test_the_town_is_taken_off_the_firm(self, firm, name, place):
        jobs = read_jobs(
            lines(f"{firm}\nQuantity Surveyor\nMay 2018 – June 2020\n- Counted bricks")
        )
        assert named(jobs[0]) == ("Quantity Surveyor", name, place)

    def test_a_town_nobody_listed_is_told_by_the_other_jobs(self):
        text = "\n".join(
            f"{row}\n- Worked there"
            for row in (
                "Funeral Director, Harbour & Sons Ltd, Lower Hutt | Feb 2017 – Present",
                "Embalmer, Kowhai Funeral Home, Palmerston North | Jul 2012 – Jan 2017",
                "Ambulance Officer, Central Districts Ambulance Trust, Quorn Eddy | 2008 – 2012",
            )
        )
        last = read_jobs(lines(text))[-1]
        assert named(last)[1:] == ("Central Districts Ambulance Trust", "Quorn Eddy")

    def test_a_labelled_list_is_no_job(self):
        text = "Clinical: Sealants, Laser therapy\nSoftware: Dentrix, Eaglesoft\nNurse, Clinic Ltd\nMay 2019 – Present\n- Cared"
        assert [named(job)[0] for job in read_jobs(lines(text))] == ["Nurse"]

    def test_a_title_that_goes_over_into_a_town(self):
        jobs = read_jobs(
            lines("Little Grins | May 2019 – Present\nDental Hygienist Portland, OR\n- Cared")
        )
        assert named(jobs[0]) == ("Dental Hygienist", "Little Grins", "Portland, OR")


class TestSections:
    def test_two_dated_names_are_studies_beside_jobs_with_bullets(self):
        jobs = lines(
            "Jan 2021 – present | Playhouse | Stage Manager\n- Five shows\nMar 2017 – Dec 2020 | Opera | Stage Manager\n- Toured"
        )
        studies = lines("2011 – 2014 | The Lir | Stage Management\n2011 | Colaiste | Leaving Cert")
        assert weights("", jobs).get("education", 0) < weights("", jobs)["work"]
        assert weights("", studies)["education"] > weights("", studies)["work"]

    def test_leisure_is_no_skill(self):
        spoken = weights("Off the Clock", lines("Trail running, pottery, two very old cats"))
        assert max(spoken, key=lambda kind: spoken[kind]) == "interests"

    @pytest.mark.parametrize("title", ["When I'm not working", "Wenn ich nicht arbeite", "Fuera del trabajo", "Après le travail"])  # fmt: skip
    def test_a_heading_over_what_is_not_work(self, title):
        assert root_scores(title).keys() == {"interests"}

    def test_memberships_are_certificates(self):
        spoken = weights(
            "", lines("Member, Nigerian Institute of Quantity Surveyors\nRegistered with QSRBN")
        )
        assert max(spoken, key=lambda kind: spoken[kind]) == "certificates"

    def test_a_heading_may_end_in_a_year(self):
        assert is_since("Chairside Since 2013")
        assert not is_since("May 2013")

    def test_until_today_in_italian(self):
        (period,) = find_periods("da gennaio 2018 ad oggi")
        assert (period.start, period.is_open) == ("2018-01", True)

    def test_a_language_of_two_words(self):
        assert language_name("Te reo Māori (fluent)") == "Te reo Māori"


class TestHead:
    @pytest.mark.parametrize("text", ["Bremen-Neustadt", "Stoneybatter, Dublin 7", "Rovereto (TN)"])
    def test_a_part_of_a_known_town_is_a_place(self, text):
        found = find_place(lines(f"Jane Roe\n{text}\njane@example.com"), None, [])
        assert found is not None
        assert found.text == text

    @pytest.mark.parametrize("text", ["Jean-Paul", "Head Chef, London", "Acme Ltd, London"])
    def test_other_names_are_none(self, text):
        assert not is_district(text)

    def test_a_district_is_no_name(self):
        head = lines("Bremen-Neustadt\nJannik Overbeck")
        found = find_name(Document(head, "text/plain"), head, None)
        assert found is not None
        assert found.text == "Jannik Overbeck"

    @pytest.mark.parametrize("mark", [" · ", " ", " – "])
    def test_a_postcode_is_no_part_of_a_number(self, mark):
        head = lines(f"Beaverton, OR 97005{mark}(503) 555-0147")
        found = find_phone(head, [], "US")
        assert found is not None
        assert found[0].text == "(503) 555-0147"

    def test_a_title_and_its_town_are_no_place(self):
        assert not is_place("Lead Dental Hygienist (Portland, OR)")
        assert is_place("Baker City, OR")


class TestDoubts:
    @pytest.mark.parametrize(
        ("key", "text", "kind"),
        [
            ("name", "Brickfield Associates, Lagos", "work"),
            ("name", "Head Nurse", "work"),
            ("institution", "Federal University of Technology, Minna", "education"),
            ("institution", "Registered with QSRBN", "education"),
            ("institution", "Fachkraft für Veranstaltungstechnik", "education"),
            ("studyType", "Messe & Event Bremen GmbH", "education"),
        ],
    )  # fmt: skip
    def test_a_value_that_may_be_something_else_is_asked_about(self, key, text, kind):
        assert weighed(f"/{kind}/0", key, text, 0.92) < 0.8

    @pytest.mark.parametrize(("key", "text", "kind"), [("name", "Acme Ltd", "work"), ("institution", "Yaba College", "education")])  # fmt: skip
    def test_one_that_is_clear_is_not(self, key, text, kind):
        assert weighed(f"/{kind}/0", key, text, 0.92) == 0.92
