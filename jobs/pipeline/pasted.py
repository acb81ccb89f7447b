"""What a person copied from a page says about a job: the text as it was selected, line by line."""

import re
from dataclasses import replace
from typing import Any

from jobs.types import LinkReading

LONGEST = 100_000
_LONGEST_TITLE, _LONGEST_COMPANY, _MOST_WORDS = 160, 80, 7
_URL = re.compile(r"https?://[^\s<>\"'）)]{4,1990}", re.IGNORECASE)
_LABELS = {
    "title": "title, job title, position, role, job, stelle, stellenbezeichnung, poste, intitulé, puesto",
    "company": "company, employer, organisation, organization, firma, unternehmen, arbeitgeber,"
    " entreprise, société, employeur, empresa",
    "place": "place, location, city, ort, standort, arbeitsort, lieu, localisation, ubicación, lugar",
}
_LABELLED = {
    field: re.compile(
        rf"^(?:{'|'.join(re.escape(word.strip()) for word in words.split(','))})\s*[:：]\s*(.{{2,160}})$",
        re.IGNORECASE,
    )
    for field, words in _LABELS.items()
}
_SITE = re.compile(
    r"\s+[|–—-]\s+(?:linkedin|indeed(?:\.\w+)*|glassdoor|stepstone(?:\.\w+)?|xing(?: jobs)?|monster|reed(?:\.co\.uk)?|"
    r"hellowork|apec|welcome to the jungle|infojobs|jobs?|careers?)\s*$",
    re.IGNORECASE,
)
_HIRING = re.compile(
    r"^(?P<company>.{2,80}?) (?:is )?hiring (?:an? )?(?P<title>.{2,160}?)(?: in (?P<place>.{2,80}))?$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"^(?P<title>.{2,160}?)\s+(?:at|bei|chez|@)\s+(?P<company>.{2,80})$", re.IGNORECASE
)
_PARTED = re.compile(r"\s+[·•|]\s+")


def read_pasted(text: str, *, title: str = "", url: str = "") -> LinkReading:
    """Guess role, company and place; the person looks them over, so a wrong guess costs a word.

    Args:
        title: what the page is called, where the text came with one.
    """
    text = text[:LONGEST].replace("\r\n", "\n").replace("\x00", "").strip()
    found = _URL.search(text)
    url = url or (found[0].rstrip(".,;") if found else "")
    lines = [line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line]
    shown = [line for line in lines if not _URL.fullmatch(line)]
    reading = LinkReading(url=url, description=text if shown else "")
    reading = _from_labels(reading, shown[:40])
    head = " ".join(title.split()) or next(iter(shown), "")
    reading = _from_title(reading, head)
    below = shown[1:2] if shown and shown[0] == head else shown[:1]
    return _from_line_below(reading, below[0]) if below and len(shown) > 1 else reading


def _from_labels(reading: LinkReading, lines: list[str]) -> LinkReading:
    said: dict[str, Any] = {}
    for line in lines:
        for field, pattern in _LABELLED.items():
            if (match := pattern.match(line)) and field not in said:
                said[field] = match[1].strip()
    return replace(reading, **said) if said else reading


def _from_title(reading: LinkReading, head: str) -> LinkReading:
    """Take apart "Acme hiring Baker in Lyon | LinkedIn" and "Baker at Acme"."""
    if not head or len(head) > _LONGEST_TITLE + _LONGEST_COMPANY:
        return reading
    head = _SITE.sub("", head)
    match = _HIRING.match(head) or _AT.match(head)
    found = match.groupdict() if match else {}
    said: dict[str, Any] = {name: part for name, part in found.items() if part}
    if not said and not any(pattern.match(head) for pattern in _LABELLED.values()):
        said = {"title": _SITE.sub("", head)[:_LONGEST_TITLE]}
    return replace(reading, **{n: part for n, part in said.items() if not getattr(reading, n)})


def _from_line_below(reading: LinkReading, line: str) -> LinkReading:
    """Take "Acme · Lyon, France" under the role; a sentence is neither."""
    if reading.company or len(line) > 2 * _LONGEST_COMPANY or line.endswith((".", ":", "!", "?")):
        return reading
    company, *rest = _PARTED.split(line)
    if len(company) > _LONGEST_COMPANY or len(company.split()) > _MOST_WORDS:
        return reading
    place = reading.place or (rest[0] if rest else "")
    return replace(reading, company=company, place=place[:_LONGEST_TITLE])
