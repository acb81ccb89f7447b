"""When a message was sent, as mail programs of eight languages write it into what they forward."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from applications.mailbox.texts import folded

_NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](20\d\d)\b")
_ISO = re.compile(r"\b(20\d\d)-(\d{2})-(\d{2})\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.hH](\d{2})(?::\d{2})?\s*([AaPp])?\.?[Mm]?")
_YEAR = re.compile(r"\b(20\d\d)\b")
_DAY = re.compile(r"(?<![:\d.])\b(\d{1,2})\b(?!\s*[:h]\d|\d)")
_MONTHS = (
    ("jan", "gen", "ene", "sty"),
    ("feb", "fev", "lut"),
    ("mar", "mrt", "maa"),
    ("apr", "avr", "abr", "kwi"),
    ("may", "mai", "mag", "mei", "maj"),
    ("jun", "juin", "giu", "cze"),
    ("jul", "juil", "lug", "lip"),
    ("aug", "aou", "ago", "sie"),
    ("sep", "set", "wrz"),
    ("oct", "okt", "ott", "out", "paz"),
    ("nov", "lis"),
    ("dec", "dez", "dic", "gru"),
)
_NOON, _MONTHS_A_YEAR = 12, 12


def read_date(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment a forwarded header names, read on the wall of `zone`; None when unclear."""
    day = _day_of(text)
    if day is None:
        return None
    year, month, number = day
    hour, minute = _clock_of(text)
    try:
        return datetime(year, month, number, hour, minute, tzinfo=zone)
    except ValueError:
        return None


def _day_of(text: str) -> tuple[int, int, int] | None:
    if found := _ISO.search(text):
        year, month, day = (int(part) for part in found.groups())
        return year, month, day
    if found := _NUMERIC.search(text):
        first, second, year = (int(part) for part in found.groups())
        return (year, first, second) if second > _MONTHS_A_YEAR else (year, second, first)
    year_found = _YEAR.search(text)
    named = _month_of(text)
    without_clock = _CLOCK.sub(" ", text)
    days = [int(n) for n in _DAY.findall(without_clock)]
    if year_found is None or named is None or not days:
        return None
    return int(year_found.group(1)), named, days[0]


def _month_of(text: str) -> int | None:
    """A month by its name; weekdays that begin alike (`mar.` is Tuesday in French) come first."""
    found = None
    for word in folded(text).split():
        for number, starts in enumerate(_MONTHS, start=1):
            if word.startswith(starts) and not word.startswith(("mart", "mardi", "maand", "sab")):
                found = number if found is None or word != "mar" else found
    return found


def _clock_of(text: str) -> tuple[int, int]:
    found = _CLOCK.search(_NUMERIC.sub(" ", text))
    if found is None:
        return 0, 0
    hour, minute, half = int(found.group(1)), int(found.group(2)), (found.group(3) or "").lower()
    if half == "p" and hour < _NOON:
        hour += _NOON
    if half == "a" and hour == _NOON:
        hour = 0
    return hour, minute
