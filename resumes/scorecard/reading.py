"""What the parser answered, as a Profile."""

from collections.abc import Iterator
from typing import Any

from resumes.scorecard.periods import Span, to_month
from resumes.scorecard.profile import Entry, Profile

_PLACE_PARTS = ("address", "postalCode", "city", "region", "country")


def read_resume(resume: dict[str, Any]) -> Profile:
    """The values of a JSON Resume that the scorecard judges."""
    basics = resume.get("basics", {})
    return Profile(
        name=basics.get("name", ""),
        emails=_given(basics.get("email")),
        phones=_given(basics.get("phone")),
        places=_places(basics.get("location", {})),
        links=_given(
            basics.get("url"), *(profile.get("url") for profile in basics.get("profiles", []))
        ),
        jobs=tuple(map(_job, resume.get("work", []))),
        studies=tuple(map(_study, resume.get("education", []))),
        skills=_given(*(word for row in resume.get("skills", []) for word in _keywords(row))),
        languages=_given(*(row.get("language") for row in resume.get("languages", []))),
    )


def values(resume: Any) -> Iterator[str]:
    """Every text in an answer."""
    if isinstance(resume, str):
        yield resume
    elif isinstance(resume, dict | list):
        for value in resume.values() if isinstance(resume, dict) else resume:
            yield from values(value)


def _job(row: dict[str, Any]) -> Entry:
    return Entry(
        row.get("position", ""), row.get("name", ""), _span(row), _given(*row.get("highlights", []))
    )


def _study(row: dict[str, Any]) -> Entry:
    degree = " ".join(_given(row.get("studyType"), row.get("area")))
    return Entry(degree, row.get("institution", ""), _span(row))


def _span(row: dict[str, Any]) -> Span | None:
    start, end = to_month(row.get("startDate", "")), to_month(row.get("endDate", ""))
    return Span(start, end) if start or end else None


def _keywords(row: dict[str, Any]) -> list[str]:
    """A row with keywords is a group under its name; one without is a skill."""
    return list(row.get("keywords") or [row.get("name", "")])


def _places(location: dict[str, Any]) -> tuple[str, ...]:
    """The whole address, and the parts of it without the street."""
    parts = [location.get(key, "") for key in _PLACE_PARTS]
    return _given(parts[0], " ".join(filter(None, parts[1:])), " ".join(filter(None, parts)))


def _given(*found: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in found if value))
