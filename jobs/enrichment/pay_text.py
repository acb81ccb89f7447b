"""The likeliest pay in a text: every amount is read, what its neighbours say decides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from jobs.enrichment import pay_words
from jobs.enrichment.amounts import CODES_AND_SIGNS, number
from jobs.enrichment.currencies import COUNTRY_CURRENCY, currency_of
from jobs.enrichment.pay_words import period_in

_ATOM = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ '’.,]\d{2,3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d))"
    rf"(?:\s?(?P<scale>ke\b|k(?=€|£|eur|\b)|lakhs?\b|lacs?\b|lpa\b|crores?\b|crs?\b|l\b|tys\b\.?|mil\b(?= (?:euros|reais))))?(?:[.,]-{{1,2}}|/-)?(?:\s?(?P<after>{CODES_AND_SIGNS}))?",
    re.IGNORECASE,
)
_SIGN_BEFORE = re.compile(rf"({CODES_AND_SIGNS})\s?$", re.IGNORECASE)
_GLUED = re.compile(r"(?<![A-Za-z])(Rs\.?|EUR|USD|GBP|INR|CHF|PLN|AUD|CAD)(?=\d)")
_RAND = re.compile(r"(?<![A-Za-z\d])R ?(?=\d{1,3}[ ,]\d{3}\b)")
_SIGN_NEARBY = re.compile(
    rf"{CODES_AND_SIGNS}|\bR ?\d|\b(?:salar|pay\b|rate\b|wage|gehalt|sueldo|r[ée]mun|stawka|\d[\d.]*l\b)|\b(?:lpa|lakhs?|lacs?|\d+(?:\.\d+)?\s?(?:k|cr|tys)(?:\b|€))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLAUSE_END = re.compile(r"[;•|]|\. |\d")
_SCALES = {
    "k": 1000, "ke": 1000, "tys": 1000, "mil": 1000, "l": 100_000, "lakh": 100_000, "lac": 100_000,
    "lpa": 100_000, "crore": 10_000_000, "cr": 10_000_000,
}  # fmt: skip
_INDIAN = {"lakh", "lac", "lpa", "crore", "cr"}
_SEPARATOR_BEFORE = re.compile(r"(?:^|[-–—|,:(•/]|@|at|to)\s?$")
_UNITS_BELOW = 1000
_MAX_TEXT = 12_000
_SHORT_LINE = 45
_LEAST_PAID = 5  # less than any hour of work is paid
_WAGES_IN_THOUSANDS = (15_000, 400_000)
_FAR_APART = Decimal("2.5")
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One reading of pay in a text. `bound` is UP_TO or FROM where only one end is stated."""

    low: Decimal
    high: Decimal
    currency: str
    period: str
    score: int
    bound: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    sign: str
    scale: int
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    country: str
    is_trusted: bool = False
    is_under_cue: bool = False
    is_title: bool = False


def best_found(text: str, country: str, *, trusted: bool, title: str = "") -> Found | None:
    """The likeliest pay; `trusted` means the text is known to speak of pay and nothing else."""
    best: Found | None = None
    for found in _candidates(text[:_MAX_TEXT], country, trusted, title):
        if best is None or found.score > best.score:
            best = found
    return best


def _candidates(text: str, country: str, trusted: bool, title: str) -> Iterator[Found]:  # noqa: FBT001
    if trusted:
        yield from _in_line(_Line(text, country, is_trusted=True))
        return
    if title and _DIGIT.search(title) and _SIGN_NEARBY.search(title):
        yield from _in_line(_Line(title, country, is_title=True))
    if not _SIGN_NEARBY.search(text):
        return
    previous = ""
    for line in text.split("\n"):
        if line and _DIGIT.search(line):
            cue = bool(previous and len(previous) < 60 and pay_words.CUE.search(previous))  # noqa: PLR2004
            yield from _in_line(_Line(line, country, is_under_cue=cue))
        if line:
            previous = line


def _in_line(line: _Line) -> Iterator[Found]:
    text = _RAND.sub("ZAR ", _GLUED.sub(r"\1 ", line.text))
    if text != line.text:
        line = replace(line, text=text)
    amounts = [a for m in _ATOM.finditer(text) if (a := _amount(m))]
    at = 0
    while at < len(amounts):
        first = amounts[at]
        second = amounts[at + 1] if at + 1 < len(amounts) else None
        if second and not _is_range(text, first, second):
            second = None
        at += 2 if second else 1
        found = _read(line, first, second)
        if found:
            yield found


def _amount(match: re.Match[str]) -> _Amount | None:
    value = number(match["number"])
    if value is None or value <= 0:
        return None
    unit = (match["scale"] or "").lower().rstrip(".").rstrip("s") or ""
    unit = "tys" if unit == "ty" else unit
    before = _SIGN_BEFORE.search(match.string, max(0, match.start() - 8), match.start())
    sign = (before[1] if before else "") or match["after"] or ""
    if not sign and unit in _INDIAN:
        sign = "INR"
    if unit in _INDIAN | {"l"} and sign and currency_of(sign, "IN") != "INR":
        return None
    sign = "€" if unit == "ke" or sign.upper() == "K€" else sign
    if match["number"] == "401" and unit == "k":
        return None
    factor = 1000 if (match["after"] or "").upper() == "K€" else _SCALES.get(unit, 1)
    return _Amount(
        value, sign, factor, unit, before.start() if before else match.start(), match.end()
    )


def _is_range(text: str, first: _Amount, second: _Amount) -> bool:
    between = pay_words.BETWEEN.fullmatch(text, first.end, second.start)
    if not between:
        return False
    if pay_words.NOT_PAY_AFTER.match(text, second.end) and between["and"]:
        return False
    low, high = _pair(first, second)
    return not between["and"] or (first.value <= second.value and high <= low * _FAR_APART)


def _read(line: _Line, first: _Amount, second: _Amount | None) -> Found | None:
    text, last = line.text, second or first
    low, high = _pair(first, second)
    sign = first.sign or last.sign
    before = text[max(0, first.start - 60) : first.start]
    after = text[last.end : last.end + 40]
    cue = line.is_trusted or line.is_under_cue or bool(pay_words.CUE.search(f"{before}#{after}"))
    scaled = max(first.scale, last.scale)
    if (
        not sign
        and not line.is_trusted
        and not _is_signless_pay(line, first, second, before, cue=cue)
    ):
        return None
    if not line.is_trusted and _is_other_money(text, first, last, before):
        return None
    currency = currency_of(sign, line.country) or COUNTRY_CURRENCY.get(line.country, "")
    if max(low, high) < _LEAST_PAID or not currency:
        return None
    period = _period(text, first, second)
    bound = "" if second else _bound(before)
    score = 3 * cue + 2 * (second is not None) + 2 * bool(period) + bool(sign)
    score += bool(bound) + (len(text) <= _SHORT_LINE) + (scaled > 1 and bool(sign))
    if not sign and second and not cue:
        score += 1  # a bare range of thousands, as in "Developer - London - 50-60k"
    if score < (0 if line.is_trusted else _ENOUGH):
        return None
    is_named = (
        line.is_trusted or bool(pay_words.NAMED.search(before)) or (cue and second is not None)
    )
    return Found(low, high, currency, period, score + _kind(before, after), bound, is_named)


def _is_signless_pay(
    line: _Line, first: _Amount, second: _Amount | None, before: str, *, cue: bool
) -> bool:
    """Whether an amount without currency is pay: `Salary: 25000-30000 per month`, `28-32k DOE`."""
    last = second or first
    if cue and max(first.scale, last.scale) > 1:
        return True
    if pay_words.NAMED.search(before) and (second or _period(line.text, first, second)):
        return True
    return _is_bare_range(line, first, second, before)


def _is_bare_range(line: _Line, first: _Amount, second: _Amount | None, before: str) -> bool:
    """Whether `50-60k` without any sign can only be a wage."""
    if second is None or second.scale != 1000 or second.unit != "k":  # noqa: PLR2004
        return False
    low, high = _pair(first, second)
    least, most = _WAGES_IN_THOUSANDS
    return least <= low <= high <= most and (
        line.is_title or bool(_SEPARATOR_BEFORE.search(before))
    )


def _is_other_money(text: str, first: _Amount, last: _Amount, before: str) -> bool:
    if last.unit == "lpa":
        return False
    return bool(
        pay_words.NOT_PAY_AFTER.match(text, last.end)
        or pay_words.NOT_PAY_BEFORE.search(before[-40:])
    )


def _kind(before: str, after: str) -> int:
    """Base pay before what may come on top."""
    near = re.split(r"[(),;.]", before[-18:])[-1]
    tail = re.split(r"[(),;.+]|\d", after[:16], maxsplit=1)[0]
    if pay_words.BASE.search(near) or pay_words.BASE.search(tail):
        return 2
    return -3 if pay_words.VARIABLE.search(near) or pay_words.VARIABLE.search(tail) else 0


def _bound(before: str) -> str:
    if pay_words.UP_TO.search(before):
        return "UP_TO"
    return "FROM" if pay_words.FROM.search(before) else ""


def _period(text: str, first: _Amount, second: _Amount | None) -> str:
    last = second or first
    if last.unit == "lpa":
        return "YEAR"
    after = text[last.end : last.end + 32]
    if pay_words.FORTNIGHT.search(after):
        return "FORTNIGHT"
    return (
        period_in(_CLAUSE_END.split(after, maxsplit=1)[0])
        or (period_in(text[first.end : last.start]) if second else "")
        or period_in(text[max(0, first.start - 32) : first.start])
    )


def _pair(first: _Amount, second: _Amount | None) -> tuple[Decimal, Decimal]:
    low = first.value * first.scale
    if second is None:
        return low, low
    high = second.value * second.scale
    if second.scale > 1 and first.scale == 1 and first.value < _UNITS_BELOW:
        low = first.value * second.scale
    elif first.scale > 1 and second.scale == 1 and second.value < _UNITS_BELOW:
        high = second.value * first.scale
    elif first.scale == second.scale == 1 and first.value < _UNITS_BELOW <= second.value / 10:
        low = first.value * 1000  # "60 - 80,000"
    return min(low, high), max(low, high)
