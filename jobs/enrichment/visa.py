"""Right to work, clearance and a few other conditions a candidate must know before applying."""

import re
from collections.abc import Callable

_FLAGS = (
    ("no_visa", r"(?:no|not|unable to|cannot|can['’]t|don['’]t|do not|does not|won['’]t|will not|without|neither|unfortunately)(?: \w+['’]?\w*){0,6} (?:sponsor(?:ship|ing|ed)?|visa\w*)|(?:sponsorship|visa)(?: \w+){0,3} (?:is |are )?(?:not|unavailable)|must (?:already )?(?:have|hold|possess)(?: \w+){0,5} (?:right|eligib\w+|authori[sz]\w+|permission|entitle\w+) to (?:live and )?work|(?:us|u\.s\.) citizen(?:s|ship)? (?:only|required|is required)|must be (?:a |an )?(?:us|u\.s\.|uk|eu) (?:citizen|national)"),
    ("visa_sponsored", r"(?:visa|relocation and visa|h-?1b|tier 2|skilled worker)(?: \w+){0,2} (?:sponsor\w*|support|assistance)(?: \w+){0,3}(?: available| offered| provided| possible)?|(?:we|can|will|able to|happy to|do) (?:\w+ )?sponsor\w*(?: \w+){0,3} visas?|sponsorship (?:is )?(?:available|offered|provided|possible|considered)|sponsor(?:s|ed)? visas?"),
    ("clearance", r"security[- ]clear(?:ance|ed)|\b(?:sc|dv|bpss|ctc|nppv3?)[- ](?:clear\w*|vett\w*|check\w*|level)|(?:ts/sci|top secret|secret clearance|public trust|polygraph|developed vetting|sicherheitsüberprüfung|habilitation (?:secret|confidentiel|défense))|active (?:secret|clearance)"),
    ("background_check", r"\bdbs\b|criminal (?:record|background)|background (?:check|screening|investigation)|casier judiciaire|führungszeugnis|pre-employment screening|disclosure and barring"),
    ("driving_licence", r"driv(?:ing|er['’]?s?) licen[cs]e|\bcdl\b|clean licen[cs]e|permis (?:b|c|de conduire|ce|d)\b|führerschein|carn[ée] de conducir|permiso de conducir|patente b|rijbewijs|prawo jazdy|carta de condução|\bcnh\b|hgv licen[cs]e|own (?:car|vehicle|transport)"),
    ("shift_work", r"shift work|night shifts?|rotating shifts?|shift patterns?|rotational shifts?|schichtarbeit|schichtdienst|nachtschicht|travail posté|3x8|2x8|travail de nuit|turni|turnos|ploegendienst|work(?:ing)? (?:nights|weekends)|on[- ]call"),
    ("travel", r"willing(?:ness)? to travel|travel (?:is )?(?:required|up to)|\d{1,3} ?% travel|déplacements (?:fréquents|réguliers|à prévoir)|reisebereitschaft|disponibilidad para viajar|travel extensively|extensive travel"),
)  # fmt: skip
_CUES_OF = {"no_visa": "visa", "visa_sponsored": "visa"}
_PATTERNS = tuple(
    (flag, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for flag, words in _FLAGS
)


def condition_flags(around: Callable[[str], str]) -> set[str]:
    """The conditions a text states, by their flag names; `around` gives the text near a flag's cues."""
    flags = {
        flag for flag, pattern in _PATTERNS if pattern.search(around(_CUES_OF.get(flag, flag)))
    }
    if "no_visa" in flags:
        flags.discard("visa_sponsored")
    return flags
