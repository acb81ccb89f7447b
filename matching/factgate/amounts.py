"""Which entries bear a quantity: the same figure, of the same kind, about the same thing, in the same direction."""

from collections.abc import Sequence

from matching.factgate.evidence import Entry, Evidence, Line
from matching.factgate.lexicon import is_sign
from matching.factgate.quantities import Quantity
from matching.factgate.reading import Part, Reading
from matching.factgate.text import Word

_SINCE = {
    "en": "since joined started began from",
    "de": "seit begann",
    "fr": "depuis",
    "es": "desde",
    "pt": "desde",
    "it": "dal dall",
    "pl": "od",
    "nl": "sinds vanaf",
}
_UNTIL = {
    "en": "until till left",
    "de": "bis",
    "fr": "jusqu jusque",
    "es": "hasta",
    "pt": "ate",
    "it": "fino",
    "pl": "do",
    "nl": "tot",
}
_RANGE_GAP, _SHORT = 4, 3
_YEAR = 12
_SLACK = 0.011


def entries_of_quantity(
    q: Quantity, reading: Reading, part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]
) -> frozenset[int]:
    """Indexes of the entries that bear a quantity of a clause; the posting's is the last."""
    sources = evidence.sources(with_posting=part.with_posting)
    found = {at for at, entry in enumerate(sources) if _on_a_line(q, reading, part, entry)}
    if q.kind == "date":
        found |= {at for at, e in enumerate(evidence.entries) if _fits_dates(q, reading, e)}
    if q.kind in {"year", "month"} and not found:
        found |= _entries_of_duration(q, part, evidence, scope)
    return frozenset(found)


def _on_a_line(q: Quantity, reading: Reading, part: Part, entry: Entry) -> bool:
    about = [w for p in reading.parts for w in p.content if p is part] or [
        w for p in reading.parts for w in p.content
    ]
    about = about or [w for w in part.clause.words if len(w.text) > _SHORT]
    counted = _counted(q, reading, part)
    return any(
        _same(q, other)
        and _same_way(part, line)
        and (not counted or line.knows(counted))
        and any(line.knows(w.folded) for w in about)
        for line in entry.lines
        for other in line.quantities
    )


def _counted(q: Quantity, reading: Reading, part: Part) -> str:
    """What a plain number counts: the first telling word right after it."""
    if q.kind != "number":
        return ""
    for word in reading.words[q.last + 1 : q.last + 3]:
        if word in part.content:
            return word.folded
    return ""


def _same(said: Quantity, true: Quantity) -> bool:
    if said.kind != true.kind and not {said.kind, true.kind} <= {"number", "money"}:
        return False
    if said.kind == "date":
        return said.value == true.value and said.month in {0, true.month}
    if said.hedge == "vague":
        return said.value <= true.value < said.value * 1000
    ratio = true.value / said.value if said.value else float(true.value == 0) or 2.0
    low, high = {"more": (1.0, 1.25), "nearly": (0.9, 1.0), "around": (0.93, 1.07)}.get(
        said.hedge, (1 - _SLACK if said.kind == "percent" and said.value in {33, 66} else 1.0, 1.0)
    )
    return low <= ratio <= high


def _same_way(part: Part, line: Line) -> bool:
    """Whether clause and line do not speak of a rise here and a fall there."""
    up, down = part.clause.has("up"), part.clause.has("down")
    rises = any(is_sign("up", w) for w in line.folded)
    falls = any(is_sign("down", w) for w in line.folded)
    return not (
        (up and not down and falls and not rises) or (down and not up and rises and not falls)
    )


def _fits_dates(q: Quantity, reading: Reading, entry: Entry) -> bool:
    """Whether the entry begins or ends then, as the words before the date say."""
    starts, ends = _is_date(q, entry.start or entry.end), _is_date(q, entry.end)
    dates = [o for p in reading.parts for o in p.quantities if o.kind == "date"]
    at = dates.index(q)
    if at + 1 < len(dates) and dates[at + 1].first - q.last <= _RANGE_GAP:
        return starts and (
            _is_date(dates[at + 1], entry.end) or _is_date(dates[at + 1], entry.start)
        )
    if at and q.first - dates[at - 1].last <= _RANGE_GAP:
        return ends or starts
    near = [w.folded for w in reading.words[max(0, q.first - 3) : q.first]]
    if any(is_sign("finish", w.folded) for w in reading.words):
        return ends
    is_start = any(w in _SINCE[reading.language].split() for w in near)
    is_end = any(w in _UNTIL[reading.language].split() for w in near)
    return (starts and not is_end) or (ends and not is_start)


def _is_date(q: Quantity, moment: tuple[int, int] | None) -> bool:
    if moment is None:
        return False
    return q.value in {0, moment[0]} and q.month in {0, moment[1]} and bool(q.value or q.month)


def _entries_of_duration(
    q: Quantity, part: Part, evidence: Evidence, scope: Sequence[frozenset[int]]
) -> set[int]:
    chosen = [
        at
        for at, e in enumerate(evidence.entries)
        if e.start and e.kind in {"work", "volunteer", "education"}
    ]
    if scope:
        chosen = [at for at in chosen if all(at in named for named in scope)]
    else:
        chosen = [at for at in chosen if evidence.entries[at].kind == "work"]
        chosen = [at for at in chosen if _is_about(evidence.entries[at], part, evidence.entries)]
    months = _months([evidence.entries[at] for at in chosen], evidence)
    said = q.value * _YEAR if q.kind == "year" else q.value
    low, high = {
        "more": (said, said + 3 * _YEAR),
        "nearly": (said - 4, said + 1),
        "around": (said - 8, said + 8),
    }.get(q.hedge, (said - 1, said + (_YEAR if q.kind == "year" else 1)))
    return set(chosen) if chosen and low <= months < high else set()


def _is_about(entry: Entry, part: Part, rest: Sequence[Entry]) -> bool:
    """Whether the entry speaks of everything the clause counts years of."""
    finds = (
        entry.holds if any(e.holds(w.folded) for w in part.content for e in rest) else entry.knows
    )
    about: list[Word] = [
        w for w in part.content if not any(m.start <= w.start < m.end for m in part.skills)
    ]
    tools = [m for m in part.skills if m.kind != "skill"]
    return all(
        m.name in entry.skills
        or all(entry.knows(w.folded) for w in part.clause.words if m.start <= w.start < m.end)
        for m in tools
    ) and all(finds(w.folded) for w in about)


def _months(entries: Sequence[Entry], evidence: Evidence) -> int:
    """Months the entries cover together, overlaps once."""
    covered: set[int] = set()
    for entry in entries:
        if entry.start is None:
            continue
        end = entry.end or (evidence.today.year, evidence.today.month)
        first = entry.start[0] * _YEAR + (entry.start[1] or 1)
        last = end[0] * _YEAR + (end[1] or 1) + bool(entry.end and end[1])
        covered |= set(range(first, last))
    return len(covered)
