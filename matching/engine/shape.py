"""The shape of a role: how senior, and whether it leads people."""

import re
from functools import lru_cache

LEVELS = {
    "INTERNSHIP": 0,
    "ENTRY": 1,
    "MID": 2,
    "SENIOR": 3,
    "LEAD": 4,
    "MANAGER": 4,
    "DIRECTOR": 6,
    "EXECUTIVE": 7,
}
_LEADING = {"MANAGER", "DIRECTOR", "EXECUTIVE"}
FAR = 2  # steps of level that make two roles different jobs

_HEAD = re.compile(
    r"(?<!\w)(manager(?:in)?|head of|director[ae]?s?|chief|vp|vice president|team ?lead(?:er)?|\w*leiter(?:in)?|\w*leitung|"
    r"directeur|directrice|responsable|chef(?:fe)? (?:d['’]équipe|de (?:service|rayon|secteur|département|chantier|brigade))|"
    r"cadre de santé|gerente|jef[ea]|encargad[oa]|direttor\w*|responsabile|caposquadra|supervisor\w*|superintendent|"
    r"kierowni\w+|dyrektor\w*|teamleider|afdelingshoofd|geschäftsführer\w*)(?!\w)",
    re.IGNORECASE,
)
# One of these stands in whatever `_HEAD` finds; to look for them first is ten times cheaper.
_HINTS = (
    "manager", "head of", "direc", "diret", "dyrek", "chief", "vp", "vice president", "lead", "leit", "leider", "responsab",
    "chef", "cadre", "gerente", "jef", "encargad", "caposquadra", "supervisor", "superintendent", "kierowni",
    "afdelingshoofd", "geschäftsführer",
)  # fmt: skip
# Managers of things, not of people: their title says what they look after.
_OF_THINGS = re.compile(
    r"(?<!\w)(product|project|programme|program|account|case|community|content|social media|"
    r"relationship|customer success|client|campaign|brand|marketing|category|partner|release|"
    r"delivery|event|events|data|database|change|risk|compliance|seo|ppc|crm|test|supply chain|"
    r"transition|bid|scrum|portfolio|asset|property|contract|contracts|quality|facilities|office|practice)"
    r"\s+manager(?!\w)|manager,? (?:products?|projects?|accounts?)(?!\w)|art director|"
    r"responsable (?:de )?(?:clientèle|projet|produit)|case supervisor|funeral director|projektleit\w*|"
    r"assist\w+ (?:de|to|der|des|of)\b|jef[ea] de (?:proyecto|producto|obra)s?|director[ae]? de (?:arte|fotografía)|produktmanager\w*|projektmanager\w*|chef de (?:projet|produit)s?",
    re.IGNORECASE,
)

_LEVEL_WORD = re.compile(
    r"(?<!\w)(intern|internship|trainee|apprentice|junior|jr|graduate|entry[- ]level|mid[- ]level|senior|sr|"
    r"lead|principal|staff|head|manager|director|chief|vice president|vp|c[tefio]o|stagiaire|débutant|"
    r"confirmée?|praktikant\w*|werkstudent\w*|leiter\w*|directeur|directrice)(?!\w)",
    re.IGNORECASE,
)


def level_word(title: str) -> str:
    """The word of a title that states its level, as it stands there; or ""."""
    found = _LEVEL_WORD.search(title)
    return found[0] if found else ""


def level_number(level: str) -> int | None:
    """A place on the ladder from internship 0 to executive 7, or None."""
    return LEVELS.get(level)


@lru_cache(maxsize=20_000)
def leads_people(title: str, level: str) -> bool:
    """Whether the title is one of somebody others report to."""
    lower = title.lower()
    if level not in _LEADING and not any(hint in lower for hint in _HINTS):
        return False
    if _OF_THINGS.search(title) and not re.search(
        r"head of|director of|group ", title, re.IGNORECASE
    ):
        return False
    return level in _LEADING or bool(_HEAD.search(title))


def level_by_months(months: int | None) -> int | None:
    """The level that so much work usually means, where no title states one."""
    if months is None:
        return None
    if months < 18:  # noqa: PLR2004 - a year and a half
        return LEVELS["ENTRY"]
    return LEVELS["MID"] if months < 84 else LEVELS["SENIOR"]  # noqa: PLR2004 - seven years
