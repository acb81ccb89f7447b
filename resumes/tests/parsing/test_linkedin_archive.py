"""LinkedIn's data archive: known by its columns, whatever its tables and itself are called."""

from datetime import date

import pytest

from resumes.parsing import sniff
from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParseFailure
from resumes.tests.parsing.linkedin import archive

TODAY = date(2026, 11, 1)

TABLES = {
    "Profile.csv": (
        "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n"
        'Zoë,Müller-Ørsted,,,"Jan 4","Engineer, mostly backend","Builds things.\nKeeps them running.",Software,10115,"Berlin, Germany",[zoemo],"[PORTFOLIO:https://zoe.example.org,OTHER:javascript:alert(1)]",\n'
    ),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        'Acme GmbH,Senior Engineer,"Led a team of five.\n• Cut latency by 40%\n• Moved to PostgreSQL","Berlin, Germany",Mar 2020,\n'
        "Globex,Engineer,,Munich,Jun-16,2/20\n"
    ),
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
        'TU Berlin,2010,Sep 2015,,"Master of Science, Computer Science",\n'
    ),
    "Skills.csv": "Name\nPython\nPostgreSQL\nC++\n",
    "Languages.csv": "Name,Proficiency\nGerman,Native or bilingual proficiency\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\nCKA,https://cka.example.org,CNCF,May 2021,May 2024,X1\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary,Updated On\nold@example.com,Yes,No,1/1/20\nzoe@example.com,Yes,Yes,1/1/21\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n,+49 30 5550100,Mobile\n",
    "Projects.csv": "Title,Description,Url,Started On,Finished On\nAtlas,Maps of rivers,https://atlas.example.org,2018,13/02/2019\n",
    "Publications.csv": "Name,Published On,Description,Publisher,Url\nOn Rivers,Apr 2019,,ACM,\n",
    "Honors.csv": "Title,Description,Issued On\nBest Talk,,2017\n",
    "Volunteering.csv": "Company Name,Role,Cause,Started On,Finished On,Description\nRed Cross,Driver,health,2012,2013,Drove.\n",
    "Connections.csv": 'Notes:\n"When exporting your connection data, some are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nSomebody,Else,https://x.example,else@example.com,Else Inc,Boss,02 Jan 2020\n',
    "messages.csv": "CONVERSATION ID,FROM,TO,CONTENT\n1,Somebody,Zoe,secret words\n",
}


@pytest.fixture(scope="module")
def parsed():
    return parse_bytes(archive(TABLES), today=TODAY)


class TestArchive:
    def test_who_the_person_is(self, parsed):
        basics = parsed.resume["basics"]
        assert (basics["name"], basics["label"]) == (
            "Zoë Müller-Ørsted",
            "Engineer, mostly backend",
        )
        assert (basics["email"], basics["phone"]) == ("zoe@example.com", "+49 30 5550100")
        assert basics["location"] == {"city": "Berlin", "region": "Germany", "postalCode": "10115"}
        assert basics["summary"] == "Builds things. Keeps them running."
        assert basics["url"] == "https://zoe.example.org"
        assert basics["profiles"][0]["username"] == "zoemo"

    def test_jobs_with_their_points_and_dates(self, parsed):
        first, second = parsed.resume["work"]
        assert (first["name"], first["position"], first["startDate"]) == (
            "Acme GmbH",
            "Senior Engineer",
            "2020-03",
        )
        assert first["highlights"] == ["Cut latency by 40%", "Moved to PostgreSQL"]
        assert first["summary"] == "Led a team of five."
        assert (second["startDate"], second["endDate"]) == ("2016-06", "2020-02")
        assert parsed.experience_months == 126

    def test_everything_else_the_person_said(self, parsed):
        resume = parsed.resume
        assert resume["education"] == [
            {
                "institution": "TU Berlin",
                "studyType": "Master of Science",
                "area": "Computer Science",
                "startDate": "2010",
                "endDate": "2015-09",
            }
        ]
        assert [s["name"] for s in resume["skills"]] == ["Python", "PostgreSQL", "C++"]
        assert resume["languages"] == [
            {"language": "German", "fluency": "Native or bilingual proficiency"}
        ]
        assert resume["certificates"][0]["date"] == "2021-05"
        assert resume["projects"][0]["endDate"] == "2019-02-13"
        assert (resume["publications"][0]["releaseDate"], resume["awards"][0]["date"]) == (
            "2019-04",
            "2017",
        )
        assert resume["volunteer"][0]["organization"] == "Red Cross"

    def test_nothing_of_other_people(self, parsed):
        assert "Somebody" not in parsed.text
        assert "secret" not in parsed.text

    def test_every_value_says_where_it_stands(self, parsed):
        assert set(parsed.provenance) >= {"/basics/name", "/work/0/startDate", "/skills/2/name"}
        assert parsed.provenance["/work/0/position"]["confidence"] > 0.9

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_whatever_its_encoding(self, encoding):
        parsed = parse_bytes(
            archive({"Basic/Profile.csv": TABLES["Profile.csv"]}, encoding=encoding), today=TODAY
        )
        assert parsed.resume["basics"]["name"] == "Zoë Müller-Ørsted"

    def test_notes_above_the_header_and_semicolons(self):
        table = "Notes:\n\n" + "Company Name;Title;Started On;Finished On\nAcme;Cook;2001-05;\n"
        parsed = parse_bytes(archive({"x.csv": table}), today=TODAY)
        assert parsed.resume["work"] == [
            {"name": "Acme", "position": "Cook", "startDate": "2001-05"}
        ]

    @pytest.mark.parametrize(
        ("written", "iso"),
        [
            ("Mar 2020", "2020-03"),
            ("Mar-97", "1997-03"),
            ("3/20", "2020-03"),
            ("3/4/20", "2020"),
            ("25/12/2020", "2020-12-25"),
            ("12/25/2020", "2020-12-25"),
            ("soon", None),
        ],
    )
    def test_dates_with_the_precision_they_have(self, written, iso):
        table = f"Company Name,Title,Started On\nAcme,Cook,{written}\n"
        assert (
            parse_bytes(archive({"p.csv": table}), today=TODAY).resume["work"][0].get("startDate")
            == iso
        )


class TestOtherArchives:
    @pytest.mark.parametrize(
        "tables",
        [
            {"Connections.csv": TABLES["Connections.csv"]},
            {"notes.csv": "a,b\n1,2\n"},
            {"readme.txt": "hello"},
            {"Skills.csv": TABLES["Skills.csv"]},
        ],
    )
    def test_are_no_kind_of_file_we_read(self, tables):
        assert sniff.sniff(archive(tables)) is None

    def test_an_archive_without_a_word_is_empty(self):
        with pytest.raises(ParseFailure, match="empty"):
            parse_bytes(
                archive({"Profile.csv": TABLES["Profile.csv"].split("\n", maxsplit=1)[0] + "\n"}),
                today=TODAY,
            )
