"""What a short piece of a resume is likely to be: a job title, an organisation, a school, a degree, a place."""

import re
from functools import cache, lru_cache
from pathlib import Path

from resumes.parsing.vocabulary import normal

_DATA = Path(__file__).parent / "data"

_SENIORITY = frozenset(
    [
        "senior",
        "sr",
        "junior",
        "jr",
        "lead",
        "chief",
        "principal",
        "staff",
        "head",
        "vice",
        "executive",
        "assistant",
        "associate",
        "deputy",
        "interim",
        "acting",
        "graduate",
        "trainee",
        "freelance",
        "independent",
        "founding",
        "distinguished",
        "managing",
        "general",
        "regional",
        "global",
        "national",
        "technical",
        "leitender",
        "leitende",
        "stellvertretender",
        "stellvertretende",
        "adjoint",
        "adjointe",
        "starszy",
        "mlodszy",
        "glowny",
    ]
)
_ORGANISATION = re.compile(
    r"\b(?:inc|llc|llp|ltd|limited|plc|corp|corporation|company|co|gmbh|ag|kg|ohg|ug|se|e\.?v|mbh|s\.?a\.?s?|sarl|s\.?r\.?l|s\.?p\.?a|"
    r"s\.?l\.?u?|ltda|lda|sp\.? z o\.?o|b\.?v|n\.?v|oy|ab|aps|as|group|gruppe|groupe|grupo|gruppo|grupa|groep|holding|holdings|bank|banque|banco|"
    r"banca|sparkasse|labs?|laborator(?:y|ies)|technologies|solutions|systems|software house|industries|enterprises|partners|associates|"
    r"ventures|capital|foundation|stiftung|fondation|fundaci[oó]n|association|society|institute|institut|instituto|istituto|university|"
    r"universit[àäéy]?t?[eä]?t?|hochschule|college|school|academy|hospital|hôpital|\w*klinik(?:um)?|\w*krankenhaus|\w+zentrum|\w+werke|clinic|clinique|clínica|ministry|minist[eè]re|"
    r"ministerium|department of|agency|agentur|agence|agencia|studios?|media|consulting|logistics|airlines|airways|hotel|restaurant|"
    r"café|cafe|retail|stores?|supermarkt|supermarket|motors|automotive|pharma(?:ceuticals)?|insurance|versicherung|assurances|seguros|"
    r"energy|telecom|networks?|research center|centre|center|council|gemeinde|stadt|mairie|ayuntamiento|university hospital|club|team|"
    r"program(?:me)?|services|service|works|werke|verlag|press|church|library|museum|theatre|theater|opera|circle|corps|bakery|bäckerei|"
    r"pharmacy|apotheke|shop|salon|spa|gym|farm|farms|inn|pub|bar|grill|kitchen|house|federation|union|authority|commission|court|"
    r"trust|fund|charity|sp\. j|e figli|& figli|and sons|& sons|et fils|e filhos|e hijos|y asociados|& asociados|& associés|und söhne|& söhne|& zn|i synowie|s\.?coop|s\.?com|s\.?a\.?[ut]|s\.?l\.?n\.?e|ltda|me|firma|zakład|szpital|urząd|praxis|kanzlei|büro|werk|startup)\b\.?",
    re.IGNORECASE,
)
_STRONG_ORGANISATION = re.compile(
    r"(?:\b(?:inc|llc|llp|ltd|limited|plc|corp|corporation|gmbh|ag|kg|s\.a|sarl|s\.?r\.?l|s\.?p\.?a|ltda|b\.v|sp\. z o\.?o)\b\.?|& co\b)",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:universit\w*|universidad\w*|universidade|università|uniwersytet\w*|universiteit\w*|college|school|academy|akadem\w*|(?:aus)?bildungs(?:zentrum|werk|akademie|haus)|institut\w*|istituto|"
    r"hochschule\w*|fachhochschule|gymnasium|realschule|gesamtschule|grundschule|berufsschule|berufskolleg|schule|\w+schule|(?!pre|play|home|after)\w+school|\w+skol[ae]|\w+liceum|lycée|lyceum|athénée\b|atheneum|c[ée]gep|collège|"
    r"école|ecole|politecnico|polytechni\w*|politechnika|liceum|liceo|technikum|instituto|escuela|escola|colegio|colégio|facultad|faculty|"
    r"faculdade|facoltà|faculté|hogeschool|conservator\w*|conservatoire|szkoła|zespół szkół|liceum|ginnasio|haute école|centr[eo] de (?:formation|formación)|"
    r"iut|insa|hec|eth|epfl|mit|ucla|nyu|eton|tu [A-Z]\w+|fh [A-Z]\w+|iit|nit|bits|rwth|kit|ucl|lse|ihk|handwerkskammer|bootcamp|campus|business school|scuola|roc)\b",
    re.IGNORECASE,
)
_SCHOOL_DEGREE = re.compile(
    r"\b(?:high|secondary|middle|grammar|senior|junior)[- ]school(?: leaving)? (?:diploma|certificate|graduate|degree|graduation)|\bschool leaving certificate",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?<![\w.])(?:b\.?\s?sc|m\.?\s?sc|b\.?\s?a|m\.?\s?a|b\.?\s?s|m\.?\s?s|b\.?\s?eng|m\.?\s?eng|b\.?\s?tech|m\.?\s?tech|b\.?\s?e|m\.?\s?e|"
    r"ph\.?\s?d|d\.?\s?phil|m\.?\s?phil|m\.?b\.?a|b\.?b\.?a|ll\.?\s?[bm]|j\.?d|m\.?d|ed\.?d|b\.?ed|m\.?ed|b\.?com|m\.?com|bca|mca|bfa|mfa|bsn|msn|"
    r"a\.?a\.?s?|a\.?s|dds|pharmd|hnd|hnc|btec|nvq|meng|beng|mres|pgce|pgdip|dba|gcse|gcses|ged|bts|dut|but|cap|bep|fp|dec|aec|bac\s?\+\s?\d|mphil|bachelor\w*|"
    r"master\w*|magister\w*|mgr(?:\s+in[zż])?|in[zż](?=\.|\s)|licencjat\w*|doctor\w*|doktor\w*|diplom\w*|dipl\.|licen[cs]\w+(?! de (?:cond|manej|moto))|laurea\w*|"
    r"grado|graduado|graduada|ingenier[íi]a|engenharia|ingénieur|máster|mestrado|bacharel\w*|mestre|doutor\w*|tecnólogo|técnico superior|ciclo formativo|bootcamp|nanodegree|diplomado|"
    r"associate(?:'s|’s)?\s+(?:degree|of|in)|associates?(?:'s|’s)?\s+degree|degree|certificate|certificat|(?:leaving|junior|grad(?:uate)?) cert|abitur|fachabitur|allgemeine hochschulreife|fachhochschulreife|mittlere reife|hochschulreife|"
    r"realschulabschluss|hauptschulabschluss|baccalaur[ée]at|brevet|bachillerato|bachilleratos|ensino médio|ensino superior|maturit[àa]|diploma|matura|"
    r"promotion|staatsexamen|ausbildung (?:zum|zur|als)|lehre (?:als|zum|zur)|umschulung|fachwirt\w*|meisterbrief|post-?graduate|undergraduate|"
    r"a[ -]?levels?|ncea|cfc|efz|secundaria|bachiller|abilitazione|high school|secondary school|minor in|major in|propedeuse|hbo|mbo|vwo|havo|vmbo|doctoraal|mavo|dottorato|perito|ragioneria|studia (?:podyplomowe|magisterskie|inżynierskie|licencjackie)|wykształcenie (?:średnie|wyższe|zawodowe)|"
    r"formação técnica|formación profesional|curso (?:técnico|superior)|technik(?=\s)|betriebswirt\w*|graduate certificate|honou?rs degree|industriemeister|handwerksmeister|meister im|meisterprüfung|meisterschule|staatlich geprüfte[rn]? \w+|chartered accountant|certified public accountant|chartered engineer|facharbeiterbrief|gesellenbrief|facharzt\w*|class xii|class x|10th|12th|hsc|ssc|cbse)(?![\w])\.?",
    re.IGNORECASE,
)
_STATE = r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|ON|QC|BC|AB|MB|SK|NS|NB|NL|NSW|VIC|QLD|ACT|TAS)"
_CITY = r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w.'’-]*(?:[ -](?:[a-z]{1,3}[ -])?[A-ZÀ-ÖØ-ÞŁŚŻŹĆ][\w.'’-]*){0,3}"
CITY_STATE = re.compile(
    rf"(?<![\w]){_CITY},\s*{_STATE}\b(?:,?\s*\d{{5}}(?:-\d{{4}})?)?(?:,\s*(?:USA?|U\.S\.A?\.?|United States|Canada|Australia))?"
)
_REMOTE = re.compile(
    r"^\(?(?:fully |100 ?% )?(?:remote|hybrid|on-?site|home ?office|télétravail|remoto|zdalnie|anywhere|worldwide)\)?(?:\s*[/|,–-].*)?$",
    re.IGNORECASE,
)
_KIND_OF_JOB = re.compile(
    r"^\(?(?:full[- ]?time|part[- ]?time|contract|internship|temporary|permanent|seasonal|vollzeit|teilzeit|"
    r"cdi|cdd|temps plein|temps partiel|jornada completa|media jornada|tempo pieno|pełny etat)\)?$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"^\(?(?:\d+\+?\s*(?:years?|yrs?|y|months?|mos?|m|jahre?n?|monate?n?|ans?|années?|mois|años?|meses|mes|anos?|anni|anno|mesi|mese|lat|lata|rok|miesi\w+|jaar|maand\w*|weeks?)\.?,?\s*(?:and|und|et|y|e|i|en)?\s*)+\)?$",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"^(?:greater|großraum|metropolregion|région de|grand|área metropolitana de|área de)\s+"
    r"|\s+(?:metropolitan (?:area|region)|metro area|bay area|area|und umgebung|et périphérie|y alrededores|e dintorni)$",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"[A-ZÀ-Þ][^\W\d_]+(?: [A-ZÀ-Þ][^\W\d_]+)? (?:State|Province|County|Region|District)"
)
_SURE_TITLE = 2.0
_SHORT_FORM = 2
_TOWN_NAMES = 2
_WORDS_TOO = frozenset(["aec", "but", "cap", "dec", "dut"])
"""Letters of degrees that are words or months when they are not all capitals."""
_TOWN_AND_REGION = 2
_GRADE = re.compile(
    r"\s+(?:I{1,3}|IV|V|[1-5]|\([mwfdxh]/[mwfdxh](?:/[mwfdx])?\)|[mwf]/[mwfd](?:/[dx])?)(?=$|,)"
)
_COMPOUND_LETTERS = 9
_ROLE_LETTERS = 5
_POSTCODE = re.compile(
    r"\b(?:\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{2}-\d{3})\b|(?<=, )[A-Z]{1,2}\d{1,2}[A-Z]?$"
)
_OF = re.compile(
    r"\s+(?:of|for|in|at|de|du|des|der|für|im|i|ds\.|del|della|di|do|da|van|voor|bei|chez|en|–|—|-|\(|,|/|&|\+|\||·)(?:\s|$)|[(,/|]"
)


@cache
def _role_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that end job titles: the usual ones, and those few titles end with (piper, mason: often a name)."""
    _, usual, rare = (_DATA / "role_words.txt").read_text(encoding="utf-8").strip().split("\n")
    return frozenset(map(normal, usual.split())), frozenset(map(normal, rare.split()))


_OWN_NAMES = frozenset(
    [
        "den haag",
        "s gravenhage",
        "the hague",
        "geneve",
        "firenze",
        "venezia",
        "genova",
        "padova",
        "roma",
        "wroclaw",
        "gent",
        "brugge",
        "lausanne",
    ]
)
_OWN_REGIONS = frozenset(
    [
        "reino unido",
        "royaume uni",
        "regno unito",
        "vereinigtes konigreich",
        "wielka brytania",
        "verenigd koninkrijk",
        "estados unidos",
        "etats unis",
        "stati uniti",
        "stany zjednoczone",
        "verenigde staten",
        "allemagne",
        "alemania",
        "alemanha",
        "germania",
        "niemcy",
        "duitsland",
        "pays bas",
        "paises bajos",
        "nederland",
        "niederlande",
        "suisse",
        "svizzera",
        "suiza",
        "belgie",
        "belgique",
        "irlanda",
        "irland",
        "irlande",
        "ierland",
        "ile de france",
        "bayern",
        "hessen",
        "cataluna",
        "lombardia",
        "noord holland",
        "zuid holland",
        "mazowieckie",
        "nrw",
        "europe",
        "europa",
        "emea",
    ]
)


@cache
def _places() -> tuple[frozenset[str], frozenset[str]]:
    """Names of cities, and of countries and states."""
    cities, regions = (_DATA / "places.txt").read_text(encoding="utf-8").split("#regions")
    known = frozenset(cities.split("\n")[1:])
    return (known | _OWN_NAMES) - {""}, (frozenset(regions.split("\n")) | _OWN_REGIONS) - {""}


def _ends_in_role(word: str, roles: frozenset[str]) -> bool:
    """German and Dutch write 'Verkoopmedewerker', 'Servicetechniker' as one word."""
    return len(word) > _COMPOUND_LETTERS and any(
        word[cut:] in roles for cut in range(3, len(word) - _ROLE_LETTERS + 1)
    )


@lru_cache(maxsize=2048)
def title_score(text: str) -> float:
    """How much a text looks like a job title, 0 to 3."""
    if not text or len(text) > 90 or (text.endswith(".") and len(text.split()) > 5):
        return 0.0
    text = _GRADE.sub("", text)
    words = normal(text).split()
    if not words or len(words) > 12:
        return 0.0
    roles, rare = _role_words()
    heads = {normal(part).split()[-1] for part in _OF.split(text) if part and normal(part).split()}
    first = {
        normal(part).split()[0] for part in _OF.split(text)[:1] if part and normal(part).split()
    }
    score = 0.0
    if heads & roles or any(_ends_in_role(head, roles) for head in heads):
        score = 2.0
    elif (first | set(words)) & roles or heads & rare:
        score = 1.0
    if words[0] in _SENIORITY or (
        len(words) > 1 and words[-1] in ("i", "ii", "iii", "iv", "h f", "m w d")
    ):
        score += 0.5
    return score


@lru_cache(maxsize=2048)
def organisation_score(text: str) -> float:
    """How much a text looks like the name of an organisation, 0 to 3."""
    if _STRONG_ORGANISATION.search(text):
        return 3.0
    if title_score(text) >= _SURE_TITLE:
        return 0.0
    return 1.5 if any(_is_named(found[0]) for found in _ORGANISATION.finditer(text)) else 0.0


def is_firm(text: str) -> bool:
    """Whether a text has the legal form of a firm in it: 'GmbH', 'Ltd', 'S.A.'."""
    return _STRONG_ORGANISATION.search(text) is not None


def _is_named(word: str) -> bool:
    """Whether a word of organisations is meant as one: 'SE' and 'ME' are, 'se' and 'me' are pronouns."""
    return len(word) > _SHORT_FORM or not word.islower()


def common_noun(text: str) -> float:
    """1 where the words behind the first are written small, -1 where all are capital: 'Fotógrafo de producto', 'Almacenes Éxito'."""
    words: list[str] = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    if len(words) < 2:
        return -0.5 if text.isupper() and len(text.split()) == 1 else 0.0
    small = sum(word[0].islower() for word in words[1:])
    return 2.0 * small / (len(words) - 1) - 1.0


def school_score(text: str) -> float:
    return 2.0 if _SCHOOL.search(_SCHOOL_DEGREE.sub("", text)) else 0.0


@cache
def _towns() -> frozenset[str]:
    return frozenset((_DATA / "towns.txt").read_text(encoding="utf-8").split("\n"))


def is_town(text: str) -> bool:
    """Whether a text is the name of a town, however small; only to be asked of what stands where towns do."""
    key = normal(re.sub(r"\([^)]*\)", "", text))
    return bool(key) and (key in _towns() or key in _places()[0] or key in _places()[1])


def may_be_town(text: str) -> bool:
    """Whether a text could be a town nobody listed: a name or two, which say nothing else."""
    words = text.split()
    return (
        1 <= len(words) <= _TOWN_NAMES
        and all(word[:1].isupper() for word in words)
        and not text.isupper()
        and not any(c.isdigit() for c in text)
        and not any(score(text) for score in (title_score, organisation_score, school_score))
        and not degree_score(text)
    )


def degree_score(text: str) -> float:
    return 2.0 if any(_is_degree(found[0]) for found in _DEGREE.finditer(text)) else 0.0


def _is_degree(found: str) -> bool:
    """Whether letters of degrees are meant as such: 'ME' and 'DEC' are, 'me' is a pronoun and 'Dec' a month."""
    return (
        len(found) > _SHORT_FORM and found.casefold().strip(".") not in _WORDS_TOO
    ) or found.isupper()


def _may_head_state(text: str) -> bool:
    """Whether what stands before a state is a town rather than a title and a town: 'Baker City, OR', not 'Store Baker Salem, OR'."""
    town = text.split(",", maxsplit=1)[0]
    titled = title_score(town)
    return (
        titled < 1 or is_town(town) or (titled < _SURE_TITLE and len(town.split()) <= _TOWN_NAMES)
    )


@lru_cache(maxsize=2048)
def is_place(text: str) -> bool:  # noqa: PLR0911 - rules in turn, the first that fits decides
    """Whether a text is nothing but a place."""
    text = text.strip(" ()|,·•")
    if not text or len(text) > 60:
        return False
    if _REMOTE.match(text) or (CITY_STATE.fullmatch(text) and _may_head_state(text)):
        return True
    text = re.sub(
        r"(?<=, )(?:woj|prov|województwo|provincia(?: di| de)?|kanton|dép)\.? (?=[^\W\d_])",
        "",
        text,
    )
    parts = [
        p.strip() for p in re.split(r",|/|\(|\)| – | - | & ", _POSTCODE.sub("", text)) if normal(p)
    ]
    if len(parts) == _TOWN_AND_REGION and re.fullmatch(r"[A-Z]{2}", parts[1]):
        parts = parts[:1]
    if not parts or len(parts) > 4 or any(not p[:1].isupper() for p in parts[:1]):
        return False
    cities, regions = _places()
    known = [normal(p) in cities or normal(p) in regions for p in parts]
    if len(parts) > 1 and _REGION.fullmatch(parts[-1]):
        known[-1] = True
    known[0] = known[0] or normal(_AREA.sub("", parts[0])) in cities
    if len(parts) == 1:
        return known[0] and title_score(parts[0]) < _SURE_TITLE
    if (
        title_score(parts[0]) >= 1
        or school_score(parts[0])
        or any(organisation_score(part) for part in parts[:2])
    ):
        return False
    return known[-1] and (known[0] or (normal(parts[-1]) in regions and all(known[1:])))


_DISTRICT = re.compile(
    r"(?P<town>[A-ZÀ-Þ][^\W\d_]+)[-/](?:[A-ZÀ-Þ][^\W\d_]+)(?:[ -][A-ZÀ-Þ][^\W\d_]+)?"
    r"|(?P<capital>[A-ZÀ-Þ][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}) \([A-Z]{2}\)"
    r"|[A-ZÀ-Þ][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}, (?P<city>[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+){0,2})(?: \d{1,2}(?:e|er|ème)?)?"
)


def is_district(text: str) -> bool:
    """Whether a text may be a part of a known town, or one with a region nobody listed; only to be asked of what stands beside a name and an address."""
    found = _DISTRICT.fullmatch(text)
    if found is None or title_score(text) or organisation_score(text) or school_score(text):
        return False
    if found["capital"]:
        return is_town(found["capital"])
    towns = [found["town"]] if found["town"] else text.split(", ")  # the part or the region
    return any(normal(town) in _places()[0] for town in towns)


def is_aside(text: str) -> bool:
    """Neither title nor organisation: a length of time, 'full-time', a link."""
    return bool(
        _DURATION.match(text)
        or _KIND_OF_JOB.match(text)
        or re.match(
            r"^(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|de|fr|es|it|pl|nl|pt|dev|inc|co\.uk)/?\S*$",
            text,
            re.IGNORECASE,
        )
    )
