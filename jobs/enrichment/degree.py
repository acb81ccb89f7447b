"""The degree a posting asks for."""

import re

from jobs.enrichment.cues import Cues

_OF_WHAT = r"(?:science|arts|business|engineering|laws?|education|public|social|computer|technology|philosophy|finance|architecture|fine|nursing|accounting|commerce|economics|management|health|library|theology)"
_LEVELS = (
    ("DOCTORATE", r"ph\.?\s?d\.?s?(?: degrees?)?|doctorates?|doctoral(?: degrees?| studies)?|doctorat|th[èe]se de doctorat|abgeschlossene promotion|promotion in (?:den |der )?(?:chemie|physik|biolog\w+|informatik|medizin|\w+wissenschaft\w*|mathematik|ingenieur\w*|bwl|jura)|promovier\w+|doctorado|dottorato|doktorat|doutorado|doutoramento|dphil|docteur en|md/phd|gepromoveerd"),
    ("MASTER", rf"(?<!scrum )master['’]s(?: of {_OF_WHAT})?(?:[ -](?:degrees?|level|qualification|program(?:me)?))?|masters(?: degrees?| level| program(?:me)?| in| or)|(?<!scrum )(?<!scrum-)(?<!web )(?<!head )(?<!harbour )(?<!station )master(?:[ -]?(?:degrees?|abschluss|studium|studiengang|thesis|level|diploma|program(?:me)?)| of {_OF_WHAT}|(?= (?:in|en|i|1|2|or|ou|oder|und|o) )|(?=[,/)]|$)|(?= \d))|(?<=bachelor/)master|(?<=d['’]un )master\b|"
     r"m\.?sc\.?(?: degrees?)?|m\.?s\.?(?= degree| in [a-z]| or ph|/ph)|mba\b|m\.?b\.?a\.|m\.?eng\b|m\.?tech\b|m\.com\b|mcom\b|\bmca\b|pgdm|bac ?\+ ?5|diplom-?(?:ingenieur|informatik|kauf|betriebswirt)\w*|maestr[íi]a|m[áa]ster (?:en|universitario|oficial|de)|laurea (?:magistrale|specialistica)|magist(?:er|ra|ersk\w+)\b|mgr\b|mestrado|p[óo]s[- ]gradua[çc][ãa]o|"
     r"[ée]cole d['’]ing[ée]nieurs?|dipl[ôo]me d['’]ing[ée]nieur|[ée]cole de commerce|graduate degree|advanced degree|post[- ]?graduate(?: degree| qualification| diploma)?"),
    ("BACHELOR", r"bachelor\w{0,10}['’]?s?(?: degrees?)?|b\.?\s?sc\.?(?: degrees?)?|b\.?\s?tech\b\.?|b\.?\s?eng\b\.?|b\.e\.?(?=[ /,)])|\bbe/b|b\.?\s?a\.?(?=(?:/| or |\s?degree| in ))|b\.?s\.?(?=(?:/| or |\s?degree| in ))|b\.?com\b|\bbca\b|\bbba\b|undergraduate (?:degree|program)|honou?rs (?:degree|graduate)|any (?:graduate|graduation|degree)|"
     r"degrees?(?: \([^)\n]{0,30}\))? (?:in\b|level|educated|qualified|or equivalent|from)|(?:a|relevant|your) degree(?=[,.;]| and | or )|educated to degree|degree[- ](?:educated|level|qualified)|(?:university|college|graduate-level|relevant|technical|science|4[- ]year|four[- ]year|numerical|numerate|engineering|law|nursing|business|related|academic|stem|first|good|honou?rs) degree|"
     r"(?:graduation|degree|graduate) from an accredited|four-year college|bac ?\+ ?[34]|licence (?:en|professionnelle|pro)|(?:hochschul|fachhochschul|universit[äa]ts|ingenieur\w*|informatik)?studium(?! generale)|studienabschluss|(?:fach)?hochschulabschluss|grado (?:en|universitario)|graduado en|licenciatura|licenciad[oa] en|ingenier[íi]a (?:en|industrial|inform[áa]tica)|estudios universitarios|"
     r"laurea\b(?! magistrale| specialistica)|laureat[oaie] in|licencjat\w*|hbo\b|wo\b(?=[- ](?:opleiding|diploma|niveau|werk|master|bachelor)|/)|wo[- ](?:opleiding|diploma)|ensino superior|superior completo|gradua[çc][ãa]o (?:em|completa)|curso superior|titulaci[óo]n universitaria|wykszta[łl]ceni\w+ wy[żz]sz\w+|wy[żz]sze wykszta[łl]cenie|studia wy[żz]sze|2:1|2\.1 degree|graduate calibre"),
    ("VOCATIONAL", r"nvq|btec|\bhnd\b|\bhnc\b|city (?:&|and) guilds|associate['’]?s?['’]? degree|bac ?\+ ?2|\bbts\b|\bdut\b|\bbut\b(?= (?:gmp|gea|tc|info\w*|mmi|qlio|g[ée]nie) )|cap(?:/bep| ou bep|, bep| bep)|(?:d['’]un|niveau|dipl[ôo]me|titulaire|type|le) cap\b(?! sur)|cap (?:cuisine|petite|coiff|boul|p[âa]t|[ée]lec|plomb|ma[çc]|vente|esth|m[ée]ca|carross|menuis|aepe|accompagnant|service|commerc|restaur)\w*|\bbep\b|bac pro\w*|"
     r"(?:abgeschlossene|erfolgreich\w*|kaufm[äa]nnische|technische|handwerkliche|gewerbliche|medizinische|vergleichbare|fundierte|einschl[äa]gige|entsprechende)\w*(?: \w+){0,3} \w*ausbildung\b|berufsausbildung|ausbildung (?:als|oder|im bereich|mit|abgeschlossen)|ciclo formativo|grado (?:medio|superior)|formaci[óo]n profesional|\bfp\b(?: grado| de| ii| superior| media|/)|mbo\b(?:[- ]opleiding)?|"
     r"vocational (?:training|qualification|diploma|degree)|apprenticeship (?:qualification|trained)|trade (?:certificate|qualification|school)|technical diploma|journeyman|time[- ]served|meisterbrief|lehrabschluss|dipl[ôo]me d['’]etat|certificate iii|a[- ]levels?|curso t[ée]cnico|ensino t[ée]cnico|t[ée]cnico em|wykszta[łl]ceni\w+ (?:zawodow\w+|techniczn\w+)|qualifica professionale"),
    ("SECONDARY", r"high school (?:diploma|degree|graduate|education|equivalen\w+)|\bged\b|h\.s\. diploma|gcses?|baccalaur[ée]at|\bbac\b(?! ?\+| pro)|(?:fach)?abitur|matura\b|mittlere reife|hauptschulabschluss|realschulabschluss|bachillerato|\beso\b|diploma di (?:maturit[àa]|scuola)|(?<!master )\bdiploma (?:tecnico|quinquennale|superiore)|secondary school|secondary education|leaving cert\w*|ensino m[ée]dio|12[ºo°] ano|"
     r"10th pass|12th pass|\bmatric\b|vmbo|\bbasic education\b|wykszta[łl]ceni\w+ [śs]redni\w+|middelbare school"),
)  # fmt: skip
_RANK = {level: i for i, (level, _) in enumerate(reversed(_LEVELS))}
_PREFERRED = re.compile(
    r"(?:prefer\w*|desir\w+|nice to have|a plus|bonus|ideal\w*|advantag\w*|asset|souhait\w+|idéalement|serait un plus|wünschenswert|von vorteil|deseable|valorable|plus\b|would (?:also )?be|mile widziane|diferencial)",
    re.IGNORECASE,
)
_ANY = re.compile(
    "|".join(f"(?P<{level}>(?<![\\w.])(?:{words})(?![\\w]))" for level, words in _LEVELS),
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    r"no (?:degree|qualifications?|formal)|sans dipl[ôo]me|ohne (?:ausbildung|abschluss)|degree (?:is )?not required",
    re.IGNORECASE,
)
# Whom one works with, not what one must have.
_PEOPLE = re.compile(
    r"(?:support|mentor\w*|supervis\w+|train\w*|teach\w*|advis\w+) (?:\w+ ){0,4}$", re.IGNORECASE
)
_STUDENTS = re.compile(r" (?:students?|candidates?|researchers?|holders?)\b", re.IGNORECASE)


def degree_wanted(cues: Cues) -> str:
    """The least degree that is enough, or "": of `Bachelor or Master` the Bachelor."""
    text = cues.text
    wanted: list[str] = []
    nice: list[str] = []
    for low, high in cues.windows(cues.places("degree"), 60, 90):
        if _ENOUGH.search(text, low, high):
            return ""
        for match in _ANY.finditer(text, low, high):
            if _STUDENTS.match(text, match.end()) and _PEOPLE.search(
                text, max(0, match.start() - 40), match.start()
            ):
                continue
            is_nice = cues.section_at(match.start()) == "NICE" or _is_preferred(text, match)
            (nice if is_nice else wanted).append(match.lastgroup or "")
    pool = wanted or nice
    return min(pool, key=_RANK.__getitem__) if pool else ""


def _is_preferred(text: str, match: re.Match[str]) -> bool:
    line = max(0, text.rfind("\n", 0, match.start()) + 1, match.start() - 30)
    before = re.split(r"[,;(]|\. ", text[line : match.start()])[-1]
    line_end = text.find("\n", match.end())
    end = min(match.end() + 50, line_end if line_end > 0 else len(text))
    after = re.split(r"[;)]|\. |, (?!or)|\(", text[match.end() : end], maxsplit=1)[0]
    return bool(_PREFERRED.search(before) or _PREFERRED.search(after))
