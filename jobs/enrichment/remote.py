"""Where the work is done: on site, hybrid, remote, or unknown."""

import re

_HYBRID = re.compile(
    r"\b(?:hybrid(?:e|o|er|es|a)?(?: (?:working|work|role|position|model|remote|schedule|arbeit\w*|remoto))?|"
    r"t[ée]l[ée]travail (?:partiel|\d|jusqu|possible|occasionnel|hybride)|\d(?:\s?(?:-|à|to|bis)\s?\d)? (?:jours?|days?|tage)(?: \w+){0,3} (?:de |of |from |im |in )?"
    r"(?:t[ée]l[ée]travail|home ?office|home|remote(?:ly)?|office|wfh)|mobiles? arbeiten|homeoffice (?:möglich|anteil|tage)|"
    r"home[- ]?office[- ]?(?:möglichkeit|option|regelung)\w*|teletrabajo parcial|modelo h[íi]brido|lavoro ibrido|partially remote|part[- ]remote|"
    r"days? (?:per|a) week (?:in|at|from) (?:the |our )?(?:office|home))\b",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"\b(?:(?:fully|100 ?%|completely|entirely|permanently) ?remote(?:ly)?|remote[- ](?:first|only|role|position|job|working|work|based|opportunity|within|in|from|us|uk|usa|eu|europe|emea|friendly team)|"
    r"work(?:ing)? (?:from home|remotely|from anywhere)|home[- ]based|wfh|t[ée]l[ée]travail (?:complet|total|à 100|100)|full[- ]?remote|100 ?% (?:t[ée]l[ée]travail|home ?office|remoto|remote|teletrabajo|zdalnie)|"
    r"praca zdalna|trabajo remoto|teletrabajo|lavoro da remoto|trabalho remoto|remote (?:möglich|arbeiten))\b|(?:^|[(\[\-–|,:/•] ?)remote(?: ?[)\]\-–|,/]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_ONSITE = re.compile(
    r"\b(?:on[- ]?site (?:role|position|only|work|5 days|full)|(?:fully|100 ?%) on[- ]?site|in[- ]office (?:role|position|only|5)|"
    r"(?:not|no|isn['’]t|non|nicht|kein|pas de) (?:a )?(?:remote|t[ée]l[ée]travail|home ?office|teletrabajo)(?: (?:role|position|work\w*|possible|éligible))?|"
    r"office[- ]based|(?:job|work) location ?: ?(?:in person|on[- ]?site)|pr[ée]sentiel|vor ort\b(?! oder))",
    re.IGNORECASE,
)
_NOT_ABOUT_JOB = re.compile(
    r"remote (?:sensing|control\w*|access|monitoring|support|desktop|teams?|sites?|areas?|locations?|communit\w+|employees|learning|patient\w*|island|server\w*|environment\w*|diagnos\w+|village\w*|indigenous|regions?)|"
    r"hybrid (?:cloud|apps?|mobile|vehicle\w*|cars?|environment\w*|infrastructure|meetings?|mattress|electric|architecture\w*|it\b|fund|seed|hosting|platform\w*|events?|mobile|bonding|approach|data)",
    re.IGNORECASE,
)
_WORKPLACE = {"remote": "REMOTE", "hybrid": "HYBRID", "onsite": "ONSITE", "on site": "ONSITE", "in office": "ONSITE",
              "office": "ONSITE", "telecommute": "REMOTE", "fully remote": "REMOTE", "flexible": "HYBRID",
              "homeoffice": "REMOTE", "unspecified": ""}  # fmt: skip


def remote_kind(hint: bool | None, workplace: str, location: str, title: str, text: str) -> str:  # noqa: FBT001
    """ONSITE, HYBRID, REMOTE or ""; what is nearest to the job itself wins."""
    stated = _WORKPLACE.get(workplace.strip().lower().replace("-", " ").replace("_", " "))
    if stated:
        return stated
    for place in (workplace, location, title):
        kind = _kind(place)
        if kind:
            return kind
    in_text = _kind(text[:8000])
    if hint:
        return "HYBRID" if in_text == "HYBRID" else "REMOTE"
    return in_text


def _kind(text: str) -> str:
    if not text:
        return ""
    text = _NOT_ABOUT_JOB.sub(" ", text)
    if _HYBRID.search(text):
        return "HYBRID"
    if _ONSITE.search(text):
        return "ONSITE"
    return "REMOTE" if _REMOTE.search(text) else ""
