"""The made-up people: one TOML file each, in the words, dates and headings of somebody of that trade and country."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.people import Person as ShortPerson

FOLDER = Path(__file__).resolve().parent.parent / "data" / "people"


@dataclass(frozen=True, slots=True)
class Stay:
    """A job or a study. `span` is its ISO start and end ('' for none), `dates` the same as this person writes it."""

    what: str
    where: str
    place: str
    dates: str
    span: tuple[str, str]
    bullets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Plain lines below: a paragraph about a job, the grade of a study."""

    def truth_dates(self, now: str = "present") -> str:
        """ISO dates, with the precision of `dates`."""
        start, end = self.span
        return f"{start} - {end or now}" if start else end


@dataclass(frozen=True, slots=True)
class Person:
    """A person and the way they write: `words` are their headings by section, `style` their habits."""

    key: str
    language: str
    name: str
    email: str
    phone: str
    place: str
    jobs: tuple[Stay, ...]
    studies: tuple[Stay, ...]
    skills: dict[str, list[str]]
    """Groups by name; one group without a name where they do not group."""
    spoken: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    words: dict[str, str]
    style: dict[str, Any]
    banner: str = ""
    """What stands above the name: "Curriculum Vitae"."""
    headline: str = ""
    summary: str = ""
    links: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    extra: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    def truth(self, *, with_dates_of_studies: bool = True) -> dict[str, Any]:
        """What a reader should find; keys this person says nothing of stay empty."""
        return {
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "location": self.place,
            "links": list(self.links),
            "experience": [
                {
                    "title": job.what,
                    "company": job.where,
                    "dates": job.truth_dates(),
                    "bullets": list(job.bullets),
                }
                for job in self.jobs
            ],
            "education": [
                {
                    "degree": study.what,
                    "institution": study.where,
                    "dates": study.truth_dates() if with_dates_of_studies else None,
                }
                for study in self.studies
            ],
            "skills": [skill for group in self.skills.values() for skill in group],
            "languages": [name for name, _ in self.spoken],
        }


@cache
def people() -> tuple[Person, ...]:
    """Everybody, in a fixed order."""
    return (*(_read(path) for path in sorted(FOLDER.glob("*.toml"))), *map(_from_tests, PEOPLE))


@cache
def unlisted() -> tuple[Person, ...]:
    """People who call their sections what nobody would list: measured apart, so that the figures of the others can be compared over time."""
    return tuple(_read(path) for path in sorted((FOLDER / "unlisted").glob("*.toml")))


@cache
def lookalikes() -> tuple[Person, ...]:
    """People whose firms, schools, memberships and pastimes look like something else; their headings nobody listed either."""
    return tuple(_read(path) for path in sorted((FOLDER / "lookalikes").glob("*.toml")))


@cache
def everyday() -> tuple[Person, ...]:
    """People of very different lives under headings of their own: notes below studies, no jobs at all, several roles in one place."""
    return tuple(_read(path) for path in sorted((FOLDER / "everyday").glob("*.toml")))


def _read(path: Path) -> Person:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    skills = told.pop("skills")
    return Person(
        key=path.stem,
        jobs=tuple(_job(row) for row in told.pop("jobs")),
        studies=tuple(_study(row) for row in told.pop("studies")),
        skills=skills if isinstance(skills, dict) else {"": skills},
        spoken=tuple((name, level) for name, level in told.pop("spoken", [])),
        order=tuple(told.pop("order")),
        extra=tuple((row["heading"], tuple(row["lines"])) for row in told.pop("extra", [])),
        links=tuple(told.pop("links", [])),
        personal=tuple(told.pop("personal", [])),
        **told,
    )


def _job(row: dict[str, Any]) -> Stay:
    start, end = row["span"]
    return Stay(
        row["title"],
        row["company"],
        row.get("place", ""),
        row["dates"],
        (start, end),
        tuple(row.get("bullets", [])),
        tuple(row.get("notes", [])),
    )


def _study(row: dict[str, Any]) -> Stay:
    start, end = row["span"]
    return Stay(
        row["degree"],
        row["school"],
        row.get("place", ""),
        row["dates"],
        (start, end),
        notes=tuple(row.get("notes", [])),
    )


def _from_tests(short: ShortPerson) -> Person:
    work, education, skills, languages = short.headings
    jobs = [
        Stay(title, company, "", dates, span, tuple(bullets))
        for (title, company, dates, bullets), span in zip(short.jobs, short.spans, strict=True)
    ]
    return Person(
        key=f"{short.language}-short",
        language=short.language,
        name=short.name,
        email=short.email,
        phone=short.phone,
        place=short.place,
        jobs=tuple(jobs),
        studies=tuple(
            Stay(degree, school, "", dates, _ends(dates)) for degree, school, dates in short.studies
        ),
        skills={"": short.skills},
        spoken=tuple(short.languages),
        order=("work", "education", "skills", "languages"),
        words={"work": work, "education": education, "skills": skills, "languages": languages},
        style={},
    )


def _ends(dates: str) -> tuple[str, str]:
    """The ISO ends of "2011 – 2014" and of "10/2006 – 09/2012"."""
    first, last = (
        "-".join(reversed(point.strip().split("/"))) for point in dates.split("–", maxsplit=1)
    )
    return first, last
