"""The level of a job: what the source says, then the title, then phrases and years in the text."""

import re

from jobs.enrichment.internship import is_internship_text
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
_LABELLED = re.compile(
    r"\b(?:seniority|(?:experience|career|job|seniority|position) level|level|niveau d['’]exp[ée]rience|karrierestufe|nivel(?: de experiencia)?|n[íi]vel|livello|poziom|senioriteit)\s?[:–]\s?"
    r"(?P<value>entry[- ]level|entry|junior|graduate|mid[- ]senior|mid[- ]level|mid|intermediate|senior|lead|principal|director|executive|d[ée]butant|confirm[ée]|berufseinsteiger|berufserfahren|pleno|s[êe]nior|starszy|m[łl]odszy|medior)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\b(?:entry[- ]level(?! degree)|no (?:prior |previous )?(?:work )?experience (?:is )?(?:needed|required|necessary|essential)|recent graduates?|new grad(?:uate)?s?|(?:recent|fresh|college) grad(?:uate)?s?|graduate (?:scheme|programme|program|role|position)|"
    r"freshers?\b(?! water)|d[ée]butante?s? accept\w+|jeunes? dipl[ôo]m[ée]e?s?|(?:profil|poste) d[ée]butant|berufseinsteiger\w*|berufsanf[äa]nger\w*|quereinsteiger\w*|sin experiencia|sem experi[êe]ncia|senza esperienza|prima esperienza|neolaureat\w+|bez do[śs]wiadczenia|"
    r"geen ervaring (?:nodig|vereist)|starters?functie|pas afgestudeerd\w*|junior (?:role|position)|rec[ée]m[- ]formad\w+|reci[ée]n (?:titulad|graduad)\w+)\b",
    re.IGNORECASE,
)
_SENIOR_YEARS, _MID_YEARS, _ENTRY_YEARS = 6, 3, 1


def level_of(stated: str, title: str, text: str, years: int | None) -> str:
    """INTERNSHIP … EXECUTIVE, or "" when nothing tells."""
    level = seniority_of(title)
    from_source = _named(stated) if stated else ""
    if level and not (level == "MID" and from_source):
        return level
    if from_source:
        return from_source
    return (_in_text(text, years) if text else "") or _by_years(years)


def _in_text(text: str, years: int | None) -> str:
    if is_internship_text(text):
        return "INTERNSHIP"
    labelled = _LABELLED.search(text)
    if labelled and (named := _named(labelled["value"])):
        return named
    return "ENTRY" if _ENTRY.search(text) and (years is None or years < _MID_YEARS) else ""


def _named(words: str) -> str:
    key = " ".join(words.lower().replace("-", " ").replace("/", " ").replace("_", " ").split())
    return _STATED.get(key) or seniority_of(words)


def _by_years(years: int | None) -> str:
    if years is None:
        return ""
    if years >= _SENIOR_YEARS:
        return "SENIOR"
    if years >= _MID_YEARS:
        return "MID"
    return "ENTRY" if years <= _ENTRY_YEARS else ""  # two years may be either
