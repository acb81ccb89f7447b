"""A JSON Resume as a page shows it: parts in order, in one language, without anything that is empty."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from resumes.exports.words import (
    language_or_english,
    words_in,
    written_date,
    written_period,
)

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ISO = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_WEB = re.compile(r"https?://[^\s<>\"'\\{}|^`]+", re.IGNORECASE)
_BARE = re.compile(r"^https?://(www\.)?|/$", re.IGNORECASE)
_BULLET = re.compile(r"^[-•·*▪‣–]\s+")
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_LONGEST = 8_000
_CODE_AFTER_CITY = frozenset({"US", "CA", "GB", "IE", "AU", "NZ", "IN"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach the person; `url` is empty where there is nothing to follow."""

    kind: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One job, degree, project, …"""

    title: str = ""
    subtitle: str = ""
    place: str = ""
    dates: str = ""
    url: str = ""
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    tags_label: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Words that belong together, such as the skills of one field; `name` may be all there is."""

    name: str
    words: tuple[str, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. It has `entries`, or `groups`; `is_brief` when an entry is one line."""

    kind: str
    title: str
    entries: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()
    is_brief: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a page shows, in order."""

    language: str
    name: str = ""
    headline: str = ""
    contacts: tuple[Contact, ...] = ()
    summary: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def content_of(resume: Row, *, language: str | None) -> Content:
    """Return what a page shows of a JSON Resume, with titles and months in that language."""
    chosen = language_or_english(language)
    words = words_in(chosen)
    basics = _row(resume.get("basics"))
    made = [
        Section(kind, words[kind], entries=tuple(entries), is_brief=kind in _BRIEF)
        if kind in _ENTRIES
        else Section(kind, words[kind], groups=tuple(groups))
        for kind in _order(resume)
        for entries in [_entries(kind, resume, chosen)]
        for groups in [_groups(kind, resume)]
    ]
    return Content(
        language=chosen,
        name=line(basics.get("name")),
        headline=line(basics.get("label")),
        contacts=tuple(_contacts(basics)),
        summary=paragraphs(basics.get("summary")),
        sections=tuple(section for section in made if section.entries or section.groups),
        words=words,
    )


def _order(resume: Row) -> list[str]:
    """The sections, those first that a tailored resume names first (`meta.sections`)."""
    named = _row(resume.get("meta")).get("sections")
    first = [kind for kind in named if kind in _ORDER] if isinstance(named, list) else []
    return list(dict.fromkeys([*first, *_ORDER]))


def line(value: object) -> str:
    """Return a value as one printable line; empty for whatever is no text."""
    return " ".join(_clean(value).split())


def paragraphs(value: object) -> tuple[str, ...]:
    """Return a text's paragraphs, one line each."""
    found = (_BULLET.sub("", line(part)) for part in _clean(value).splitlines())
    return tuple(part for part in found if part)


def iso_date(value: object) -> str:
    """Return a date JSON Resume allows, or nothing."""
    text = line(value)
    return text if _ISO.fullmatch(text) else ""


def web_address(value: object) -> str:
    """Return an address a reader may follow, or nothing: no `javascript:`, no `file:`."""
    text = line(value)
    if text and "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text):
        text = f"https://{text}"
    return text if _WEB.fullmatch(text) else ""


def shown_address(url: str) -> str:
    """Return an address without what everybody knows."""
    return _BARE.sub("", _BARE.sub("", url))


def _clean(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = unicodedata.normalize("NFC", str(value)[:_LONGEST]).translate(_LIGATURES)
    return _CONTROL.sub("", text)


def _row(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[Row]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _lines(value: object) -> tuple[str, ...]:
    found = (line(item) for item in value) if isinstance(value, list) else ()
    return tuple(_BULLET.sub("", item) for item in found if item)


def _contacts(basics: Row) -> Iterable[Contact]:
    email, phone = line(basics.get("email")), line(basics.get("phone"))
    if email:
        yield Contact("email", email, f"mailto:{email}" if " " not in email else "")
    if phone:
        dialled = re.sub(r"[^\d+]", "", phone)
        yield Contact("phone", phone, f"tel:{dialled}" if dialled else "")
    place = _place(_row(basics.get("location")))
    if place:
        yield Contact("place", place)
    pages = [
        Contact("web", shown_address(url), url) for url in [web_address(basics.get("url"))] if url
    ]
    pages += [_profile(row) for row in _rows(basics.get("profiles"))]
    seen: set[str] = {""}
    for page in pages:
        if page.text.lower() not in seen:
            seen.add(page.text.lower())
            yield page


def _profile(row: Row) -> Contact:
    """The address says who it is, unless it is only that of the network."""
    network, name = line(row.get("network")), line(row.get("username"))
    url = web_address(row.get("url"))
    if url and ("/" in shown_address(url) or not name):
        return Contact("web", shown_address(url), url)
    return Contact("web", ": ".join(filter(None, (network, name))) if name else "", url)


def _place(location: Row) -> str:
    code, city = line(location.get("postalCode")), line(location.get("city"))
    area, country = line(location.get("region")), line(location.get("countryCode"))
    area = area or country
    if country in _CODE_AFTER_CITY:
        area = " ".join(filter(None, (area, code)))
    else:
        city = " ".join(filter(None, (code, city)))
    return ", ".join(filter(None, (line(location.get("address")), city, area)))


def _entries(kind: str, resume: Row, language: str) -> list[Entry]:
    build = _ENTRIES.get(kind)
    if build is None:
        return []
    made = (build(row, language) for row in _rows(resume.get(kind)))
    return [_without_gap(entry) for entry in made if entry != Entry(dates=entry.dates)]


def _without_gap(entry: Entry) -> Entry:
    """An entry whose title is unknown is named by what stands below it."""
    if entry.title or not entry.subtitle:
        return entry
    return replace(entry, title=entry.subtitle, subtitle="")


def _groups(kind: str, resume: Row) -> list[Group]:
    build = _GROUPS.get(kind)
    if build is None:
        return []
    made = (build(row) for row in _rows(resume.get(kind)))
    return [group for group in made if group.name or group.words]


def _job(row: Row, language: str) -> Entry:
    return Entry(
        title=line(row.get("position")),
        subtitle=line(row.get("name") or row.get("organization") or row.get("company")),
        place=line(row.get("location")),
        dates=_period(row, language, is_open=True),
        url=web_address(row.get("url")),
        paragraphs=(*paragraphs(row.get("description")), *paragraphs(row.get("summary"))),
        bullets=_lines(row.get("highlights")),
    )


def _study(row: Row, language: str) -> Entry:
    words = words_in(language)
    score, courses = line(row.get("score")), _lines(row.get("courses"))
    return Entry(
        title=_degree(line(row.get("studyType")), line(row.get("area"))),
        subtitle=line(row.get("institution")),
        place=line(row.get("location")),
        dates=_period(row, language, is_open=False),
        url=web_address(row.get("url")),
        paragraphs=paragraphs(row.get("summary")),
        bullets=_lines(row.get("highlights")),
        tags_label=words["courses"] + words["colon"] if courses else "",
        tags=courses,
        note=_grade(score, words),
    )


def _grade(score: str, words: Mapping[str, str]) -> str:
    """'Grade: 3.9/4.0', but what is said in words stands for itself."""
    return f"{words['grade']}{words['colon']} {score}" if score[:1].isdigit() else score


def _degree(kind: str, area: str) -> str:
    """'BSc Nursing', but 'Bachelor of Science, Nursing'."""
    return (", " if " of " in kind else " ").join(filter(None, (kind, area)))


def _project(row: Row, language: str) -> Entry:
    words, tools = words_in(language), _lines(row.get("keywords"))
    roles = ", ".join(_lines(row.get("roles")))
    return Entry(
        title=line(row.get("name")),
        subtitle=", ".join(filter(None, (roles, line(row.get("entity"))))),
        dates=_period(row, language, is_open=False),
        url=web_address(row.get("url")),
        paragraphs=(*paragraphs(row.get("description")), *paragraphs(row.get("summary"))),
        bullets=_lines(row.get("highlights")),
        tags_label=words["tools"] + words["colon"] if tools else "",
        tags=tools,
    )


def _brief(title: str, giver: str, date: str) -> Callable[[Row, str], Entry]:
    """Return what builds an entry of one line from fields of those names."""

    def build(row: Row, language: str) -> Entry:
        given = iso_date(row.get(date))
        return Entry(
            title=line(row.get(title)),
            subtitle=line(row.get(giver)),
            dates=written_date(given, language) if given else "",
            url=web_address(row.get("url")),
            paragraphs=paragraphs(row.get("summary")),
        )

    return build


def _reference(row: Row, language: str) -> Entry:
    return Entry(title=line(row.get("name")), paragraphs=paragraphs(row.get("reference")))


def _skill(row: Row) -> Group:
    return Group(line(row.get("name")), _lines(row.get("keywords")), line(row.get("level")))


def _spoken(row: Row) -> Group:
    return Group(line(row.get("language")), level=line(row.get("fluency")))


def _period(row: Row, language: str, *, is_open: bool) -> str:
    start, end = iso_date(row.get("startDate")), iso_date(row.get("endDate"))
    return written_period(start, end, language=language, is_open=is_open)


_ORDER = (
    "work",
    "projects",
    "education",
    "skills",
    "languages",
    "certificates",
    "publications",
    "awards",
    "volunteer",
    "interests",
    "references",
)
_BRIEF = frozenset({"certificates", "publications", "awards"})
_ENTRIES: dict[str, Callable[[Row, str], Entry]] = {
    "work": _job,
    "volunteer": _job,
    "education": _study,
    "projects": _project,
    "certificates": _brief("name", "issuer", "date"),
    "publications": _brief("name", "publisher", "releaseDate"),
    "awards": _brief("title", "awarder", "date"),
    "references": _reference,
}
_GROUPS: dict[str, Callable[[Row], Group]] = {
    "skills": _skill,
    "interests": _skill,
    "languages": _spoken,
}
