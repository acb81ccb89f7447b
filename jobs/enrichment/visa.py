"""Right to work, clearance and a few other conditions a candidate must know before applying."""

import re
from collections.abc import Callable

_US = r"(?:us|u\.s\.|united states|american)"
_FLAGS = (
    ("no_visa", rf"(?:no|not|unable to|cannot|can['’]t|don['’]t|do not|does not|won['’]t|will not|without|neither|unfortunately)(?: \w+['’]?\w*){{0,8}} (?:sponsor(?:ship|ing|ed)?|visas?)|(?:sponsorship|visa)(?: \w+){{0,4}} (?:is |are )?(?:not|unavailable)|"
     r"(?:must|should|need to|needs to|required to|have to|candidates?|applicants?)(?: already| also| currently| legally| will| must| to| be| have)*(?: \w+){0,3} (?:right|eligib\w+|authori[sz]\w+|permission|permitted|entitle\w+)(?: to)?(?: live and| legally)? work|(?:existing|full|current|permanent|valid|proof of|legal|unrestricted)(?: the)? (?:right|authori[sz]ation|permission|eligibility) to(?: live and)? work|"
     r"right to work in [\w. ]{2,25} (?:is |are )?(?:essential|required|mandatory|needed)|work authori[sz]ation (?:is )?required|valid work (?:permit|authori[sz]ation|visa)|(?:possess|have|hold) (?:valid )?work authori[sz]ation|legally authori[sz]ed to work|able to legally (?:live and )?work|"
     rf"{_US} citizenship(?! status)|{_US} citizen(?:s)? (?:only|required|is required|or (?:national|permanent|green))|(?:must|required to|need to) be (?:a |an )?(?:{_US}|uk|eu|british) (?:citizens?|nationals?|persons?)|(?:uk|eu|british|sole uk) nationals? only|"
     r"(?:g[üu]ltige |unbefristete )?arbeitserlaubnis|permis de travail|autorisation de travail|permiso de trabajo|permesso di (?:soggiorno|lavoro)|werkvergunning|pozwoleni\w+ na prac[ęe]|autoriza[çc][ãa]o de (?:trabalho|resid[êe]ncia)|permiso de residencia|visto de trabalho"),
    ("visa_sponsored", r"(?:visa|relocation and visa|h-?1b|tier 2|skilled worker)(?: \w+){0,2} (?:sponsor\w*|support|assistance)(?: \w+){0,3}(?: available| offered| provided| possible)?|(?:we|can|will|able to|happy to|do) (?:\w+ )?sponsor\w*(?: \w+){0,3} visas?|sponsorship (?:is |may be |can be )?(?:available|offered|provided|possible|considered)|sponsor(?:s|ed)? visas?|visum(?:sponsoring|unterst[üu]tzung)"),
    ("clearance", r"(?:security|government|dod|federal|national security|secret|sci|[\"“”']?[ql][\"“”']?)[- ]clear(?:ance|ed)|\b(?:sc|dv|bpss|ctc|nppv3?|edv)[- ](?:clear\w*|vett\w*|check\w*|level)|(?:ts/sci|top secret|public trust|polygraph|developed vetting|sicherheits[üu]berpr[üu]fung\w*|habilitation (?:secret|confidentiel|défense|s[ée]curit[ée]))|active (?:secret|clearance)|clearance (?:type|level)?:? ?(?:secret|top|ts)"),
    ("background_check", r"\bdbs\b|criminal (?:record|background)|background (?:check|screening|investigation|clearance)|casier judiciaire|führungszeugnis|pre-employment screening|disclosure and barring"),
    ("driving_licence", r"driv(?:ing|er['’]?s?) licen[cs]e|\bcdl\b|clean licen[cs]e|permis (?:b|c|ce|d)\b(?!['’])|permis de conduire|führerschein\w*|carn[ée]t? de conducir|carn[ée]t? b\b|permiso de conducir|patente (?:b|di guida)|rijbewijs|prawo jazdy|carta de condu[çc][ãa]o|carteira (?:nacional )?de habilita[çc][ãa]o|\bcnh\b|hgv licen[cs]e|own (?:car|vehicle|transport)"),
    ("shift_work", r"shift work|night shifts?|rotating shifts?|shift patterns?|rotational shifts?|schichtarbeit|schichtdienst|nachtschicht|travail posté|3x8|2x8|travail de nuit|turni|turnos|ploegendienst|work(?:ing)? (?:nights|weekends)|on[- ]call"),
    ("travel", r"willing(?:ness)? to travel|travel (?:is )?(?:required|up to|frequently|extensively)|\d{1,3} ?% travel|déplacements (?:fréquents|réguliers|à prévoir)|reisebereitschaft|disponibilidad para viajar|extensive travel"),
)  # fmt: skip
_CUES_OF = {"no_visa": "visa", "visa_sponsored": "visa"}
_PATTERNS = tuple(
    (flag, _CUES_OF.get(flag, flag), re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for flag, words in _FLAGS
)

_IN_TITLE = re.compile(
    r"\b(?:(?P<clearance>security clear\w+|(?:sc|dv|ts/sci|secret|nppv3?|bpss)[- ](?:clear\w*|vett\w*)|top secret|ts/sci)|(?P<visa_sponsored>visa sponsor\w*|sponsorship (?:available|offered|provided))|"
    r"(?P<driving_licence>driving licen[cs]e))\b",
    re.IGNORECASE,
)


def condition_flags(around: Callable[[str], str], title: str = "") -> set[str]:
    """The conditions a title and a text state, by their flag names; `around` gives the text near a flag's cues."""
    flags = {
        flag for flag, cue, pattern in _PATTERNS if (text := around(cue)) and pattern.search(text)
    }
    if title and (stated := _IN_TITLE.search(title)):
        flags.add(stated.lastgroup or "")
    if "no_visa" in flags:
        flags.discard("visa_sponsored")
    return flags
