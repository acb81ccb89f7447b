"""What a resume holds, how long it is, and what it need not say."""

import re
from collections.abc import Iterator

from resumes.feedback.reading import Reading
from resumes.feedback.score import finding
from resumes.feedback.types import Finding, Place

_WORDS_A_PAGE = 550
_FEWEST_WORDS = 80
_ACADEMIC = 3
_ONE_PAGE_CUSTOM = frozenset({"US", "CA", "FR"})
"""Where beginners are expected to say it on one page."""
_LONG_CUSTOM = frozenset(
    {"DE", "AT", "CH", "PL", "NL", "BE", "IT", "ES", "PT", "AU", "NZ", "ZA", "IN"}
)
"""Where a third page is nothing unusual for many years of work."""
_MANY_YEARS, _SOME_YEARS = 15, 5

_ODD_HEADING = re.compile(
    r"^(?:my (?:journey|story|path|toolbox|playground|superpowers?|arsenal)|where i(?:['’]ve| have) (?:been|worked)|what i (?:do|bring|know|have done|can do)|"
    r"who i am|toolbox|tool belt|battle scars|adventures?|things i(?:['’]m| am) good at|career highlights reel|war stories|superpowers?|"
    r"mon parcours à moi|ma boîte à outils|meine reise|werkzeugkasten|was ich kann|mi viaje|mi caja de herramientas|il mio viaggio|minha jornada|mijn reis|mijn gereedschapskist|moja podróż)\W*$",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"lorem ipsum|\[(?:your|insert|company|name|job|position|date|add|city|school|degree)[^\[\]]{0,40}\]|<(?:your|insert|company)[^<>]{0,40}>|^\W*(?:company name|city,? state|your name|job title|position title)\W*$|"
    r"your\.?(?:name|email)@|\bXXX+\b|\bTBD\b|\b(?:19|20)XX\b|\[(?:ihr|votre|su|seu|tuo|uw|twoj|twój)[^\[\]]{0,40}\]",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"date of birth|\bdob\s*:|\bborn (?:on|in)?\s*:?\s*\d|birth ?date|geburtsdatum|geboren am|geb\. am|date de naissance|\bnée? le\b|fecha de nacimiento|data di nascita|\bnat[oa] (?:a .{2,30})?il\b|"
    r"data de nascimento|geboortedatum|geboren op|data urodzenia",
    re.IGNORECASE,
)
_BIRTH_IS_CUSTOM = frozenset({"DE", "AT", "CH", "PL", "IT", "ES", "PT"})
_LANGUAGES_OF_CUSTOM = frozenset({"de", "pl", "it", "es", "pt"})
# Where the text speaks of it, it is there and was not read as such: no fault of the resume.
_SPAN = re.compile(r"(?:19|20)\d\d\W{1,4}(?:\w+\W{1,3}){0,2}(?:(?:19|20)\d\d|[^\W\d_]{4,})")
_SPANS_OF_WORK = 2
_SCHOOLING = re.compile(
    r"universit|college|degree|bachelor|master|diplom|school|educa|ausbildung|studium|schule|formation|études|forma[çc][aã]o|formación|estudios|istruzione|formazione|opleiding|onderwijs|wykształcenie|szkoła|uczelnia",
    re.IGNORECASE,
)
_ABLE = re.compile(
    r"skill|strength|\btools?\b|capabilit|savoir[- ]faire|kann ich|saper fare|puntos fuertes|pontos fortes|sterke punten|mocne strony|competenc|proficien|technolog|expertise|kenntnisse|fähigkeiten|kompetenz|compétence|competencia|habilidad|conocimientos|competência|habilidades|conhecimentos|competenze|capacità|vaardighed|competenties|umiejętno|kompetencj",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"(?:marital|civil) status|\breligion\s*:|\bgender\s*:|\bsex\s*:|father['’]?s name|mother['’]?s name|passport (?:no|number)|\bssn\s*[:#]?\s*\d|social security (?:no|number)|national insurance (?:no|number)|\baadhaar\b|\bpan (?:no|card)\b|"
    r"familienstand|konfession|religionszugehörigkeit|situation (?:familiale|de famille)|état civil|\bn° de sécurité sociale|estado civil|\bDNI\s*:?\s*\d|\bCPF\s*:?\s*\d|\bRG\s*:?\s*\d|stato civile|codice fiscale|burgerlijke staat|\bBSN\s*:?\s*\d|stan cywilny|\bPESEL\b",
    re.IGNORECASE,
)


def structure_findings(reading: Reading) -> Iterator[Finding]:
    """What is missing, oddly named, too much or too private."""
    is_idle = not any(reading.rows(kind) for kind in ("work", "volunteer", "projects"))
    if is_idle and len(_SPAN.findall(reading.subject.text)) < _SPANS_OF_WORK:
        yield finding("no_work")
    if not reading.rows("education") and not _SCHOOLING.search(reading.subject.text):
        yield finding("no_education")
    if not reading.rows("skills") and not _ABLE.search(reading.subject.text):
        yield finding("no_skills")
    for code, pattern in (("odd_heading", _ODD_HEADING), ("placeholder", _PLACEHOLDER)):
        places = reading.text_places(pattern)
        if places:
            yield finding(code, places)
    yield from _bare_jobs(reading)
    yield from _length(reading)
    yield from _private(reading)


def _bare_jobs(reading: Reading) -> Iterator[Finding]:
    """Of the last three jobs, those nothing is said about, where of others something is."""
    told = {line.entry for line in reading.every_line}
    if not told:
        return
    bare = [
        job
        for job in reading.jobs[:3]
        if job.pointer not in told and job.is_sure and job.title and job.name and job.start
    ]
    places = [reading.place(f"{job.pointer}/name", job.label) for job in bare]
    if places:
        yield finding("job_without_text", places)


def _length(reading: Reading) -> Iterator[Finding]:
    words = len(reading.subject.text.split())
    if words < _FEWEST_WORDS:
        yield finding("too_short", words=words)
        return
    if len(reading.rows("publications")) >= _ACADEMIC:
        return
    pages = max(reading.subject.pages, round(words / _WORDS_A_PAGE))
    most = most_pages(
        reading.country, reading.subject.language, (reading.subject.months or 0) // 12
    )
    if pages > most:
        yield finding("too_long", pages=pages, most=most, words=words)


def most_pages(country: str, language: str, years: int) -> int:
    """How many pages readers expect at most, by custom of the country, else of the language's."""
    if (country or {"fr": "FR"}.get(language, "")) in _ONE_PAGE_CUSTOM:
        return 1 if 0 < years < _SOME_YEARS else 2 if years < _MANY_YEARS else 3
    if country in _LONG_CUSTOM or (
        not country and language in {"de", "pl", "nl", "it", "es", "pt"}
    ):
        return 3 if years < _MANY_YEARS else 4
    return 2 if years < _MANY_YEARS else 3


def _private(reading: Reading) -> Iterator[Finding]:
    private = reading.text_places(_PRIVATE)
    if private:
        yield finding("personal_data", private)
    language = reading.subject.language
    is_custom = (
        reading.country in _BIRTH_IS_CUSTOM if reading.country else language in _LANGUAGES_OF_CUSTOM
    )
    born: tuple[Place, ...] = () if is_custom else reading.text_places(_BIRTH, most=1)
    if born:
        yield finding("birth_date", born)
