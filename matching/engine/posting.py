"""Read a posting for matching: what it asks for, in which of its lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jobs.skills.types import SkillMention, TitleReading
from matching.engine import languages
from matching.engine.degrees import RANKS
from matching.engine.lines import (
    distinct,
    fold,
    item_around,
    lines_of,
    quote,
    quote_around,
    reads_as_duty,
    without_numbers,
)
from matching.engine.reading import CERTIFICATE_KIND, level_of, mentions, title_of
from matching.engine.shape import level_number
from matching.engine.sought import Folded, Sought
from matching.engine.vectors import affinity, centred_bodies, centred_titles, embed, fields_of
from matching.types import Demand, PostingFacts, PostingRequirements, SkillWanted, StopKind, Vectors

MAX_LINES = 200
MAX_DUTIES = 14
TITLE_IN_FIELD = 1.5
CONCRETE = 0.25  # weight from which a skill says something: `performance` or `teamwork` do not

_NICE_LINE = Sought(
    r"nice[- ]to[- ]have|(?:is|are|be|would be|as) (?:a |an )?(?:big |strong |definite |real )?(?:plus|bonus|advantage)|"
    r"\ba plus\b|\bbonus\b|desirable|advantageous|preferred|preferably|ideally|beneficial|"
    r"un plus|serait un atout|est un atout|souhait\w+|idéalement|apprécié\w*|von vorteil|wünschenswert|"
    r"idealerweise|deseable|valorable|gradit\w+|pré\b"
)
_NICE_HEADING = re.compile(
    r"^(?:nice[- ]to[- ]have\w*|desirable\w*|bonus\w*|preferred\b.*|pluses?|les plus|optional|"
    r"wünschenswert|von vorteil|deseable)\b.{0,40}:?$",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[A-ZÀ-Ý][^.!?]{2,50}:?$")
_CHATTER = Sought(
    r"equal opportunit|we offer|benefits?\b|pension|holiday|salary|per annum|£|€|\$|apply (?:now|today|here)|"
    r"send your cv|your cv|recruitment (?:agency|consultan)|competitive package|working hours|located in|"
    r"founded in|is a leading|world[- ]leading|about us|who we are|disability|avantages|mutuelle|"
    r"tickets? restaurant|wir bieten|urlaub|nous offrons|rejoign|cookies?|click|referral|voucher|hesitate|details of|suitable please|"
    # What a company says of itself, and of the advertisement.
    r"\bjoin (?:us|our|the|a|an|[A-Z])|(?:unique|exciting|fantastic|great|rare|excellent) (?:new )?(?:opportunit|position|role)|better (?:working )?world|"
    r"\bour client|(?:is|are|we['’]re) (?:currently |now |actively )?(?:looking for|seeking|searching|recruiting|hiring)|ideal candidate|to be considered|"
    r"\byour (?:future|career|potential|journey)\b|\bwith us\b|\bvotre (?:avenir|carrière)\b|\bihre (?:zukunft|karriere)\b|"
    r"^key ?(?:words|terms|skills)\b|\binspir\w+|passionate about|\bour (?:people|values|mission|vision|culture|story|purpose)\b|we (?:are|have|believe|value|pride)\b|"
    r"market[- ]lead\w+|leader in|leading (?:provider|company|supplier|employer)|based (?:in|on|at) (?:the |our )?[A-Z]|nous sommes|wir sind|wir suchen|nous recherchons"
)
_YEARS = Sought(
    r"\d+\s*(?:\+|plus)?\s*(?:[-–]|to|à|bis)?\s*\d*\+?\s*(?:years?|yrs?|ans\b|années|jahre?n?|años|anni)"
)
_COUNTED = {
    1: "one|an?|un|une|einem?", 2: "two|deux|zwei", 3: "three|trois|drei", 4: "four|quatre|vier",
    5: "five|cinq|fünf", 6: "six|sechs", 7: "seven|sept|sieben", 8: "eight|huit|acht", 10: "ten|dix|zehn",
}  # fmt: skip
_IN_WORDS = {
    number: re.compile(
        rf"(?<!\w)(?:{words})\s*(?:\(\d+\)\s*)?(?:ans?\b|années?|years?|yrs?|jahre?n?)",
        re.IGNORECASE,
    )
    for number, words in _COUNTED.items()
}
_DEGREE = Sought(
    r"degree|bachelor|master|ph\.?d|diplom|bac ?\+|licence|studium|ausbildung|b\.?sc|m\.?sc|"
    r"graduate|university|gcse|a[- ]level|qualification|abschluss|laurea|grado"
)
_DIPLOMA = Sought(
    r"\bdegree|\bbachelor|\bmaster['’]?s\b|\bph\.?d\b|\bb\.?sc\b|diploma|gcse|qualified\b"
)
_DEMANDS = (
    (StopKind.LICENCE, "security clearance", r"(?:must|need to|required to|holding?|hold|active|current|valid)\b.{0,40}(?:sc|dv|security|secret)[ -](?:clear\w+|vett\w+)|(?:sc|dv)[- ]cleared|clearance (?:is )?(?:required|essential|needed)"),
    (StopKind.LICENCE, "driving licence", r"(?:must|need|require\w*|full|clean|valid|hold\w*|essential|possess\w*).{0,30}driv(?:ing|er['’]?s?) licen[cs]e|driv(?:ing|er['’]?s?) licen[cs]e.{0,20}(?:required|essential|needed|is a must)|permis b\b|führerschein"),
    (StopKind.LICENCE, "professional registration", r"(?:registered with|registration with|nmc|hcpc|gmc|sra|gphc)\b.{0,30}(?:pin|regist\w+|required|essential)|(?:valid|current|active) (?:nmc|hcpc|rn|nursing) (?:pin|licen[cs]e|registration)|must be (?:a )?(?:registered|licen[cs]ed|chartered)|qualified teacher status|\bqts\b"),
    (StopKind.VISA, "right to work", r"(?:no|not|unable to|cannot|can['’]t|do not|don['’]t|without)\b.{0,40}(?:visa|sponsor\w*)|must (?:already )?(?:have|hold|possess).{0,40}(?:right|eligib\w+|authori[sz]\w+|permission|entitle\w+) to (?:live and )?work|(?:right|eligib\w+|authori[sz]\w+) to (?:live and )?work in .{0,30}(?:required|essential|is a must)|citizens? only|us citizen(?:ship)?"),
)  # fmt: skip
_DEMAND_PATTERNS = tuple(
    (kind, subject, Sought(rf"(?<!\w)(?:{words})")) for kind, subject, words in _DEMANDS
)


def read_posting(facts: PostingFacts) -> PostingRequirements:
    """Read what a posting asks for. Reading the same facts twice gives the same values."""
    return read_postings([facts])[0]


def read_postings(many: Sequence[PostingFacts]) -> list[PostingRequirements]:
    """Read postings together: their texts become vectors in one go."""
    read = [_words_of(facts) for facts in many]
    vectors = _vectors(read)
    return [_requirements(words, *one) for words, one in zip(read, vectors, strict=True)]


@dataclass(frozen=True, slots=True)
class _Words:
    """A posting as lines, before anything is a vector."""

    facts: PostingFacts
    folded: Folded
    reading: TitleReading
    duties: tuple[str, ...]
    must: tuple[SkillWanted, ...]
    nice: tuple[SkillWanted, ...]
    general: tuple[SkillWanted, ...]

    @property
    def role(self) -> str:
        """The title without what is not the work."""
        return self.reading.role or self.facts.title


def _words_of(facts: PostingFacts) -> _Words:
    placed = list(lines_of(facts.description))[:MAX_LINES]
    folded = Folded([line for _, _, line in placed])
    named = mentions(facts.description, facts.language)
    must, nice = _skills(facts, placed, named, folded)
    reading = title_of(facts.title[:200], facts.language)
    duties = _duties(folded, facts.title)
    return _Words(facts, folded, reading, duties, must, nice, _general(facts, named))


def _vectors(read: Sequence[_Words]) -> Iterator[tuple[Vectors, Vectors, Vectors]]:
    """Duties, title and field of each posting."""
    texts: list[str] = []
    for words in read:
        facts = words.facts
        texts += [words.role, facts.title, facts.description or facts.title]
        texts += [without_numbers(line) for line in words.duties]
    raw = embed(texts)
    at = 0
    for words in read:
        end = at + 3 + len(words.duties)
        own = raw[at:end]
        mixed = TITLE_IN_FIELD * fields_of(own[1:2])[0] + fields_of(own[2:3])[0]
        yield centred_bodies(own[3:]), centred_titles(own[:1])[0], affinity(mixed)
        at = end


def _requirements(
    words: _Words, duty_vectors: Vectors, title_vector: Vectors, field: Vectors
) -> PostingRequirements:
    facts, folded = words.facts, words.folded
    titled, leads = level_of(facts.title, words.reading)
    return PostingRequirements(
        facts=facts,
        must=tuple(one for one in words.must if one.kind != CERTIFICATE_KIND),
        nice=tuple(one for one in words.nice if one.kind != CERTIFICATE_KIND),
        certificates=tuple(one for one in words.must if one.kind == CERTIFICATE_KIND),
        role=words.role,
        occupation=words.reading.occupation,
        tokens=frozenset(words.reading.tokens),
        level=titled if titled is not None else _stated_level(facts),
        leads_people=leads,
        years=facts.years_wanted,
        years_line=_line_of_years(folded, facts.years_wanted),
        degree=RANKS.get(facts.degree_wanted),
        degree_line=_first(folded, _DEGREE),
        languages=_languages(folded, facts.language),
        demands=_demands(folded),
        duties=words.duties,
        duty_vectors=duty_vectors,
        title_vector=title_vector,
        field=field,
        general=words.general,
    )


def _stated_level(facts: PostingFacts) -> int | None:
    """The level beside the title; one that only the years of experience suggest is judged as years."""
    if facts.years_wanted is not None and facts.level in {"ENTRY", "MID", "SENIOR"}:
        return None
    return level_number(facts.level)


def _skills(
    facts: PostingFacts,
    placed: Sequence[tuple[int, int, str]],
    named: Sequence[SkillMention],
    folded: Folded,
) -> tuple[tuple[SkillWanted, ...], tuple[SkillWanted, ...]]:
    """Skills asked for and skills that would be welcome, each once, with its first line."""
    must: dict[str, SkillWanted] = {}
    nice: dict[str, SkillWanted] = {}
    titled = {
        found.name: found
        for found in reversed(list(_asked(mentions(facts.title, facts.language), facts)))
    }
    needed = {*facts.must_skills, *titled}
    marked = list(_marked(folded))
    ends = [end for _, end, _ in placed]
    for found in _asked(named, facts):
        at = bisect_right(ends, found.start)
        if at >= len(placed):
            break
        line, is_nice = marked[at]
        offset = facts.description.find(line, placed[at][0])
        held = nice if is_nice and found.name not in needed else must
        if found.name not in held:
            held[found.name] = _wanted(found, line, offset)
    for name, found in titled.items():  # the title is quoted only where no line says more
        must.setdefault(name, _wanted(found, facts.title, 0))
    welcome = tuple(wanted for name, wanted in nice.items() if name not in must)
    return tuple(must.values()), welcome


def _wanted(found: SkillMention, line: str, offset: int) -> SkillWanted:
    start, end = found.start - offset, found.end - offset
    item = item_around(line, start, end)
    return SkillWanted(found.name, found.kind, found.weight, quote(line, start, end), item)


def _general(facts: PostingFacts, named: Sequence[SkillMention]) -> tuple[SkillWanted, ...]:
    """Words of the text that are too general to be asked for, each with its first line."""
    general: dict[str, SkillWanted] = {}
    for found in named:
        if found.weight < CONCRETE and found.name not in general:
            line = quote_around(facts.description, found.start, found.end)
            general[found.name] = SkillWanted(found.name, found.kind, found.weight, line)
    return tuple(general.values())


def _asked(named: Sequence[SkillMention], facts: PostingFacts) -> Iterator[SkillMention]:
    """Mentions of concrete skills; of those that enrichment found asked for, where it said so."""
    for found in named:
        if found.weight >= CONCRETE and (not facts.skills or found.name in facts.skills):
            yield found


def _marked(folded: Folded) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it or the heading above it speaks of what is merely welcome."""
    nice = _NICE_LINE.among(folded)
    under_nice = False
    for number, line in enumerate(folded.lines):
        if _NICE_HEADING.match(line):
            under_nice = True
        elif _HEADING.match(line) and line.endswith(":"):
            under_nice = False
        yield line, under_nice or number in nice


def _line_of_years(folded: Folded, years: int | None) -> str:
    if years is None:
        return ""
    for number in _YEARS.among(folded):
        line = folded.lines[number]
        for found in _YEARS.finditer(line):
            if str(years) in found[0]:
                return quote(line, *found.span())
    in_words = _IN_WORDS.get(years)
    matches = map(in_words.search, folded.lines) if in_words else ()
    return next((quote(one.string, *one.span()) for one in matches if one), "")


def _first(folded: Folded, pattern: Sought) -> str:
    for match in pattern.among(folded).values():
        return quote(match.string, *match.span())
    return ""


def _languages(folded: Folded, language: str) -> dict[str, str]:
    """Languages the work needs: those asked for, then the one the posting is written in."""
    found: dict[str, str] = {}
    for line, code, span in languages.asked_in(folded):
        found.setdefault(code, quote(line, *span))
    if language:
        found.setdefault(language, "")  # written in it, though no line asks for it
    return found


def _demands(folded: Folded) -> tuple[Demand, ...]:
    """What is asked for beside the work, in the order of the lines; each once."""
    nice = _NICE_LINE.among(folded)
    first: list[tuple[int, Demand]] = []
    for kind, subject, pattern in _DEMAND_PATTERNS:
        for number, match in pattern.among(folded).items():
            if number not in nice:
                demand = Demand(kind, subject, quote(match.string, *match.span()))
                first.append((number, demand))
                break
    return tuple(demand for _, demand in sorted(first, key=lambda one: one[0]))


def _duties(folded: Folded, title: str) -> tuple[str, ...]:
    """Lines about the work: not the pitch, not the title again, not degrees and years of experience."""
    own = fold(title)
    out = {number for one in (_CHATTER, _YEARS, _DIPLOMA) for number in one.among(folded)}
    told = [
        line
        for number, line in enumerate(folded.lines)
        if number not in out and reads_as_duty(line) and fold(line) != own
    ]
    return tuple(quote(line) for line in distinct(told, MAX_DUTIES))
