"""Takes a line of schooling apart: which piece is the degree, which the school, which neither."""

import re
from dataclasses import dataclass

from resumes.parsing.atoms import Atom, read_header
from resumes.parsing.dates import Period
from resumes.parsing.document import Line
from resumes.parsing.lexicon import (
    degree_score,
    is_firm,
    is_place,
    is_town,
    may_be_town,
    school_score,
)
from resumes.parsing.schools import is_kind_of_school

GRADE = re.compile(
    r"(?:\b(?:overall|cum(?:ulative)?\.?|major|final)?\s*(?:c?gpa|grade|note|abschlussnote|durchschnitt|notendurchschnitt|average|média|media|nota|votazione|voto|cijfer|średnia|mention)\b\s*(?:of|von)?\s*[:=]?\s*)"
    r"(?P<score>\d{1,3}(?:[.,]\d{1,2})?(?:\s*/\s*\d{1,3}(?:[.,]\d{1,2})?)?%?)",
    re.IGNORECASE,
)

BARE_GRADE = re.compile(
    r"[,;|(–—-]?\s*(?<![\w/.])(?P<score>\d{1,3}(?:[.,]\d{1,2})?\s*/\s*(?:10|20|30|100|110)|110(?= e lode))(?![/\d])(?:\s+(?:e|con|y|et|cum|summa cum)\s+(?:la\s+)?(?:lode|laude|louvor|menzione)(?: e menzione)?)?\)?",
    re.IGNORECASE,
)
"""A grade without the word for it, by what it is out of: '110/110 e lode'."""

NOTE = re.compile(
    r"^(?:gpa|cgpa|grade|cum\.?|overall gpa|major gpa|note|thesis|dissertation|coursework|relevant|courses?|honou?rs|dean|magna|summa|cum laude|awards?|"
    r"advisor|minor|activities|focus|schwerpunkt|abschlussnote|durchschnitt|scholarship|registered with|registration|mitglied|expected|graduated|graduation|grad\b|class of|with distinction|first class|"
    r"tesis(?! doctoral)|tesi|tese|mémoire|scriptie|praca (?:magisterska|dyplomowa|licencjacka)|abschlussarbeit|diplomarbeit|meritori[oa]|sobresaliente|matrícula de honor|louvor|"
    r"mention|option|spécialité|specialization|concentration|member|thema|bachelorarbeit|masterarbeit)\b",
    re.IGNORECASE,
)

TYPE = re.compile(
    r"^(?:(?:b|m)\.?\s?sc\.?(?:\s?\(?hons\.?\)?)?|(?:b|m)\.?\s?(?:a|s|eng|e|tech|com|ed|phil|res)\.?(?:\s?\(?hon(?:s|ou?rs)\.?\)?)?|ph\.?\s?d\.?|m\.?b\.?a\.?|b\.?b\.?a\.?|"
    r"bachelor(?:['’]?s)?(?: degree)?(?: of (?:science|arts|engineering|technology|commerce|laws|music|education|fine arts|business administration|applied science|nursing|architecture|design))?|"
    r"master(?:['’]?s)?(?: degree)?(?: of (?:science|arts|engineering|technology|commerce|laws|music|education|fine arts|business administration|applied science|public health|architecture|design|philosophy|research))?|"
    r"associate(?:['’]?s)?(?: degree)?(?: of (?:science|arts|applied science))?|doctor(?: of philosophy)?|diploma?|diplom|certificate|licence|licenciatura|laurea(?: magistrale| triennale)?|magister|licencjat|inżynier|mgr(?: inż\.?)?|grado|máster|mestrado|bacharelado|high school diploma)(?=\s|$|,)",
    re.IGNORECASE,
)

_EXPECTED = re.compile(
    r"[,(|·–-]?\s*\b(?:expected(?: graduation)?|graduat(?:ed|ion|ing)(?: date)?|grad\.|anticipated|class of|voraussichtlich|prévu|previsto)\s*:?\s*(?:in\s+)?$",
    re.IGNORECASE,
)

_TYPE_WORD = re.compile(
    r"^(?:industriemeister|\w*meister|ausbildung|fachwirt|techniker|umschulung|weiterbildung)",
    re.IGNORECASE,
)

_HIGH_SCHOOL = re.compile(r"\b(?:high|secondary) school\b", re.IGNORECASE)
_PARTED = re.compile(r"\s+[–—-]\s+|\s*—\s*|,\s+|\s+(?:@|at)\s+")

_OF_DEGREES = re.compile(
    r"^(?:court|guild|society|association|board|college|institute|council|chamber|order|ordre|chambre|colegio|collegio|ordem|izba|kammer)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"^\S+(?: \S+)? (?:and|und|et|y|e|i|en) \S+$")

_SPLIT_AT = re.compile(
    r",\s+|\s+[–—-]\s+|\s*—\s*|\s+/\s+|\s+(?:at|from|bei|an der|à l['’]|à|en|presso|na|aan de)\s+(?=[A-ZÀ-Ý])"
)

_HONOURS = re.compile(
    r"[,;|(–—-]?\s*\b(?:(?:graduated |passed )?with (?:first[- ]class |highest |high |great )?(?:honou?rs|distinction|merit)|(?:first|upper second|second)[- ]class honou?rs|"
    r"(?:magna |summa )?cum laude|mention (?:très bien|assez bien|bien|passable)|avec mention|mit auszeichnung|(?:con|e) lode|con matrícula de honor|z wyróżnieniem|met onderscheiding|com distinção)\b\)?",
    re.IGNORECASE,
)


_CLASS = re.compile(
    r"^(?:(?:first|second|third)(?: class)?(?: (?:upper|lower))?(?: (?:division|honou?rs))?|(?:upper|lower) (?:second|credit)|2[.:][12]|pass|merit|credit|distinction|honou?rs)$",
    re.IGNORECASE,
)
"""The class of a degree, as it is written behind it."""

QUALIFICATION = re.compile(
    r"\b(?:fachkraft|facharbeiter\w*|gesell(?:e|in)\b|geprüfte[rn]?|staatlich anerkannte[rn]?|ihk|hwk|diploma|certificate|apprenticeship|brevet|certificat|título|qualifica|świadectwo|dyplom|getuigschrift)\b",
    re.IGNORECASE,
)
"""Words of what one learns or is given for it, which no school has in its name."""

MEMBERSHIP = re.compile(
    r"^(?:(?:\w+ )?member\b|fellow\b|membership\b|registered (?:with|at|as)\b|registration (?:no|number|with)\b|mitglied\b|membre\b|inscrit[e]? (?:à|au)\b|miembro\b|colegiad[oa]\b|"
    r"membro\b|inscrit[oa] n|iscritt[oa] a|soci[oa]\b|członek\b|członkini\b|wpis do|lid van\b|geregistreerd\b|eingetragen\b)",
    re.IGNORECASE,
)
"""How a line begins that says where somebody is a member or registered."""

_PART_OF_SCHOOL = re.compile(
    r"(?:unidad|unidade|campus|sede|plantel|facultad|faculdade|faculté|facoltà|faculty|fakultät|wydział|faculteit|department|institut\w*|polo|centro)\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(slots=True)
class Piece:
    text: str
    line: Line
    kind: str  # school, degree, other


def pieces_of(line: Line) -> tuple[list[Piece], list[Period]]:
    header = read_header([line], of_study=True)
    pieces: list[Piece] = []
    for atom in header.atoms:
        if (atom.kind == "aside" and not degree_score(atom.text)) or (
            atom.kind == "place" and not school_score(atom.text)
        ):
            continue
        text = _stripped(_HONOURS.sub("", _EXPECTED.sub("", without_grade(atom.text))))
        if not text or NOTE.match(text):
            continue
        pieces += _classified(text, atom)
    _tell_kind_from_school(pieces)
    return _with_fields(pieces, line), [period for period, _ in header.periods]


def _tell_kind_from_school(pieces: list[Piece]) -> None:
    """'Liceo artistico, Liceo Klee-Barabino': of two schools without a degree the kind of school is what one left it with."""
    schools = [piece for piece in pieces if piece.kind == "school"]
    kinds = [piece for piece in schools if is_kind_of_school(piece.text)]
    if len(schools) > len(kinds) == 1 and not any(piece.kind == "degree" for piece in pieces):
        kinds[0].kind = "degree"


def without_grade(text: str) -> str:
    """The text without the grade in it, which may be all there is."""
    return BARE_GRADE.sub("", GRADE.sub("", text))


def _with_fields(pieces: list[Piece], line: Line) -> list[Piece]:
    """'A-levels in Physics, Drama and Art': a field that goes on behind the comma is put back."""
    whole: list[Piece] = []
    for piece in pieces:
        before = whole[-1] if whole else None
        if before is not None and before.kind == "degree" and piece.kind == "other":
            joint = f"{before.text}, {piece.text}"
            if joint in line.text and _AND.search(piece.text) and _has_area(before.text):
                before.text = joint
                continue
        whole.append(piece)
    return whole


def _stripped(text: str) -> str:
    """The text without what only set it apart; brackets are kept in pairs."""
    text = text.strip(" ,;:|·–—-")
    if text.startswith("(") and text.find(")") in (-1, len(text) - 1):
        text = text.strip("()")
    elif text.count("(") != text.count(")"):
        text = text.removesuffix("(").removesuffix(")").removeprefix(")")
    return text.strip(" ,;:|·–—-")


def _classified(text: str, atom: Atom) -> list[Piece]:
    bare = _IN_BRACKETS.sub("", text)
    degree = degree_score(text) > 0 and not _OF_DEGREES.search(text)
    qualified = QUALIFICATION.search(text) is not None and not is_firm(text)
    degree = degree or (qualified and not school_score(bare))
    school = school_score(bare if degree and (qualified or _TYPE_WORD.match(text)) else text) > 0
    if school and not degree:
        return _school_at_end(text, atom)
    if school and degree:
        cut = _cut(text)
        if cut:
            return [Piece(part, atom.line, kind) for part, kind in cut]
        return [Piece(text, atom.line, "school" if _school_first(text) else "degree")]
    if degree:
        return [Piece(part, atom.line, kind) for part, kind in _without_town_behind(text)]
    return [Piece(text, atom.line, "other")]


def _without_town_behind(text: str) -> list[tuple[str, str]]:
    """'Diploma in Embalming, Weltec, Petone' is a degree, a school and a town."""
    head, _, tail = text.rpartition(", ")
    found = _degree_and_other(head) if is_town(tail) or may_be_town(tail) else []
    return found if len(found) > 1 else _degree_and_other(text)


def _degree_and_other(text: str) -> list[tuple[str, str]]:
    """'MSc Data Science – Le Cordon Bleu': a degree that says its field leaves the rest to be the school."""
    for match in reversed(list(_PARTED.finditer(text))):
        left, right = _stripped(text[: match.start()]), _stripped(text[match.end() :])
        if not left or not right or left.count("(") != left.count(")"):
            continue
        dashed = match[0].strip() != ","
        if _CLASS.match(right):
            continue
        if degree_score(left) and not degree_score(right):
            if (_has_area(left) or dashed) and right[:1].isupper():
                return [(left, "degree"), (right, "other")]
        elif degree_score(right) and not degree_score(left) and (dashed or _has_area(right)):
            return [(left, "other"), (right, "degree")]
    return [(text, "degree")]


def _has_area(text: str) -> bool:
    """Whether a degree says in what it is."""
    kind = TYPE.match(text)
    rest = re.sub(r"\([^)]*\)", "", text[kind.end() :]).strip(" ,().") if kind else ""
    after = text[kind.end() :] if kind else text
    return bool(rest) or bool(re.search(r"\s(?:in|en|em|of)\s+\S", after))


def _school_at_end(text: str, atom: Atom) -> list[Piece]:
    """'H.R. Management, Bellows College' names a field first where only its last part is a school."""
    parts = re.split(r",\s+", text)
    for cut in range(1, len(parts)):
        left, right = ", ".join(parts[:cut]), ", ".join(parts[cut:])
        if school_score(right) and not school_score(left):
            return [Piece(left, atom.line, "other"), Piece(right, atom.line, "school")]
        if (
            school_score(left)
            and not school_score(right)
            and not is_place(right)
            and not _PART_OF_SCHOOL.match(right)
            and cut == len(parts) - 1
        ):
            return [Piece(left, atom.line, "school"), Piece(right, atom.line, "other")]
    return [Piece(text, atom.line, "school")]


def _school_first(text: str) -> bool:
    return not TYPE.match(text)


def _cut(text: str) -> list[tuple[str, str]] | None:
    """'B.S. in Computer Science, Ridgemont State University' in two, at the separator nearest the school."""
    for match in reversed(list(_SPLIT_AT.finditer(text))):
        left, right = text[: match.start()].strip(" ,-–"), text[match.end() :].strip(" ,-–")
        if degree_score(left) and school_score(right) and not school_score(left):
            return [(left, "degree"), (right, "school")]
        if (
            school_score(left)
            and degree_score(right)
            and not school_score(right)
            and not degree_score(_HIGH_SCHOOL.sub("", left))
        ):
            return [(left, "school"), (right, "degree")]
    return None
