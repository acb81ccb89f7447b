"""The score: full marks less what each finding costs, part by part; nothing is ever added, so what goes never hurts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resumes.feedback.types import Finding, Part, Place, Severity

ALGORITHM = "checks/1"

FULL: Mapping[Part, int] = {
    Part.CONTACT: 15,
    Part.STRUCTURE: 20,
    Part.DATES: 15,
    Part.WORDING: 20,
    Part.RESULTS: 15,
    Part.LAYOUT: 15,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding costs: so much each place, and at most so much."""

    part: Part
    severity: Severity
    each: float
    most: float


_P, _W, _T = Severity.PROBLEM, Severity.WEAKNESS, Severity.TIP
RULES: Mapping[str, Rule] = {
    "email_missing": Rule(Part.CONTACT, _P, 6, 6),
    "email_wrong": Rule(Part.CONTACT, _P, 6, 6),
    "email_mistyped": Rule(Part.CONTACT, _P, 5, 5),
    "phone_missing": Rule(Part.CONTACT, _W, 3, 3),
    "phone_odd": Rule(Part.CONTACT, _W, 2, 2),
    "phone_without_country": Rule(Part.CONTACT, _T, 1, 1),
    "place_missing": Rule(Part.CONTACT, _W, 2, 2),
    "link_broken": Rule(Part.CONTACT, _W, 2, 4),
    "name_missing": Rule(Part.CONTACT, _P, 3, 3),
    "no_work": Rule(Part.STRUCTURE, _P, 8, 8),
    "no_education": Rule(Part.STRUCTURE, _W, 3, 3),
    "no_skills": Rule(Part.STRUCTURE, _W, 4, 4),
    "odd_heading": Rule(Part.STRUCTURE, _W, 2, 4),
    "placeholder": Rule(Part.STRUCTURE, _P, 5, 10),
    "too_long": Rule(Part.STRUCTURE, _W, 4, 4),
    "too_short": Rule(Part.STRUCTURE, _W, 4, 4),
    "job_without_text": Rule(Part.STRUCTURE, _W, 2, 4),
    "personal_data": Rule(Part.STRUCTURE, _W, 2, 4),
    "birth_date": Rule(Part.STRUCTURE, _T, 1, 1),
    "job_without_dates": Rule(Part.DATES, _P, 3, 9),
    "dates_reversed": Rule(Part.DATES, _P, 4, 8),
    "dates_in_future": Rule(Part.DATES, _P, 3, 6),
    "dates_mixed": Rule(Part.DATES, _W, 2, 2),
    "months_missing": Rule(Part.DATES, _T, 1, 1),
    "jobs_overlap": Rule(Part.DATES, _T, 0.5, 1),
    "gap": Rule(Part.DATES, _T, 1, 3),
    "weak_opening": Rule(Part.WORDING, _W, 1, 6),
    "buzzword": Rule(Part.WORDING, _W, 0.75, 3),
    "first_person": Rule(Part.WORDING, _W, 0.75, 3),
    "present_in_past": Rule(Part.WORDING, _W, 0.75, 3),
    "past_in_present": Rule(Part.WORDING, _T, 0.5, 1),
    "long_point": Rule(Part.WORDING, _W, 0.75, 3),
    "long_sentence": Rule(Part.WORDING, _T, 0.5, 2),
    "verb_repeated": Rule(Part.WORDING, _T, 0.5, 2),
    "point_repeated": Rule(Part.WORDING, _W, 1, 3),
    "skill_repeated": Rule(Part.WORDING, _T, 0.5, 1),
    "spelling": Rule(Part.WORDING, _W, 0.5, 4),
    "few_numbers": Rule(Part.RESULTS, _W, 0, 15),
    "two_columns": Rule(Part.LAYOUT, _W, 4, 4),
    "unread_region": Rule(Part.LAYOUT, _P, 5, 5),
    "fonts_without_unicode": Rule(Part.LAYOUT, _P, 8, 8),
    "hidden_text": Rule(Part.LAYOUT, _P, 6, 6),
    "no_sections": Rule(Part.LAYOUT, _W, 5, 5),
    "read_from_picture": Rule(Part.LAYOUT, _P, 10, 10),
    "poor_picture": Rule(Part.LAYOUT, _W, 2, 2),
    "cut_off": Rule(Part.LAYOUT, _W, 3, 3),
}


def finding(
    code: str, places: Iterable[Place] = (), *, points: float | None = None, **values: str | int
) -> Finding:
    """A finding of this code with what it costs; one without places counts once."""
    rule, held = RULES[code], tuple(places)
    cost = min(rule.most, rule.each * max(1, len(held))) if points is None else points
    return Finding(code, rule.severity, rule.part, round(cost, 2), held, values)


def marks_of(findings: Iterable[Finding]) -> dict[Part, tuple[int, float]]:
    """Full marks and marks of each part."""
    lost = dict.fromkeys(FULL, 0.0)
    for each in findings:
        lost[each.part] += each.points
    return {part: (most, round(max(0.0, most - lost[part]), 2)) for part, most in FULL.items()}


def score_of(parts: Mapping[Part, tuple[int, float]]) -> int:
    """From 0 to 100, rounded down, so that 100 means that nothing was found."""
    return int(sum(marks for _most, marks in parts.values()))
