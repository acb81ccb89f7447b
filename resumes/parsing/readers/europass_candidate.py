"""The Candidate document of today's Europass, in the words of HR Open and EURES."""

from resumes.parsing.readers.xmltree import Node, child, children, every, rows, text, told

_LANGUAGES = {
    "eng": "English", "en": "English", "deu": "German", "ger": "German", "de": "German",
    "fra": "French", "fre": "French", "fr": "French", "spa": "Spanish", "es": "Spanish",
    "ita": "Italian", "it": "Italian", "por": "Portuguese", "pt": "Portuguese",
    "pol": "Polish", "pl": "Polish", "nld": "Dutch", "dut": "Dutch", "nl": "Dutch",
    "ron": "Romanian", "rum": "Romanian", "ces": "Czech", "cze": "Czech", "ell": "Greek",
    "gre": "Greek", "hun": "Hungarian", "swe": "Swedish", "dan": "Danish", "fin": "Finnish",
    "ukr": "Ukrainian", "rus": "Russian", "tur": "Turkish", "ara": "Arabic", "bul": "Bulgarian",
    "hrv": "Croatian", "slk": "Slovak", "slv": "Slovenian", "est": "Estonian", "lav": "Latvian",
    "lit": "Lithuanian", "gle": "Irish", "mlt": "Maltese", "cat": "Catalan", "eus": "Basque",
    "zho": "Chinese", "jpn": "Japanese", "kor": "Korean", "nor": "Norwegian", "srp": "Serbian",
}  # fmt: skip
"""ISO 639 codes, for the document states languages by code alone."""

_LEVELS = ("Speaking", "Interaction", "Understanding", "Writing")


def resume_of(root: Node) -> dict[str, object]:
    """The resume a Candidate document states, in JSON Resume's keys."""
    person, profile = child(root, "CandidatePerson"), child(root, "CandidateProfile")
    return {
        "basics": {
            **_basics(person),
            "summary": told(text(profile, "ExecutiveSummary"))[0],
        },
        "work": [
            _job(employer, position)
            for employer in rows(profile, "EmploymentHistory/EmployerHistory")
            for position in children(employer, "PositionHistory") or [employer]
        ],
        "education": [
            _study(row) for row in rows(profile, "EducationHistory/EducationOrganizationAttendance")
        ],
        **_competencies(person, profile),
        "certificates": [
            {"name": text(row, "CertificationName"), "issuer": text(row, "IssuingAuthorityName")}
            for row in rows(profile, "Certifications/Certification")
        ],
        "publications": [
            {"name": text(row, "Title") or text(row, "FormattedPublicationDescription")}
            for row in rows(profile, "PublicationHistory/Publication")
        ],
    }


def _basics(person: Node | None) -> dict[str, object]:
    reached = children(person, "Communication")
    by_channel = {text(node, "ChannelCode").casefold(): node for node in reversed(reached)}
    phone = by_channel.get("telephone")
    dialling = text(phone, "CountryDialing").lstrip("+0")
    number = text(phone, "DialNumber")
    address = next((a for node in reached if (a := child(node, "Address")) is not None), None)
    given, family = text(person, "PersonName/GivenName"), text(person, "PersonName/FamilyName")
    return {
        "name": f"{given} {family}",
        "email": text(by_channel.get("email"), "URI"),
        "phone": f"+{dialling} {number}" if dialling and number else number,
        "url": text(by_channel.get("web"), "URI"),
        "location": {
            "address": text(address, "AddressLine"),
            "postalCode": text(address, "PostalCode"),
            "city": text(address, "CityName"),
            "countryCode": text(address, "CountryCode").upper(),
        },
    }


def _place(holder: Node | None) -> str:
    address = child(holder, "OrganizationContact/Communication/Address")
    city = text(address, "CityName") or text(holder, "City")
    return ", ".join(filter(None, (city, text(address, "CountryCode").upper())))


def _period(holder: Node | None) -> dict[str, str]:
    return {
        "startDate": text(holder, "StartDate/FormattedDateTime") or text(holder, "StartDate"),
        "endDate": text(holder, "EndDate/FormattedDateTime") or text(holder, "EndDate"),
    }


def _job(employer: Node, position: Node) -> dict[str, object]:
    summary, points = told(text(position, "Description"))
    return {
        "name": text(employer, "OrganizationName"),
        "position": text(position, "PositionTitle"),
        "location": _place(employer) or _place(position),
        "summary": summary,
        "highlights": points,
        **_period(child(position, "EmploymentPeriod")),
    }


def _study(row: Node) -> dict[str, object]:
    degree = child(row, "EducationDegree")
    return {
        "institution": text(row, "OrganizationName"),
        "studyType": text(degree, "DegreeName") or text(row, "ProgramName"),
        "area": text(row, "MajorProgramName") or text(degree, "DegreeMajor"),
        "score": text(row, "EducationScore"),
        **_period(child(row, "AttendancePeriod")),
    }


def _competencies(person: Node | None, profile: Node | None) -> dict[str, object]:
    spoken = [
        {"language": _language(text(node)), "fluency": "native"}
        for node in children(person, "PrimaryLanguageCode")
    ]
    skills: list[dict[str, str]] = []
    for row in every(profile, "PersonCompetency"):
        name = text(row, "CompetencyName") or text(row, "CompetencyID")
        if text(row, "TaxonomyID").casefold() == "language":
            spoken.append({"language": _language(name), "fluency": _level(row)})
        elif name:
            skills.append({"name": name})
    return {"languages": spoken, "skills": skills}


def _language(code: str) -> str:
    return _LANGUAGES.get(code.casefold(), code)


def _level(row: Node) -> str:
    """The level in speaking, else in what is stated."""
    levels = {
        text(node, "CompetencyDimensionTypeCode"): text(node, "Score/ScoreText")
        for node in children(row, "CompetencyDimension")
    }
    for wanted in _LEVELS:
        for kind, level in levels.items():
            if wanted in kind and level:
                return level
    return next(iter(levels.values()), "")
