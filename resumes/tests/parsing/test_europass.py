"""Europass as data: the SkillsPassport, today's Candidate, and either as the attachment of a PDF."""

from datetime import date

import pytest

from resumes.parsing import sniff
from resumes.parsing.read import parse_bytes
from resumes.parsing.types import ParseFailure
from resumes.tests.parsing.pdfs import Text, assembled, column, pdf

TODAY = date(2026, 11, 1)

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="en">
 <LearnerInfo>
  <Identification>
   <PersonName><FirstName>Betty</FirstName><Surname>Hobkins</Surname></PersonName>
   <ContactInfo>
    <Address><Contact><AddressLine>32 Reading Rd</AddressLine><PostalCode>B26 3QJ</PostalCode><Municipality>Birmingham</Municipality>
     <Country><Code>UK</Code><Label>United Kingdom</Label></Country></Contact></Address>
    <Email><Contact>hobkins@example.com</Contact></Email>
    <TelephoneList><Telephone><Contact>+44 2012345679</Contact><Use><Code>home</Code></Use></Telephone></TelephoneList>
   </ContactInfo>
  </Identification>
  <Headline><Type><Code>preferred_job</Code></Type><Description><Label>Website Designer</Label></Description></Headline>
  <WorkExperienceList>
   <WorkExperience>
    <Period><From year="2008" month="--07"/><Current>true</Current></Period>
    <Position><Label>Web developer</Label></Position>
    <Activities>&lt;ul&gt;&lt;li&gt;development of web pages&lt;/li&gt;&lt;li&gt;search engine optimisation&lt;/li&gt;&lt;/ul&gt;</Activities>
    <Employer><Name>Globe Ltd.</Name><ContactInfo><Address><Contact><Municipality>Birmingham</Municipality></Contact></Address></ContactInfo></Employer>
   </WorkExperience>
   <WorkExperience>
    <Period><From year="2004"/><To year="2008" month="--06" day="---30"/></Period>
    <Position><Label>Trainee</Label></Position><Employer><Name>Initech</Name></Employer>
   </WorkExperience>
  </WorkExperienceList>
  <EducationList><Education><Period><From year="2001"/><To year="2004"/></Period><Title>BSc Web Science</Title>
   <Organisation><Name>University of Leeds</Name></Organisation></Education></EducationList>
  <Skills>
   <Linguistic><MotherTongueList><MotherTongue><Description><Code>en</Code><Label>English</Label></Description></MotherTongue></MotherTongueList>
    <ForeignLanguageList><ForeignLanguage><Description><Label>French</Label></Description>
     <ProficiencyLevel><Listening>C1</Listening><SpokenInteraction>B2</SpokenInteraction></ProficiencyLevel></ForeignLanguage></ForeignLanguageList></Linguistic>
   <Computer><Description>HTML, CSS, PHP</Description></Computer>
  </Skills>
 </LearnerInfo>
</SkillsPassport>"""

CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9" xmlns:hr="http://www.hr-xml.org/3" xmlns:eures="http://www.europass_eures.eu/1.0">
 <CandidatePerson>
  <PersonName><oa:GivenName>Ana</oa:GivenName><hr:FamilyName>Sousa</hr:FamilyName></PersonName>
  <Communication><UseCode>home</UseCode><Address type="home"><oa:CityName>Porto</oa:CityName><CountryCode>pt</CountryCode></Address></Communication>
  <Communication><ChannelCode>Telephone</ChannelCode><UseCode>mobile</UseCode><CountryDialing>351</CountryDialing><oa:DialNumber>912 555 010</oa:DialNumber></Communication>
  <Communication><ChannelCode>Email</ChannelCode><oa:URI>ana.sousa@example.com</oa:URI></Communication>
  <PrimaryLanguageCode name="NORMAL">por</PrimaryLanguageCode>
 </CandidatePerson>
 <CandidateProfile languageCode="en">
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Rio Verde</hr:OrganizationName>
   <OrganizationContact><Communication><Address><oa:CityName>Porto</oa:CityName><CountryCode>pt</CountryCode></Address></Communication></OrganizationContact>
   <PositionHistory><PositionTitle typeCode="FREETEXT">Nurse</PositionTitle>
    <eures:EmploymentPeriod><eures:StartDate><hr:FormattedDateTime>2019-02-01</hr:FormattedDateTime></eures:StartDate><hr:CurrentIndicator>true</hr:CurrentIndicator></eures:EmploymentPeriod>
    <oa:Description>&lt;p&gt;Emergency ward.&lt;/p&gt;</oa:Description></PositionHistory></EmployerHistory></EmploymentHistory>
  <EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>Escola de Enfermagem</hr:OrganizationName>
   <AttendancePeriod><StartDate><hr:FormattedDateTime>2014</hr:FormattedDateTime></StartDate><EndDate><hr:FormattedDateTime>2018</hr:FormattedDateTime></EndDate></AttendancePeriod>
   <EducationDegree><hr:DegreeName>Licenciatura</hr:DegreeName></EducationDegree></EducationOrganizationAttendance></EducationHistory>
  <PersonQualifications>
   <PersonCompetency><CompetencyID>eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
    <CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Speaking-Interaction</hr:CompetencyDimensionTypeCode><eures:Score><hr:ScoreText>C1</hr:ScoreText></eures:Score></CompetencyDimension></PersonCompetency>
   <PersonCompetency><hr:TaxonomyID>skill</hr:TaxonomyID><hr:CompetencyName>Triage</hr:CompetencyName></PersonCompetency>
  </PersonQualifications>
 </CandidateProfile>
</Candidate>"""


def with_attachment(page: list[Text], content: str) -> bytes:
    """A page with a file attached."""
    objects = pdf(page).split(b"endobj\n")
    bodies = [body.split(b"obj\n", 1)[1].decode("cp1252").rstrip("\n") for body in objects[:-1]]
    first = len(bodies) + 1
    names = f"/Names << /EmbeddedFiles << /Names [(europass.xml) {first} 0 R] >> >> >>"
    bodies[0] = bodies[0].rstrip("> ") + " " + names
    bodies += [
        f"<< /Type /Filespec /F (europass.xml) /EF << /F {first + 1} 0 R >> >>",
        f"<< /Type /EmbeddedFile /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream",
    ]
    return assembled(bodies)


PAGE = [
    Text(50, 60, "Betty Hobkins", 20),
    *column(
        50,
        90,
        [
            "hobkins@example.com",
            "#WORK EXPERIENCE",
            "Web developer",
            "Globe Ltd., Birmingham",
            "07/2008 – Present",
            "Trainee",
            "Initech",
            "2004 – 06/2008",
            "#EDUCATION",
            "BSc Web Science",
            "University of Leeds",
        ],
    ),
]


@pytest.fixture(scope="module")
def parsed():
    return parse_bytes(PASSPORT.encode(), today=TODAY)


class TestPassport:
    def test_who_the_person_is(self, parsed):
        basics = parsed.resume["basics"]
        assert (basics["name"], basics["email"], basics["phone"]) == (
            "Betty Hobkins",
            "hobkins@example.com",
            "+44 2012345679",
        )
        assert (basics["label"], basics["location"]["city"], basics["location"]["countryCode"]) == (
            "Website Designer",
            "Birmingham",
            "UK",
        )

    def test_jobs_with_dates_as_precise_as_given(self, parsed):
        first, second = parsed.resume["work"]
        assert (first["position"], first["name"], first["startDate"], first.get("endDate")) == (
            "Web developer",
            "Globe Ltd.",
            "2008-07",
            None,
        )
        assert first["highlights"] == ["development of web pages", "search engine optimisation"]
        assert (second["startDate"], second["endDate"]) == ("2004", "2008-06-30")

    def test_education_languages_and_skills(self, parsed):
        assert parsed.resume["education"][0]["institution"] == "University of Leeds"
        assert parsed.resume["languages"] == [
            {"language": "English", "fluency": "native"},
            {"language": "French", "fluency": "B2"},
        ]
        assert [s["name"] for s in parsed.resume["skills"]] == ["HTML", "CSS", "PHP"]


class TestCandidate:
    def test_is_read_like_the_older_one(self):
        resume = parse_bytes(CANDIDATE.encode(), today=TODAY).resume
        assert resume["basics"]["name"] == "Ana Sousa"
        assert resume["basics"]["phone"] == "+351 912 555 010"
        assert resume["basics"]["location"] == {"city": "Porto", "countryCode": "PT"}
        assert resume["work"] == [
            {
                "name": "Rio Verde",
                "position": "Nurse",
                "location": "Porto, PT",
                "summary": "Emergency ward.",
                "startDate": "2019-02-01",
            }
        ]
        assert resume["education"] == [
            {
                "institution": "Escola de Enfermagem",
                "studyType": "Licenciatura",
                "startDate": "2014",
                "endDate": "2018",
            }
        ]
        assert resume["languages"] == [
            {"language": "Portuguese", "fluency": "native"},
            {"language": "English", "fluency": "C1"},
        ]
        assert resume["skills"] == [{"name": "Triage"}]


class TestSniffed:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_by_its_root(self, encoding):
        data = PASSPORT.replace(
            'encoding="UTF-8"', f'encoding="{encoding.removesuffix("-sig")}"'
        ).encode(encoding)
        assert sniff.sniff(data) == sniff.EUROPASS
        assert parse_bytes(data, today=TODAY).resume["basics"]["name"] == "Betty Hobkins"

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"<Candidate/>", "empty"),
            (b"<Candidate><CandidatePerson>", "corrupt"),
            (b'<?xml version="1.0"?><SkillsPassport>' + b"<a>" * 50_000, "corrupt"),
            (b"<!--x--><Candidate>&x;</Candidate>", "corrupt"),
        ],
    )
    def test_damage_is_told(self, data, code):
        with pytest.raises(ParseFailure, match=code):
            parse_bytes(data, today=TODAY)


class TestAttached:
    def test_is_read_as_data_and_shown_on_the_page(self):
        parsed = parse_bytes(with_attachment(PAGE, PASSPORT), today=TODAY)
        assert parsed.media_type == "application/pdf"
        assert parsed.resume["languages"][1] == {"language": "French", "fluency": "B2"}
        assert parsed.provenance["/work/0/position"]["box"] is not None

    @pytest.mark.parametrize(
        "content",
        [
            PASSPORT.replace("Betty", "Mallory")
            .replace("Globe Ltd.", "Google")
            .replace("Initech", "Apple"),
            PASSPORT[:900],
            "MZ not a resume",
            "x" * 3 * 1024**2,
        ],
        ids=["another person", "damaged", "a program", "huge"],
    )
    def test_is_ignored_when_it_is_not_what_the_page_says(self, content):
        parsed = parse_bytes(with_attachment(PAGE, content), today=TODAY)
        assert parsed.resume["basics"]["name"] == "Betty Hobkins"
        assert [j["name"] for j in parsed.resume["work"]] == ["Globe Ltd.", "Initech"]
        assert "languages" not in parsed.resume
