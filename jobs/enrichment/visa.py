"""Right to work, clearance and a few other conditions a candidate must know before applying."""

import re
from collections.abc import Callable

_US = r"(?:us|u\.s\.|united states|american)"
# Sponsorship: the word first, then what stands before and behind it in the same sentence.
_SPONSOR = re.compile(r"\b(?:visas?|sponsor(?:s|ship|ing|ed)?)\b", re.IGNORECASE)
_REFUSED_BEFORE = re.compile(
    r"\b(?:no|not|unable to|cannot|can['’]t|don['’]t|doesn['’]t|won['’]t|aren['’]t|isn['’]t|without|neither|nor|unfortunately|keine?|pas de|sin|sem|senza|geen|brak)\b[^.\n!]*$",
    re.IGNORECASE,
)
_REFUSED_AFTER = re.compile(r"(?:\W+\w+){0,5}\W+(?:not|unavailable|nicht)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:(?:visa|relocation and visa|h-?1b|tier 2|skilled worker|work permit)(?: \w+){0,2} (?:sponsor\w*|support|assistance)|(?:we|can|will|able to|happy to|do) (?:\w+ )?sponsor\w*(?: \w+){0,3} visas?|"
    r"sponsorship (?:is |may be |can be )?(?:available|offered|provided|possible|considered)|sponsor(?:s|ed)? visas?|visum(?:sponsoring|unterst[üu]tzung))\b",
    re.IGNORECASE,
)
_WORK_RIGHT = re.compile(
    r"\b(?:right|eligib\w+|authori[sz]\w+|permission|permitted|entitle\w+)(?: to)?(?: legally)?(?: live and| reside and)?(?: legally)? work\b",
    re.IGNORECASE,
)
_DEMAND_BEFORE = re.compile(
    r"\b(?:must|should|needs? to|required to|have to|candidates?|applicants?|existing|full|current|permanent|valid|proof of|legal|legally|unrestricted|already|possess|without|only)\b[^.\n]*$",
    re.IGNORECASE,
)
_DEMAND_AFTER = re.compile(
    r"[^.\n]{0,40}?\b(?:essential|required|mandatory|needed|necessary|must)\b", re.IGNORECASE
)
_PAPERWORK = re.compile(r"\bverify|verification|e-verify|regardless", re.IGNORECASE)
_RIGHTS = re.compile(
    rf"(?<!\w)(?:work authori[sz]ation (?:is )?required|valid (?:work (?:permit|authori[sz]ation|visa))|(?:possess|have|hold) (?:valid )?work authori[sz]ation|able to legally (?:live and )?work|"
    rf"{_US} citizenship(?! status)|{_US} citizen(?:s)? (?:only|required|is required|or (?:national|permanent|green))|(?:must|required to|need to) be (?:a |an )?(?:{_US}|uk|eu|british) (?:citizens?|nationals?|persons?)|(?:uk|eu|british|sole uk) nationals? only|"
    r"arbeitserlaubnis|permis de travail|autorisation de travail|permiso de (?:trabajo|residencia)|permesso di (?:soggiorno|lavoro)|werkvergunning|pozwoleni\w+ na prac[ęe]|autoriza[çc][ãa]o de (?:trabalho|resid[êe]ncia)|visto de trabalho)(?!\w)",
    re.IGNORECASE,
)
_FLAGS = (
    ("clearance", r"(?:security|government|dod|federal|national security|secret|sci|[\"“”']?[ql][\"“”']?)[- ]clear(?:ance|ed)|\b(?:sc|dv|bpss|ctc|nppv3?|edv)[- ](?:clear\w*|vett\w*|check\w*|level)|(?:ts/sci|top secret|public trust|polygraph|developed vetting|sicherheits[üu]berpr[üu]fung\w*|habilitation (?:secret|confidentiel|défense|s[ée]curit[ée]))|active (?:secret|clearance)|clearance (?:type|level)?:? ?(?:secret|top|ts)"),
    ("background_check", r"\bdbs\b|criminal (?:record|background)|background (?:check|screening|investigation|clearance)|casier judiciaire|führungszeugnis|pre-employment screening|disclosure and barring"),
    ("driving_licence", r"driv(?:ing|er['’]?s?) licen[cs]e|\bcdl\b|clean licen[cs]e|permis (?:b|c|ce|d)\b(?!['’])|permis de conduire|führerschein\w*|carn[ée]t? de conducir|carn[ée]t? b\b|permiso de conducir|patente (?:b|di guida)|rijbewijs|prawo jazdy|carta de condu[çc][ãa]o|carteira (?:nacional )?de habilita[çc][ãa]o|\bcnh\b|hgv licen[cs]e|own (?:car|vehicle|transport)"),
    ("shift_work", r"shift work|night shifts?|rotating shifts?|shift patterns?|rotational shifts?|schichtarbeit|schichtdienst|nachtschicht|travail posté|3x8|2x8|travail de nuit|turni|turnos|ploegendienst|work(?:ing)? (?:nights|weekends)|on[- ]call"),
    ("travel", r"willing(?:ness)? to travel|travel (?:is )?(?:required|up to|frequently|extensively)|\d{1,3} ?% travel|déplacements (?:fréquents|réguliers|à prévoir)|reisebereitschaft|disponibilidad para viajar|extensive travel"),
)  # fmt: skip
_PATTERNS = tuple(
    (flag, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for flag, words in _FLAGS
)
_IN_TITLE = re.compile(
    r"\b(?:(?P<clearance>security clear\w+|(?:sc|dv|ts/sci|secret|nppv3?|bpss)[- ](?:clear\w*|vett\w*)|top secret|ts/sci)|(?P<visa_sponsored>visa sponsor\w*|sponsorship (?:available|offered|provided))|"
    r"(?P<driving_licence>driving licen[cs]e))\b",
    re.IGNORECASE,
)


def condition_flags(around: Callable[[str], str], title: str = "") -> set[str]:
    """The conditions a title and a text state, by their flag names; `around` gives the text near a flag's cues."""
    flags = {flag for flag, pattern in _PATTERNS if (text := around(flag)) and pattern.search(text)}
    if title and (stated := _IN_TITLE.search(title)):
        flags.add(stated.lastgroup or "")
    flags |= _sponsorship(around("sponsor"))
    if "no_visa" not in flags and _wants_rights(around("right")):
        flags.add("no_visa")
    if "no_visa" in flags:
        flags.discard("visa_sponsored")
    return flags


def _sponsorship(text: str) -> set[str]:
    if not text:
        return set()
    for match in _SPONSOR.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(text, match.end()):
            return {"no_visa"}
    return {"visa_sponsored"} if _OFFERED.search(text) else set()


def _wants_rights(text: str) -> bool:
    """Whether the right to work must be there already; the checks every employer makes do not count."""
    if not text:
        return False
    if _RIGHTS.search(text):
        return True
    for match in _WORK_RIGHT.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if _PAPERWORK.search(before):
            continue
        if _DEMAND_BEFORE.search(before) or _DEMAND_AFTER.match(text, match.end()):
            return True
    return False
