"""What a resume is made of, as a person edits it: the sections of JSON Resume, their fields and kinds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an entry. `key` may lead inside it: `location/city`.

    `kind`: text, email, phone, url, date, country, prose, `words` (a short list) or `lines` (a list
    of sentences).
    """

    key: str
    label: "Promise"
    kind: str = "text"

    @property
    def is_list(self) -> bool:
        return self.kind in {"words", "lines"}


@dataclass(frozen=True, slots=True)
class Kind:
    """One section: how it is called, how one entry of it is called, and what an entry holds.

    `is_list` says that its entries are short, so that they are edited together; `words_key` names the
    part of an entry that may be all it has.
    """

    key: str
    title: "Promise"
    one: "Promise"
    parts: tuple[Part, ...]
    is_list: bool = False
    words_key: str = ""

    @property
    def single_words(self) -> Part:
        """The list of its entries that are but a word."""
        return Part(self.words_key, self.title, "words")

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return self.key.rpartition("/")[2]

    def part(self, key: str) -> Part | None:
        """Return the part with this key."""
        return next((part for part in self.parts if part.key == key), None)


_START = Part("startDate", _("From"), "date")
_UNTIL = Part("endDate", _("Until"), "date")
_URL = Part("url", _("Web page"), "url")
_SUMMARY = Part("summary", _("Summary"), "prose")
_DID = Part("highlights", _("What you did"), "lines")
_WORDS = Part("keywords", _("Skills"), "words")

BASICS = Kind(
    "basics",
    _("About you"),
    _("About you"),
    (
        Part("name", _("Name")),
        Part("label", _("Headline")),
        Part("email", _("E-mail"), "email"),
        Part("phone", _("Phone"), "phone"),
        Part("location/address", _("Address")),
        Part("location/postalCode", _("Postcode")),
        Part("location/city", _("Town")),
        Part("location/region", _("Region")),
        Part("location/countryCode", _("Country"), "country"),
        _URL,
        _SUMMARY,
    ),
)
PROFILES = Kind(
    "basics/profiles",
    _("Links"),
    _("Link"),
    (
        Part("network", _("Network")),
        Part("username", _("Name there")),
        Part("url", _("Link"), "url"),
    ),
    is_list=True,
)
SECTIONS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        BASICS,
        PROFILES,
        Kind(
            "work",
            _("Work"),
            _("Job"),
            (
                Part("position", _("Position")),
                Part("name", _("Employer")),
                Part("location", _("Place")),
                _START,
                _UNTIL,
                _URL,
                Part("description", _("About the employer"), "prose"),
                _SUMMARY,
                _DID,
            ),
        ),
        Kind(
            "education",
            _("Education"),
            _("Degree"),
            (
                Part("studyType", _("Degree")),
                Part("area", _("Subject")),
                Part("institution", _("School")),
                _START,
                _UNTIL,
                Part("score", _("Grade")),
                _URL,
                Part("courses", _("Courses"), "lines"),
            ),
        ),
        Kind(
            "skills",
            _("Skills"),
            _("Skill or group of skills"),
            (Part("name", _("Group or skill")), Part("level", _("Level")), _WORDS),
            is_list=True,
            words_key="name",
        ),
        Kind(
            "languages",
            _("Languages"),
            _("Language"),
            (Part("language", _("Language")), Part("fluency", _("Level"))),
            is_list=True,
        ),
        Kind(
            "projects",
            _("Projects"),
            _("Project"),
            (
                Part("name", _("Name")),
                Part("description", _("About"), "prose"),
                Part("entity", _("For")),
                Part("type", _("Kind")),
                Part("roles", _("Roles"), "words"),
                _START,
                _UNTIL,
                _URL,
                _WORDS,
                _DID,
            ),
        ),
        Kind(
            "certificates",
            _("Certificates"),
            _("Certificate"),
            (
                Part("name", _("Name")),
                Part("issuer", _("Issued by")),
                Part("date", _("Date"), "date"),
                _URL,
            ),
            is_list=True,
        ),
        Kind(
            "volunteer",
            _("Volunteering"),
            _("Voluntary work"),
            (
                Part("position", _("Position")),
                Part("organization", _("Organisation")),
                Part("location", _("Place")),
                _START,
                _UNTIL,
                _URL,
                _SUMMARY,
                _DID,
            ),
        ),
        Kind(
            "publications",
            _("Publications"),
            _("Publication"),
            (
                Part("name", _("Title")),
                Part("publisher", _("Published by")),
                Part("releaseDate", _("Date"), "date"),
                _URL,
                _SUMMARY,
            ),
        ),
        Kind(
            "awards",
            _("Awards"),
            _("Award"),
            (
                Part("title", _("Title")),
                Part("awarder", _("Given by")),
                Part("date", _("Date"), "date"),
                _SUMMARY,
            ),
        ),
        Kind(
            "interests",
            _("Interests"),
            _("Interest"),
            (Part("name", _("Name")), Part("keywords", _("More exactly"), "words")),
            is_list=True,
            words_key="name",
        ),
        Kind(
            "references",
            _("References"),
            _("Reference"),
            (Part("name", _("Name")), Part("reference", _("Reference"), "prose")),
        ),
    )
}
BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in SECTIONS.values()}
#: Sections without links, in the order a resume is written.
LISTED = tuple(key for key in SECTIONS if key not in {"basics", "basics/profiles"})
_END = "-"
#: A place in a list as JSON pointers write it, or behind its end.
_INDEX = re.compile(r"0|[1-9][0-9]{0,5}|-")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a JSON pointer leads: a section, perhaps an entry, a part, perhaps an item of its list."""

    kind: Kind
    index: int | None
    part: Part | None
    item: int | None = None


def address_of(pointer: str) -> Address | None:
    """Return what a JSON pointer names, or None for what no person edits here."""
    start, *steps = pointer.split("/")
    if start or not steps:
        return None
    if steps[0] == "basics" and steps[1:2] != ["profiles"]:
        part = BASICS.part("/".join(steps[1:]))
        return Address(BASICS, None, part) if part else None
    name, rest = ("basics/profiles", steps[2:]) if steps[0] == "basics" else (steps[0], steps[1:])
    kind = SECTIONS.get(name)
    if kind is None or not rest or not _INDEX.fullmatch(rest[0]):
        return None
    index = int(rest[0]) if rest[0] != _END else None
    return _inside(kind, index, rest[1:])


def _inside(kind: Kind, index: int | None, rest: list[str]) -> Address | None:
    if not rest:
        return Address(kind, index, None)
    part = kind.part(rest[0])
    if part is None or len(rest) > 2:  # noqa: PLR2004 - a part and an item of it
        return None
    if len(rest) == 1:
        return Address(kind, index, part)
    known = part.is_list and _INDEX.fullmatch(rest[1])
    item = int(rest[1]) if known and rest[1] != _END else None
    return Address(kind, index, part, item) if known else None
