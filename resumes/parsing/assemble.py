"""From lines to JSON Resume: runs the section readers, keeps where each value came from, and drops what the text does not hold."""

import re
from datetime import date
from typing import Any

from resumes.parsing import contact, education, language, languages, lists, phones, places, work
from resumes.parsing.builder import Builder
from resumes.parsing.dates import months_worked
from resumes.parsing.document import Document, Line
from resumes.parsing.facts import Fact
from resumes.parsing.paragraphs import joined
from resumes.parsing.sections import Section, split_sections
from resumes.parsing.types import ParsedResume
from resumes.parsing.vocabulary import heading_kind

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_STATED = 0.99
"""A value the file itself names, not one that was found in a text."""


def assemble(document: Document, *, today: date) -> ParsedResume:
    """The whole answer for one document; `today` closes jobs that still run."""
    if document.ready is not None:
        return _ready(document, today)
    builder = Builder(document)
    sections = split_sections(document)
    builder.guessed = {(line.page, line.number) for s in sections if s.is_guess for line in s.lines}
    by_kind: dict[str, list[Section]] = {}
    for section in sections:
        by_kind.setdefault(section.kind, []).append(section)
    resume: dict[str, Any] = {"$schema": SCHEMA, "basics": {}}
    _basics(builder, resume, document, sections)
    habits = _work(builder, resume, "work", by_kind.get("work") or _loose_work(sections))
    _work(builder, resume, "volunteer", by_kind.get("volunteer", []))
    _education(builder, resume, by_kind.get("education", []), habits)
    _skills(builder, resume, by_kind.get("skills", []))
    _languages(builder, resume, by_kind)
    _projects(builder, resume, by_kind.get("projects", []))
    _items(builder, resume, by_kind)
    _interests(builder, resume, by_kind)
    jobs = [(j.get("startDate", ""), j.get("endDate", "")) for j in resume.get("work", [])]
    if resume.get("work") and not any(start or end for start, end in jobs):
        builder.warnings.append("no_dates")
    if len(sections) == 1:
        builder.warnings.append("no_sections")
    return ParsedResume(
        resume={key: value for key, value in resume.items() if value},
        text=document.text,
        warnings=tuple(dict.fromkeys(builder.warnings)),
        language=language.guess(document.text),
        pages=document.pages,
        media_type=document.media_type,
        provenance=builder.provenance,
        experience_months=months_worked(jobs, today),
    )


def _ready(document: Document, today: date) -> ParsedResume:
    resume = document.ready or {}
    rows = resume.get("work")
    jobs = (
        [
            (str(j.get("startDate", "")), str(j.get("endDate", "")))
            for j in rows
            if isinstance(j, dict)
        ]
        if isinstance(rows, list)
        else []
    )
    dated = [
        (s if re.match(r"\d{4}", s) else "", e if re.match(r"\d{4}", e) else "") for s, e in jobs
    ]
    builder = Builder(document)
    for pointer, line in document.pointers.items():
        builder.mark(pointer, line, _STATED)
    return ParsedResume(
        resume={"$schema": SCHEMA, **resume},
        text=document.text,
        warnings=tuple(dict.fromkeys(document.warnings)),
        provenance=builder.provenance,
        language=language.guess(document.text),
        pages=document.pages,
        media_type=document.media_type,
        experience_months=months_worked(dated, today),
    )


def _basics(
    builder: Builder, resume: dict[str, Any], document: Document, sections: list[Section]
) -> None:
    basics: dict[str, Any] = resume["basics"]
    head = contact.contact_lines(sections)
    lines = document.lines
    email = contact.find_email(head, lines, document.links)
    name = contact.find_name(document, head, email)
    place = places.find_place(head, name, lines)
    phone = phones.find_phone(head, lines, places.country_of(place))
    own, profiles = contact.find_links(head, lines, document.links)
    taken = {fact.text for fact in (email, name, place, own) if fact} | (
        {phone[0].text} if phone else set()
    )
    builder.put(basics, "name", name, "/basics")
    builder.person = name.text if name else ""
    builder.put(basics, "label", contact.find_headline(document, head, name, taken), "/basics")
    builder.put(basics, "email", email, "/basics")
    if phone:
        builder.put(basics, "phone", phone[0], "/basics")
        if phone[1]:
            basics["phoneE164"] = phone[1]
            builder.mark("/basics/phoneE164", phone[0].line, phone[0].confidence)
    builder.put(basics, "url", own, "/basics")
    _location(builder, basics, place)
    _profiles(builder, basics, profiles)
    summary = [line for s in sections if s.kind == "summary" for line in joined(s.lines)]
    _summary(builder, basics, summary, head, taken)


def _location(builder: Builder, basics: dict[str, Any], place: Fact | None) -> None:
    if place is None:
        return
    location: dict[str, Any] = {}
    for key, text in places.place_parts(place.text).items():
        builder.put(location, key, Fact(text, place.line, place.confidence), "/basics/location")
    if location:
        basics["location"] = location


def _profiles(builder: Builder, basics: dict[str, Any], profiles: list[tuple[str, Fact]]) -> None:
    rows: list[dict[str, Any]] = []
    for network, fact in profiles:
        row: dict[str, Any] = {"network": network}
        pointer = f"/basics/profiles/{len(rows)}"
        builder.put(row, "url", fact, pointer)
        handle = fact.text.rstrip("/").rsplit("/", 1)[-1].split("?")[0]
        if "/" in fact.text.rstrip("/").removeprefix("https://").removeprefix("http://"):
            builder.put(row, "username", Fact(handle, fact.line, fact.confidence), pointer)
        if "url" in row:
            builder.mark(f"{pointer}/network", fact.line, fact.confidence)
            rows.append(row)
    if rows:
        basics["profiles"] = rows


def _summary(
    builder: Builder, basics: dict[str, Any], lines: list[Line], head: list[Line], taken: set[str]
) -> None:
    if not lines:
        lines = [
            line
            for line in joined(head)
            if len(line.text.split()) > 12 and not any(t in line.text for t in taken)
        ]
    if not lines:
        return
    text = " ".join(line.text for line in lines)
    builder.put(basics, "summary", Fact(text, lines[0], 0.85), "/basics")


def _loose_work(sections: list[Section]) -> list[Section]:
    """Where no heading says experience: sections whose lines are dated titles."""
    found = []
    for section in sections:
        if section.kind in ("header", "summary", "other"):
            jobs = [
                j
                for j in work.read_jobs(section.lines)
                if j.period is not None and j.title and j.organisation
            ]
            starts = [
                section.lines.index(j.header.atoms[0].line)
                for j in jobs
                if j.header and j.header.atoms and j.header.atoms[0].line in section.lines
            ]
            if starts:
                first = min(starts)
                found.append(Section("work", lines=section.lines[first:]))
                del section.lines[first:]
    return found


def _work(
    builder: Builder, resume: dict[str, Any], kind: str, sections: list[Section]
) -> education.Habits:
    """Returns how this person sets jobs: studies are mostly set the same way."""
    rows: list[dict[str, Any]] = []
    habits = education.Habits()
    for section in sections:
        jobs = work.read_jobs(section.lines)
        habits.order += work.order_of(jobs)
        habits.places = habits.places or work.gives_places(jobs)
        for job in jobs:
            row: dict[str, Any] = {}
            pointer = f"/{kind}/{len(rows)}"
            builder.put(
                row, "organization" if kind == "volunteer" else "name", job.organisation, pointer
            )
            builder.put(row, "position", job.title, pointer)
            if kind == "work":
                builder.put(row, "location", job.place, pointer)
            builder.put(row, "url", job.url, pointer)
            builder.put_period(row, job.period, job.period_line, pointer)
            if job.summary:
                text = " ".join(fact.text for fact in job.summary)
                builder.put(row, "summary", Fact(text, job.summary[0].line, 0.8), pointer)
            builder.put_list(row, "highlights", job.highlights, pointer)
            if row:
                rows.append(row)
    if rows:
        resume[kind] = rows
    return habits


def _education(
    builder: Builder, resume: dict[str, Any], sections: list[Section], habits: education.Habits
) -> None:
    rows: list[dict[str, Any]] = []
    for section in sections:
        for study in education.read_studies(section.lines, habits):
            row: dict[str, Any] = {}
            pointer = f"/education/{len(rows)}"
            builder.put(row, "institution", study.school, pointer)
            builder.put(row, "studyType", study.degree, pointer)
            builder.put(row, "area", study.area, pointer)
            builder.put_period(row, study.period, study.period_line, pointer)
            builder.put(row, "score", study.score, pointer)
            builder.put_list(row, "courses", study.courses, pointer)
            rows.append(row)
    if rows:
        resume["education"] = rows


def _skills(builder: Builder, resume: dict[str, Any], sections: list[Section]) -> None:
    rows: list[dict[str, Any]] = []
    for section in sections:
        for skill in lists.read_skills(section.lines):
            if heading_kind(skill.name.text) == "languages" and all(
                languages.language_name(k.text) for k in skill.keywords
            ):
                continue
            row: dict[str, Any] = {}
            pointer = f"/skills/{len(rows)}"
            builder.put(row, "name", skill.name, pointer)
            builder.put(row, "level", skill.level, pointer)
            builder.put_list(row, "keywords", skill.keywords, pointer)
            if row.get("name"):
                rows.append(row)
    if rows:
        resume["skills"] = rows


def _languages(builder: Builder, resume: dict[str, Any], by_kind: dict[str, list[Section]]) -> None:
    lines = [line for s in by_kind.get("languages", []) for line in s.lines]
    if not lines:
        others = [*by_kind.get("skills", []), *by_kind.get("other", []), *by_kind.get("header", [])]
        lines = [
            line for s in others for line in s.lines if languages.language_row(line) is not None
        ]
    rows: list[dict[str, Any]] = []
    for name, fluency in languages.read_languages(lines):
        row: dict[str, Any] = {}
        builder.put(row, "language", name, f"/languages/{len(rows)}")
        builder.put(row, "fluency", fluency, f"/languages/{len(rows)}")
        if row and not any(r.get("language") == row.get("language") for r in rows):
            rows.append(row)
    if rows:
        resume["languages"] = rows


def _projects(builder: Builder, resume: dict[str, Any], sections: list[Section]) -> None:
    rows: list[dict[str, Any]] = []
    for section in sections:
        for job in work.read_jobs(section.lines):
            names = job.header.names if job.header else []
            row: dict[str, Any] = {}
            pointer = f"/projects/{len(rows)}"
            if names:
                builder.put(row, "name", Fact(names[0].text, names[0].line, 0.8), pointer)
            builder.put(row, "url", job.url, pointer)
            builder.put_period(row, job.period, job.period_line, pointer)
            if job.summary:
                builder.put(
                    row,
                    "description",
                    Fact(" ".join(f.text for f in job.summary), job.summary[0].line, 0.8),
                    pointer,
                )
            builder.put_list(row, "highlights", job.highlights, pointer)
            if row.get("name") or row.get("highlights"):
                rows.append(row)
    if rows:
        resume["projects"] = rows


_ITEM_KEYS = {
    "certificates": ("name", "issuer", "date"),
    "awards": ("title", "awarder", "date"),
    "publications": ("name", "publisher", "releaseDate"),
}


def _items(builder: Builder, resume: dict[str, Any], by_kind: dict[str, list[Section]]) -> None:
    for kind, (name, issuer, when) in _ITEM_KEYS.items():
        rows: list[dict[str, Any]] = []
        for section in by_kind.get(kind, []):
            for item in lists.read_items(section.lines, whole=kind == "publications"):
                row: dict[str, Any] = {}
                pointer = f"/{kind}/{len(rows)}"
                builder.put(row, name, item.name, pointer)
                builder.put(row, issuer, item.issuer, pointer)
                builder.put(row, "summary", item.summary, pointer)
                value = (item.period.end or item.period.start) if item.period else ""
                if value:
                    row[when] = value
                    builder.mark(f"{pointer}/{when}", item.name.line, 0.85)
                if row.get(name):
                    rows.append(row)
        if rows:
            resume[kind] = rows


def _interests(builder: Builder, resume: dict[str, Any], by_kind: dict[str, list[Section]]) -> None:
    for kind, key in (("interests", "name"), ("references", "reference")):
        rows: list[dict[str, Any]] = []
        for section in by_kind.get(kind, []):
            facts = (
                lists.read_interests(section.lines)
                if kind == "interests"
                else [Fact(line.text, line, 0.8) for line in joined(section.lines)]
            )
            for fact in facts:
                row: dict[str, Any] = {}
                builder.put(row, key, fact, f"/{kind}/{len(rows)}")
                if row:
                    rows.append(row)
        if rows:
            resume[kind] = rows
