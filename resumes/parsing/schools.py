"""Names of schools: broken over two lines, and with a town that is part of them or is not."""

import re
from dataclasses import replace

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Line, Span
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import degree_score, is_place, is_town, may_be_town, school_score
from resumes.parsing.vocabulary import normal

_SCHOOL_WORD = re.compile(
    r"(?:University|College|School|Institute|Academy|Universität|Hochschule|Universiteit|Université|Universidad|Università)(?: of [A-Z]\w+)?",
)
_NEEDS_TOWN = re.compile(
    r"(?:Universit\w+|University of|Hochschule|Università(?: degli Studi)? di|Universidad(?:e)? de|Uniwersytet \w+ w|Politecnico di|Université de)$"
)
_CAMPUS = re.compile(
    r"(?:the )?(?:university of|(?:\w+ )?state|california|texas|penn)\b|.*\b(?:state university|campus|system)$",
    re.IGNORECASE,
)
_GENERIC_WORDS = """
    the of and for de des du di degli la le los las del y e et und der fur i w na van voor en state federal national
    university universitat universite universidad universidade universita uniwersytet universiteit college school high
    polytechnic politecnico politechnika technical technische technology technique technologique tecnica tecnico
    institute institut instituto istituto academy akademie academia hochschule fachhochschule hogeschool faculty
    education science sciences agriculture applied angewandte wissenschaften arts medical medicine community
    teachers training catholic statale professional vocational higher studies management secondary grammar
"""
_KIND_OF_SCHOOL = re.compile(
    r"(?:liceo|lycée|liceum|lyceum|technikum|istituto|instituto|institut|ginnasio|gymnasium|bachillerato|scuola|szkoła|colegio|colégio|escuela|escola|école|collège)"
    r"(?: [a-zà-ÿąćęłńóśźż'’-]+)+(?: \([^)]*\))?",
    re.IGNORECASE,
)
_GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words that half the schools of a country have in their names: without its town such a name is nobody's."""
_TIGHT_GAP = 0.6
_TOWN_WORDS = 3


def is_kind_of_school(text: str) -> bool:
    """Whether a text names a kind of school and none of that kind: 'Liceo artistico', not 'Liceo Klee-Barabino'."""
    return _KIND_OF_SCHOOL.fullmatch(text) is not None and text[1:] == text[1:].lower()


def without_town(school: Fact, *, towns_follow: bool) -> Fact:
    """A school without the town behind it, where its name has the town already, or the firms have theirs there too.

    'University of Technology, Minna' keeps the town: nothing else tells it from others.
    """
    name, comma, town = school.text.rpartition(", ")
    if not comma or _CAMPUS.match(name):
        return school
    words = normal(name).split()
    named = normal(town) in words
    a_town = is_place(town) or is_town(town) or may_be_town(town)
    follows = a_town and not _GENERIC.issuperset(words)
    return Fact(name, school.line, school.confidence) if named or follows else school


def whole_names(lines: list[Line]) -> list[Line]:
    """The lines, with schools that a narrow column broke in one piece: 'Technische Universität' over 'München'."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if before is not None and _is_rest_of_name(before, line):
            spans = [*before.spans, Span(" " + line.text, before.bold)]
            whole[-1] = replace(before, spans=spans, wraps=line.wraps)
        else:
            whole.append(line)
    return whole


def _is_rest_of_name(before: Line, line: Line) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    if (
        not (before.wraps or _NEEDS_TOWN.search(before.text))
        or before.block != line.block
        or (line.gap or 0) > _TIGHT_GAP
    ):
        return False
    if (before.bold, before.size) != (line.bold, line.size):
        return False
    if before.bullet or line.bullet or len(before.segments) > 1 or len(line.segments) > 1:
        return False
    if find_periods(before.text) or find_periods(line.text) or degree_score(line.text):
        return False
    if _SCHOOL_WORD.fullmatch(line.text):
        return not school_score(before.text) and not degree_score(before.text)
    return bool(school_score(before.text)) and (
        is_place(line.text) and "," not in line.text and len(line.text.split()) <= _TOWN_WORDS
    )
