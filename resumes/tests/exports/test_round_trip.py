"""What is sent out is read back by our own reader as what went in: if ours loses it, others will."""

from datetime import date

import pytest

from resumes.exports import TEMPLATES, export
from resumes.parsing.read import parse_bytes
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import as_markdown

TODAY = date(2026, 11, 25)
DOCUMENTS = [
    *[("pdf", template, paper) for template in TEMPLATES for paper in ("a4", "us-letter")],
    *[(name, "classic", "a4") for name in ("docx", "odt", "json", "markdown", "text")],
]


@pytest.fixture(params=PEOPLE, ids=lambda person: person.language, scope="module")
def parsed(request):
    return parse_bytes(as_markdown(request.param), today=TODAY)


@pytest.fixture(params=DOCUMENTS, ids="-".join, scope="module")
def read_back(request, parsed):
    name, template, paper = request.param
    made = export(parsed.resume, name, language=parsed.language, template=template, paper=paper)
    return parse_bytes(made, today=TODAY)


class TestReadBack:
    def test_contact_data(self, parsed, read_back):
        assert contact(read_back.resume) == contact(parsed.resume)

    def test_jobs(self, parsed, read_back):
        wanted = jobs(parsed.resume)
        assert len(wanted) == 2
        assert jobs(read_back.resume) == wanted

    def test_studies(self, parsed, read_back):
        assert studies(parsed.resume)
        assert studies(read_back.resume) == studies(parsed.resume)

    def test_skills_and_languages(self, parsed, read_back):
        assert words(parsed.resume)
        assert words(read_back.resume) == words(parsed.resume)
        assert read_back.resume["languages"] == parsed.resume["languages"]


class TestAddresses:
    @pytest.mark.parametrize("document", DOCUMENTS, ids="-".join)
    def test_come_back_whole(self, document):
        name, template, paper = document
        pages = [
            "https://linkedin.com/in/bartholomew-featherstonehaugh-9a8b7c6d5",
            "https://github.com/featherstonehaugh",
        ]
        email = "bartholomew.featherstonehaugh@university-of-somewhere.example.org"
        resume = {
            "basics": {
                "name": "Bartholomew Featherstonehaugh",
                "email": email,
                "location": {"city": "Leeds"},
                "profiles": [{"url": page} for page in pages],
            },
            "work": [{"position": "Engineer", "name": "Acme Ltd", "startDate": "2019-01"}],
        }
        made = export(resume, name, template=template, paper=paper)
        basics = parse_bytes(made, today=TODAY).resume["basics"]
        assert basics["email"] == email
        assert sorted(bare(page["url"]) for page in basics["profiles"]) == sorted(map(bare, pages))


def bare(url):
    return url.removeprefix("https://").removeprefix("www.").rstrip("/")


def contact(resume):
    basics = resume["basics"]
    return [basics.get("name"), basics.get("email"), basics.get("phone"), basics["location"]]


def jobs(resume):
    return [
        [job.get(key) for key in ("position", "name", "startDate", "endDate", "highlights")]
        for job in resume["work"]
    ]


def studies(resume):
    return [
        [" ".join(filter(None, (study.get("studyType"), study.get("area"))))]
        + [study.get(key) for key in ("institution", "startDate", "endDate")]
        for study in resume["education"]
    ]


def words(resume):
    return [
        word for skill in resume["skills"] for word in (skill.get("keywords") or [skill["name"]])
    ]
