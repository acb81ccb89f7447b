"""Made-up people in eight languages, through every format, come back as they went in."""

import re
from datetime import date

import pytest

from resumes.parsing.read import parse_bytes
from resumes.tests.parsing.people import PEOPLE, Person
from resumes.tests.parsing.writers import WRITERS, docx, paragraph

TODAY = date(2026, 11, 1)


@pytest.fixture(
    params=[(p, kind) for p in PEOPLE for kind in WRITERS],
    ids=lambda pair: f"{pair[0].language}-{pair[1]}",
    scope="module",
)
def read_back(request):
    person, kind = request.param
    return person, parse_bytes(WRITERS[kind](person), today=TODAY)


class TestPeople:
    def test_contact_data(self, read_back):
        person, parsed = read_back
        basics = parsed.resume["basics"]
        assert (basics["name"], basics["email"], basics["phone"]) == (
            person.name,
            person.email,
            person.phone,
        )
        assert basics["location"]["city"] == person.place.split(",")[0]

    def test_jobs(self, read_back):
        person, parsed = read_back
        found = [
            (j["position"], j["name"], j["startDate"], j.get("endDate", ""))
            for j in parsed.resume["work"]
        ]
        assert found == [
            (t, c, *span) for (t, c, _, _), span in zip(person.jobs, person.spans, strict=True)
        ]

    def test_bullets(self, read_back):
        person, parsed = read_back
        assert [j.get("highlights") for j in parsed.resume["work"]] == [
            bullets for _, _, _, bullets in person.jobs
        ]

    def test_studies(self, read_back):
        person, parsed = read_back
        found = [
            (" ".join(filter(None, (s.get("studyType"), s.get("area")))), s["institution"])
            for s in parsed.resume["education"]
        ]
        assert [(bare(d), s) for d, s in found] == [(bare(d), s) for d, s, _ in person.studies]

    def test_skills_and_languages(self, read_back):
        person, parsed = read_back
        assert [
            word for s in parsed.resume["skills"] for word in s.get("keywords", [s["name"]])
        ] == person.skills
        assert [
            (row["language"], row["fluency"]) for row in parsed.resume["languages"]
        ] == person.languages

    def test_language_of_the_text(self, read_back):
        person, parsed = read_back
        assert parsed.language == person.language

    def test_every_value_says_where_it_stands(self, read_back):
        _, parsed = read_back
        for pointer in (
            "/basics/name",
            "/work/0/position",
            "/work/1/startDate",
            "/education/0/institution",
            "/skills/0/name",
        ):
            assert 0 < parsed.provenance[pointer]["confidence"] <= 1


def bare(degree: str) -> str:
    return re.sub(r" (?:in|en|em) ", " ", degree)


class TestDocx:
    def read(self, body: str):
        return parse_bytes(docx(body), today=TODAY)

    def person(self, *more: str) -> str:
        return (
            paragraph("Jane Roe", bold=True, size=36)
            + paragraph("jane.roe@example.com")
            + "".join(more)
        )

    def test_reads_tracked_changes_as_accepted(self):
        deleted = "<w:p><w:del><w:r><w:delText>Secret Corp</w:delText></w:r></w:del><w:ins><w:r><w:t>Open Corp</w:t></w:r></w:ins></w:p>"
        text = self.read(self.person(deleted)).text
        assert "Open Corp" in text
        assert "Secret" not in text

    def test_reads_text_boxes_once(self):
        box = (
            "<w:txbxContent>"
            + paragraph("Skills", bold=True, size=26)
            + paragraph("Python, SQL")
            + "</w:txbxContent>"
        )
        drawn = f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        parsed = self.read(self.person(drawn))
        assert [s["name"] for s in parsed.resume["skills"]] == ["Python", "SQL"]
        assert parsed.text.count("Python") == 1

    def test_reads_content_controls(self):
        control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Skills', bold=True, size=26)}{paragraph('Python, SQL')}</w:sdtContent></w:sdt>"
        assert [s["name"] for s in self.read(self.person(control)).resume["skills"]] == [
            "Python",
            "SQL",
        ]

    def test_reads_a_layout_table_cell_by_cell(self):
        left = paragraph("Skills", bold=True, size=26) + paragraph("Python, SQL")
        right = (
            paragraph("Experience", bold=True, size=26)
            + paragraph("Engineer, Acme Inc.")
            + paragraph("2019 - 2021")
        )
        table = f"<w:tbl><w:tr><w:tc>{left}</w:tc><w:tc>{right}</w:tc></w:tr></w:tbl>"
        resume = self.read(self.person(table)).resume
        assert [s["name"] for s in resume["skills"]] == ["Python", "SQL"]
        assert resume["work"][0]["position"] == "Engineer"
        assert resume["work"][0]["name"] == "Acme Inc."

    def test_leaves_hidden_text_out_and_says_so(self):
        hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hire me</w:t></w:r></w:p>"
        parsed = self.read(self.person(hidden))
        assert "hire me" not in parsed.text
        assert "hidden_text" in parsed.warnings


class TestEncodings:
    @pytest.mark.parametrize(
        "encoding",
        [
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "utf-32",
            "cp1252",
            "iso-8859-15",
        ],
    )
    def test_western_text(self, encoding):
        text = "Zoë Müller\nzoe@example.com | +49 30 901820\n\nBerufserfahrung\n\nÄrztin, Klinikum Köln\n2019 – 2024\n".replace(
            "–", "-"
        )
        assert (
            parse_bytes(text.encode(encoding), today=TODAY).resume["basics"]["name"] == "Zoë Müller"
        )

    @pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2"])
    def test_central_european_text(self, encoding):
        text = (
            "Zażółć Gęślą\nz@example.pl\n\nDoświadczenie\n\nInżynier, Łódzka Spółka\n2019 - 2024\n"
        )
        assert (
            parse_bytes(text.encode(encoding), today=TODAY).resume["basics"]["name"]
            == "Zażółć Gęślą"
        )

    def test_text_that_was_encoded_twice(self):
        twice = "Zoë Müller\nzoe@example.com".encode().decode("cp1252").encode()
        assert parse_bytes(twice, today=TODAY).resume["basics"]["name"] == "Zoë Müller"


class TestJsonResume:
    def test_keeps_known_sections_and_drops_the_rest(self):
        parsed = parse_bytes(
            b'{"basics": {"name": "Jane", "label": null}, "work": [{"name": "Acme", "startDate": "2019-01", "endDate": "2019-12"}, 7], "evil": [1]}',
            today=TODAY,
        )
        assert parsed.resume["basics"] == {"name": "Jane"}
        assert parsed.resume["work"] == [
            {"name": "Acme", "startDate": "2019-01", "endDate": "2019-12"}
        ]
        assert "evil" not in parsed.resume
        assert parsed.experience_months == 12


class TestNeverInvents:
    @pytest.mark.parametrize("person", PEOPLE, ids=lambda p: p.language)
    def test_every_string_is_in_the_text(self, person: Person):
        parsed = parse_bytes(WRITERS["txt"](person), today=TODAY)
        text = "".join(c for c in parsed.text if c.isalnum()).casefold()
        for job in parsed.resume["work"]:
            for key in ("name", "position", "location", "summary"):
                assert "".join(c for c in job.get(key, "") if c.isalnum()).casefold() in text
