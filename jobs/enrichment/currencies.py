"""What pay looks like in each currency: signs, sane yearly amounts, the usual period by magnitude."""

from decimal import Decimal

SYMBOLS = {
    "£": "GBP", "€": "EUR", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "S$": "SGD", "HK$": "HKD", "R$": "BRL", "MX$": "MXN", "$": "", "₹": "INR", "¥": "JPY", "zł": "PLN", "Kč": "CZK",
    "₽": "RUB", "₺": "TRY", "₪": "ILS", "₩": "KRW", "₱": "PHP", "₴": "UAH", "฿": "THB", "Rs.": "INR", "Rs": "INR",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "K€": "EUR", "zl": "PLN", "dollars": "",
    "złotych": "PLN", "reais": "BRL", "rupees": "INR", "INR.": "INR",
}  # fmt: skip
CODES = [
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "PLN",
    "INR",
    "CAD",
    "AUD",
    "NZD",
    "SGD",
    "HKD",
    "BRL",
    "MXN",
    "ZAR",
    "JPY",
    "CZK",
    "SEK",
    "NOK",
    "DKK",
    "HUF",
    "RON",
    "BGN",
    "TRY",
    "ILS",
    "AED",
    "SAR",
    "KRW",
    "CNY",
    "PHP",
    "THB",
    "MYR",
    "IDR",
    "VND",
    "UAH",
    "RUB",
    "ARS",
    "CLP",
    "COP",
    "PEN",
    "EGP",
    "NGN",
    "KES",
    "PKR",
]
COUNTRY_CURRENCY = {
    "GB": "GBP", "US": "USD", "CH": "CHF", "PL": "PLN", "IN": "INR", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD",
    "HK": "HKD", "BR": "BRL", "MX": "MXN", "ZA": "ZAR", "JP": "JPY", "CZ": "CZK", "SE": "SEK", "NO": "NOK", "DK": "DKK",
    "HU": "HUF", "RO": "RON", "TR": "TRY", "IL": "ILS", "AE": "AED", "SA": "SAR", "KR": "KRW", "CN": "CNY", "PH": "PHP",
    "TH": "THB", "MY": "MYR", "ID": "IDR", "VN": "VND", "UA": "UAH", "RU": "RUB", "AR": "ARS", "CL": "CLP", "CO": "COP",
    "PE": "PEN", "EG": "EGP", "NG": "NGN", "KE": "KES", "PK": "PKR", "BG": "EUR", "LI": "CHF",
    **dict.fromkeys(["FR", "DE", "ES", "IT", "NL", "BE", "AT", "PT", "IE", "FI", "GR", "LU", "SK", "SI", "EE", "LV", "LT", "MT", "CY", "HR"], "EUR"),
}  # fmt: skip
_DOLLARS = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP"}

# Rough units of the currency per euro: only orders of magnitude matter here.
_PER_EURO = {
    "EUR": 1, "USD": 1, "GBP": 1, "CHF": 1, "CAD": 1, "AUD": 2, "NZD": 2, "SGD": 1, "HKD": 9, "PLN": 4, "INR": 90, "BRL": 6,
    "MXN": 20, "ZAR": 20, "JPY": 160, "CZK": 25, "SEK": 11, "NOK": 11, "DKK": 7, "HUF": 400, "RON": 5, "TRY": 40, "ILS": 4,
    "AED": 4, "SAR": 4, "KRW": 1500, "CNY": 8, "PHP": 60, "THB": 38, "MYR": 5, "IDR": 17000, "VND": 27000, "UAH": 45,
    "RUB": 100, "ARS": 1000, "CLP": 1000, "COP": 4500, "PEN": 4, "EGP": 50, "NGN": 1600, "KES": 140, "PKR": 310, "BGN": 2,
}  # fmt: skip
# The largest amounts that are still per hour, per day, per month, in the currency itself.
_STEPS = {
    "GBP": (120, 1500, 7000), "USD": (180, 1500, 9000), "EUR": (120, 1300, 9900), "CHF": (160, 1500, 20000),
    "INR": (400, 4000, 149_999), "PLN": (300, 2000, 45_000), "BRL": (120, 1000, 35_000), "MXN": (300, 2500, 140_000),
    "JPY": (9000, 80_000, 1_500_000), "CZK": (1200, 9000, 180_000), "ZAR": (600, 6000, 110_000), "HUF": (15_000, 120_000, 2_500_000),
}  # fmt: skip
_LOW_WAGE = {"INR", "PHP", "PKR", "NGN", "KES", "EGP", "IDR", "VND", "ARS"}


def currency_of(sign: str, country: str) -> str:
    """The ISO code behind a sign or code; `$` is read by the country."""
    upper = sign.strip().upper()
    if upper in CODES:
        return upper
    for known, code in SYMBOLS.items():
        if known.upper() == upper:
            if code:
                return code
            home = COUNTRY_CURRENCY.get(country, "USD")
            return home if home in _DOLLARS else "USD"
    return ""


def yearly_bounds(currency: str) -> tuple[Decimal, Decimal]:
    """The least and the most a year of work can sensibly pay in `currency`."""
    rate = Decimal(_PER_EURO.get(currency, 1))
    least = rate * (300 if currency in _LOW_WAGE else 1500)
    return least, rate * 2_000_000


def usual_period(amount: Decimal, currency: str) -> str:
    """The period an amount without one most likely belongs to."""
    rate = _PER_EURO.get(currency, 1)
    hour, day, month = _STEPS.get(currency, (100 * rate, 1000 * rate, 9000 * rate))
    if amount <= hour:
        return "HOUR"
    if amount <= day:
        return "DAY"
    return "MONTH" if amount <= month else "YEAR"
