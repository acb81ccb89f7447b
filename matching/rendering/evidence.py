"""A fit in a person's words."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from jobs.skills import spelled
from matching.types import (
    ALSO,
    WEIGHTS,
    Evidence,
    Fit,
    LineKey,
    Part,
    PartKey,
    Said,
    Stop,
    StopKind,
    Verdict,
    key_of,
    key_of_stop,
)

PART_NAMES: dict[PartKey, str | Promise] = {
    PartKey.MUST: _("Skills asked for"),
    PartKey.NICE: _("Skills that would be welcome"),
    PartKey.ROLE: _("Role and level"),
    PartKey.YEARS: _("Years of work"),
    PartKey.EDUCATION: _("Education and certificates"),
    PartKey.LANGUAGE: _("Language"),
    PartKey.PLACE: _("Place"),
    PartKey.PAY: _("Pay"),
    PartKey.RECENCY: _("Skills used lately"),
    PartKey.DUTIES: _("The work itself"),
}
UNKNOWN_NOTES: dict[str, str | Promise] = {
    "NOT_STATED": _("not stated in the posting"),
    "NO_WISH": _("you have not said what you want"),
    "NO_DATES": _("your resume gives no dates"),
    "NO_TITLES": _("your resume names no job title"),
    "NO_DUTIES": _("your resume describes no work"),
    "OTHER_CURRENCY": _("stated in another currency"),
    "LEFT_OUT": _("left out, as you said"),
}
STOP_NAMES: dict[StopKind, str | Promise] = {
    StopKind.LANGUAGE: _("Language"),
    StopKind.PLACE: _("Place"),
    StopKind.PAY: _("Pay"),
    StopKind.LICENCE: _("Licence"),
    StopKind.VISA: _("Right to work"),
}
STOP_SUBJECTS: dict[str, str | Promise] = {
    "right to work": _("right to work"),
    "driving licence": _("driving licence"),
    "security clearance": _("security clearance"),
    "professional registration": _("professional registration"),
    "OTHER_COUNTRY": _("in a country you did not name"),
    "NOT_REMOTE": _("not remote"),
    "FAR": _("too far from the places you named"),
}
NOTES: dict[str, str | Promise] = {
    "ONE_LEVEL_OFF": _("one level away"),
    "OTHER_LEVEL": _("another level or kind of role"),
    "OTHER_COUNTRY": _("in a country you did not name"),
    "FAR": _("far from the places you named"),
    "HYBRID": _("hybrid"),
    "SAME_TOWN": _("same town"),
    "SAME_REGION": _("same region"),
    "SAME_COUNTRY": _("same country"),
    "NOT_REMOTE": _("not remote"),
    "REMOTE": _("remote"),
}
ASKED = {PartKey.MUST, PartKey.NICE, PartKey.YEARS, PartKey.EDUCATION, PartKey.LANGUAGE}
KINDS = {
    Verdict.MET: "shown",
    Verdict.PARTLY: "shown",
    Verdict.ELSEWHERE: "unsaid",
    Verdict.MISSING: "missing",
}
CHIPS = 4
AT_A_GLANCE = 4  # evidence lines of one kind before the rest is folded away
YEAR = 12


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person can say of a line."""

    said: str
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One evidence line of a page; the names are those the component reads."""

    kind: str
    title: str
    need: str = ""
    points: float | None = None
    out_of: float | None = None
    asks: str = ""
    shows: str = ""
    is_wish: bool = False
    key: LineKey | None = None
    acts: tuple[Act, ...] = ()
    dispute_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Evidence lines of one kind under a heading."""

    key: str
    title: str
    lines: list[Line]

    @property
    def first_lines(self) -> list[Line]:
        """What stands open: everything, when folding would hide a single line."""
        return self.lines if len(self.lines) <= AT_A_GLANCE + 1 else self.lines[:AT_A_GLANCE]

    @property
    def folded_lines(self) -> list[Line]:
        """What unfolds on request."""
        return self.lines[len(self.first_lines) :]

    @property
    def chips(self) -> list["Chip"]:
        """The lines in their short form."""
        return [Chip(line.kind, line.title) for line in self.lines]


@dataclass(frozen=True, slots=True)
class Chip:
    """The short form of one evidence line."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class StopLine:
    """A stop in words; a maybe is only a question to answer."""

    name: str
    subject: str
    quote: str
    is_certain: bool
    key: LineKey | None = None
    acts: tuple[Act, ...] = ()


def evidence_groups(fit: Fit) -> list[Group]:
    """What is shown, what is said elsewhere, what is missing, what is not stated."""
    lines = [(part, line) for part in fit.parts for line in part.evidence]
    shown = [*_lines(lines, "shown"), *map(_beside, fit.also)]
    groups = [
        Group("shown", gettext("You show this"), shown),
        Group(
            "unsaid", gettext("In your resume, not said where they look"), _lines(lines, "unsaid")
        ),
        Group("missing", gettext("Not in your resume"), _lines(lines, "missing")),
        Group("unknown", gettext("Not stated"), [_unknown(part) for part in fit.unknown]),
    ]
    return [group for group in groups if group.lines]


def chips(fit: Fit) -> list[Chip]:
    """At most `CHIPS` words on a row: what is shown, what is missing, what is open."""
    shown = [Chip("shown", subject_of(line)) for line in fit.reasons(8) if _is_shown(line)]
    missing = [Chip("missing", spelled(line.subject)) for line in _missing_skills(fit)]
    unsaid = [Chip("unsaid", spelled(line.subject)) for line in fit.elsewhere[:1]]
    open_ = [Chip("unknown", str(PART_NAMES[PartKey.PAY]))] if _is_open(fit, PartKey.PAY) else []
    best = shown[: CHIPS - min(2, len(missing) + len(unsaid))]
    return (best + unsaid + missing + open_)[:CHIPS]


def lead_reason(fit: Fit) -> Evidence | None:
    """The one pair of quotes a row shows: the same work in other words tells most."""
    found = fit.reasons(100)
    alike = (line for line in found if line.subject == "DUTY" and line.verdict is Verdict.MET)
    return next(alike, found[0] if found else None)


def thin_note(fit: Fit) -> str:
    """What to say where the two sides state too little in common; empty where they state enough."""
    if not fit.is_thin:
        return ""
    found = len(fit.reasons())
    if not found:
        return gettext("The posting and your resume state nothing in common")
    return ngettext(
        "The posting and your resume state only %(n)s thing in common",
        "The posting and your resume state only %(n)s things in common",
        found,
    ) % {"n": found}


def stop_lines(fit: Fit) -> list[StopLine]:
    """Stops in words, certain ones first."""
    return [_stop_line(stop) for stop in fit.stops]


def subject_of(line: Evidence) -> str:
    """What a line of evidence is about, in words, with what the note adds."""
    name = str(_SUBJECTS[line.subject] if line.subject in _SUBJECTS else spelled(line.subject))
    note = note_of(line.note)
    return f"{name} · {note}" if note else name


def note_of(code: str) -> str:
    """The words of a note code; empty for the codes that need none."""
    kind, _sep, value = code.partition(":")
    if kind == "CONFIRMED":
        day = date_format(date.fromisoformat(value), "j M Y")
        return gettext("confirmed by you on %(day)s") % {"day": day}
    if kind == "LAST_USED":
        return gettext("last used in %(year)s") % {"year": value}
    if kind == "MONTHS" and value.isdigit():
        return in_years(int(value))
    if kind == "IMPLIED":
        return gettext("through %(skill)s") % {"skill": spelled(value)}
    return str(NOTES.get(code, ""))


def in_years(months: int) -> str:
    """`4 years`, `8 months`."""
    if months < YEAR:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = months // YEAR
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def judged_parts(fit: Fit) -> tuple[int, int]:
    """How many parts were judged, of how many."""
    return sum(part.points is not None for part in fit.parts), len(fit.parts)


_SUBJECTS: dict[str, str | Promise] = {
    "ROLE": _("Role"),
    "YEARS": _("Years of work"),
    "EDUCATION": _("Education"),
    "PLACE": _("Place"),
    "PAY": _("Pay"),
    "DUTY": _("Similar work"),
    "LEVEL": _("Level"),
    "OTHER_ROLE": _("Such work before"),
    "REMOTE": _("Remote work"),
    "CONTRACT": _("Contract work"),
    "PART_TIME": _("Part-time work"),
    "INTERNSHIP": _("Internship"),
    "HOME": _("Where you live"),
}


def _lines(lines: list[tuple[Part, Evidence]], kind: str) -> list[Line]:
    return [_line(part, line) for part, line in lines if KINDS[line.verdict] == kind]


def _line(part: Part, line: Evidence) -> Line:
    alone = len(part.evidence) == 1 and part.points is not None
    return Line(
        kind=KINDS[line.verdict],
        title=_title(part, line),
        need={PartKey.MUST: "must", PartKey.NICE: "nice"}.get(part.key, ""),
        points=part.points if alone else None,
        out_of=WEIGHTS[part.key] if alone else None,
        asks=line.posting,
        shows=line.resume,
        is_wish=part.key in {PartKey.PLACE, PartKey.PAY},
        key=key_of(part.key, line),
        acts=_acts(part.key, line),
    )


def _title(part: Part, line: Evidence) -> str:
    if part.key is PartKey.ROLE:
        return str(PART_NAMES[part.key])
    if part.key is PartKey.RECENCY:
        return f"{PART_NAMES[part.key]}: {subject_of(line)}"
    return subject_of(line)


def _acts(key: PartKey, line: Evidence) -> tuple[Act, ...]:
    """What can be said of a line: not that one has what is shown, nor that a wish is not asked."""
    acts = [Act(Said.MISREAD, gettext("You misread this"))]
    if key in ASKED:
        acts.insert(0, Act(Said.NOT_REQUIRED, gettext("Not really required")))
        if line.verdict is not Verdict.MET:
            acts.insert(0, Act(Said.HAVE_IT, gettext("I have this")))
    return tuple(acts)


def _beside(line: Evidence) -> Line:
    """What both state beside the parts: without points."""
    return Line(
        "shown",
        subject_of(line),
        asks=line.posting,
        shows=line.resume,
        key=key_of(ALSO, line),
        acts=(Act(Said.MISREAD, gettext("You misread this")),),
    )


def _unknown(part: Part) -> Line:
    note = UNKNOWN_NOTES.get(part.note, "")
    return Line("unknown", f"{PART_NAMES[part.key]}: {note}" if note else str(PART_NAMES[part.key]))


def _stop_line(stop: Stop) -> StopLine:
    subject = str(STOP_SUBJECTS.get(stop.note, stop.note))
    acts = [Act(Said.MISREAD, gettext("You misread this"))]
    if stop.kind in {StopKind.LICENCE, StopKind.LANGUAGE}:
        acts.insert(0, Act(Said.HAVE_IT, gettext("I have this")))
    return StopLine(
        str(STOP_NAMES[stop.kind]),
        subject,
        stop.line,
        stop.is_certain,
        key_of_stop(stop),
        tuple(acts),
    )


def _is_shown(line: Evidence) -> bool:
    return line.verdict is not Verdict.ELSEWHERE and line.subject not in {"PAY", "DUTY"}


def _missing_skills(fit: Fit) -> list[Evidence]:
    keys = {PartKey.MUST, PartKey.NICE}
    found = [line for part in fit.parts if part.key in keys for line in part.evidence]
    return [line for line in found if line.verdict is Verdict.MISSING][:2]


def _is_open(fit: Fit, key: PartKey) -> bool:
    return any(part.key is key and part.note == "NOT_STATED" for part in fit.unknown)
