"""All checks over one resume."""

from collections.abc import Iterator

from resumes.feedback.contact import contact_findings
from resumes.feedback.dating import date_findings
from resumes.feedback.prose import prose_findings, prose_words
from resumes.feedback.reading import Reading
from resumes.feedback.score import ALGORITHM, RULES, finding, marks_of, score_of
from resumes.feedback.structure import structure_findings
from resumes.feedback.types import Finding, Part, Report, Severity, Subject

_ORDER = list(Severity)


def check_resume(subject: Subject) -> Report:
    """Every finding, what weighs most first, and the score. Deterministic."""
    reading = Reading(subject)
    found = sorted(
        _findings(reading),
        key=lambda one: (_ORDER.index(one.severity), -one.points, one.code),
    )
    parts = marks_of(found)
    return Report(ALGORITHM, score_of(parts), parts, tuple(found), tuple(_unchecked(reading)))


def words_to_look_up(subject: Subject) -> list[str]:
    """The words of the prose that a dictionary should know."""
    return prose_words(Reading(subject))


def _findings(reading: Reading) -> Iterator[Finding]:
    yield from contact_findings(reading)
    yield from structure_findings(reading)
    yield from date_findings(reading)
    yield from prose_findings(reading)
    for warning in dict.fromkeys(reading.subject.warnings):
        rule = RULES.get(warning)
        if rule is not None and rule.part is Part.LAYOUT:
            yield finding(warning)


def _unchecked(reading: Reading) -> Iterator[str]:
    """What was not looked at."""
    if reading.words is None:
        yield "wording"
    if reading.subject.unknown_words is None:
        yield "spelling"
