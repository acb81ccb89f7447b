"""Europass as data: the SkillsPassport of Cedefop (versions 3), and the Candidate of today's Europass (HR Open)."""

from resumes.parsing import limits, sniff
from resumes.parsing.document import Document
from resumes.parsing.readers import europass_candidate, package
from resumes.parsing.readers.shape import document_of, shaped
from resumes.parsing.readers.xmltree import Node, child, every, name_of, rows, text, told
from resumes.parsing.types import ParseFailure

_CANDIDATE_BYTES = 4 * 1024**2
_LEVELS = ("SpokenInteraction", "SpokenProduction", "Listening", "Reading", "Writing")
_SKILLS = ("Communication", "Organisational", "JobRelated", "Computer", "Other")
_STATEMENTS = ("personal_statement", "")


def read(data: bytes) -> Document:
    """Raises: ParseFailure."""
    resume = resume_of(data)
    if not resume:
        raise ParseFailure("empty")
    return document_of(resume, sniff.EUROPASS)


def resume_of(data: bytes) -> dict[str, object]:
    """The JSON Resume a Europass file states. Raises: ParseFailure."""
    if len(data) > min(_CANDIDATE_BYTES, limits.XML_PART_BYTES):
        raise ParseFailure("too_big")
    root = package.xml(data)
    if name_of(root) == "SkillsPassport":
        return shaped(_passport(child(root, "LearnerInfo")))
    if name_of(root) == "Candidate":
        return shaped(europass_candidate.resume_of(root))
    raise ParseFailure("wrong_type")


def _passport(person: Node | None) -> dict[str, object]:
    contact = child(person, "Identification/ContactInfo")
    headline = child(person, "Headline")
    said = text(headline, "Description/Label") or text(headline, "Description")
    is_statement = text(headline, "Type/Code") in _STATEMENTS
    skills = child(person, "Skills")
    first, last = (
        text(person, f"Identification/PersonName/{part}") for part in ("FirstName", "Surname")
    )
    return {
        "basics": {
            "name": f"{first} {last}",
            "email": text(contact, "Email/Contact"),
            "phone": text(child(contact, "TelephoneList/Telephone"), "Contact"),
            "url": text(child(contact, "WebsiteList/Website"), "Contact"),
            "location": _address(child(contact, "Address/Contact")),
            "summary": told(said)[0] if is_statement else "",
            "label": "" if is_statement else said,
        },
        "work": [_job(row) for row in rows(person, "WorkExperienceList/WorkExperience")],
        "education": [_study(row) for row in rows(person, "EducationList/Education")],
        "languages": _languages(child(skills, "Linguistic")),
        "skills": _skills(skills),
        **_achievements(person),
    }


def _address(address: Node | None) -> dict[str, str]:
    return {
        "address": text(address, "AddressLine"),
        "postalCode": text(address, "PostalCode"),
        "city": text(address, "Municipality"),
        "region": text(address, "Country/Label"),
        "countryCode": text(address, "Country/Code"),
    }


def _place(holder: Node | None) -> str:
    address = child(holder, "ContactInfo/Address/Contact")
    return ", ".join(filter(None, (text(address, "Municipality"), text(address, "Country/Label"))))


def _period(entry: Node) -> dict[str, str]:
    return {
        "startDate": _date(child(entry, "Period/From")),
        "endDate": _date(child(entry, "Period/To")),
    }


def _date(point: Node | None) -> str:
    """A date with the precision given: year='2015' month='--03' day='---01'."""
    if point is None:
        return ""
    parts = [point.get(name, "").strip("-") for name in ("year", "month", "day")]
    given: list[str] = []
    for part in parts:
        if not part.isdigit():
            break
        given.append(part.zfill(2))
    return "-".join(given)


def _job(entry: Node) -> dict[str, object]:
    summary, points = told(text(entry, "Activities"))
    return {
        "name": text(entry, "Employer/Name"),
        "position": text(entry, "Position/Label"),
        "location": _place(child(entry, "Employer")),
        "summary": summary,
        "highlights": points,
        **_period(entry),
    }


def _study(entry: Node) -> dict[str, object]:
    return {
        "institution": text(entry, "Organisation/Name"),
        "studyType": text(entry, "Title"),
        "area": text(entry, "Field/Label"),
        **_period(entry),
    }


def _languages(linguistic: Node | None) -> list[dict[str, str]]:
    found = [
        {"language": text(row, "Description/Label"), "fluency": "native"}
        for row in rows(linguistic, "MotherTongueList/MotherTongue")
    ]
    for row in rows(linguistic, "ForeignLanguageList/ForeignLanguage"):
        levels = [text(row, f"ProficiencyLevel/{level}") for level in _LEVELS]
        found.append(
            {
                "language": text(row, "Description/Label"),
                "fluency": next(filter(None, levels), ""),
            }
        )
    return found


def _skills(skills: Node | None) -> list[dict[str, object]]:
    """Skills as they are stated: a listed point is a skill, of prose each part between commas that is short."""
    found: list[dict[str, object]] = []
    for group in _SKILLS:
        prose, points = told(text(skills, f"{group}/Description"))
        found += [{"name": name} for name in [*points, *stated_in(prose)]]
    return found


def stated_in(prose: str) -> list[str]:
    parts = [part.strip(" .") for part in prose.replace(";", ",").split(",")]
    return parts if len(parts) > 1 and all(len(part.split()) <= 5 for part in parts) else []


def _achievements(person: Node | None) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    kinds = {"publications": "name", "projects": "name", "honors_awards": "title"}
    for row in every(child(person, "AchievementList"), "Achievement"):
        code = text(row, "Title/Code")
        if code in kinds:
            prose, points = told(text(row, "Description"))
            name = "awards" if code == "honors_awards" else code
            for point in points or [prose]:
                found.setdefault(name, []).append({kinds[code]: point})
    return found
