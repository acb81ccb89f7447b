"""Read a posting for matching: what it asks for, in which of its lines."""

import re
from collections.abc import Iterator, Sequence

from matching.engine import languages
from matching.engine.degrees import RANKS
from matching.engine.lines import distinct, lines_of, quote, reads_as_duty
from matching.engine.reading import level_of, mentions, title_of
from matching.engine.shape import level_number
from matching.engine.vectors import affinity, embed, embed_bodies, embed_titles, fields_of
from matching.types import Demand, PostingFacts, PostingRequirements, SkillWanted, StopKind

MAX_LINES = 200
MAX_DUTIES = 14
TITLE_IN_FIELD = 1.5

_NICE_LINE = re.compile(
    r"nice[- ]to[- ]have|(?:is|are|be|would be|as) (?:a |an )?(?:big |strong |definite |real )?(?:plus|bonus|advantage)|"
    r"\ba plus\b|\bbonus\b|desirable|advantageous|preferred|preferably|ideally|beneficial|"
    r"un plus|serait un atout|est un atout|souhait\w+|idéalement|apprécié\w*|von vorteil|wünschenswert|"
    r"idealerweise|deseable|valorable|gradit\w+|pré\b",
    re.IGNORECASE,
)
_NICE_HEADING = re.compile(
    r"^(?:nice[- ]to[- ]have\w*|desirable\w*|bonus\w*|preferred\b.*|pluses?|les plus|optional|"
    r"wünschenswert|von vorteil|deseable)\b.{0,40}:?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[A-ZÀ-Ý][^.!?]{2,50}:?$")
_CHATTER = re.compile(
    r"equal opportunit|we offer|benefits?\b|pension|holiday|salary|per annum|£|€|\$|apply (?:now|today|here)|"
    r"send your cv|your cv|recruitment (?:agency|consultan)|competitive package|working hours|located in|"
    r"founded in|is a leading|world[- ]leading|about us|who we are|disability|avantages|mutuelle|"
    r"tickets? restaurant|wir bieten|urlaub|nous offrons|rejoign|cookies?|click|referral|voucher|hesitate|details of|suitable please",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\d+\s*(?:\+|plus)?\s*(?:[-–]|to|à|bis)?\s*\d*\+?\s*(?:years?|yrs?|ans\b|années|jahre?n?|años|anni)",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"degree|bachelor|master|ph\.?d|diplom|bac ?\+|licence|studium|ausbildung|b\.?sc|m\.?sc|"
    r"graduate|university|gcse|a[- ]level|qualification|abschluss|laurea|grado",
    re.IGNORECASE,
)
_DEMANDS = (
    (StopKind.LICENCE, "security clearance", r"(?:must|need to|required to|holding?|hold|active|current|valid)\b.{0,40}(?:sc|dv|security|secret)[ -](?:clear\w+|vett\w+)|(?:sc|dv)[- ]cleared|clearance (?:is )?(?:required|essential|needed)"),
    (StopKind.LICENCE, "driving licence", r"(?:must|need|require\w*|full|clean|valid|hold\w*|essential|possess\w*).{0,30}driv(?:ing|er['’]?s?) licen[cs]e|driv(?:ing|er['’]?s?) licen[cs]e.{0,20}(?:required|essential|needed|is a must)|permis b\b|führerschein"),
    (StopKind.LICENCE, "professional registration", r"(?:registered with|registration with|nmc|hcpc|gmc|sra|gphc)\b.{0,30}(?:pin|regist\w+|required|essential)|(?:valid|current|active) (?:nmc|hcpc|rn|nursing) (?:pin|licen[cs]e|registration)|must be (?:a )?(?:registered|licen[cs]ed|chartered)|qualified teacher status|\bqts\b"),
    (StopKind.VISA, "right to work", r"(?:no|not|unable to|cannot|can['’]t|do not|don['’]t|without)\b.{0,40}(?:visa|sponsor\w*)|must (?:already )?(?:have|hold|possess).{0,40}(?:right|eligib\w+|authori[sz]\w+|permission|entitle\w+) to (?:live and )?work|(?:right|eligib\w+|authori[sz]\w+) to (?:live and )?work in .{0,30}(?:required|essential|is a must)|citizens? only|us citizen(?:ship)?"),
)  # fmt: skip
_DEMAND_PATTERNS = tuple(
    (kind, subject, re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE))
    for kind, subject, words in _DEMANDS
)


def read_posting(facts: PostingFacts) -> PostingRequirements:
    """Read what a posting asks for. Reading the same facts twice gives the same values."""
    lines = [line for _, _, line in lines_of(facts.description)][:MAX_LINES]
    reading = title_of(facts.title[:200], facts.language)
    titled, leads = level_of(facts.title, reading)
    must, nice = _skills(facts, lines)
    duties = _duties(lines, facts.title)
    raw_title, raw_body = embed([facts.title]), embed([facts.description or facts.title])
    return PostingRequirements(
        facts=facts,
        must=must,
        nice=nice,
        role=reading.role or facts.title,
        occupation=reading.occupation,
        tokens=frozenset(reading.tokens),
        level=titled if titled is not None else level_number(facts.level),
        leads_people=leads,
        years=facts.years_wanted,
        years_line=_line_of_years(lines, facts.years_wanted),
        degree=RANKS.get(facts.degree_wanted),
        degree_line=_first(lines, _DEGREE),
        languages=_languages(lines, facts.language),
        demands=_demands(lines),
        duties=duties,
        duty_vectors=embed_bodies(duties),
        title_vector=embed_titles([reading.role or facts.title])[0],
        field=affinity(TITLE_IN_FIELD * fields_of(raw_title)[0] + fields_of(raw_body)[0]),
    )


def _skills(
    facts: PostingFacts, lines: Sequence[str]
) -> tuple[tuple[SkillWanted, ...], tuple[SkillWanted, ...]]:
    """Skills asked for and skills that would be welcome, each once, with its first line."""
    must: dict[str, SkillWanted] = {}
    nice: dict[str, SkillWanted] = {}
    for line, is_nice in [(facts.title, False), *_marked(lines)]:
        for found in mentions(line, facts.language):
            wanted = SkillWanted(
                found.name, found.kind, found.weight, quote(line, found.start, found.end)
            )
            if is_nice and found.name not in facts.must_skills:
                nice.setdefault(found.name, wanted)
            else:
                must.setdefault(found.name, wanted)
    nice = {name: wanted for name, wanted in nice.items() if name not in must}
    return tuple(must.values()), tuple(nice.values())


def _marked(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it or the heading above it speaks of what is merely welcome."""
    under_nice = False
    for line in lines:
        if _NICE_HEADING.match(line):
            under_nice = True
        elif _HEADING.match(line) and line.endswith(":"):
            under_nice = False
        yield line, under_nice or bool(_NICE_LINE.search(line))


def _line_of_years(lines: Sequence[str], years: int | None) -> str:
    if years is None:
        return ""
    for line in lines:
        for found in _YEARS.finditer(line):
            if str(years) in found[0]:
                return quote(line, *found.span())
    return ""


def _first(lines: Sequence[str], pattern: re.Pattern[str]) -> str:
    for line in lines:
        found = pattern.search(line)
        if found:
            return quote(line, *found.span())
    return ""


def _languages(lines: Sequence[str], language: str) -> dict[str, str]:
    """Languages the work needs: those asked for, then the one the posting is written in."""
    found: dict[str, str] = {}
    for line in lines:
        for code, (start, end) in languages.asked(line).items():
            found.setdefault(code, quote(line, start, end))
    if language:
        found.setdefault(language, "")  # written in it, though no line asks for it
    return found


def _demands(lines: Sequence[str]) -> tuple[Demand, ...]:
    found: dict[str, Demand] = {}
    for line in lines:
        for kind, subject, pattern in _DEMAND_PATTERNS:
            match = pattern.search(line)
            if match and subject not in found and not _NICE_LINE.search(line):
                found[subject] = Demand(kind, subject, quote(line, *match.span()))
    return tuple(found.values())


def _duties(lines: Sequence[str], title: str) -> tuple[str, ...]:
    told = [line for line in lines if reads_as_duty(line) and not _CHATTER.search(line)]
    return tuple(quote(line) for line in distinct(told or [title], MAX_DUTIES))


