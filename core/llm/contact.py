"""Finds what says who a person is: what is known of them, and what has the shape of it.

The shapes are those of English, French, German, Spanish, Italian, Portuguese, Dutch and Polish.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.llm.untrusted import plain

NAME, EMAIL, PHONE, ADDRESS, LINK = "NAME", "EMAIL", "PHONE", "ADDRESS", "LINK"

_SHORTEST_NAME = 3  # letters of a part that is hidden where it stands alone
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15  # of a phone number. Source: ITU-T E.164, 6.1
_PARTICLES = frozenset(["de", "del", "della", "der", "den", "des", "di", "do", "dos", "da", "das", "du", "la", "le", "los", "las", "van", "von", "zu", "zum", "ten", "ter", "y", "e", "und", "et", "and"])  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is known of a person."""

    names: Sequence[str] = ()
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    addresses: Sequence[str] = ()
    links: Sequence[str] = ()


class Span(NamedTuple):
    """A stretch of a text."""

    start: int
    end: int
    kind: str


def found(text: str, known: Contact) -> list[Span]:
    """Every stretch that says who somebody is, in order and apart from each other."""
    spans = sorted(
        [*_known(text, known), *_shaped(text)],
        key=lambda span: (span.start, -span.end),
    )
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
        elif span.end > apart[-1].end:  # two that overlap are hidden as one
            apart[-1] = apart[-1]._replace(end=span.end)
    return apart


def _known(text: str, known: Contact) -> Iterator[Span]:
    for kind, words in (
        (EMAIL, known.emails),
        (LINK, known.links),
        (ADDRESS, known.addresses),
    ):
        for each in _spelled(words):
            yield from _literal(text, each, kind)
    for name in _spelled(known.names):
        yield from _named(text, name)
    for phone in known.phones:
        yield from _dialled(text, phone)


def _spelled(words: Sequence[str]) -> Iterator[str]:
    """Each as it is known, and as a prompt writes it: é may be one sign or two."""
    yield from dict.fromkeys(spelling for each in words for spelling in (each, plain(each)))


def _literal(text: str, words: str, kind: str) -> Iterator[Span]:
    """The words in any case, with any white space between them."""
    parts = [re.escape(part) for part in words.split()]
    if len("".join(words.split())) < _SHORTEST_NAME:
        return
    pattern = r"(?<![\w@])" + r"[\s,]+".join(parts) + r"(?![\w@])"
    yield from (Span(*each.span(), kind) for each in re.finditer(pattern, text, re.IGNORECASE))


def _named(text: str, name: str) -> Iterator[Span]:
    """A name in both orders, and its parts where they stand alone written as names are."""
    parts = name.replace(",", " ").split()
    yield from _literal(text, name, NAME)
    if len(parts) > 1:
        turned = f"{parts[-1]} {' '.join(parts[:-1])}"
        yield from _literal(text, turned, NAME)
    for part in parts:
        if len(part.strip(".")) >= _SHORTEST_NAME and part.lower() not in _PARTICLES:
            either = "|".join(re.escape(each) for each in {part, part.upper(), part.title()})
            for each in re.finditer(rf"(?<!\w)(?:{either})(?!\w)", text):
                yield Span(*each.span(), NAME)


def _dialled(text: str, phone: str) -> Iterator[Span]:
    """A number with whatever stands between its digits."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) >= _FEWEST_DIGITS - 2:
        between = r"[\s().\-/]{0,3}"
        pattern = rf"(?<!\d)\+?\(?{between.join(digits)}(?!\d)"
        yield from (Span(*each.span(), PHONE) for each in re.finditer(pattern, text))


_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}(?!\w)")  # fmt: skip
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]]{2,400}"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){0,3}(?:linkedin|github|gitlab|xing|behance|dribbble|stackoverflow|medium|"
    r"twitter|facebook|instagram|orcid|kaggle|t)\.(?:com|org|io|net|me|de)/[^\s<>\"'()\[\]]{2,200}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d(?:[ \u00a0().\-/]{0,3}\d){6,17}(?![\w/-])")
_MONEY = re.compile(r"[€$£¥]|zł|\b(?:EUR|USD|GBP|PLN|CHF)\b", re.IGNORECASE)
_BESIDE = 5  # characters in which a currency would stand
_YEAR = re.compile(r"(?:19|20)\d\d")
_UP = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]"
_WORDS = rf"(?:{_UP}[\w'’.-]{{0,40}}|d[aeo]s?|d[ei]l|della|la|le|los|las|von|van|der|den|of|the|et|y|e|I{{1,3}}|\d{{1,2}}(?:er)?)"
_NUMBER = r"\d{1,5}(?:\s?[a-zA-Z]\b)?(?:[/-]\d{1,4})?"
_POSTCODE = rf"(?:[ ,]{{1,3}}(?:\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{5}}|\d{{4}}(?:\s?[A-Z]{{2}})?)\s{_UP}[\w'’.-]+)?"
_ADDRESS = re.compile(
    "|".join(
        rf"(?:{shape}){_POSTCODE}"
        for shape in (
            # English: 12 Long Acre Road
            rf"(?<!\w){_NUMBER},?\s(?:{_UP}[\w'’.-]{{0,40}}\s){{1,4}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Way|Place|Square|Terrace|Boulevard|Blvd|Crescent|Gardens|Grove|Mews|Row|Parade)\b\.?",
            # French: 12 bis, rue de la Paix
            rf"(?<!\w)\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:[Rr]ue|[Aa]venue|[Aa]v\.|[Bb]oulevard|[Bb]d|[Aa]llées?|[Cc]hemin|[Ii]mpasse|[Pp]lace|[Qq]uai|[Rr]oute|[Cc]ours)(?:\s(?:l'|d'|l’|d’)?{_WORDS}){{1,6}}",
            # German and Dutch, in one word or two: Lindenstraße 12a, Lange Straße 3, Keizersgracht 5
            rf"(?<!\w)(?:{_UP}[\w.-]{{0,40}}\s)?{_UP}?[\w-]{{0,40}}(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|weg|platz|allee|gasse|ufer|damm|straat|laan|plein|gracht|kade|dijk|singel)\s{_NUMBER}",
            # Spanish, Italian and Portuguese: Calle Mayor 5, Via Roma, 12, Rua das Flores, n.º 3
            rf"(?<!\w)(?:Calle|C/|Avda?\.?|Avenida|Paseo|Plaza|Camino|Carrer|Via|Viale|V\.le|Piazza|P\.zza|Corso|Largo|Vicolo|Rua|R\.|Travessa|Praça|Estrada|Alameda)\s?{_WORDS}(?:\s{_WORDS}){{0,5}}(?:,?\s?(?:n[º°.]{{0,2}}\s?)?{_NUMBER})",
            # Polish: ul. Długa 5/12
            rf"(?<!\w)(?:ul\.|al\.|pl\.|os\.|Aleja|Ulica)\s?(?:{_WORDS}\s){{1,5}}{_NUMBER}",
        )
    )
)
_ALONE = re.compile(r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?!\w)")  # a British postcode


def _shaped(text: str) -> Iterator[Span]:
    for kind, pattern in ((EMAIL, _EMAIL), (LINK, _LINK), (ADDRESS, _ADDRESS), (ADDRESS, _ALONE)):
        for each in pattern.finditer(text):
            end = each.start() + len(each.group().rstrip(" ,.;:!?"))
            yield Span(each.start(), end, kind)
    for each in _PHONE.finditer(text):
        if _is_phone(each.group(), text[max(0, each.start() - _BESIDE) : each.end() + _BESIDE]):
            yield Span(*each.span(), PHONE)


def _is_phone(words: str, around: str) -> bool:
    """Whether digits are a phone number: no dates, no span of years, no money."""
    groups = re.findall(r"\d+", words)
    digits = len("".join(groups))
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        return False
    if words.startswith(("+", "00", "(")):
        return True
    is_dates = any(map(_YEAR.fullmatch, groups)) and all(map(_is_of_a_date, groups))
    return not is_dates and not _MONEY.search(around)


def _is_of_a_date(group: str) -> bool:
    """A year, or a day or month."""
    return bool(_YEAR.fullmatch(group)) or (len(group) <= 2 and 1 <= int(group) <= 31)  # noqa: PLR2004 - days
