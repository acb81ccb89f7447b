"""Who a resume says its owner is: what is hidden before a text of it goes to a language model."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.llm.contact import Contact
from resumes.models import ResumeVersion


def contact_of(version: ResumeVersion) -> Contact:
    """Return what was read of the owner, together with what their account says."""
    basics = _mapping(_mapping(version.parsed).get("basics"))
    place = _mapping(basics.get("location"))
    profile = version.owner.profile
    return Contact(
        names=_said(basics.get("name"), profile.name),
        emails=_said(basics.get("email"), version.owner.email),
        phones=_said(basics.get("phone"), profile.phone),
        addresses=_said(place.get("address"), place.get("postalCode")),
        links=_said(basics.get("url"), *_links(basics), *(profile.links or [])),
    )


def _links(basics: Mapping[str, Any]) -> Iterator[Any]:
    profiles = basics.get("profiles")
    for each in profiles if isinstance(profiles, list) else []:
        yield _mapping(each).get("url")


def _said(*values: Any) -> list[str]:
    return sorted({value.strip() for value in values if isinstance(value, str) and value.strip()})


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
