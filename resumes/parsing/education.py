"""Schooling: degrees, schools and dates, in whatever order a resume puts them."""

import re
from dataclasses import dataclass, field

from resumes.parsing.dates import Period, find_periods
from resumes.parsing.degrees import BARE_GRADE, GRADE, NOTE, TYPE, Piece, pieces_of
from resumes.parsing.document import Line
from resumes.parsing.evidence import is_personal
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import (
    CITY_STATE,
    common_noun,
    degree_score,
    is_aside,
    is_place,
    is_town,
    organisation_score,
    school_score,
    title_score,
)
from resumes.parsing.notes import goes_on, only_tells
from resumes.parsing.paragraphs import joined
from resumes.parsing.roots import root_scores
from resumes.parsing.schools import is_kind_of_school, whole_names, without_town
from resumes.parsing.vocabulary import normal

_COURSES = re.compile(
    r"^(?:relevant |key |selected )?(?:coursework|courses|modules|related coursework)\s*(?:include[sd]?|in)?\s*[:–-]\s*(.+)$",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\s+(?:in|en|em|im fach|im bereich|w zakresie|na kierunku|kierunek|met specialisatie|spécialité|mention|major(?:ing)? in)\s+|\s*[,:–—]\s+|\s+[-–—]\s+",
    re.IGNORECASE,
)
_TOWN_WORDS = 3
_GUESS = 0.7
_SURE = 0.9
_ORDER = 0.8
_OPEN = 0.55
"""At most this sure are two names of which nothing says which is the school."""
_CLEAR_GAP = 0.7
_PROSE_WORDS = 14


@dataclass(slots=True)
class Study:
    school: Fact | None = None
    degree: Fact | None = None
    area: Fact | None = None
    period: Period | None = None
    period_line: Line | None = None
    score: Fact | None = None
    courses: list[Fact] = field(default_factory=list)
    notes: list[Fact] = field(default_factory=list)
    last: Line | None = None
    told: Line | None = None
    """The line above, where it tells about the study and names nothing."""
    is_area_a_guess: bool = False
    """Whether the field of study may as well be the school: 'MBA, Le Cordon Bleu'."""


@dataclass(slots=True)
class Habits:
    """How the jobs of the same resume are set: `order` is positive where titles stand above firms, `places` whether towns follow firms."""

    order: float = 0.0
    places: bool = False


def read_studies(lines: list[Line], habits: Habits | None = None) -> list[Study]:
    """The studies in these lines; where they do not say themselves which name is what, the habits of the jobs do."""
    habits = habits or Habits()
    studies: list[Study] = [Study()]
    for line in whole_names(joined([line for line in lines if not is_personal(line)])):
        _read_line(studies, line)
    _settle_guesses(studies, habits.order)
    for study in studies:
        if study.school is not None:
            study.school = without_town(study.school, towns_follow=habits.places)
    for study in studies:
        if study.school is None and study.area is not None and study.is_area_a_guess:
            study.school, study.area = Fact(study.area.text, study.area.line, 0.6), None
    return [study for study in studies if study.school or study.degree]


def _settle_guesses(studies: list[Study], order_of_jobs: float) -> None:
    """Which of two names nobody listed is the degree: the one where the other studies have theirs, or that speaks of learning or a trade.

    Where nothing else does, the order of the jobs decides.
    """
    lean, pairs = max(-_ORDER, min(_ORDER, order_of_jobs)), []
    for study in studies:
        school, degree = study.school, study.degree
        if school is None or degree is None or school.line is degree.line:
            continue
        if school.confidence <= _OPEN and degree.confidence <= _OPEN:
            pairs.append(study)
            lean += _learnt(school.text) - _learnt(degree.text)
        elif max(school.confidence, degree.confidence) >= _SURE:
            lean += 2.0 if _stands_above(degree, school) else -1.0
    for study in pairs:
        if lean > 0 and study.school is not None and study.degree is not None:
            school, degree = study.school, study.degree
            study.school = Fact(degree.text, degree.line, _OPEN)
            study.degree = Fact(school.text, school.line, _OPEN)


def _learnt(text: str) -> float:
    """How much a text in words nobody listed looks like something one learns."""
    speaks = title_score(text) >= 1 or "education" in root_scores(text)
    named = organisation_score(text) > 0 or text.isupper()
    return float(speaks) - float(named) + 0.5 * common_noun(text)


def _stands_above(one: Fact, other: Fact) -> bool:
    return (one.line.page, one.line.number) < (other.line.page, other.line.number)


def _read_line(studies: list[Study], line: Line) -> None:
    study = studies[-1]
    courses = _COURSES.match(line.text)
    if courses:
        study.courses += [
            Fact(text.strip(" ."), line, 0.85) for text in courses[1].split(",") if text.strip(" .")
        ]
        return
    if _is_note(line, study):
        _grade(study, line)
        study.notes.append(Fact(line.text, line, 0.8))
        study.told = line
        _date_of_note(study, line)
        return
    study.told = None
    pieces, periods = pieces_of(line)
    if not _is_closed(study, line, periods):
        _tell_kind_from_school(study, pieces)
    if _begins(study, line, pieces, periods):
        study = Study()
        studies.append(study)
    _grade(study, line)
    _fill(study, pieces, periods, line)


def _is_closed(study: Study, line: Line, periods: list[Period]) -> bool:
    """Whether a study has its date below its names, or a line stands too far off or with too many dates to be part of it."""
    if study.period is None or study.school is None:
        return (line.gap or 0) >= _CLEAR_GAP
    below = study.last is study.period_line is not study.school.line
    return below or bool(periods) or (line.gap or 0) >= _CLEAR_GAP


def _tell_kind_from_school(study: Study, pieces: list[Piece]) -> None:
    """'Liceo artistico' over or under 'Liceo Klee-Barabino' is the degree, where there is none."""
    schools = [piece for piece in pieces if piece.kind == "school"]
    if study.school is None or study.degree is not None or len(schools) != 1 or len(pieces) > 1:
        return
    above, below = is_kind_of_school(study.school.text), is_kind_of_school(schools[0].text)
    if above and not below:
        study.degree, study.school = study.school, None
    elif below and not above:
        schools[0].kind = "degree"


def _grade(study: Study, line: Line) -> None:
    found = GRADE.search(line.text) or BARE_GRADE.search(line.text)
    if found and study.score is None:
        study.score = Fact(found["score"], line, 0.9)


def _is_note(line: Line, study: Study) -> bool:
    if NOTE.match(line.text) or (study.told is not None and goes_on(study.told, line)):
        return True
    named = study.school or study.degree
    if named and (only_tells(line) or _is_lesser_than_whole(study, line)):
        return True
    if line.bullet and named:
        return not (degree_score(line.text) and school_score(line.text) and find_periods(line.text))
    words = len(line.text.split())
    both = degree_score(line.text) and school_score(line.text)
    return bool(named) and words > _PROSE_WORDS and not both and not find_periods(line.text)


def _is_lesser_than_whole(study: Study, line: Line) -> bool:
    """Whether a study has its names and dates, the first of its lines is bold, and this undated one is not."""
    if not (study.school and study.degree and study.period and study.period_line):
        return False
    named = [study.school.line, study.degree.line]
    opening = min(named, key=lambda each: (each.page, each.number))
    return (
        opening.bold
        and not line.bold
        and not find_periods(line.text)
        and len(line.segments) == 1
        and (line.gap or 0) < _CLEAR_GAP
        and any(each is not opening and not each.bold for each in [*named, study.period_line])
    )


def _date_of_note(study: Study, line: Line) -> None:
    if study.period is None and not line.bullet:
        periods = find_periods(line.text)
        if periods:
            study.period, study.period_line = periods[0], line


def _begins(study: Study, line: Line, pieces: list[Piece], periods: list[Period]) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """Whether a line opens the next study: it repeats what the current one already has."""
    kinds = {piece.kind for piece in pieces}
    if not (study.school or study.degree):
        return bool(study.period and periods and not kinds)
    if "school" in kinds and _frees_school(study, line, periods):
        return False
    if kinds == {"school"} and study.school and not periods and _is_lesser(line, study.school.line):
        return False
    if ("school" in kinds and study.school) or (
        "degree" in kinds and study.degree and not _second_degree(study, line, kinds)
    ):
        return True
    if (
        study.school is not None
        and "other" in kinds
        and not kinds & {"school", "degree"}
        and study.degree is not None
        and (
            _looks_like(line, study.school.line)
            or (study.period is not None and _opens_alike(study, line))
        )
    ):
        return True
    if kinds == {"other"} and not periods and _ends_with_period(study):
        return True
    gap = line.gap or 0
    if (
        kinds & {"school", "degree"}
        and study.last is not None
        and gap >= _CLEAR_GAP
        and line.box is not None
        and gap > (study.last.gap or 0) + 0.3
        and study.period
        and not (study.degree and study.school is None and kinds == {"school"})
    ):
        return True
    return bool(periods and study.period)


def _ends_with_period(study: Study) -> bool:
    """Whether a study is whole and closed by its period, on a line below its names."""
    return (
        study.school is not None
        and study.degree is not None
        and study.period_line is not None
        and study.period_line is study.last
        and study.period_line not in (study.school.line, study.degree.line)
    )


def _frees_school(study: Study, line: Line, periods: list[Period]) -> bool:
    """Whether what was taken for a school was the degree or its field, now that the school follows: 'Bachelor' over 'Bedrijfskunde'."""
    guessed = study.school
    if (
        guessed is None
        or guessed.confidence >= _GUESS
        or study.area is not None
        or (line.gap or 0) >= _CLEAR_GAP
        or (periods and study.period)
    ):
        return False
    if study.degree is None:
        study.degree, study.school = Fact(guessed.text, guessed.line, 0.7), None
        return True
    study.area, study.school = Fact(guessed.text, guessed.line, 0.7), None
    return True


def _looks_like(line: Line, other: Line) -> bool:
    """Whether two lines are set alike, and unlike running text."""
    same = (
        line.bold == other.bold
        and line.size == other.size
        and line.text.isupper() == other.text.isupper()
        and line.level == other.level
    )
    return same and line.box is not None and (line.bold or line.text.isupper())


def _opens_alike(study: Study, line: Line) -> bool:
    """Whether a bold line is set as the first of the open study, whose others are not."""
    named = [fact.line for fact in (study.school, study.degree) if fact is not None]
    first = min(named, key=lambda each: (each.page, each.number))
    return line.bold and all(each.bold == (each is first) for each in named)


def _is_lesser(line: Line, other: Line) -> bool:
    """'College of Engineering' in plain type under a school in bold is a part of it."""
    return line.box is not None and (
        line.size < other.size * 0.95 or (other.bold and not line.bold)
    )


def _second_degree(study: Study, line: Line, kinds: set[str]) -> bool:
    """A minor or a second title under the same school."""
    return "school" not in kinds and bool(
        re.match(
            r"^(?:\|?\s*)?(?:minor|certificate|with|specializ|nebenfach)", line.text, re.IGNORECASE
        )
    )


def _fill(study: Study, pieces: list[Piece], periods: list[Period], line: Line) -> None:  # noqa: C901 - one branch per kind of node
    if periods and study.period is None:
        study.period, study.period_line = periods[0], line
    for piece in sorted(pieces, key=lambda p: p.kind == "other"):
        if piece.kind == "school" and study.school is None:
            study.school = Fact(piece.text, line, 0.92)
        elif piece.kind == "degree" and (study.degree is None or _says_more(study, piece.text)):
            _set_degree(study, piece.text, line)
        elif (
            piece.kind == "degree"
            and study.degree is not None
            and study.area is None
            and study.degree.line is line
        ):
            study.area = Fact(piece.text, line, 0.75)
        elif piece.kind == "other":
            _set_other(study, piece, line)
        elif piece.text and study.degree is not None:
            study.notes.append(Fact(piece.text, line, 0.7))
    if pieces or periods:
        study.last = line


def _says_more(study: Study, text: str) -> bool:
    """'PhD' in the margin, 'PhD in Computer Science' in the text."""
    return (
        study.area is None
        and study.degree is not None
        and normal(text).startswith(normal(study.degree.text) + " ")
    )


def _set_other(study: Study, piece: Piece, line: Line) -> None:
    """A piece that says neither what it is: the field of a degree, or a school without the word."""
    text = piece.text
    if (
        is_place(text)
        or is_aside(text)
        or CITY_STATE.fullmatch(text)
        or _is_town_beside(text, study, line)
    ):
        return
    same_line = study.degree is not None and study.degree.line is line
    if study.degree is not None and study.area is None and study.school is not None:
        study.area = Fact(text, line, 0.75)
    elif study.school is None and study.degree is not None and (not same_line or study.area):
        study.school = Fact(text, line, 0.65 if not same_line else 0.72)
    elif study.degree is not None and study.area is None:
        study.area, study.is_area_a_guess = Fact(text, line, 0.65), True
    elif study.school is None and study.degree is None:
        study.school = Fact(text, line, 0.5)
    elif study.degree is None:
        study.degree = Fact(text, line, 0.55)


def _is_town_beside(text: str, study: Study, line: Line) -> bool:
    """Whether a short name is the place of a study that has its names: in a cell of its own, or known for a town."""
    if not (study.school or study.degree) or len(text.split()) > _TOWN_WORDS:
        return False
    cell = len(line.segments) > 1 and line.segments[-1] == text and len(text.split()) == 1
    return cell or (study.school is not None and study.degree is not None and is_town(text))


def _set_degree(study: Study, text: str, line: Line) -> None:
    """Splits a degree into its type and its field where the text says which is which."""
    kind = TYPE.match(text)
    area = _AREA.search(text)
    if area and area.start() > 0 and degree_score(text[: area.start()]):
        left, right = text[: area.start()], text[area.end() :]
    elif kind and kind.end() < len(text):
        left, right = text[: kind.end()], text[kind.end() :]
    else:
        left, right = text, ""
    right = right.strip(" ,:–—-")
    right = re.sub(r"^(?:in|of|en|em)\s+", "", right)
    if left.count("(") != left.count(")"):
        left, right = text, ""
    study.degree = Fact(left.strip(" ,:–—-"), line, 0.92)
    if right:
        study.area = Fact(right, line, 0.88)
        study.is_area_a_guess = bool(area and "," in area[0])
