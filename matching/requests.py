"""Questions matching asks of the apps below it, and wishes made of loose words."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing

from jobs.selectors.places import country_currency, country_name, find_place
from matching.types import WishedPlace, Wishes

REMOTE_WORDS = frozenset({"remote", "anywhere", "home", "home office", "télétravail"})
CODE = 2
TOWN_KM, REGION_KM = 50.0, 250.0
PER_YEAR = {"HOUR": 2080, "DAY": 230, "WEEK": 52, "MONTH": 12, "YEAR": 1}  # as postings are read


def place_of(name: str, country: str) -> dict[str, Any] | None:
    """The place a person named, as a search keeps it; None when nobody knows it."""
    found = find_place(name[:120], country or None)
    if found is None:
        return None
    return {"name": found.name, "country": found.country, "lat": found.lat, "lon": found.lon}


@dataclass(frozen=True, slots=True)
class Understood:
    """What the words of an API call were taken to mean; an unknown place narrows nothing."""

    wishes: Wishes
    location: str = ""
    country: str = ""
    is_known: bool = True


def wishes_at(  # noqa: PLR0913 - every filter an API call may name
    location: str,
    *,
    remote: bool = False,
    internship_only: bool = False,
    levels: Sequence[str] = (),
    employment_type: str = "",
    pay_floor: int | None = None,
    pay_currency: str = "",
) -> Understood:
    """Wishes from the words of an API call.

    Without a currency the floor is in that of the country, so that rupees are not held against
    pounds.
    """
    words = " ".join(location.split())
    is_remote, words = _without_remote(words)
    found = _located(words) if words else Located()
    if found is None:
        found, is_known = Located(), False
    else:
        is_known = True
    is_remote = remote or is_remote
    places = (found.place,) if found.place else ()
    currency = pay_currency or (country_currency(found.country) if found.country else "")
    wishes = Wishes(
        places=places,
        countries=(found.country,) if found.country else (),
        remote="ONLY" if is_remote else "ALSO" if places else "ANY",
        levels=tuple(levels),
        employment_types=(employment_type,) if employment_type else (),
        pay_floor=pay_floor,
        pay_currency=currency if pay_floor is not None else "",
        internship_only=internship_only,
    )
    return Understood(wishes, found.label, found.country, is_known)


@dataclass(frozen=True, slots=True)
class Located:
    """A country, and a circle in it when a place was named."""

    label: str = ""
    country: str = ""
    place: WishedPlace | None = None


def _located(words: str) -> Located | None:
    if len(words) == CODE and words.isascii() and words.isalpha():
        code = {"UK": "GB"}.get(words.upper(), words.upper())
        name = country_name(code)
        return Located(name, code) if name != code else None
    found = find_place(words[:120], None)
    if found is None:
        return None
    if found.lat is None or found.lon is None:
        return Located(found.label, found.country)
    radius = REGION_KM if found.kind == "region" else TOWN_KM
    place = WishedPlace(found.name, found.country, found.lat, found.lon, radius)
    return Located(found.label, found.country, place)


def _without_remote(words: str) -> tuple[bool, str]:
    """Whether the words ask for remote work, and where else they look: `Remote, India`."""
    if words.casefold() in REMOTE_WORDS:
        return True, ""
    first, _, rest = words.replace(" - ", ",").replace("(", ",").partition(",")
    if first.strip().casefold() in REMOTE_WORDS:
        return True, rest.strip(" ,)")
    return False, words


def yearly(amount: int, period: str) -> int:
    """A year's pay from the pay of a period, for the hours and days of usual full-time work."""
    return amount * PER_YEAR[period]


_LINKS = signing.Signer(salt="matching.alerts")


def alerts_token(search_id: UUID) -> str:
    """What the link in a mail carries to stop a search's alerts: short, signed, for ever."""
    return _LINKS.sign(base64.urlsafe_b64encode(search_id.bytes).decode().rstrip("="))


def search_of_token(token: str) -> UUID | None:
    """The search a link was made for; None for a link that nobody here made."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(_LINKS.unsign(token) + "=="))
    except (signing.BadSignature, ValueError):
        return None
