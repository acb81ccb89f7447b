"""Employment type: what the source's fields say first, the text second."""

import re

# Order matters: the first that matches wins, the narrower before the wider.
_WORDS = (
    ("INTERN", r"intern(ship)?s?|stage|stagiaires?|praktik(um|ant|antin|anten)\w*|becari[oa]s?|becas?|pr[áa]cticas|tirocinio|stagista|sta[żz]\w*|praktyk\w+|est[áa]gi\w*|werkstudent\w*|working student|placement (year|student)|co-?op student|alternan(ce|t|te)|apprenti(e|s|ssage)?|apprentice(ship)?s?|ausbildung\w*|azubis?|aprendiz(aje)?|apprendista(to)?|duales studium|summer (analyst|associate)"),
    ("VOLUNTEER", r"volunteer(s|ing)?|b[ée]n[ée]vol(e|at)|ehrenamt\w*|freiwillig\w+|voluntari[oa](do)?|volontari(o|ato)|vrijwilliger\w*|wolontari\w+"),
    ("CONTRACT", r"contract(or)?|freelance\w*|freiberuf\w*|self-?employed|b2b|independent contractor|aut[óo]nomo|zzp|ind[ée]pendant|portage salarial|c2c|corp[- ]to[- ]corp|1099|w2 contract|umowa zlecenie|partita iva|outside ir35|inside ir35|ir35"),
    ("TEMPORARY", r"temp(orary)?|interim(aire)?|int[ée]rim(aire)?|fixed[- ]?term|cdd|befristet\w*|zeitarbeit\w*|seasonal|saisonnier\w*|saison\w*|temporal|tempor[áa]ri[oa]|tempo determinato|uitzend\w*|maternity (cover|leave)|elternzeitvertretung|locum|casual|bank staff"),
    ("PART_TIME", r"part[- ]?time|teilzeit|temps partiel|mi-temps|media jornada|tiempo parcial|jornada parcial|deeltijd|parttime|meio per[íi]odo|part-time|niepe[łl]ny etat|minijob|450[- ]?€|weekend only"),
    ("FULL_TIME", r"full[- ]?time|vollzeit|temps plein|temps complet|jornada completa|tiempo completo|tempo pieno|fulltime|voltijd|pe[łl]ny etat|tempo integral|permanent|perm|cdi|unbefristet\w*|festanstellung|indefinido|tempo indeterminato|vast contract|regular|umowa o prac[ęe]|clt"),
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
# In running text only phrases that speak of the job itself count.
_IN_TEXT = (
    ("PART_TIME", re.compile(r"\b(?:part[- ]?time (?:role|position|job|contract|hours|basis|opportunity)|poste à temps partiel|in teilzeit(?! oder)|(?:job|position|role|hours|type|schedule|contract)\s*[:\-]\s*part[- ]?time|a tiempo parcial)\b", re.IGNORECASE)),
    ("CONTRACT", re.compile(r"(?:£|€|\$)\s?\d{2,4}(?:\s?-\s?£?€?\$?\d{2,4})?\s?(?:p/?d|per day|/ ?day|a day|daily)|\b(?:\d{1,2}[- ]?(?:\+ )?months?(?: rolling| initial)? contract|contract (?:role|position|opportunity|length|duration)|(?:inside|outside) ir35|day rate|(?:job|employment|contract|position)(?: type)?\s*[:\-]\s*(?:contract|freelance)(?:or)?|freelance(?:r)? (?:role|position|basis)|tjm)\b", re.IGNORECASE)),
    ("TEMPORARY", re.compile(r"\b(?:(?:fixed[- ]?term|temporary)(?:\s\w+)? (?:role|position|contract|job|appointment|assignment|basis|post)|maternity cover|cdd(?: de)? \d|contrat ?: ?cdd|(?:en|un|poste en) cdd|mission d['’]int[ée]rim|befristet(?:e|er|en)? (?:stelle|auf|vertrag)|\(?\bftc\b\)?)", re.IGNORECASE)),
    ("FULL_TIME", re.compile(r"\b(?:full[- ]?time|permanent (?:role|position|job|contract|basis|opportunity|full)|(?:job|employment|contract|position)(?: type)?\s*[:\-]\s*permanent|cdi|temps plein|vollzeit|unbefristet\w*|jornada completa|tempo indeterminato|contrato indefinido)\b", re.IGNORECASE)),
)  # fmt: skip


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
    for kind in ("INTERN", "VOLUNTEER", "CONTRACT", "TEMPORARY", "PART_TIME"):
        if kind in codes:
            return kind
    if from_title and from_title != "FULL_TIME":
        return from_title
    if "FULL_TIME" in codes:
        return "FULL_TIME"
    return from_title or _in_text(text) or ("OTHER" if "OTHER" in codes else "")


def _code(value: str) -> str:
    return value.strip().lower().replace("-", "_")


def _first(value: str) -> str:
    return next((kind for kind, pattern in _PATTERNS if pattern.search(value)), "")


_TITLE_TRAPS = re.compile(
    r"contract (?:manager|administrator|specialist|negotiator|analyst|lawyer|officer|engineer|management|"
    r"coordinator|cleaner|support|director|executive|surveyor)|contracts|internal|volunteer (?:manager|coordinator|engagement)|"
    r"intern(?:ship)? (?:coordinator|manager|program)|apprentice\w* (?:manager|tutor|assessor|coordinator|trainer)|"
    r"perm recruit\w*|temp(?:orary)? (?:recruit|desk|controller|accommodation|works)\w*|stage (?:manager|hand|technician|designer)|"
    r"multi-stage|late stage|early stage|ausbild(?:er|ungsleit)\w*|regular expression|casual (?:dining|wear)|"
    r"seed stage|stage \d|permanent (?:recruit|way|makeup)\w*",
    re.IGNORECASE,
)


def _in_title(title: str) -> str:
    return _first(_TITLE_TRAPS.sub(" ", title))


def _in_text(text: str) -> str:
    head = text[:6000]
    return next((kind for kind, pattern in _IN_TEXT if pattern.search(head)), "")
