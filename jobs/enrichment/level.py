"""The level of a job: what the source says, then the title, then phrases and years in the text."""

import re

from jobs.skills.seniority import seniority_of

_STATED = {
    "internship": "INTERNSHIP", "intern": "INTERNSHIP", "entry level": "ENTRY", "entry": "ENTRY", "junior": "ENTRY",
    "graduate": "ENTRY", "associate": "ENTRY", "no experience": "ENTRY", "mid": "MID", "mid level": "MID",
    "mid senior level": "SENIOR", "mid senior": "SENIOR", "intermediate": "MID", "experienced": "MID", "professional": "MID",
    "senior": "SENIOR", "senior level": "SENIOR", "lead": "LEAD", "principal": "LEAD", "staff": "LEAD", "manager": "MANAGER",
    "management": "MANAGER", "supervisor": "LEAD", "director": "DIRECTOR", "executive": "EXECUTIVE", "vp": "EXECUTIVE",
    "c level": "EXECUTIVE", "not applicable": "", "student": "INTERNSHIP", "berufseinsteiger": "ENTRY",
    "berufserfahren": "MID", "professional experienced": "MID", "entry level junior": "ENTRY", "any": "",
}  # fmt: skip
_IN_TEXT = (
    ("INTERNSHIP", re.compile(r"\b(?:this internship|(?:our|summer|paid|month|\d+[- ]week) internship|as an intern\b|stage de \d|offre de stage|en alternance|contrat d['’](?:apprentissage|alternance)|pflichtpraktikum|in der ausbildung lernst)\b", re.IGNORECASE)),
    ("ENTRY", re.compile(r"\b(?:entry[- ]level|no (?:prior |previous )?experience (?:is )?(?:needed|required|necessary)|recent graduates?|new grad(?:uate)?s?|graduate (?:scheme|programme|program|role|position)|fresh(?:er)?s? (?:can|may|welcome)|débutants? accept\w+|jeunes? diplômée?s?|berufseinsteiger|quereinsteiger|sin experiencia|junior (?:role|position))\b", re.IGNORECASE)),
)  # fmt: skip
_SENIOR_YEARS, _MID_YEARS = 6, 3


def level_of(stated: str, title: str, text: str, years: int | None) -> str:
    """INTERNSHIP … EXECUTIVE, or "" when nothing tells."""
    level = seniority_of(title)
    key = " ".join(stated.lower().replace("-", " ").replace("/", " ").replace("_", " ").split())
    from_source = _STATED.get(key) or (seniority_of(stated) if stated else "")
    if level and not (level == "MID" and from_source):
        return level
    if from_source:
        return from_source
    for kind, pattern in _IN_TEXT:
        if pattern.search(text):
            return kind
    return _by_years(years)


def _by_years(years: int | None) -> str:
    if years is None:
        return ""
    if years >= _SENIOR_YEARS:
        return "SENIOR"
    return "MID" if years >= _MID_YEARS else "ENTRY"
