"""Where the work is done: on site, hybrid, remote, or unknown."""

import re
from functools import lru_cache

_DAYS = r"(?:[1-4]|one|two|three|four|une?|deux|trois|zwei|drei|dos|tres|due|dwa|twee|drie|dois|três)(?:\s?(?:-|–|/|à|to|or|bis|a|ou|oder|o|tot)\s?(?:[1-5]|two|three|four|deux|trois|zwei|drei))?(?:\s?[\+x])?"
_DAY = r"[ -]?(?:days?|jours?|j\b|tage?n?|d[íi]as?|giorni|dni|dagen|dias)"
_AT_HOME = r"(?:t[ée]l[ée]travail|tt\b|home[- ]?office|home\b|remote(?:ly)?|wfh|teletrabajo|teletrabalho|smart[- ]?working|thuis\w*|remoto|zdaln\w+|distanciel|mobil\w* arbeiten)"
_AT_OFFICE = r"(?:offices?|on[- ]?site|in[- ]office|in[- ]person|site|b[üu]ro|oficina|ufficio|kantoor|biur\w+|presencial\w*|pr[ée]sentiel|sede|escrit[óo]rio)"
_ALL_WEEK = re.compile(
    rf"\b(?:(?:5|five|cinq|f[üu]nf|cinco|cinque|pi[ęe][ćc]|vijf)(?:/5|{_DAY})?(?: (?:a|per|the|/|par|pro|in der|a la|alla|por|w) ?(?:week|semaine|woche|semana|settimana|tygodni\w+))?(?: \w+){{0,3}} {_AT_OFFICE})",
    re.IGNORECASE,
)
_SAID = (
    r"(?:work(?:place|ing)?|job|role|position|office|employment)?\s?(?:location|type|model|mode|arrangement|setting|setup|style|policy|pattern|role type)|arbeitsort|standort|arbeitsmodell|lieu(?: de travail)?|localisation|"
    r"modalidad(?: de trabajo)?|modalit[àa](?: di lavoro)?|modelo(?: de trabalho)?|regime(?: de trabalho)?|formato|tryb pracy|miejsce pracy|werklocatie|ubicaci[óo]n|local(?: de trabalho)?|sede di lavoro"
)
_REMOTE_WORD = r"(?:100 ?% |fully |full |vollst[äa]ndig )?(?:remote\b(?!ly)|remoto|remota|work from home|wfh|home ?office|home[- ]based|teletrabajo|teletrabalho|t[ée]l[ée]travail|zdaln\w+|da remoto)"
_LABELLED = re.compile(
    rf"\b(?:{_SAID})\s?[:\-–]\s?(?:[\w ,.]{{0,30}}\W)?(?:(?P<HYBRID>hybrid\w*|h[íi]brid\w+|ibrid\w|hybryd\w+)|(?P<REMOTE>{_REMOTE_WORD})|(?P<ONSITE>on[- ]?site|in[- ]person|in[- ]office|office[- ]based|presencial|pr[ée]sentiel|vor ort|stacjonarn\w+|in (?:sede|presenza)))\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:(?:not|no|isn['’]t|non|nicht|kein\w*|pas(?: de)?|sin|sem|brak|geen|niet|never)(?: (?:a|an|be|fully|currently|[ée]ligible(?: au| à)?|possib\w+|available|offer\w*|suitable for|able to offer|considered for)){0,2} "
    r"(?:remote(?:ly)?\b(?! control)|t[ée]l[ée]travail|home[- ]?office|work(?:ing)? from home|wfh|teletrabajo|teletrabalho|pracy zdalnej|thuiswerk\w*|smart[- ]?working|hybrid|distanciel)"
    r"|(?:remote(?: work\w*)?|work(?:ing)? from home|t[ée]l[ée]travail|homeoffice|home[- ]office) (?:is |are |will |est |ist |not |n['’]est )*(?:not|nicht|non|impossible|pas)(?: be)?(?: an option| available| possible| offered| m[öo]glich| permitted| considered)?)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(
    rf"\b(?:hybrid(?:e[rsn]?|o|a)?\b(?! or remote| oder remote)|h[íi]brid[oa]s?|ibrid[oa]|hybrydow\w+|(?:semi|part(?:ially|ly)?|partiellement|teilweise|partly)[- ](?:remote|presencial)|"
    rf"{_DAYS}{_DAY}?(?: (?:a|per|each|every|/|par|pro|in der|a la|alla|por|w) ?(?:week|month|semaine|mois|woche|monat|semana|settimana|tygodni\w+))?(?: \w+){{0,3}}[ /]+(?:\w+['’])?{_AT_HOME}|"
    rf"{_DAYS}{_DAY}(?:[ /](?:(?:a|per|each|every|par|pro|por) )?(?:week|month|semaine|woche|semana|wk))?(?: (?:at|in|from|to|of|the|our|your|be|working|im|en|au|in den|dans|nos|no|na|w|op|je|spent|based|\w+){{0,1}}){{0,3}} {_AT_OFFICE}|"
    rf"(?:{_AT_OFFICE}|{_AT_HOME})(?: \w+){{0,2}}[ :(,]+(?:(?:at least|minimum(?: of)?|around|up to|approximately|for|jusqu['’]à|bis zu|average of) )?(?:{_DAYS}{_DAY}|(?:[1-4]|two|three|twice|once)(?: ?x| times)? (?:a|per) (?:week|month))|"
    rf"{_DAYS}x? (?:a|per)[ -](?:week|month) (?:on|in|at)[ -](?:the )?{_AT_OFFICE}|"
    r"t[ée]l[ée]travail (?:partiel|jusqu|possible|occasionnel|hybride|ponctuel|flexible|r[ée]gulier|accept)|t[ée]l[ée]travail|"
    r"mobile[sn]? arbeiten|home[- ]?office[- ]?(?:m[öo]glich\w*|anteil\w*|tage\w*|option\w*|regelung\w*|nach absprache)|m[öo]glichkeit (?:zum|zu|auf|von) (?:home[- ]?office|mobil\w* arbeit\w*|remote)|homeoffice(?! setup| budget| integral)|"
    r"(?:posibilidad de|opci[óo]n de|algo de|flexibilidad de) (?:teletrabajo|remoto)|teletrabajo parcial|possibilit[àa] di (?:smart[- ]?working|lavoro agile|remoto)|smart[- ]?working|lavoro agile|"
    r"mo[żz]liwo[śs][ćc] pracy zdalnej|cz[ęe][śs]ciowo zdaln\w+|thuiswerk\w*|thuis (?:te )?werken|(?:deels|gedeeltelijk) thuis|"
    r"(?:occasional|some|partial|flexible|option(?:al)?|flexibility|ability|opportunit\w+|possibility) (?:for |of |to )?(?:\w+ )?(?:work(?:ing)? from home|remote work\w*|home[- ]?working|work(?:ing)? remotely)|"
    r"work(?:ing)? (?:from home|remotely) (?:occasionally|sometimes|when|some|part of|one|two|options?|flexib\w+|days?|policy)|remote (?:work )?(?:considered|possible|optional|options?|opportunit\w+|possibilit\w+|flexib\w+|arrangements?)|"
    r"(?:in|on)[ -](?:the )?(?:office|site) (?:on )?(?:mondays?|tuesdays?|wednesdays?|thursdays?)|on[- ]?site [^.\n]{0,30}(?:otherwise|rest|remainder|remaining)[^.\n]{0,12}(?:remote|home)|"
    r"\d{2} ?% (?:of (?:your |the )?time )?(?:in (?:the )?|on[- ]?|at the )?(?:office|site|remote|home|homeoffice))\b",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    r"\b(?:(?:fully|full|100 ?%|completely|entirely|permanently|exclusively|vollst[äa]ndig|komplett|volledig|totalement|totalmente|completamente|w pe[łl]ni|ca[łl]kowicie)[ -]?(?:remote(?:ly)?|remot[oa]s?|zdaln\w+|en remoto|home ?office)|"
    r"remote[- ](?:first|only|role|position|job|opportunity|within|from|us\b|uk\b|usa\b|eu\b|europe|emea|india|friendly|contract)|remote (?:work(?:ing)?|based)\b|remote in (?!other|different|many|nature)\w+|"
    r"(?:work(?:ing|s)?|position is|role is|job is|be|are|is|100%) (?:\w+ )?remote(?:ly)?\b(?! from time)|"
    r"work(?:ing)? (?:from home|from anywhere)|home[- ](?:based|working)|wfh|telecommut\w+|remote (?:m[öo]glich|arbeiten)|(?:en|in) remote\b|deutschlandweit remote|"
    r"(?:100 ?%|full|total\w*|complet\w*|int[ée]gral\w*) (?:de |en )?(?:t[ée]l[ée]travail|home ?office|remoto|remote|teletrabajo|teletrabalho|zdalnie|smart[- ]?working|distanciel)|"
    r"(?:t[ée]l[ée]travail|teletrabajo|teletrabalho|home ?office|smart[- ]?working) (?:à )?(?:complet|total|100|int[ée]gral|completo|full)|"
    r"prac[ay] zdaln\w+|zdalnie|trabajo (?:en )?remoto|teletrabajo|desde casa|(?:de forma|en) remot[oa]|lavoro da remoto|da remoto|telelavoro|trabalho remoto|vaga remota|regime remoto|teletrabalho)(?!\w)|"
    r"(?:^|[(\[\-–|,:/•] ?)(?:100% |fully )?remote(?: ?[)\]\-–|,/]|\s?$)",
    re.IGNORECASE | re.MULTILINE,
)
_ONSITE = re.compile(
    rf"\b(?:{_ALL_WEEK.pattern[2:]}|on[- ]?site (?:role|position|only|work\b|full|job|in\b|at our|opportunity)|(?:fully|100 ?%|full[- ]time|strictly|entirely) (?:on[- ]?site|in[- ](?:office|person)|office[- ]based)|in[- ](?:office|person) (?:role|position|only|job)|"
    r"(?:work|is|be|working) (?:\w+ )?on[- ]?site(?! support| service| at (?:client|customer)| \w+ (?:support|service))|"
    r"office[- ]based|pr[ée]sentiel|vor ort\b(?! oder| beim| bei)|(?:trabajo|modalidad|puesto|100 ?%|regime|modelo|vaga|trabalho) presencial|presencialmente|(?:lavoro|attivit[àa]) in (?:sede|presenza)|"
    r"prac[ay] stacjonarn\w+|stacjonarnie|op locatie|(?:uniquement|exclusivement) sur site)\b|[(\[](?:on[- ]?site|in[- ]office|in[- ]person)[)\]]|^(?:on[- ]?site)$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_ABOUT_JOB = re.compile(
    r"remote (?:sensing|control\w*|access|monitoring|support|desktop|sites?|areas?|locations?|communit\w+|employees|learning|patient\w*|island|server\w*|environment\w*|diagnos\w+|village\w*|indigenous|regions?|office|users?|workforce|"
    r"operation|drone|devices?|systems?|hands|start|code|procedure|repositor\w+|branch\w*|sensor\w*|management|workers?|colleagues|clients?)|(?:and|or|of|lead\w*|manag\w+|with|multiple|global) remote teams?|"
    r"hybrid (?:cloud|apps?|mobile|vehicle\w*|cars?|environment\w*|infrastructure|meetings?|mattress|electric|architecture\w*|it\b|fund|seed|hosting|platform\w*|events?|bonding|approach|data|model(?:s|ling)|engines?|systems?|search|identity|network\w*|solutions?|deployments?|integration)|"
    r"(?:remote|hybrid|on[- ]?site|in[- ]office)(?:,| or| and|/) ?(?:remote|hybrid|on[- ]?site|in[- ]office)(?:,? (?:or|and)|,) ?(?:remote|hybrid|on[- ]?site|in[- ]office)|"
    r"(?:in )?(?:onsite|on-site|hybrid|remote) roles? (?:will|are|must)|(?:working in|designated as|either) (?:in office, )?(?:onsite|on-site|hybrid|remote)(?:,? (?:or|and) (?:onsite|on-site|hybrid|remote))?|regardless of whether[^.\n]*|"
    r"hybrid (?:and|or) (?:electric|on[- ]prem\w*)|take[- ]home|care home|home office (?:set[- ]?up|budget|allowance|stipend|equipment)|(?:the|for|within|at) home office|nursing home|home office and|"
    r"on[- ]?site (?:amenit\w+|parking|gym|cafeteria|canteen|restaurant|nursery|child\w*|support|visits?|customers?|clients?|interviews?|training|meetings?|health|fitness|caf[ée]|services?|install\w*|inspection\w*|engineers?|teams?|pharmacy|medical|clinic|lunch|meals|personnel|contractors?|manager)|"
    r"remote location, which",
    re.IGNORECASE,
)
_WORKPLACE = {"remote": "REMOTE", "hybrid": "HYBRID", "onsite": "ONSITE", "on site": "ONSITE", "in office": "ONSITE",
              "office": "ONSITE", "telecommute": "REMOTE", "fully remote": "REMOTE", "flexible": "HYBRID",
              "homeoffice": "REMOTE", "unspecified": ""}  # fmt: skip
# In a field for the place or in a title the bare word says it.
_IN_FIELD = (
    ("HYBRID", re.compile(r"\b(?:hybrid\w*|h[íi]brid[oa]|ibrid[oa]|hybryd\w+|part(?:ly|ially)? remote)\b", re.IGNORECASE)),
    ("ONSITE", re.compile(r"\b(?:on[- ]?site|in[- ]office|presencial|stacjonarn\w+|vor ort|office[- ]based)\b", re.IGNORECASE)),
    ("REMOTE", re.compile(r"\b(?:remote(?:ly)?|remot[oa]|t[ée]l[ée]travail|teletrabajo|home[- ]?office|home[- ]based|wfh|work(?:ing)? from home|zdaln\w+|telecommute|anywhere|worldwide|world ?wide|smart[- ]?working|thuiswerk\w*)\b", re.IGNORECASE)),
)  # fmt: skip


def remote_kind(hint: bool | None, workplace: str, location: str, title: str, text: str) -> str:  # noqa: FBT001
    """ONSITE, HYBRID, REMOTE or ""; what is nearest to the job itself wins."""
    stated = _WORKPLACE.get(workplace.strip().lower().replace("-", " ").replace("_", " "))
    if stated:
        return stated
    for field in (workplace, location, title):
        kind = _in_field(field)
        if kind:
            return kind
    in_text = _in_text(text[:8000])
    if hint:
        return "HYBRID" if in_text == "HYBRID" else "REMOTE"
    return in_text


@lru_cache(maxsize=20_000)
def _in_field(field: str) -> str:
    if not any(pattern.search(field) for _, pattern in _IN_FIELD):
        return ""
    field = _NOT_ABOUT_JOB.sub(" ", field)
    return next((kind for kind, pattern in _IN_FIELD if pattern.search(field)), "")


def _in_text(text: str) -> str:
    if not text or not _ANY.search(text):
        return ""
    text = _NOT_ABOUT_JOB.sub(" ", text)
    labelled = _LABELLED.search(text)
    if labelled:
        kind = labelled.lastgroup or ""
        return "HYBRID" if kind == "REMOTE" and _HYBRID.search(labelled[0]) else kind
    return next((kind for kind, pattern in _ORDER if pattern.search(text)), "")


_REMOTE_FULLY = re.compile(
    r"\b(?:(?:fully|full|100 ?%|completely|entirely|vollst[äa]ndig|volledig|totalement) ?-?(?:remote(?:ly)?|remoto|zdaln\w+|t[ée]l[ée]travail|teletrabajo|smart[- ]?working|home ?office)|"
    r"(?:t[ée]l[ée]travail|teletrabajo|teletrabalho|home ?office|smart[- ]?working) (?:à )?(?:complet|total|100 ?%|int[ée]gral|completo)|remote[- ](?:first|only))",
    re.IGNORECASE,
)
# The first that matches wins.
_ORDER = (
    ("ONSITE", _NEGATED), ("REMOTE", _REMOTE_FULLY), ("ONSITE", _ALL_WEEK), ("HYBRID", _HYBRID),
    ("ONSITE", _ONSITE), ("REMOTE", _REMOTE),
)  # fmt: skip
# Without one of these words nothing can match: office alone needs days, shares or "based" beside it.
_ANY = re.compile(
    r"remot|h[yíi]br[iy]d|ibrid|hybryd|t[ée]l[ée]trav|teletrab|telelav|telecom|home|wfh|site|mobile|zdaln|presen|présen|in sede|vor ort|person|smart|agile|anywhere|casa|stacjonarn|thuis|locatie|"
    r"(?:office|oficina|ufficio|b[üu]ro|biur|kantoor)[- ](?:based|only|role|position|job)|(?:days?|jours?|tage?n?|d[íi]as?|giorni|dni|dagen|week|\d ?%|office|in)\b[^\n]{0,40}(?:office|oficina|ufficio|b[üu]ro|biur|kantoor)|(?:office|b[üu]ro|kantoor)[^\n]{0,40}(?:days?|week|%)",
    re.IGNORECASE,
)
