"""Questions matching asks of the apps below it, and wishes made of loose words."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core import signing

from jobs.selectors.places import find_place
from matching.types import WishedPlace, Wishes

REMOTE_WORDS = frozenset({"remote", "anywhere", "home", "home office", "télétravail"})
CODE = 2


def place_of(name: str, country: str) -> dict[str, Any] | None:
    """The place a person named, as a search keeps it; None when nobody knows it."""
    found = find_place(name[:120], country or None)
    if found is None:
        return None
    return {"name": found.name, "country": found.country, "lat": found.lat, "lon": found.lon}


def wishes_at(
    location: str,
    *,
    remote: bool = False,
    internship_only: bool = False,
    levels: Sequence[str] = (),
    employment_type: str = "",
    pay_floor: int | None = None,
) -> Wishes:
    """Wishes from the words of an API call. An unknown place narrows nothing."""
    location = location.strip()
    is_remote = remote or location.casefold() in REMOTE_WORDS
    countries: tuple[str, ...] = ()
    places: tuple[WishedPlace, ...] = ()
    if len(location) == CODE and location.isalpha():
        countries = (location.upper(),)
    elif location and not is_remote:
        found = place_of(location, "")
        if found:
            countries = (found["country"],) if found["country"] else ()
            if found["lat"] is not None:
                places = (WishedPlace(**found),)
    return Wishes(
        places=places,
        countries=countries,
        remote="ONLY" if is_remote else "ALSO" if places else "ANY",
        levels=tuple(levels),
        employment_types=(employment_type,) if employment_type else (),
        pay_floor=pay_floor,
        internship_only=internship_only,
    )


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
