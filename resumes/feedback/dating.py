"""Dates: missing, reversed, ahead of today, mixed, overlapping, and the gaps between them."""

import re
from collections.abc import Iterator
from itertools import pairwise

from resumes.feedback.reading import Reading, Stay
from resumes.feedback.score import finding
from resumes.feedback.types import Finding, Place

LONGEST_GAP = 6
"""Months nobody asks about."""
_LONGEST_OVERLAP = 6
_OLD_YEARS = 12
_ASIDE = re.compile(
    r"part[ -]time|freelanc|self[ -]employed|contract|volunt|board|advis|consult|intern|side|teilzeit|freiberuf|selbst|nebenberuf|werkstudent|minijob|"
    r"temps partiel|indépendant|auto-?entrepreneur|vacataire|media jornada|tiempo parcial|autónom|meio período|autônom|part-time|partita iva|"
    r"deeltijd|zzp|zelfstandig|pół etatu|część etatu|działalność",
    re.IGNORECASE,
)
_MONTHS = 12
# Where the text says that something goes on and nothing dated does, it was not read.
_GOES_ON = re.compile(
    r"\b(?:present|current|now|today|ongoing|heute|aktuell|derzeit|jetzt|aujourd|présent|actuel|à ce jour|depuis|seit|since|actualidad|actual|presente|atual|hoje|até o momento|"
    r"oggi|attuale|in corso|heden|nu|sinds|obecnie|teraz|nadal)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_]{3}")
_YEAR = r"(?:19|20)\d\d"
_SHAPES = {
    "03/2021": re.compile(rf"(?<![\d/.])\d{{1,2}}[/.]{_YEAR}(?!\d)"),
    "2021-03": re.compile(rf"(?<!\d){_YEAR}[-/.]\d{{2}}(?![\d/.-])"),
    "March 2021": re.compile(rf"[^\W\d_]{{3,}}\.? (?:de |do )?{_YEAR}(?!\d)"),
}
_MONTH = re.compile(
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|fév|fev|avr|mai|juin|juil|aoû|déc|mär|okt|dez|mag|giu|lug|set|ott|gen|"
    r"out|maio|mei|mrt|maa|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru)",
    re.IGNORECASE,
)
_DASHED = re.compile(
    rf"{_YEAR}.{{0,25}}(?:-|–|—|\bto\b|\bbis\b|\bà\b|\ba\b|\bal?\b|\btot\b|\bdo\b).{{0,25}}(?:{_YEAR}|\w+)"
)


def date_findings(reading: Reading) -> Iterator[Finding]:
    """What is wrong with dates, and what readers would ask about."""
    yield from _single(reading)
    yield from _mixed(reading)
    yield from _overlaps(reading)
    yield from _gaps(reading)


def _single(reading: Reading) -> Iterator[Finding]:
    undated = [_place(reading, job) for job in reading.jobs if _is_undated(reading, job)]
    if undated:
        yield finding("job_without_dates", undated)
    reversed_ = [
        _turned(reading, stay) for stay in reading.stays if stay.is_sure and _is_reversed(stay)
    ]
    if reversed_:
        yield finding("dates_reversed", reversed_)
    ahead = [
        _place(reading, stay)
        for stay in reading.stays
        if stay.is_sure and _is_ahead(stay, reading.today)
    ]
    if ahead:
        yield finding("dates_in_future", ahead)


def _is_undated(reading: Reading, job: Stay) -> bool:
    """A job that is surely one, tells what was done, and says nothing of when."""
    is_job = job.is_sure and bool(job.title) and _NAME.search(job.name) is not None
    is_told = any(line.entry == job.pointer for line in reading.every_line)
    return job.start is None and job.end is None and is_job and is_told


def _is_reversed(stay: Stay) -> bool:
    if stay.start is None or stay.end is None:
        return False
    if not (stay.start[1] and stay.end[1]):
        return stay.end[0] < stay.start[0]
    return stay.end < stay.start


def _is_ahead(stay: Stay, today: int) -> bool:
    """A start that is still to come; the end of a study may be."""
    if stay.start is not None and not _is_reversed(stay) and stay.first() > today:
        return True
    return (
        stay.kind != "education"
        and stay.end is not None
        and stay.end[0] * 12 + max(stay.end[1], 1) - 1 > today
    )


def _turned(reading: Reading, stay: Stay) -> Place:
    return reading.place(
        f"{stay.pointer}/startDate",
        stay.label,
        about=f"{_shown(stay.start)} – {_shown(stay.end)}",
    )


def _mixed(reading: Reading) -> Iterator[Finding]:
    """Months written in two ways; years alone beside months."""
    shapes: dict[str, Place] = {}
    for line in reading.subject.text.splitlines():
        if not _DASHED.search(line):
            continue
        for name, shape in _SHAPES.items():
            found = shape.search(line)
            if found and (name != "March 2021" or _MONTH.match(found.group())):
                shapes.setdefault(name, Place(line.strip()[:200], about=found.group()))
    if len(shapes) > 1:
        yield finding("dates_mixed", shapes.values())
    recent = [
        job
        for job in reading.jobs
        if job.start and job.last(reading.today) > reading.today - _OLD_YEARS * 12
    ]
    bare = [job for job in recent if job.start and not job.start[1]]
    if bare and len(bare) < len(recent):
        yield finding("months_missing", [_place(reading, job) for job in bare])


def _overlaps(reading: Reading) -> Iterator[Finding]:
    """Two jobs at two employers at once, where neither says that it is a side job."""
    dated = sorted(_dated(reading, "work"), key=lambda one: one[:2])
    places = []
    for (_first, end, one), (start, last, other) in pairwise(dated):
        both = min(end, last) - start
        same = one.name.casefold() == other.name.casefold() or not (one.name and other.name)
        aside = _ASIDE.search(f"{one.label} {other.label}")
        exact = one.end is not None and one.end[1] and other.start is not None and other.start[1]
        if (
            both > _LONGEST_OVERLAP
            and exact
            and not same
            and not aside
            and one.is_sure
            and other.is_sure
        ):
            places.append(_place(reading, other, about=one.label))
    if places:
        yield finding("jobs_overlap", places)


def _gaps(reading: Reading) -> Iterator[Finding]:
    """Months after the first job in which nothing is dated: no job, study or voluntary work."""
    work = _dated(reading, "work")
    if not work or any(job.start is None or not job.is_sure for job in reading.jobs):
        return
    begun = min(start for start, _end, _stay in work)
    spans = sorted(_dated(reading, "work", "education", "volunteer"), key=lambda one: one[:2])
    covered, before = begun - 1, ""
    places = []
    for start, end, stay in spans:
        if _is_empty(reading, covered + 1, start - 1) and before:
            places.append(
                _place(
                    reading, stay, about=str(start - covered - 1), quote=f"{before} … {stay.label}"
                )
            )
        if end > covered:
            covered, before = end, stay.label
    if (
        _is_empty(reading, covered + 1, reading.today - 1)
        and before
        and not _GOES_ON.search(reading.subject.text)
    ):
        places.append(Place(before, about=str(reading.today - covered - 1)))
    if places:
        yield finding("gap", places)


def _is_empty(reading: Reading, first: int, last: int) -> bool:
    """Whether these are many months, and no year within them stands anywhere in the resume."""
    if last - first + 1 <= LONGEST_GAP:
        return False
    within = range(first // _MONTHS + 1, last // _MONTHS)
    return not any(str(year) in reading.subject.text for year in within)


def _dated(reading: Reading, *kinds: str) -> list[tuple[int, int, Stay]]:
    """First and last month of each dated entry; one whose ends are swapped is read the other way round."""
    spans = []
    for stay in reading.stays:
        if stay.kind not in kinds:
            continue
        if stay.start is None and stay.end is not None:
            spans.append((stay.end[0] * 12, stay.last(reading.today), stay))
        elif stay.start is not None:
            first, last = sorted((stay.first(), stay.last(reading.today)))
            spans.append((first, last, stay))
    return spans


def _place(reading: Reading, stay: Stay, *, about: str = "", quote: str = "") -> Place:
    pointer = f"{stay.pointer}/startDate"
    if pointer not in reading.subject.provenance:
        pointer = f"{stay.pointer}/{'name' if stay.name else 'position'}"
    return reading.place(pointer, quote or stay.label, about=about)


def _shown(month: tuple[int, int] | None) -> str:
    return f"{month[0]}-{month[1]:02}" if month and month[1] else str(month[0]) if month else ""
