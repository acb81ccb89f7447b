"""A person's words in lines, as that person would set them, before a writer gives them a format."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.made_up.people import Person, Stay

ASIDE = ("skills", "languages", "extra", "personal")
"""What stands in a sidebar, where a layout has one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line; `right` stands at the other margin. `look` is '', strong, soft or bullet."""

    text: str
    right: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A job or a study: its lines with the dates among them, and without for layouts that give dates a column."""

    dates: str
    lines: tuple[Line, ...]
    bare: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines or entries."""

    key: str
    heading: str
    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole resume."""

    language: str
    banner: str
    name: str
    headline: str
    contact: tuple[str, ...]
    """Place, phone, mail and links as written, with labels where this person uses them."""
    head: tuple[str, ...]
    """The same in the lines of a page's head."""
    sections: tuple[Section, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """For templates."""
        return asdict(self)


def sheet(person: Person) -> Sheet:
    """The sheet of a person."""
    return Sheet(
        person.language,
        person.banner,
        person.name,
        person.headline,
        contact := tuple(_contact(person)),
        _head(person, contact),
        tuple(_sections(person)),
    )


def _contact(person: Person) -> Iterator[str]:
    mail, phone, place = person.style.get("labels", ("", "", ""))
    yield place + person.place
    yield phone + person.phone
    yield mail + person.email
    yield from person.links


def _head(person: Person, contact: tuple[str, ...]) -> tuple[str, ...]:
    separator = {"pipes": " | ", "dots": " · "}.get(person.style.get("contact", "pipes"))
    return (separator.join(contact),) if separator else contact


def _sections(person: Person) -> Iterator[Section]:
    for key in person.order:
        if key == "extra":
            for heading, lines in person.extra:
                yield Section(key, heading, tuple(map(Line, lines)))
            continue
        if key == "skills" and not any(person.skills.values()):
            continue
        heading = person.words[key]
        yield Section(
            key,
            heading.upper() if person.style.get("caps") else heading,
            tuple(_lines(person, key)),
            tuple(_entries(person, key)),
        )


def _lines(person: Person, key: str) -> Iterator[Line]:
    if key == "summary":
        yield Line(person.summary)
    elif key == "personal":
        yield from map(Line, person.personal)
    elif key == "skills":
        yield from _skills(person)
    elif key == "languages":
        yield from _spoken(person)


def _skills(person: Person) -> Iterator[Line]:
    style = person.style.get("skills", "commas")
    for group, skills in person.skills.items():
        if style == "bullets":
            yield from (Line(skill, look="bullet") for skill in skills)
        elif style == "lines":
            yield from map(Line, skills)
        elif style == "pipes":
            yield Line(" | ".join(skills))
        else:
            yield Line(f"{group}: {', '.join(skills)}" if group else ", ".join(skills))


def _spoken(person: Person) -> Iterator[Line]:
    style = person.style.get("spoken", "brackets")
    if style == "commas":
        yield Line(", ".join(name for name, _ in person.spoken))
    elif style == "brackets":
        yield Line(", ".join(f"{name} ({level})" for name, level in person.spoken))
    else:
        sign = " – " if style == "dash" else ": "
        yield from (Line(f"{name}{sign}{level}") for name, level in person.spoken)


def _entries(person: Person, key: str) -> Iterator[Entry]:
    stays = {"work": person.jobs, "education": person.studies}.get(key, ())
    for index, stay in enumerate(stays):
        again = index > 0 and stays[index - 1].where == stay.where
        grouped = bool(person.style.get("grouped")) and key == "work"
        notes = map(Line, stay.notes)
        below = (*notes, *(Line(text, look="bullet") for text in stay.bullets))
        dated = _dated(person.style, stay, without_company=again and grouped)
        bare = _bare(person.style, stay)
        yield Entry(stay.dates, (*dated, *below), (*bare, *below))


def _dated(style: dict[str, Any], stay: Stay, *, without_company: bool) -> tuple[Line, ...]:
    first, *rest = _bare(style, stay)
    if without_company:
        return (Line(stay.what, stay.dates, "strong"),)
    if style.get("grouped") and stay.bullets:
        return (Line(_where(stay), look="strong"), Line(stay.what, stay.dates, "strong"))
    soft, first_dated = Line(stay.dates, look="soft"), Line(first.text, stay.dates, first.look)
    both = tuple(filter(None, (stay.dates, stay.place)))
    lines = {
        "dates_below": (first, *rest, soft),
        "stacked": (first, *rest, soft),
        "dates_first": (soft, first, *rest),
        "two_rights": (Line(stay.where, stay.dates, "strong"), Line(stay.what, stay.place, "soft")),
        "dates_place": (*_named(stay), Line("    ".join(both))),
        "piped": (first, Line(" | ".join(both), look="soft")),
    }
    return lines.get(style.get("entry", ""), (first_dated, *rest))


def _bare(style: dict[str, Any], stay: Stay) -> tuple[Line, ...]:
    match style.get("entry"):
        case "company_first" | "two_rights":
            return (Line(_where(stay), look="strong"), Line(stay.what, look="soft"))
        case "stacked":
            place = (Line(stay.place),) if stay.place else ()
            return (Line(stay.where, look="strong"), Line(stay.what), *place)
        case "piped":
            return (Line(f"{stay.where} | {stay.what}", look="strong"),)
        case "one_line":
            separator = style.get("separator", ", ")
            before = separator if separator in (", ", " | ") else ", "
            place_after = f"{before}{stay.place}" if stay.place else ""
            return (Line(f"{stay.what}{separator}{stay.where}{place_after}", look="strong"),)
    return (Line(stay.what, look="strong"), Line(_where(stay), look="soft"))


def _named(stay: Stay) -> tuple[Line, ...]:
    return (Line(stay.what, look="strong"), Line(stay.where))


def _where(stay: Stay) -> str:
    return f"{stay.where}, {stay.place}" if stay.place else stay.where
