"""Employment type: what the source's fields say first, the text second."""

import re
from functools import lru_cache

from jobs.enrichment.internship import is_internship_text

# Order matters: the first that matches wins, the narrower before the wider.
_WORDS = (
    ("INTERN", r"intern(ship)?s?|stage|stagiaires?|stagiair|praktik(um|ant|antin|anten)\w*|becari[oa]s?|becas?|pr[áa]cticas|tirocinio|tirocinante|stagista|sta[żz]\w{0,4}|praktyk\w{1,4}|est[áa]gi\w*|werkstudent\w*|working student|placement (year|student)|co-?op (student|program|position)|co-?op\b(?=[ (]*(summer|fall|spring|winter|20\d\d))|alternan(ce|t|te)|apprenti(e|s|ssage)?|apprentice(ship)?s?|ausbildung\w*|azubis?|aprendiz(aje)?|apprendista(to)?|apprendistato|duales studium|summer (analyst|associate)|leerling"),
    ("VOLUNTEER", r"volunteer(s|ing)?|b[ée]n[ée]vol(e|at)|ehrenamt\w*|freiwillig\w+|voluntari[oa](do)?|volontari(o|ato)|vrijwilliger\w*|wolontari\w+"),
    ("CONTRACT", r"contract(or|ing)?|freelance\w*|freiberuf\w*|self-?employed|b2b|independent contractor|aut[óo]nom[oa]|zzp\w*|zzp['’]er|ind[ée]pendant|portage salarial|c2c|corp[- ]to[- ]corp|1099|w2( contract)?|umowa zlecenie|zlecenie|umowa o dzie[łl]o|partita iva|p\. ?iva|libero professionista|pj|pessoa jur[íi]dica|recibos verdes|outside ir35|inside ir35|ir35"),
    ("TEMPORARY", r"temp(orary)?|interim(aire)?|int[ée]rim(aire)?|fixed[- ]?term|ftc|cdd|dur[ée]e d[ée]termin[ée]e|(?<!un)befristet\w*|zeitarbeit\w*|seasonal|saisonnier\w*|saison(al)?|temporal|tempor[áa]ri[oa]|(tempo )?determinato|a termo|termo certo|somministrazione|uitzend\w*|tijdelijk\w*|detachering|czas okre[śs]lony|zast[ęe]pstwo|maternity (cover|leave)|elternzeitvertretung|locum|casual|bank (staff|nurse|worker|hca|carer|healthcare|midwife|support)|zero[- ]hours?|supply teacher|sustituci[óo]n|eventual|interinidad|substitui[çc][ãa]o"),
    ("PART_TIME", r"part[- ]?time|teilzeit\w*|temps partiel|mi-temps|media jornada|tiempo parcial|jornada (parcial|reducida)|deeltijd|parttime|meio per[íi]odo|meio expediente|tempo parcial|niepe[łl]ny etat|p[óo][łl] etatu|1/2 etatu|mini-?job\w*|450[- ]?€|weekend only|geringf[üu]gig\w*|per diem|prn"),
    ("FULL_TIME", r"full[- ]?time|vollzeit\w*|temps plein|temps complet|jornada completa|tiempo completo|tempo pieno|fulltime|voltijd|pe[łl]ny etat|pe[łl]en etat|tempo integral|per[íi]odo integral|permanent|perm|cdi|dur[ée]e ind[ée]termin[ée]e|unbefristet\w*|festanstellung|indefinido|(tempo )?indeterminato|sem termo|efetivo|vast contract|vast(e aanstelling)?|regular|umowa o prac[ęe]|uop|czas nieokre[śs]lony|clt"),
)  # fmt: skip
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE)) for kind, words in _WORDS
)
_CODES = {
    "permanent": "FULL_TIME", "contract": "CONTRACT", "apprenticeship": "INTERN", "full_time": "FULL_TIME",
    "part_time": "PART_TIME", "fulltime": "FULL_TIME", "parttime": "PART_TIME", "contractor": "CONTRACT",
    "temporary": "TEMPORARY", "temp": "TEMPORARY", "intern": "INTERN", "internship": "INTERN",
    "volunteer": "VOLUNTEER", "per_diem": "PART_TIME", "other": "OTHER", "freelance": "CONTRACT",
    "employee": "FULL_TIME", "regular": "FULL_TIME", "seasonal": "TEMPORARY", "full time": "FULL_TIME",
}  # fmt: skip
# Where either is possible the wider offer is meant.
_EITHER = re.compile(
    r"\b(?:full[- ]?time,? ?(?:or|and|/|&) ?part[- ]?time|part[- ]?time,? ?(?:or|and|/|&) ?full[- ]?time|voll-? ?(?:oder|und|/|bzw\.?) ?teilzeit|teil-? ?(?:oder|und|/) ?vollzeit|temps (?:plein|complet) ou (?:temps )?partiel|"
    r"fulltime (?:of|/|en) parttime|parttime (?:of|/|en) fulltime|vollzeit (?:oder|und) teilzeit)\b",
    re.IGNORECASE,
)
# What an agency places, not what this job is.
_ANY_KIND = re.compile(
    r"\bcontract(?:,|/| or)(?: ?[\w-]+){1,4},? ?(?:or|and|/|&) (?:direct|perm)\w*", re.IGNORECASE
)
_LABELLED = re.compile(
    r"\b(?:(?:job|employment|contract|position|work|assignment|engagement) ?(?:type|status|term|basis|schedule)?|type|hours|schedule|type de contrat|contrat|nature du contrat|vertragsart|anstellungsart|besch[äa]ftigungsart|arbeitszeit|"
    r"arbeitsverh[äa]ltnis|vertrag|tipo de (?:contrato|contrata[çc][ãa]o|jornada|empleo|v[íi]nculo)|contrato|jornada|contrata[çc][ãa]o|regime|tipo di contratto|contratto|inquadramento|forma zatrudnienia|rodzaj umowy|umowa|wymiar(?: pracy)?|"
    r"dienstverband|contractvorm|soort contract)\s?[:–]\s?(?P<value>[^\n;.|•]{2,48})",
    re.IGNORECASE,
)
_NARROW = ("INTERN", "VOLUNTEER", "CONTRACT", "TEMPORARY", "PART_TIME")
# In running text only phrases that speak of the job itself count.
_JOB = r"(?:role|position|job|contract|hours|basis|opportunity|post|vacancy|work|employment|appointment|assignment|schedule|shifts?)"
_IN_TEXT = (
    ("PART_TIME", rf"part[- ]?time {_JOB}|(?:poste|cdi|contrat|emploi) (?:à|en) temps partiel|(?:stelle|job|position) in teilzeit(?! oder)|auf mini-?job[- ]?basis|mini-?job\b|a tiempo parcial|jornada (?:parcial|reducida)|media jornada|meio per[íi]odo|part[- ]?time \d\d ?(?:ore|h)|(?:p[óo][łl]|1/2) etatu|niepe[łl]ny etat|parttime (?:functie|baan|job|contract|dienstverband)|geringf[üu]gige? besch[äa]ftigung|\bprn\b"),
    ("CONTRACT", rf"\d{{1,2}}[- ]?\+? ?(?:months?|mths?|weeks?)(?: rolling| initial)?(?: \+)? contract(?! of employment)|contract {_JOB}|contract[- ]to[- ](?:hire|perm)|contract (?:length|duration)|(?:inside|outside) ir35|day rate|freelance(?:r)? (?:role|position|basis|contract|mission)|en freelance|freelance,? tjm|tjm|"
     r"\b1099 (?:position|role|contract\w*|basis)|w-?2 (?:only|contract)|corp[- ]to[- ]corp|\bc2c\b|(?:auf )?(?:freiberufliche\w?|selbst[äa]ndige\w?) (?:basis|mitarbeit)|(?:como|contrato de) aut[óo]nomo|contrata[çc][ãa]o:? pj|regime pj|como pj|(?:con|a) (?:partita iva|p\. ?iva)|(?:kontrakt|umowa|wsp[óo][łl]praca)\w* b2b|b2b contract|umow\w+ zleceni\w+|umow\w+ o dzie[łl]o|als (?:zzp['’]?er|freelancer)|zzp['’]?er\b|recibos verdes"),
    ("TEMPORARY", rf"(?:fixed[- ]?term|temporary)(?:[ ,]+(?:full[- ]?time|part[- ]?time|[\w-]+))? {_JOB}|temp[- ]to[- ]perm\w*|temporary until|maternity (?:cover|leave cover)|(?:contrat|poste|offre|en|un|d['’]un)[ :]+cdd|cdd (?:de )?\d|contrat à dur[ée]e d[ée]termin[ée]e|missions? d['’]int[ée]rim|missions? int[ée]rim|\b(?<!un)befristet\w*(?! oder unbefristet)|elternzeitvertretung|zeitarbeit|"
     r"contrato (?:temporal|de sustituci[óo]n|eventual|de interinidad|de obra|a termo(?: certo)?|tempor[áa]rio|por tempo determinado)|sustituci[óo]n por baja|(?:a|di) tempo determinato|(?:contratto di|in) somministrazione|czas okre[śs]lony|umow\w+ na zast[ęe]pstwo|tijdelijk(?:e)? (?:contract|functie|dienstverband|aanstelling|baan)|via (?:een )?uitzend\w+|uitzend(?:contract|kracht|basis)|zero[- ]hours? (?:contract|basis)|\(?\bftc\b\)?|seasonal (?:role|position|job|contract|work)|locum (?:role|position|cover|post)|bank (?:contract|shifts|worker)"),
    ("FULL_TIME", rf"permanent,? (?:{_JOB}|full)|permanent(?= ?[|,–-]? ?(?:£|\$|€))|(?<=[|•–,/-] )permanent(?= ?(?:[|•–,/\n-]|$))|(?<!non-)(?<!semi-)permanent(?=[,.]? (?:and )?full)|\bcdi\b|temps (?:plein|complet)|vollzeit\w*|unbefristet\w*|(?:eine? |in |zur )?festanstellung|jornada completa|tiempo completo|contrato (?:indefinido|sem termo|efetivo|por tiempo indefinido)|tempo indeterminato|tempo pieno|contrat à dur[ée]e ind[ée]termin[ée]e|regime clt|contrata[çc][ãa]o clt|\bclt\b|umow\w+ o prac[ęe]|pe[łl](?:ny|en) etat|czas nieokre[śs]lony|vast (?:contract|dienstverband)|vaste (?:aanstelling|baan)|voltijds?\b|fulltime (?:functie|baan|dienstverband)"),
)  # fmt: skip
_IN_TEXT_PATTERNS = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)) for kind, words in _IN_TEXT
)
_DAY_RATE = re.compile(
    r"(?:£|€|\$)\s?\d{2,4}(?:\s?-\s?£?€?\$?\d{2,4})?\s?(?:p/?d|per day|/ ?day|a day|daily)\b",
    re.IGNORECASE,
)
_OTHERS = r"(?! (?:paid |professional |work )?(?:experience|employees?|stud\w+|equivalent|benefit\w*|degree|professional|education|team members|associates|staff|workers|opportunit\w+|offers?|parent|faculty|hires?|basis without))"
_BARE_PART = re.compile(
    rf"(?<!\w)(?:part[- ]?time|teilzeit|temps partiel|parttime|deeltijd|tempo parcial|part time){_OTHERS}(?!\w)",
    re.IGNORECASE,
)
_BARE_FULL = re.compile(rf"(?<!\w)(?:full[- ]?time|fulltime){_OTHERS}(?!\w)", re.IGNORECASE)
_TITLE_TRAPS = re.compile(
    r"contract (?:manager|administrator|specialist|negotiator|analyst|lawyer|officer|engineer|management|"
    r"coordinator|cleaner|support|director|executive|surveyor|catering)|contracts|contractor (?:manager|relations)|internal|volunteer (?:manager|coordinator|engagement)|"
    r"intern(?:ship)?s? (?:coordinator|manager|program(?:me)? (?:manager|lead|coordinator|director))|apprentice\w* (?:manager|tutor|assessor|coordinator|trainer)|"
    r"perm recruit\w*|temp(?:orary)? (?:recruit|desk|controller|accommodation|works)\w*|stage (?:manager|hand|technician|designer|crew)|"
    r"multi-stage|late stage|early stage|ausbild(?:er|ungsleit)\w*|ausbildungs(?:beauftragt|koordinat)\w*|regular expression|casual (?:dining|wear)|"
    r"seed stage|stage \d|permanent (?:recruit|way|makeup)\w*|b2b (?:sales|marketing|account|saas|business|content|product|ecommerce|growth|lead|demand|customer|sdr|strat)\w*|(?:sales|marketing|vertrieb|commercial\w*) b2b|"
    r"b2b(?! contract| kontrakt)|autonom(?:ous|y)\w*|saison (?:manager)|interim (?:manager|management|cfo|ceo|director|head)(?= recruit)",
    re.IGNORECASE,
)


def employment_type(
    contract_type: str, contract_time: str, stated: str, title: str, text: str
) -> str:
    """FULL_TIME, PART_TIME, CONTRACT, TEMPORARY, INTERN, VOLUNTEER, OTHER or ""."""
    from_title = _in_title(title)
    if from_title in {"INTERN", "VOLUNTEER"}:
        return from_title
    codes = {
        _CODES.get(_code(v)) or _first(v.replace("_", " "))
        for v in (stated, contract_type, contract_time)
        if v
    }
    coded = next((kind for kind in _NARROW if kind in codes), "")
    if coded or from_title not in {"", "FULL_TIME"}:
        return coded or from_title
    if "FULL_TIME" in codes:
        return "INTERN" if is_internship_text(text) else "FULL_TIME"
    return _in_text(text) or from_title or ("OTHER" if "OTHER" in codes else "")


def _code(value: str) -> str:
    return value.strip().lower().replace("-", "_")


def _first(value: str) -> str:
    value = _EITHER.sub("full-time", value)
    return next((kind for kind, pattern in _PATTERNS if pattern.search(value)), "")


@lru_cache(maxsize=20_000)
def _in_title(title: str) -> str:
    return _first(_TITLE_TRAPS.sub(" ", title))


def _in_text(text: str) -> str:
    if not text:
        return ""
    head = _ANY_KIND.sub(" ", _EITHER.sub("full-time", text[:6000]))
    if is_internship_text(head):
        return "INTERN"
    return _labelled(head) or _phrased(head)


def _phrased(text: str) -> str:
    for kind, pattern in _IN_TEXT_PATTERNS:
        if pattern.search(text) or (kind == "CONTRACT" and _DAY_RATE.search(text)):
            return kind
    if _BARE_FULL.search(text):
        return "FULL_TIME"
    return "PART_TIME" if _BARE_PART.search(text) else ""


def _labelled(text: str) -> str:
    """What follows a label such as `Contract type:`; of several the narrowest."""
    kinds = {_first(match["value"]) for match in _LABELLED.finditer(text)}
    return next((kind for kind, _ in _WORDS if kind in kinds), "")
