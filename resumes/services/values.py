"""What a person may write where: addresses, numbers and dates are checked, the rest is tidied."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from core.errors import DomainError
from resumes.parsing.dates import Period, find_periods
from resumes.selectors.shape import Kind, Part

LONGEST_TEXT = 1000
LONGEST_PROSE = 20_000
LONGEST_ITEM = 5000
MOST_ITEMS = 1000
_ISO = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_BLANKS = re.compile(r"[^\S\n]+")
_FEWEST_DIGITS = 6
_WITH_DAY = len("2019-04-30")
_is_address = URLValidator(schemes=["http", "https"])


class BadValueError(DomainError):
    """This cannot stand there. `pointer` names the field, `change` counts the changes before it."""

    code = "bad_value"
    status = 400
    pointer = ""
    change = 0

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("This cannot stand there."))


def clean_part(part: Part, value: Any) -> str | list[str]:
    """Return the value as it is stored; empty means that it is taken away.

    Raises: BadValueError.
    """
    if part.is_list:
        items = value.split("\n") if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise BadValueError(_("A list of texts belongs here."))
        texts = [text for item in items if (text := clean_item(part, item))]
        check_length(texts)
        return texts
    if not isinstance(value, str):
        raise BadValueError(_("A text belongs here."))
    return clean_text(part.kind, value)


def clean_item(part: Part, value: Any) -> str:
    """Return one item of a list. Raises: BadValueError."""
    if not isinstance(value, str):
        raise BadValueError(_("A text belongs here."))
    return _at_most(LONGEST_ITEM, _tidy(value))


def check_length(items: list[Any]) -> None:
    """A list may not have more items than any resume. Raises: BadValueError."""
    if len(items) > MOST_ITEMS:
        raise BadValueError(
            _("At most %(most)s entries fit here; these are %(number)s.")
            % {"most": MOST_ITEMS, "number": len(items)}
        )


def clean_text(kind: str, value: str) -> str:
    """Return one text as it is stored. Raises: BadValueError."""
    if kind == "prose":
        rows = (_BLANKS.sub(" ", row).strip() for row in _plain(value).split("\n"))
        return _at_most(LONGEST_PROSE, "\n".join(rows).strip())
    text = _at_most(LONGEST_TEXT, _tidy(value))
    check = _CHECKS.get(kind)
    return check(text) if text and check else text


def clean_entry(kind: Kind, entry: Any) -> dict[str, Any]:
    """Return a whole entry with what its kind knows, checked; unknown keys are refused.

    Raises: BadValueError.
    """
    if not isinstance(entry, Mapping):
        raise BadValueError(_("An entry with its fields belongs here."))
    cleaned: dict[str, Any] = {}
    for key, value in entry.items():
        part = kind.part(str(key))
        if part is None:
            raise BadValueError(_("There is no field “%(name)s” here.") % {"name": str(key)[:40]})
        try:
            stored = clean_part(part, value)
        except BadValueError as error:
            error.pointer = f"/{part.key}"
            raise
        if stored:
            cleaned[part.key] = stored
    if not cleaned:
        raise BadValueError(_("An entry needs at least one field."))
    check_period(cleaned)
    return cleaned


def check_period(entry: Mapping[str, Any]) -> None:
    """An end does not lie before its start. Raises: BadValueError."""
    start, end = str(entry.get("startDate") or ""), str(entry.get("endDate") or "")
    common = min(len(start), len(end))
    if common and start[:common] > end[:common]:
        raise BadValueError(_("The end lies before the start."))


def _plain(value: str) -> str:
    kept = value.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode()
    return "".join(letter for letter in kept if letter.isspace() or letter >= " ")


def _tidy(value: str) -> str:
    return " ".join(_plain(value).split())


def _at_most(longest: int, text: str) -> str:
    """Return the text as it is: whatever is too long is refused, never cut. Raises: BadValueError."""
    if len(text) > longest:
        raise BadValueError(
            _("At most %(most)s characters fit here; these are %(number)s.")
            % {"most": longest, "number": len(text)}
        )
    return text


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise BadValueError(_("This is not an e-mail address: name@example.org")) from None
    return text


def _url(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        _is_address(address)
    except ValidationError:
        raise BadValueError(_("This is not an address of a web page: example.org/me")) from None
    return text


def _phone(text: str) -> str:
    digits = sum(letter.isdigit() for letter in text)
    if digits < _FEWEST_DIGITS or re.search(r"[A-Za-z]{4,}", text):
        raise BadValueError(_("This is not a phone number: +44 20 7946 0000"))
    return text


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise BadValueError(_("Two letters name the country: GB, FR, DE"))
    return text.upper()


def _date(text: str) -> str:
    """ISO with the precision given; also “March 2021” and “03/2021”, in the parser's languages."""
    if _ISO.fullmatch(text):
        return _on_the_calendar(text)
    found = find_periods(text)
    if len(found) == 1 and not found[0].is_range and _is_all_of(found[0], text):
        iso = found[0].start or found[0].end
        if _ISO.fullmatch(iso):
            return iso
    raise BadValueError(_("Write it as 2019 or 2019-04."))


def _is_all_of(period: Period, text: str) -> bool:
    return not text[: period.first].strip() and not text[period.last :].strip()


def _on_the_calendar(iso: str) -> str:
    if len(iso) == _WITH_DAY:
        try:
            date.fromisoformat(iso)
        except ValueError:
            raise BadValueError(_("There is no such day.")) from None
    return iso


def e164(text: str) -> str:
    """Return a number that names its country in E.164, empty for others."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


_CHECKS = {"email": _email, "url": _url, "phone": _phone, "country": _country, "date": _date}
