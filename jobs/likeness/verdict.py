"""Whether two postings are one job.

Grouping wrongly hides a job, leaving two apart only shows one twice: in doubt they stay apart.
Thresholds were chosen on the tuning half of the labelled pairs (`bin/bench duplicates`).
"""

from dataclasses import dataclass
from enum import Enum

from jobs.enrichment import distance_km
from jobs.enrichment.names import fold
from jobs.likeness import companies, texts, titles
from jobs.likeness.companies import Relation
from jobs.likeness.reading import Facts, Reading
from jobs.likeness.titles import Titles

_NEAR_KM = 50.0  # a county and its town
_NO_RUNS, _FEW_RUNS, _SOME_RUNS = 5, 20, 40  # runs of words from which a text says something
_LONG_RUNS = 150  # a text this long is mostly what the employer writes everywhere

# The share of the shorter text that must stand in the longer one.
_SAME_EMPLOYER = 0.4
_SAME_EMPLOYER_LONG = 0.75
_SAME_EMPLOYER_ELSEWHERE = 0.88
_UNNAMED = 0.6
_UNNAMED_ELSEWHERE = 0.9
_OTHER_EMPLOYER = 0.8
_WIDER_TITLE = 0.85
_HARDLY_ANY = 0.5


class Answer(Enum):
    """One job, surely not, or nobody knows (then they stay apart, but a third may join them)."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, why, and how alike the descriptions are (0–1)."""

    answer: Answer
    reason: str
    likeness: float = 0.0


class Places(Enum):
    """How two places relate."""

    SAME = "same"
    NEAR = "near"  # near each other, or one is wider or not stated
    OTHER = "other"


def compare(one: Reading, other: Reading) -> Verdict:
    """Decide about two postings; the order does not matter."""
    return compare_names(one, other) or compare_texts(one, other)


def compare_texts(one: Reading, other: Reading) -> Verdict:
    """Decide about two postings that `compare_names` left open."""
    title, where = titles.relation(one.title, other.title), place_relation(one.facts, other.facts)
    if reason := _set_apart(one, other, where):
        return Verdict(Answer.DIFFERENT, reason)
    return _by_text(one, other, title, where)


def compare_names(one: Reading, other: Reading) -> Verdict | None:
    """What ids, titles, employers and places tell without the texts; None when texts must decide.

    Most pairs that meet end here, so that nobody fetches their texts.
    """
    a, b = one.facts, other.facts
    if (a.source, a.external_id) == (b.source, b.external_id):
        return Verdict(Answer.SAME, "one id in several places", 1.0)
    if titles.relation(one.title, other.title) is Titles.OTHER:
        return Verdict(Answer.DIFFERENT, "another role, level or number in the title")
    if one.url and one.url == other.url:
        return None
    is_elsewhere = place_relation(a, b) is Places.OTHER
    if is_elsewhere and companies.relation(one.company, other.company) is Relation.OTHER:
        return Verdict(Answer.UNSURE, "another employer elsewhere")
    return None


def _by_text(one: Reading, other: Reading, title: Titles, where: Places) -> Verdict:
    """Decide about two postings that nothing but their texts sets apart."""
    text = texts.overlap(one.runs, other.runs)
    employer = companies.relation(one.company, other.company)
    if title is Titles.EQUAL and one.url and one.url == other.url:
        return Verdict(Answer.SAME, "one page", text.contained)
    if text.least < _FEW_RUNS:
        return _by_names(title, employer, where, text)
    if employer is Relation.OTHER and one.names_its_employer and other.names_its_employer:
        return Verdict(Answer.UNSURE, "each text names its own employer", text.contained)
    wanted = _share_wanted(title, employer, where, text)
    if wanted is not None and text.contained >= wanted:
        return Verdict(Answer.SAME, f"employer {employer.value}, text alike", text.contained)
    return Verdict(Answer.UNSURE, f"employer {employer.value}, text too different", text.contained)


def place_relation(a: Facts, b: Facts) -> Places:
    """Compare where two postings are."""
    if a.country and b.country and a.country != b.country:
        return Places.OTHER
    here, there = fold(a.place), fold(b.place)
    if here and here == there:
        return Places.SAME
    if not here or not there or here == fold(b.region) or there == fold(a.region):
        return Places.NEAR
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return Places.OTHER
    is_near = distance_km(a.lat, a.lon, b.lat, b.lon) <= _NEAR_KM
    return Places.NEAR if is_near else Places.OTHER


def _set_apart(one: Reading, other: Reading, where: Places) -> str:
    """Why two postings of one title are two openings; "" when nothing says so."""
    if where is Places.OTHER:
        return ""  # each place has its own requisition
    a, b = one.facts, other.facts
    stated, too = one.references, other.references
    if stated and too and not _share_one(stated, too):
        return "another requisition number"
    is_one_board = a.is_own_board and a.source == b.source and one.company == other.company
    if is_one_board and where is Places.SAME and a.is_open and b.is_open:
        return "two ids open on the employer's own board"
    return ""


def _share_one(stated: frozenset[str], too: frozenset[str]) -> bool:
    """Whether both state a number; boards glue what follows to its end."""
    return any(a.startswith(b) or b.startswith(a) for a in stated for b in too)


def _by_names(title: Titles, employer: Relation, where: Places, text: texts.Overlap) -> Verdict:
    """What names alone tell where the texts are too short to."""
    is_named = title is Titles.EQUAL and employer is Relation.SAME
    is_alike = where is not Places.OTHER and text.contained >= _HARDLY_ANY
    if is_named and (is_alike or (where is Places.SAME and text.least < _NO_RUNS)):
        return Verdict(Answer.SAME, "employer, title and place; hardly any text", text.contained)
    return Verdict(Answer.UNSURE, "hardly any text", text.contained)


def _share_wanted(
    title: Titles, employer: Relation, where: Places, text: texts.Overlap
) -> float | None:
    """The share of the shorter text that must stand in the longer; None when nothing would do."""
    is_elsewhere = where is Places.OTHER
    if title is Titles.WIDER:
        is_enough = text.least >= _SOME_RUNS or employer is Relation.SAME
        return (
            _WIDER_TITLE
            if is_enough and not is_elsewhere and employer is not Relation.OTHER
            else None
        )
    if employer in {Relation.SAME, Relation.ALIKE}:
        here = _SAME_EMPLOYER_LONG if text.least >= _LONG_RUNS else _SAME_EMPLOYER
        return _SAME_EMPLOYER_ELSEWHERE if is_elsewhere else here
    if employer is Relation.UNKNOWN:
        return _UNNAMED_ELSEWHERE if is_elsewhere else _UNNAMED
    return None if is_elsewhere else _OTHER_EMPLOYER
