"""Titles as a person would write them: no markup, no shouting, no pay, place or gender marks added."""

import re

from jobs.enrichment.html import one_line

_SHOUT = re.compile(r"[A-ZÀ-Þ]{4,}")
_ACRONYMS = {
    "IT",
    "HR",
    "UX",
    "UI",
    "QA",
    "SAP",
    "SQL",
    "AWS",
    "ERP",
    "CRM",
    "SEO",
    "PPC",
    "B2B",
    "B2C",
    "HGV",
    "LGV",
    "CNC",
    "CAD",
    "PHP",
    "IOS",
    "HTML",
    "CSS",
    "API",
    "BI",
    "VP",
    "CEO",
    "CFO",
    "CTO",
    "COO",
    "PA",
    "RGN",
    "RMN",
    "SEN",
    "NHS",
    "UK",
    "US",
    "USA",
    "EU",
    "CDI",
    "CDD",
    "BTP",
    "DAF",
    "RH",
    "SI",
    "MOA",
    "MOE",
    "HVAC",
    "PLC",
    "RF",
    "DBA",
    "ETL",
    "LPN",
    "RN",
    "CNA",
    "MRI",
    "CT",
    "ICU",
    "OR",
    "ER",
    "LVN",
    "EMT",
    "TIG",
    "MIG",
    "CSCS",
    "NVQ",
    "AI",
    "ML",
    "NLP",
}
_SMALL = {
    "of",
    "and",
    "the",
    "for",
    "to",
    "in",
    "at",
    "on",
    "with",
    "by",
    "de",
    "la",
    "le",
    "du",
    "des",
    "et",
    "en",
    "der",
    "die",
    "und",
    "von",
    "für",
    "im",
    "am",
    "y",
    "con",
    "e",
    "di",
    "per",
    "van",
    "het",
    "een",
    "voor",
    "à",
    "au",
}
_REFERENCE = re.compile(
    r"\s*[\[(]?\b(?:ref|réf|reference|job id|req(?:uisition)?(?: id)?|id)\s?[.:#°nº-]+\s?[\w/-]*\d[\w/-]*[\])]?",
    re.IGNORECASE,
)
_DECORATION = re.compile(r"^[\s*#~•|>_\-–—!★☆✨🚀🔥📣:]+|[\s*#~•|<_\-–—★☆✨🚀🔥📣:,]+$")
_MOST = 200
_FEW_LETTERS = 8


def clean_title(title: str) -> str:
    """One tidy line, at most 200 characters; capitals are calmed when the whole title shouts."""
    line = _DECORATION.sub("", _REFERENCE.sub("", one_line(title[:2000])))
    letters = [c for c in line if c.isalpha()]
    if (
        len(letters) > _FEW_LETTERS
        and sum(c.isupper() for c in letters) > 0.85 * len(letters)
        and _SHOUT.search(line)
    ):
        line = " ".join(_calm(word, i) for i, word in enumerate(line.split(" ")))
    return line[:_MOST].rstrip()


def _calm(word: str, index: int) -> str:
    bare = re.sub(r"\W", "", word)
    if bare in _ACRONYMS or any(c.isdigit() for c in bare) or not bare.isupper() or "/" in word:
        return word
    if index and bare.lower() in _SMALL:
        return word.lower()
    return "-".join(
        part[:1] + part[1:].lower() if part[:1].isalpha() else part[:2] + part[2:].lower()
        for part in word.split("-")
    )
