"""Applications as files carry them: a row of text in, a checked record out, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.exports.columns import FIELDS, status_called
from applications.exports.sheets import Line, Sheet, tidy
from applications.states import BEFORE_APPLYING, Status
from applications.types import check_year

LONGEST = {
    "title": 500,
    "company_name": 200,
    "place": 200,
    "url": 2000,
    "source_name": 80,
    "next_action": 200,
    "notes": 200_000,
}
MOST_PRIORITY = 32_767
TAG_CHARACTERS = 40
NOON = 12
MOST_DIGITS = 10
YEARLY = "YEAR"
PAY_PERIODS = frozenset({"HOUR", "DAY", "WEEK", "MONTH", YEARLY, "ONCE"})
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True, slots=True)
class Record:
    """One application in a file. Its notes are one text."""

    company_name: str
    title: str
    status: Status
    applied_at: datetime | None = None
    place: str = ""
    url: str = ""
    source_name: str = ""
    deadline: date | None = None
    next_action: str = ""
    next_action_at: datetime | None = None
    priority: int = 0
    tags: tuple[str, ...] = ()
    pay_asked: Decimal | None = None
    pay_offered: Decimal | None = None
    pay_currency: str = ""
    pay_period: str = YEARLY
    added_at: datetime | None = None
    last_sign_at: datetime | None = None
    notes: str = ""
    description: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What two rows about the same application share."""
        applied = f"{self.applied_at:%Y-%m-%d}" if self.applied_at else ""
        return (self.company_name.casefold(), self.title.casefold(), self.url, applied)

    def cells(self) -> list[str]:
        """Return the row of a file: what is read from it again is this record."""
        return [_text(getattr(self, name)) for name in FIELDS]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be taken, as it was, and why in a sentence."""

    line: int
    field: str
    message: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says once its columns are known."""

    records: list[Record]
    problems: list[Problem]


class _CellError(ValueError):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def records_in(
    sheet: Sheet, columns: Mapping[str, int], *, zone: ZoneInfo, is_day_first: bool, now: datetime
) -> Reading:
    """Read every row; one that cannot be taken does not keep the others.

    Args:
        columns: the column of each field, from 0.
        zone: whose clock on the wall dates without a zone are said in.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for line in sheet.lines:
        try:
            reader = _Row(line, columns, zone, is_day_first, now, sheet.between_tags)
            records.append(reader.record())
        except _CellError as error:
            problems.append(Problem(line.number, error.field, str(error), line.cells))
    return Reading(records, problems)


def is_day_first(sheet: Sheet, columns: Mapping[str, int], *, otherwise: bool) -> bool:
    """Tell 25/11 from 11/25 by the whole file; `otherwise` when every date could be both."""
    at = [columns[name] for name in columns if name.endswith("_at") or name == "deadline"]
    cells = (line.cells[i] for line in sheet.lines for i in at if i < len(line.cells))
    found = [re.match(r"(\d{1,2})[/.\-](\d{1,2})[/.\-]\d{2,4}", cell) for cell in cells]
    pairs = [(int(match[1]), int(match[2])) for match in found if match]
    if any(first > 12 for first, _second in pairs):  # noqa: PLR2004 - months of a year
        return True
    if any(second > 12 for _first, second in pairs):  # noqa: PLR2004
        return False
    return otherwise


@dataclass(slots=True)
class _Row:
    line: Line
    columns: Mapping[str, int]
    zone: ZoneInfo
    is_day_first: bool
    now: datetime
    between_tags: str

    def record(self) -> Record:
        applied_at = self.moment("applied_at")
        status = self.status(applied_at)
        if status in BEFORE_APPLYING:
            applied_at = None
        for name, at in (("applied_at", applied_at), ("added_at", self.moment("added_at"))):
            if at is not None and at > self.now:
                raise _CellError(name, _("What has happened cannot lie in the future."))
        next_action = self.text("next_action")
        return Record(
            company_name=self.needed("company_name", _("The company is missing.")),
            title=self.needed("title", _("The role is missing.")),
            status=status,
            applied_at=applied_at,
            place=self.text("place"),
            url=self.url(),
            source_name=self.text("source_name"),
            deadline=self.day("deadline"),
            next_action=next_action,
            next_action_at=self.moment("next_action_at") if next_action else None,
            priority=self.priority(),
            tags=self.tags(),
            pay_asked=self.pay("pay_asked"),
            pay_offered=self.pay("pay_offered"),
            pay_currency=self.currency(),
            pay_period=self.period(),
            added_at=self.moment("added_at"),
            last_sign_at=self.moment("last_sign_at"),
            notes=self.text("notes"),
            description=self.text("description"),
        )

    def text(self, name: str) -> str:
        at = self.columns.get(name)
        found = self.line.cells[at] if at is not None and at < len(self.line.cells) else ""
        longest = LONGEST.get(name)
        if longest and len(found) > longest:
            said = _("This is longer than %(n)s characters.") % {"n": longest}
            raise _CellError(name, said)
        return found

    def needed(self, name: str, message: str) -> str:
        found = self.text(name)
        if not found:
            raise _CellError(name, message)
        return found

    def status(self, applied_at: datetime | None) -> Status:
        word = self.text("status")
        if not word:
            return Status.APPLIED if applied_at else Status.SAVED
        found = status_called(word)
        if found is None:
            said = _("“%(word)s” is no status known here.") % {"word": word[:60]}
            raise _CellError("status", said)
        return found

    def url(self) -> str:
        found = self.text("url")
        if found and "://" not in found:
            found = f"https://{found}"
        if found and not re.match(r"https?://[^\s/][^\x00-\x1f\x7f]*\Z", found, re.IGNORECASE):
            raise _CellError("url", _("This is no link."))
        return found

    def priority(self) -> int:
        found = self.text("priority")
        number = re.match(r"\d{1,5}", found)
        stars = found.count("★") or found.count("⭐")
        return min(int(number[0]) if number else stars, MOST_PRIORITY)

    def tags(self) -> tuple[str, ...]:
        parts = re.split(f"[{self.between_tags}]", self.text("tags"))
        words = [part.strip()[:TAG_CHARACTERS].strip() for part in parts]
        return tuple(dict.fromkeys(word for word in words if word))

    def pay(self, name: str) -> Decimal | None:
        text = self.text(name)
        if not text:
            return None
        found = _amount(text)
        if found is None:
            said = _("“%(text)s” is no amount.") % {"text": text[:40]}
            raise _CellError(name, said)
        return found

    def currency(self) -> str:
        found = self.text("pay_currency").upper()
        return found if re.fullmatch(r"[A-Z]{3}", found) else ""

    def period(self) -> str:
        found = self.text("pay_period").upper()
        return found if found in PAY_PERIODS else YEARLY

    def day(self, name: str) -> date | None:
        at = self.moment(name)
        return at.astimezone(self.zone).date() if at else None

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        if not text:
            return None
        try:
            found = _moment(text, is_day_first=self.is_day_first)
            check_year(found.date())
            return (found if found.tzinfo else found.replace(tzinfo=self.zone)).astimezone(UTC)
        except (ValueError, OverflowError, ValidationError) as error:
            said = _("“%(text)s” is no date known here.") % {"text": text[:40]}
            raise _CellError(name, said) from error


def _amount(text: str) -> Decimal | None:
    """Read "55,000", "55.000,00", "€ 55 000" and "55k"; of a range nothing is taken."""
    match = re.fullmatch(r"\D{0,8}?(\d[\d.,' ]{0,20}?)\s?(k?)\D{0,12}", text, re.IGNORECASE)
    if match is None:
        return None
    whole, _point, cents = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", match[1]).groups()  # type: ignore[union-attr]
    digits = re.sub(r"\D", "", whole)
    if not 0 < len(digits) <= MOST_DIGITS:
        return None
    amount = Decimal(f"{digits}.{cents or 0}") * (1000 if match[2] else 1)
    return amount.quantize(Decimal("0.01")) if amount < 10**MOST_DIGITS else None


def _moment(text: str, *, is_day_first: bool) -> datetime:
    """Return a date or a moment; a date alone is noon. Raises: ValueError."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.fromisoformat(f"{text}T{NOON}:00")
    if re.match(r"\d{4}-\d\d-\d\d[T ]", text):
        return datetime.fromisoformat(re.sub(r" UTC$", "+00:00", text))
    numbers = re.match(r"(\d{1,2})[/.\-]\s?(\d{1,2})[/.\-]\s?(\d{4}|\d\d)\b", text)
    if numbers:
        first, second, year = (int(number) for number in numbers.groups())
        day, month = (first, second) if is_day_first else (second, first)
        return _noon(year if year > 99 else 2000 + year, month, day)  # noqa: PLR2004
    asian = re.match(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})", text)
    if asian:
        return _noon(*(int(number) for number in asian.groups()))
    return _spelled(text)


def _spelled(text: str) -> datetime:
    """Read "Nov 25, 2026" and "25 November 2026"."""
    month = re.search(r"[a-z]{3}", text.lower())
    numbers = [int(number) for number in re.findall(r"\d+", text)[:2]]
    if month is None or month[0] not in _MONTHS or len(numbers) < 2:  # noqa: PLR2004
        raise ValueError(text)
    return _noon(numbers[1], _MONTHS.index(month[0]) + 1, numbers[0])


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, NOON)  # noqa: DTZ001 - the row knows the zone


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else tidy(str(value))


assert tuple(field.name for field in fields(Record)) == FIELDS
