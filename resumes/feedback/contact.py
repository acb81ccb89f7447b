"""Whether somebody who wants to answer can: mail, phone, place, links."""

import re
from collections.abc import Iterator

from resumes.feedback.reading import Reading, mapping, said
from resumes.feedback.score import finding
from resumes.feedback.types import Finding, Place, Suggestion

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}")
_MISTYPED = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "gnail.com": "gmail.com",
    "gmil.com": "gmail.com",
    "googlemail.con": "googlemail.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "hotmal.com": "hotmail.com",
    "outlok.com": "outlook.com",
    "outlook.con": "outlook.com",
    "yahoo.con": "yahoo.com",
    "yaho.com": "yahoo.com",
    "icloud.con": "icloud.com",
}
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15  # Source: ITU-T E.164
_DIALLED = re.compile(r"(?<![\d.,/-])\+?\(?\d(?:[ ().\-/]{0,3}\d){8,13}(?!\d)")
_NATIONAL = re.compile(r"[+\d() .-]{10,24}")
_HEAD_LINES, _HEAD_CHARACTERS = 4, 1500
# Where a line looks like a name, it is there and was not read as one.
_HEAD_NAME = re.compile(
    r"^(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]+ ){1,3}[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]+$", re.MULTILINE
)
_HEAD_PLACE = re.compile(
    r"^[^\W\d_][\w.'’ -]{1,30}, [^\W\d_][\w.'’ -]{1,30}$|\b[A-Z]{2,3} \d{4,5}\b", re.MULTILINE
)
_LINK = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_EMPTY_PROFILE = re.compile(
    r"(?:linkedin\.com(?:/in)?|github\.com|gitlab\.com|xing\.com(?:/profile)?)/?(?:[?#].*)?$",
    re.IGNORECASE,
)


def contact_findings(reading: Reading) -> Iterator[Finding]:
    """What stands in the way of an answer."""
    basics = reading.basics
    if not said(basics.get("name")) and not _HEAD_NAME.search(
        reading.subject.text[:_HEAD_CHARACTERS]
    ):
        yield finding("name_missing")
    yield from _email(reading, said(basics.get("email")))
    yield from _phone(reading, said(basics.get("phone")), said(basics.get("phoneE164")))
    if not _says_where(reading) and not _HEAD_PLACE.search(_head(reading.subject.text)):
        yield finding("place_missing")
    broken = list(_broken_links(reading))
    if broken:
        yield finding("link_broken", broken)


def _says_where(reading: Reading) -> bool:
    place = mapping(reading.basics.get("location"))
    return any(said(place.get(key)) for key in ("city", "region", "countryCode", "address"))


def _head(text: str) -> str:
    """The first lines, a part of each on a line of its own: a place that was not read as one stands there."""
    lines = [line for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    return "\n".join(part.strip() for line in lines for part in re.split(r"[·|•\t]", line))


def _email(reading: Reading, email: str) -> Iterator[Finding]:
    if not email:
        if "@" not in reading.subject.text:
            yield finding("email_missing")
    elif not _EMAIL.fullmatch(email):
        yield finding("email_wrong", [reading.place("/basics/email", email)])
    else:
        name, _at, domain = email.rpartition("@")
        meant = _MISTYPED.get(domain.lower())
        if meant:
            fix = Suggestion("replace", "/basics/email", f"{name}@{meant}")
            yield finding(
                "email_mistyped", [reading.place("/basics/email", email, about=meant, fix=fix)]
            )


def _phone(reading: Reading, phone: str, number: str) -> Iterator[Finding]:
    if not phone:
        if not _DIALLED.search(reading.subject.text):
            yield finding("phone_missing")
        return
    digits = sum(character.isdigit() for character in phone)
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        yield finding("phone_odd", [reading.place("/basics/phone", phone)])
    elif (
        _NATIONAL.fullmatch(phone)
        and not number
        and not _says_where(reading)
        and not phone.lstrip("( ").startswith(("+", "00"))
    ):
        yield finding("phone_without_country", [reading.place("/basics/phone", phone)])


def _broken_links(reading: Reading) -> Iterator[Place]:
    own = said(reading.basics.get("url"))
    links = [("/basics/url", own)] if own else []
    profiles = reading.basics.get("profiles")
    for index, row in enumerate(profiles if isinstance(profiles, list) else []):
        url = said(mapping(row).get("url"))
        if url:
            links.append((f"/basics/profiles/{index}/url", url))
    for pointer, url in links:
        if not _LINK.fullmatch(url) or _EMPTY_PROFILE.search(url):
            yield reading.place(pointer, url)
