"""Seniority words of job titles in eight languages."""

import re
from functools import lru_cache

# The first that matches wins: the highest office before the narrower grades.
_WORDS = (
    ("INTERNSHIP", r"intern(?:ship)?s?|stagiaires?|stagiair|stage|praktik(?:um|ant|antin|anten)\w*|becari[oa]s?|pr[áa]cticas|tirocin(?:io|ante)|stagista|sta[żz](?:ysta|ystka)?|praktykant\w*|est[áa]gi[oá]\w*|werkstudent\w*|working student|co-?op|alternan(?:ce|t|te)|apprenti(?:e|s)?|apprentic(?:e|es|eship)|azubis?|auszubildende\w*|ausbildung|aprendi(?:z|ces)|apprendista|summer (?:analyst|associate)|placement student|industrial placement|trainee teacher|duales studium|student worker"),
    ("EXECUTIVE", r"c[efotimprds]o|chief [a-z& ]{2,30} officer|chief of staff|chief executive|president|vice[- ]president|[sea]?vp|managing director|geschäftsführer(?:in)?|directeur g[ée]n[ée]ral|directrice g[ée]n[ée]rale|director general|amministratore delegato|algemeen directeur|prezes|founder|co-?founder|managing partner|pdg|dg|vorstand\w*"),
    ("DIRECTOR", r"directors?|head of|directeurs?|directrices?|direktor(?:in)?|directora|direttore|direttrice|dyrektor(?:ka)?|diretor(?:a)?|bereichsleit(?:er|ung|erin)\w*|abteilungsleit\w*|responsable d[ée]partement|partner|headteacher|head teacher|dean|principal (?:of|at)|leiter(?:in)?|leitung"),
    ("LEAD", r"lead(?!s\b| generat\w*| gen\b| magnet)|team ?lead(?:er)?|tech(?:nical)? lead|principal|staff(?= (?:software|engineer|data|machine|product|site|security|platform|backend|frontend|firmware|hardware|ml|research|devops|developer|scientist|designer))|architect lead|teamleit\w*|teamleider|l[íi]der|chef d['’][ée]quipe|capo ?squadra|caposquadra|vorarbeiter|foreman|forewoman|supervisor|shift (?:lead|leader|manager)|charge nurse|kierownik zmiany|expert|distinguished|chapter lead|group leader|schichtleit\w*|gruppenleit\w*"),
    ("MANAGER", r"(?<!account )(?<!case )(?<!product )(?<!project )(?<!programme )(?<!program )manager(?!ial)|(?:general|engineering|senior|store|area|regional|operations|sales|office|hr|team|people) manager|managers|responsable(?! de client)|kierownik|gerente|gestor(?:a)? de equip\w+|filialleit\w*|marktleit\w*|werksleit\w*|coordenador(?:a)?|superintendent|chef de service|restaurant manager|ward manager"),
    ("SENIOR", r"senior(?:e|s)?|snr|sr|s[êe]nior|confirm[ée](?:e|s)?|exp[ée]riment[ée](?:e|s)?|erfahrene?[rsn]?|experienced|advanced|starszy|starsza|ervaren|iii|iv|l[3-5]|level (?:3|4|5)|specialist registrar|consultant (?:physician|psychiatrist|surgeon|anaesthetist)"),
    ("ENTRY", r"junior|jnr|jr|entry[- ]level|graduates?|grad|trainees?|d[ée]butante?s?|jeune dipl[ôo]m[ée]e?s?|einsteiger(?:in)?|berufseinsteiger\w*|absolvent\w*|neoassunt\w+|neolaureat\w+|m[łl]odszy|m[łl]odsza|beginner|starter|freshers?|school leaver|new grad|early career|j[úu]nior|associate(?= (?:software|engineer|developer|consultant|analyst|product|data))|level 1|nqt|ect|newly qualified|assistant (?=engineer|developer|buyer|accountant)"),
    ("MID", r"mid(?:[- ]?(?:level|weight|senior))?|intermediate|medior|regular|interm[ée]diaire|pleno|semi[- ]?senior|ssr|ii|level 2|l2"),
)  # fmt: skip
_ONE = re.compile(
    "|".join(f"(?P<{level}>(?<![\\w-])(?:{words})(?![\\w]))" for level, words in _WORDS),
    re.IGNORECASE,
)
_RANK = {level: i for i, (level, _) in enumerate(_WORDS)}
# Words that look like grades but are not.
_NOT_GRADE = re.compile(
    r"reports? to [^.,;]*|intern(?:ship)?s? (?:coordinator|manager|program(?:me)? (?:manager|lead|coordinator|director))|apprentice\w* (?:manager|tutor|assessor|coordinator|trainer)|lead[- ]gen\w*|internal|senior (?:living|care|citizens?|housing|school|adults?|services)|"
    r"(?:for|to|of) (?:seniors|the (?:ceo|cfo|coo|cto|director|managing director|president|head)|seniors|executives?|directors?)|"
    r"executive (?:assistant|chef|pa|secretary|recruit\w*)|art director|casting director|funeral director|"
    r"assistant (?:to|director|manager|headteacher)|(?:director|president|ceo|cfo|md)['’]?s? (?:pa|assistant|secretary)|"
    r"(?:assistante?|secr[ée]taire) (?:de|du|des|à la) direct\w+|stage (?:manager|hand|technician)|early[- ]stage|multi[- ]stage|"
    r"staff nurse|general staff|graduate (?:school|recruitment|programme manager|scheme manager|admissions)|junior (?:school|high)|"
    r"expert[- ]comptable|associate (?:professor|director|dean)|lead nurse|president['’]s|director of (?:studies)|"
    r"partner (?:manager|marketing|sales|success|development|channel|account|enablement|solutions?|engineer\w*|program\w*)|(?:business|hr|people|finance|commercial|talent|channel|alliance|strategic|customer|buying|change|technology|it) partners?\b",
    re.IGNORECASE,
)
_KEPT = {"associate director": "DIRECTOR", "assistant manager": "MANAGER", "assistant director": "DIRECTOR",
         "associate professor": "SENIOR", "lead nurse": "LEAD", "assistant headteacher": "DIRECTOR"}  # fmt: skip


@lru_cache(maxsize=20_000)
def seniority_of(title: str) -> str:
    """The level a title states, or "" when it states none."""
    for found in _NOT_GRADE.finditer(title):
        kept = _KEPT.get(found[0].lower())
        if kept:
            return kept
    best = ""
    for match in _ONE.finditer(_NOT_GRADE.sub(" ", title)):
        level = match.lastgroup or ""
        if not best or _RANK[level] < _RANK[best]:
            best = level
    return best


def strip_seniority(title: str) -> str:
    """`title` without words of grade: `Senior Java Developer II` is a `Java Developer`."""
    return _GRADE_ONLY.sub(" ", title)


_GRADE_ONLY = re.compile(
    r"(?<![\w-])(?:senior|snr|sr|junior|jnr|jr|mid[- ]?(?:level|weight|senior)|mid|entry[- ]level|graduate|trainee|intern(?:ship)?|stagiaire|stage|"
    r"praktikum|praktikant(?:in)?|alternance|alternant(?:e)?|apprenti(?:e)?|confirm[ée]e?s?|exp[ée]riment[ée]e?s?|d[ée]butante?s?|experienced|"
    r"werkstudent(?:in)?|lead|principal|staff(?! nurse)|iii|ii|iv|i|medior|intermediate|apprentice|associate(?! (?:professor|director))|becario|pr[áa]cticas|"
    r"level \d|l\d|band \d[a-d]?|grade \d+|apprenticeship|ausbildung(?: zum| zur| als)?|azubi|sênior|pleno|advanced|newly qualified|tirocinio)\.?(?![\w])",
    re.IGNORECASE,
)
