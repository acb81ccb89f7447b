"""The degree a posting asks for."""

import re

_LEVELS = (
    ("DOCTORATE", r"ph\.?\s?d\.?s?|doctorates?|doctoral|doctorat|thèse|promotion(?= in (?:der )?\w+)|promovier\w+|doctorado|dottorato|doktorat|doutorado|dphil|docteur en|md/phd"),
    ("MASTER", r"(?<!scrum )(?<!scrum-)(?<!web )(?<!head )(?<!harbour )(?<!post )master['’]?s?(?: of \w+)?(?: degrees?)?(?! data| plan| bedroom| schedule| chef| key| class| record| file| service| of ceremonies| branch| brewer| electrician| plumber| trust| agreement| builder| technician| mechanic| sergeant| \w+ management)|m\.?sc\.?|mba|m\.?eng|bac ?\+ ?5|diplom(?:-?(?:ingenieur|informatik|kauf|betriebswirt)\w*)?(?=[ ,/(])|maestría|máster|laurea magistrale|magister|mestrado|école d['’]ingénieurs?|diplôme d['’]ingénieur|école de commerce|graduate degree|advanced degree|post[- ]?graduate(?: degree| qualification)?"),
    ("BACHELOR", r"bachelor['’]?s?(?: degrees?)?|b\.?\s?sc\.?|b\.?\s?tech\.?|b\.?\s?eng\.?|b\.?\s?a\.?(?=(?:/| or |\s?degree| in ))|b\.?s\.?(?=(?:/| or |\s?degree| in ))|b\.?com\b|bca|undergraduate degree|honou?rs degree|degree (?:in|level|educated|qualified|or equivalent|from)|(?:university|college|graduate-level|relevant|technical|science|4[- ]year|four[- ]year|numerical|numerate|engineering|law|nursing|business|related|academic|stem) degree|bac ?\+ ?[34]|licence (?:en|professionnelle|pro)|(?:hochschul|fachhochschul)?studium|studienabschluss|abgeschlossenes studium|grado (?:en|universitario)|licenciatura|laurea|licencjat|hbo(?:[- ]opleiding)?|wo[- ]opleiding|ensino superior|superior completo|titulación universitaria|hochschulabschluss|wyższe wykształcenie|2:1|2\.1 degree|graduate calibre"),
    ("VOCATIONAL", r"nvq|btec|hnd|hnc|city (?:&|and) guilds|associate['’]?s? degree|bac ?\+ ?2|bts|dut|but\b(?= \w+ ou)|\bcap\b(?= [a-zé])|\bbep\b|bac pro\w*|(?:abgeschlossene )?(?:berufs)?ausbildung(?! (?:zum|zur))|ciclo formativo|formación profesional|\bfp\b grado|mbo(?:[- ]opleiding)?|vocational (?:training|qualification|diploma)|apprenticeship (?:qualification|trained)|trade (?:certificate|qualification|school)|technical diploma|journeyman|time[- ]served|meisterbrief|lehrabschluss|diplôme d['’]etat|certificate iii|a[- ]levels?"),
    ("SECONDARY", r"high school diploma|high school (?:degree|graduate|education)|\bged\b|h\.s\. diploma|gcses?|baccalauréat|\bbac\b(?! ?\+| pro)|abitur|matura|mittlere reife|hauptschulabschluss|realschulabschluss|bachillerato|diploma di maturità|secondary school|secondary education|leaving cert\w*|ensino médio|10th pass|12th pass|\bmatric\b|vmbo|\bbasic education\b"),
)  # fmt: skip
_PATTERNS = tuple(
    (level, re.compile(rf"(?<![\w.])(?:{words})(?![\w])", re.IGNORECASE))
    for level, words in _LEVELS
)
_RANK = {level: i for i, (level, _) in enumerate(reversed(_LEVELS))}
_PREFERRED = re.compile(
    r"(?:prefer\w*|desir\w+|nice to have|a plus|bonus|ideal\w*|advantag\w*|asset|souhait\w+|idéalement|serait un plus|wünschenswert|von vorteil|deseable|valorable|plus\b|would be)",
    re.IGNORECASE,
)
_ANY = re.compile(
    "|".join(f"(?P<{level}>(?<![\\w.])(?:{words})(?![\\w]))" for level, words in _LEVELS),
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    r"no (?:degree|qualifications?|formal)|sans diplôme|ohne (?:ausbildung|abschluss)|degree (?:is )?not required",
    re.IGNORECASE,
)


def degree_wanted(text: str) -> str:
    """The least degree that is enough, or "": of `Bachelor or Master` the Bachelor."""
    if _ENOUGH.search(text):
        return ""
    wanted: list[str] = []
    nice: list[str] = []
    for match in _ANY.finditer(text):
        level = match.lastgroup or ""
        line_end = text.find("\n", match.end())
        clause = text[
            max(0, match.start() - 40) : min(
                match.end() + 50, line_end if line_end > 0 else len(text)
            )
        ]
        (nice if _PREFERRED.search(clause) else wanted).append(level)
    pool = wanted or nice
    return min(pool, key=_RANK.__getitem__) if pool else ""
