"""Pay: from fields and from text to an amount, a currency, a period and a yearly equivalent."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jobs.enrichment.currencies import (
    CODES,
    COUNTRY_CURRENCY,
    SYMBOLS,
    currency_of,
    usual_period,
    yearly_bounds,
)
from jobs.enrichment.types import Number, Pay

# Hours, days, weeks and months in a working year.
_PER_YEAR = {"HOUR": 2080, "DAY": 230, "WEEK": 52, "MONTH": 12, "YEAR": 1}
_PERIODS = (
    ("HOUR", r"(?:per|an|each|a|/|p\.?|par|pro|por|all['’]?|de l['’])\s?(?:hours?|hr|h|heure|stunde|std|hora|ora|uur)\b|hourly|\bph\b|\bp/h\b|stundenlohn|\bhoraire\b|\bl['’]heure\b|na godzin[ęe]|/\s?godz"),
    ("DAY", r"(?:per|a|each|/|par|pro|por|al|p\.?)\s?(?:day|d|jour|j|tag|d[íi]a|giorno|dag)\b|daily|\bp/?d\b|\btjm\b|tagessatz|journalier|day rate"),
    ("WEEK", r"(?:per|a|each|/|par|pro|por|p\.?)\s?(?:week|wk|semaine|woche|semana|settimana)\b|weekly|\bp/?w\b"),
    ("MONTH", r"(?:per|a|each|/|par|pro|por|al|p\.?|im|brutto|netto|bruts?|nets?)\s?(?:months?|mth|mois|monat|mes|m[êe]s|mese|maand|mo|mies\w*)\b|monthly|mensuel\w*|monatlich|mensual\w*|mensais|mensile|mies[ięe]+cznie|\bp/?m\b|\bpcm\b|monatsgehalt|maandsalaris"),
    ("YEAR", r"(?:per|a|each|/|par|pro|por|all['’]?|p\.?|im)\s?(?:years?|yr|annum|an|ann[ée]e|jahr|a[ñn]o|anno|jaar)\b|yearly|annual\w*|\bp/?a\b|\bp\.a\b|annuel\w*|j[äa]hrlich|jahresgehalt|anual\w*|annu[oi]\b|rocznie|\blpa\b|\bctc\b"),
)  # fmt: skip
_PERIOD = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _PERIODS)
_PERIOD_NAMES = {
    "hour": "HOUR", "hourly": "HOUR", "hr": "HOUR", "h": "HOUR", "day": "DAY", "daily": "DAY", "week": "WEEK",
    "weekly": "WEEK", "month": "MONTH", "monthly": "MONTH", "year": "YEAR", "yearly": "YEAR", "annual": "YEAR",
    "annually": "YEAR", "annum": "YEAR", "yr": "YEAR", "once": "ONCE", "one time": "ONCE", "onetime": "ONCE",
    "per year salary": "YEAR", "per hour wage": "HOUR", "per month salary": "MONTH", "project": "ONCE",
    "mois": "MONTH", "an": "YEAR", "jahr": "YEAR", "monat": "MONTH", "stunde": "HOUR",
}  # fmt: skip
_SIGN = rf"(?:{'|'.join(sorted((re.escape(s) for s in SYMBOLS), key=len, reverse=True))}|(?<![A-Za-z])(?:{'|'.join(CODES)})(?![A-Za-z]))"
_ATOM = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:[ '’.,]\d{2,3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d))"
    rf"(?:\s?(?P<scale>ke\b|k(?=€|£|\b)|lakhs?\b|lacs?\b|lpa\b|crores?\b|tys\b))?(?:[.,]-{{1,2}})?(?:\s?(?P<after>{_SIGN}))?",
    re.IGNORECASE,
)
_SIGN_BEFORE = re.compile(rf"({_SIGN})\s?$", re.IGNORECASE)
_GLUED = re.compile(r"(?<![A-Za-z])(Rs\.?|EUR|USD|GBP|INR|CHF|PLN|AUD|CAD)(?=\d)")
_BETWEEN = re.compile(
    r"\s*(?:\+|gross|brut|brutto|per annum|p\.?a\.?|per (?:year|hour|day|month)|/ ?(?:year|yr|hr|hour|h|day|month|mo|an|mois|std))?\.?\s*(?:-|–|—|−|to|à|et|and|bis|a|do|~|or|tot|e|ou|/|up to|through)\s*(?:up to|circa|de)?\s*",
    re.IGNORECASE,
)
_SIGN_NEARBY = re.compile(rf"{_SIGN}|\b(?:lpa|lakhs?|lacs?|\d\s?k(?:\b|€))", re.IGNORECASE)
_CUE = re.compile(
    r"salar\w*|\bpay\b|\brate\b|compensation|wage|remuneration|r[ée]mun[ée]ration|gehalt\w*|verg[üu]tung|lohn|sueldo|salario|retribu\w+|stipendio|\bral\b|"
    r"salaris|wynagrodzenie|\bctc\b|package|per annum|p\.a\b|\bote\b|base range|\btjm\b|brut\w*|\bpaid\b|earn\w*|hourly|salaire|fixe\b|bonus\b|k€|\bperm\b",
    re.IGNORECASE,
)
_NOT_PAY_AFTER = re.compile(
    r"\s?(?:\+?\s?(?:million|billion|mn|bn|mio|mrd|milliard|m\b|b\b)|(?:\w+ ){0,2}(?:bonus(?:es)?\b(?! (?:\+|plus))|allowance|referral|voucher|revenue|budget|turnover|stipend|discount|"
    r"fund\w*|in sales|arr\b|tuition|reimburs\w+|off\b|sign[- ]?on|match|deductible|portfolio|in (?:assets|funding|revenue)|d['’]euros de|de (?:ca|chiffre)|per mile|cpm|"
    r"retention|customers|users|employees|worth of|projects?|gift|contribution|training|learning|worth))",
    re.IGNORECASE,
)
_NOT_PAY_BEFORE = re.compile(
    r"(?:bonus(?:es)?(?: of)?|allowance(?: of)?|raised|budgets?(?: of)?|revenues?(?: of)?|turnover(?: of)?|valued at|worth(?: of)?|funding(?: of)?|award of|vouchers?|referral|"
    r"sign[- ]on|stipend|pension|insurance|discount\w*|deals?|\bfund|coverage|investment|chiffre d['’]affaires(?: de)?|\bca de|exceed\w*|sales of|tickets?(?: restaurant)?|"
    r"saving\w*|managing|over|assets|saves?|loans?|donat\w+|\bfee|costs?|relocation|lump sum|health|reimburse\w*|fine of|minimum wage)\W{0,3}(?:\w+ ){0,2}(?:(?:up to|of|de) )?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_SCALES = {
    "k": 1000,
    "ke": 1000,
    "tys": 1000,
    "lakh": 100_000,
    "lac": 100_000,
    "lpa": 100_000,
    "crore": 10_000_000,
}
_UNITS_BELOW = 1000
_MAX_TEXT = 12_000


@dataclass(frozen=True, slots=True)
class PayReading:
    """`pay`, or None with the `problem` that made us drop what was there ("" when nothing was)."""

    pay: Pay | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Decimal
    sign: str
    scale: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    low: Decimal
    high: Decimal
    currency: str
    period: str
    score: int


def pay_from_fields(
    low: Number | None,
    high: Number | None,
    currency: str,
    period: str,
    country: str,
    *,
    predicted: bool = False,
) -> PayReading:
    """Pay from a source's numbers. Raises nothing: what cannot be money is dropped with a reason."""
    amounts = [a for a in (_decimal(low), _decimal(high)) if a is not None and a > 0]
    if not amounts:
        stated = [v for v in (low, high) if v not in (None, "", 0, 0.0)]
        return PayReading(None, "not_a_number" if stated else "")
    code = currency_of(currency, country) or COUNTRY_CURRENCY.get(country, "")
    if not code:
        return PayReading(None, "no_currency")
    named = _PERIOD_NAMES.get(period.strip().lower().replace("_", " "), "") or _period_in(period)
    return _build(min(amounts), max(amounts), code, named, "PREDICTED" if predicted else "STATED")


def pay_from_text(text: str, country: str, *, trusted: bool = False) -> PayReading:
    """The likeliest pay in a text; `trusted` means the text is known to speak of pay and nothing else."""
    best: _Found | None = None
    for found in _candidates(text[:_MAX_TEXT], country, trusted=trusted):
        if best is None or found.score > best.score:
            best = found
    if best is None:
        return PayReading(None, "")
    if (
        not trusted
        and not best.period
        and usual_period(best.high, best.currency) in {"HOUR", "DAY"}
    ):
        return PayReading(None, "")  # a small amount in prose may be anything
    return _build(best.low, best.high, best.currency, best.period, "STATED")


def _candidates(text: str, country: str, *, trusted: bool) -> Iterator[_Found]:
    if trusted:
        yield from _in_line(text, country, trusted=True)
        return
    if not _SIGN_NEARBY.search(text):
        return
    previous = ""
    for line in text.split("\n"):
        if line and _DIGIT.search(line):
            cue = bool(previous and len(previous) < 60 and _CUE.search(previous))  # noqa: PLR2004
            yield from _in_line(line, country, trusted=False, under_cue=cue)
        if line:
            previous = line


def _in_line(
    line: str, country: str, *, trusted: bool, under_cue: bool = False
) -> Iterator[_Found]:
    line = _GLUED.sub(r"\1 ", line)
    amounts = [a for m in _ATOM.finditer(line) if (a := _amount(m))]
    at = 0
    while at < len(amounts):
        first = amounts[at]
        second = _partner(line, first, amounts[at + 1]) if at + 1 < len(amounts) else None
        at += 2 if second else 1
        found = _read(line, first, second, country, trusted=trusted, under_cue=under_cue)
        if found:
            yield found


def _amount(match: re.Match[str]) -> _Amount | None:
    value = _number(match["number"])
    if value is None or value <= 0:
        return None
    scale = (match["scale"] or "").lower().rstrip("s")
    before = _SIGN_BEFORE.search(match.string, max(0, match.start() - 7), match.start())
    sign = (before[1] if before else "") or match["after"] or ""
    if not sign and scale in {"lakh", "lac", "lpa", "crore"}:
        sign = "INR"
    sign = "€" if scale == "ke" or sign.upper() == "K€" else sign
    if match["number"] == "401" and scale == "k":
        return None
    factor = 1000 if (match["after"] or "").upper() == "K€" else _SCALES.get(scale, 1)
    return _Amount(value, sign, factor, before.start() if before else match.start(), match.end())


def _partner(line: str, first: _Amount, second: _Amount) -> _Amount | None:
    between = _BETWEEN.fullmatch(line, first.end, second.start)
    if not between:
        return None
    return second


def _read(
    line: str,
    first: _Amount,
    second: _Amount | None,
    country: str,
    *,
    trusted: bool,
    under_cue: bool,
) -> _Found | None:
    last = second or first
    sign = first.sign or last.sign
    around = line[max(0, first.start - 60) : last.end + 40]
    cue = trusted or under_cue or bool(_CUE.search(around))
    scaled = max(first.scale, last.scale)
    if not sign and not (trusted or (cue and scaled > 1)):
        return None
    if not trusted and (
        _NOT_PAY_AFTER.match(line, last.end)
        or _NOT_PAY_BEFORE.search(line[max(0, first.start - 40) : first.start])
    ):
        return None
    low, high = _pair(first, second)
    if max(low, high) < 5:  # noqa: PLR2004  (less than any hour of work is paid)
        return None
    currency = currency_of(sign, country) or COUNTRY_CURRENCY.get(country, "")
    if not currency:
        return None
    after = line[last.end : last.end + 28]
    period = _period_in(_first_clause(after)) or _period_in(
        line[max(0, first.start - 28) : first.start]
    )
    period = period or (_period_in(line[first.end : last.start]) if second else "")
    score = 3 * cue + 2 * (second is not None) + 2 * bool(period) + bool(sign)
    return _Found(low, high, currency, period, score) if score >= (0 if trusted else 3) else None


def _first_clause(text: str) -> str:
    return re.split(r"[;•|]|\. |\d", text, maxsplit=1)[0]


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


def _period_in(text: str) -> str:
    best, where = "", len(text) + 1
    for kind, pattern in _PERIOD:
        match = pattern.search(text)
        if match and match.start() < where:
            best, where = kind, match.start()
    return best


def _build(low: Decimal, high: Decimal, currency: str, period: str, source: str) -> PayReading:
    inferred = ""
    least, most = yearly_bounds(currency)
    if period == "ONCE":
        return PayReading(_pay(low, high, currency, period, source, "ONCE"))
    if not period or not least <= high * _PER_YEAR[period] <= most:
        usual = usual_period(high, currency)
        if period and usual == period:
            return PayReading(None, "too_low" if high * _PER_YEAR[period] < least else "too_high")
        period, inferred = usual, " (period inferred)"
    if not least <= high * _PER_YEAR[period] <= most:
        return PayReading(None, "too_low" if high * _PER_YEAR[period] < least else "too_high")
    if low * 8 < high:
        low = high if low * 30 < high else low
    return PayReading(
        _pay(low, high, currency, period, source, f"{period}×{_PER_YEAR[period]}{inferred}")
    )


def _pay(low: Decimal, high: Decimal, currency: str, period: str, source: str, rule: str) -> Pay:
    cents = Decimal("0.01")
    factor = _PER_YEAR.get(period)
    return Pay(
        min=low.quantize(cents),
        max=high.quantize(cents),
        currency=currency,
        period=period,
        source=source,
        yearly_min=(low * factor).quantize(cents) if factor else None,
        yearly_max=(high * factor).quantize(cents) if factor else None,
        rule=rule,
    )


def _decimal(value: Number | None) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _number(value.strip())
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and number < Decimal(10) ** 12 else None


def _number(text: str) -> Decimal | None:
    """`1.234,56`, `1,234.56`, `60 000`, `1,50,000` and `12.5` as the numbers they mean."""
    digits = re.sub(r"[ '’]", "", text)
    last = max(digits.rfind("."), digits.rfind(","))
    if last >= 0:
        tail = len(digits) - last - 1
        both = "." in digits and "," in digits
        decimal = tail in {1, 2} if both or digits.count(digits[last]) == 1 else False
        whole, part = (digits[:last], digits[last + 1 :]) if decimal else (digits, "")
        digits = re.sub(r"[.,]", "", whole) + (f".{part}" if part else "")
    if not re.fullmatch(r"\d{1,12}(?:\.\d+)?", digits):
        return None
    return Decimal(digits)
