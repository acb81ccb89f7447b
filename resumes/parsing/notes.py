"""Lines that tell about a study and name none: a thesis, a semester abroad, a grade, a scholarship, how far one has come."""

import re

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Line
from resumes.parsing.lexicon import degree_score, school_score

_ABROAD = (
    "auslands(?:semester|jahr|aufenthalt)|austausch|erasmus|semester (?:abroad|in|at)|(?:study|year|term) abroad|exchange|(?:semestre|session|année|séjour) (?:d['’]échange|à l['’]étranger|erasmus)|"
    "(?:semestre|año|estancia|beca|ano) (?:de intercambio|en el extranjero|de intercâmbio|no exterior|no estrangeiro|erasmus)|intercambio|intercâmbio|mobilidade|mobilité|scambio|"
    "(?:semestre|periodo|anno) (?:all['’]estero|di scambio|erasmus)|wymiana|semestr (?:w|na)|uitwisseling|buitenland(?:se)?"
)
_PAID = "beca|bolsa|bolsista|borsa|bourse|boursi|stipendi|stypendi|scholarship|fellowship|beurs"
_WRITTEN = (
    'arbeitstitel|(?:dissertation|thesis|thèse|tese|tesi|tesina|monografia|scriptie|mémoire|memoria)(?= ?[:–(«„“"-])|'
    "(?:bachelor|master|diplom|abschluss|doktor|haus|magister)(?:['’]?s)?[- ]?(?:arbeit|thesis|thema)|(?:tcc|tfg|tfm|tcp|pfe)\\b|trabal?[jh]o (?:de )?(?:fim?n?|conclus)|proyecto (?:de )?fin|projet de fin|"
    "praca (?:magisterska|dyplomowa|licencjacka|inżynierska)|afstudeer(?:opdracht|project|scriptie)|betreu|supervis|direct(?:ion|or|ora|eur|rice)(?= ?:)|relatore|relatrice|promotor|orientador|begeleid|tutor(?= ?:)"
)
_GRADED = (
    "(?:gesamt|abschluss|abitur|end)?note\\b|notendurchschnitt|voto\\b|votazione|média\\b|nota\\b|promedio|calificación|moyenne|mention\\b|cijfer|eindcijfer|gemiddeld|średnia|ocena|z wyróżnieniem|"
    "(?:upper|lower) second|(?:first|second|third)[- ]class|[12][:.][12]\\b|(?:with )?(?:distinction|merit|honou?rs|high honou?rs)\\b|mit auszeichnung|con lode|top \\d|rank(?:ed)?\\b|class rank|percentage|marks?\\b|"
    "c?gpa\\b|average|score|grade[sd]?\\b|punkte|punti"
)
_STANDING = (
    "expected|graduat|previsão|previst[oa]|prévu|voraussichtlich|abgebrochen|nicht abgeschlossen|unfinished|not completed|sin terminar|trunc[ao]\\b|niet afgerond|przerwan|nieukończon|"
    "\\d{1,2}\\s?(?:[ºª°.o]|th|st|nd|rd|e|er|ème|de|ste)?\\.? ?(?:período|semestre?|fachsemester|term|año|anno|ano|année|rok|jaar|year)\\b|(?:currently|laufend|en cours|in corso|em curso|w trakcie|cursando)\\b"
)
_LEARNT = (
    "modul|coursework|relevant courses|kurse\\b|vertiefung|schwerpunkt|leistungskurs|wahlf|matières|materie\\b|przedmiot|vakken\\b|nebenfach|hauptfach|minor\\b|afstudeerrichting|dean['’]?s|member of|president of|"
    "activities|aktivit|attività"
)
_ASIDE = re.compile(
    rf"^[(\[]?(?:{_ABROAD}|{_PAID}|{_WRITTEN}|{_GRADED}|{_STANDING}|{_LEARNT})", re.IGNORECASE
)
_BARE = re.compile(
    r"[(\[]?(?:\d{1,3}(?:[.,]\d{1,2})?\s?%|\d{1,3}(?:[.,]\d{1,2})?\s?/\s?\d{1,3}(?:[.,]\d{1,2})?|[12][:.][12])(?:\s\w+)?[)\]]?"
)
"""A grade, and nothing else."""
_LABELLED = re.compile(r"([^:]{2,40}?)\s?:\s+\S")
_TIGHT, _CLOSER = 0.35, 0.7
_IN_BRACKETS = re.compile(r"\([^)]*\)?")


def only_tells(line: Line) -> bool:
    """Whether a line below the names of a study only tells about it; one with dates of its own, brackets aside, does not."""
    text = line.text
    if find_periods(_IN_BRACKETS.sub("", text)) and not re.search(_STANDING, text, re.IGNORECASE):
        return False
    labelled = _LABELLED.match(text)
    told = labelled and not (degree_score(labelled[1]) or school_score(labelled[1]))
    return bool(_ASIDE.match(text) or _BARE.fullmatch(text) or (told and not line.bold))


def goes_on(before: Line, line: Line) -> bool:
    """Whether a line is the rest of the one above: it begins small or closes a bracket that is open there."""
    alike = (line.bold, line.size, line.block) == (before.bold, before.size, before.block)
    opened = before.text.count("(") > before.text.count(")")
    closer = line.box is not None and (line.gap or 0) < min(_TIGHT, (before.gap or 0) * _CLOSER)
    return alike and (opened or closer or line.text[:1].islower()) and len(line.segments) == 1
