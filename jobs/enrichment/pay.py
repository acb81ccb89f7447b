"""Pay: from fields and from text to an amount, a currency, a period and a yearly equivalent."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from jobs.enrichment.amounts import number
from jobs.enrichment.currencies import (
    COUNTRY_CURRENCY,
    currency_of,
    usual_period,
    yearly_bounds,
)
from jobs.enrichment.pay_text import best_found
from jobs.enrichment.pay_words import months_paid, period_in
from jobs.enrichment.types import Number, Pay

# Hours, days, weeks and months in a working year.
_PER_YEAR = {"HOUR": 2080, "DAY": 230, "WEEK": 52, "MONTH": 12, "YEAR": 1}
_PERIOD_NAMES = {
    "hour": "HOUR", "hourly": "HOUR", "hr": "HOUR", "h": "HOUR", "day": "DAY", "daily": "DAY", "week": "WEEK",
    "weekly": "WEEK", "month": "MONTH", "monthly": "MONTH", "year": "YEAR", "yearly": "YEAR", "annual": "YEAR",
    "annually": "YEAR", "annum": "YEAR", "yr": "YEAR", "once": "ONCE", "one time": "ONCE", "onetime": "ONCE",
    "per year salary": "YEAR", "per hour wage": "HOUR", "per month salary": "MONTH", "project": "ONCE",
    "mois": "MONTH", "an": "YEAR", "jahr": "YEAR", "monat": "MONTH", "stunde": "HOUR",
}  # fmt: skip
_CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PayReading:
    """`pay`, or None with the `problem` that made us drop what was there ("" when nothing was).

    With pay there may be a problem that was mended: `swapped` when the minimum stood above the maximum.
    """

    pay: Pay | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Range:
    low: Decimal
    high: Decimal
    currency: str
    source: str
    bound: str = ""
    months: int = 12


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
    least, most = (a if a is not None and a > 0 else None for a in (_decimal(low), _decimal(high)))
    amounts = [a for a in (least, most) if a is not None]
    if not amounts:
        stated = [v for v in (low, high) if v not in (None, "", 0, 0.0)]
        return PayReading(None, "not_a_number" if stated else "")
    code = currency_of(currency, country) or COUNTRY_CURRENCY.get(country, "")
    if not code:
        return PayReading(None, "no_currency")
    named = _PERIOD_NAMES.get(period.strip().lower().replace("_", " "), "") or period_in(period)
    bound = "UP_TO" if least is None else "FROM" if most is None else ""
    source = "PREDICTED" if predicted else "STATED"
    reading = _build(_Range(min(amounts), max(amounts), code, source, bound), named)
    is_swapped = least is not None and most is not None and least > most
    return PayReading(reading.pay, "swapped") if reading.pay and is_swapped else reading


def pay_from_text(text: str, country: str, *, trusted: bool = False, title: str = "") -> PayReading:
    """The likeliest pay in a text; `trusted` means the text is known to speak of pay and nothing else."""
    best = best_found(text, country, trusted=trusted, title=title)
    if best is None:
        return PayReading(None, "")
    low, high, period = best.low, best.high, best.period
    if period == "FORTNIGHT":
        low, high, period = low / 2, high / 2, "WEEK"
    months = months_paid(text)
    period = period or ("MONTH" if months > _PER_YEAR["MONTH"] else "")
    is_small = usual_period(high, best.currency) in {"HOUR", "DAY"}
    if not period and is_small and not best.is_named:
        return PayReading(None, "")  # a small amount in prose may be anything
    return _build(_Range(low, high, best.currency, "STATED", best.bound, months), period)


def _build(stated: _Range, period: str) -> PayReading:
    if period == "ONCE":
        return PayReading(_pay(stated, period, "ONCE"))
    least, most = yearly_bounds(stated.currency)
    high, inferred = stated.high, ""
    if not period or not least <= high * _PER_YEAR[period] <= most:
        usual = usual_period(high, stated.currency)
        if period and usual == period:
            return PayReading(None, "too_low" if high * _PER_YEAR[period] < least else "too_high")
        period, inferred = usual, " (period inferred)"
    if not least <= high * _PER_YEAR[period] <= most:
        return PayReading(None, "too_low" if high * _PER_YEAR[period] < least else "too_high")
    times = stated.months if period == "MONTH" else _PER_YEAR[period]
    return PayReading(_pay(stated, period, f"{period}×{times}{inferred}", times))


def _pay(stated: _Range, period: str, rule: str, times: int = 0) -> Pay:
    low = stated.low
    if low * 8 < stated.high and low * 30 < stated.high:
        low = stated.high  # "0.5 – 40,000": the small number is a slip
    return Pay(
        min=low.quantize(_CENTS),
        max=stated.high.quantize(_CENTS),
        currency=stated.currency,
        period=period,
        source=stated.source,
        yearly_min=(low * times).quantize(_CENTS) if times else None,
        yearly_max=(stated.high * times).quantize(_CENTS) if times else None,
        rule=rule,
        bound=stated.bound,
    )


def _decimal(value: Number | None) -> Decimal | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return number(value.strip())
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount < Decimal(10) ** 12 else None
