"""Adzuna's result object, as the API gives it and as captures keep it.

Source: https://developer.adzuna.com/docs/search; the shape of `adref`, ids as bare numbers and
string booleans were seen on live answers.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.base import Manifest, RejectedError

COUNTRIES = [
    "gb",
    "us",
    "at",
    "au",
    "be",
    "br",
    "ca",
    "ch",
    "de",
    "es",
    "fr",
    "in",
    "it",
    "mx",
    "nl",
    "nz",
    "pl",
    "sg",
    "za",
]

MANIFEST = Manifest(
    slug="adzuna",
    name="Adzuna",
    kind="api",
    home_url="https://www.adzuna.co.uk/",
    terms_url="https://developer.adzuna.com/docs/terms_of_service",
    attribution="Jobs by Adzuna",
    countries=tuple(COUNTRIES),
    complete_descriptions=False,
    expires_after_days=True,
    links_may_be_checked=False,
    limits={"minute": 25, "day": 250, "week": 1000, "month": 2500},
)

_EXCERPT_LENGTH = 490  # descriptions are cut at 500 characters; a few captures trimmed the end
_CURRENCIES = {
    "gb": "GBP", "us": "USD", "at": "EUR", "au": "AUD", "be": "EUR", "br": "BRL", "ca": "CAD",
    "ch": "CHF", "de": "EUR", "es": "EUR", "fr": "EUR", "in": "INR", "it": "EUR", "mx": "MXN",
    "nl": "EUR", "nz": "NZD", "pl": "PLN", "sg": "SGD", "za": "ZAR",
}  # fmt: skip
_HOSTS = {
    "adzuna.co.uk": "gb", "adzuna.com": "us", "adzuna.at": "at", "adzuna.com.au": "au",
    "adzuna.be": "be", "adzuna.com.br": "br", "adzuna.ca": "ca", "adzuna.ch": "ch",
    "adzuna.de": "de", "adzuna.es": "es", "adzuna.fr": "fr", "adzuna.in": "in",
    "adzuna.it": "it", "adzuna.com.mx": "mx", "adzuna.nl": "nl", "adzuna.co.nz": "nz",
    "adzuna.pl": "pl", "adzuna.sg": "sg", "adzuna.co.za": "za",
}  # fmt: skip
_AREAS = {
    "uk": "gb", "us": "us", "österreich": "at", "australia": "au", "belgique": "be",
    "belgië": "be", "brasil": "br", "canada": "ca", "schweiz": "ch", "deutschland": "de",
    "españa": "es", "france": "fr", "india": "in", "italia": "it", "méxico": "mx",
    "nederland": "nl", "new zealand": "nz", "polska": "pl", "singapore": "sg",
    "south africa": "za",
}  # fmt: skip
_FILE = re.compile(r"^(?:adzuna[_-])?(?:search[_-])?([a-z]{2})(?:[_.-]|$)", re.IGNORECASE)


def country_of_file(name: str) -> str | None:
    """The country a capture's file name states: `gb.jsonl.gz`, `search_gb_2.json`."""
    found = _FILE.match(name)
    code = found.group(1).lower() if found else ""
    return code if code in _CURRENCIES else None


def country_of(row: Mapping[str, Any], origin: Mapping[str, Any]) -> str | None:
    """The country: said by the caller, else by the link, the area, or the file's name."""
    if origin.get("country"):
        return str(origin["country"])
    try:
        host = urlsplit(reading.text(row.get("redirect_url"))).hostname or ""
    except ValueError:
        host = ""
    area = reading.words(reading.record(row.get("location")).get("area"))
    return (
        _HOSTS.get(host.removeprefix("www."))
        or (_AREAS.get(area[0].lower()) if area else None)
        or country_of_file(str(origin.get("file", "")))
    )


def read(value: object, origin: Mapping[str, Any], *, source: str = MANIFEST.slug) -> RawPosting:
    """Read one result. Its place key is empty: Adzuna gives every place an id of its own.

    Raises: RejectedError.
    """
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    country = country_of(row, origin)
    location = reading.record(row.get("location"))
    category = reading.record(row.get("category"))
    company = reading.record(row.get("company"))
    lat, lon = reading.coordinates(row.get("latitude"), row.get("longitude"))
    description = reading.text(row.get("full_description")) or reading.text(row.get("description"))
    return RawPosting(
        source=source,
        external_id=reading.identity(row.get("id")),
        title=reading.title(row.get("title")),
        description=description,
        company=reading.text(company.get("display_name"), longest=400),
        location_text=reading.text(location.get("display_name"), longest=400),
        area=reading.words(location.get("area")),
        country_hint=country,
        lat=lat,
        lon=lon,
        pay_min=reading.number(row.get("salary_min")),
        pay_max=reading.number(row.get("salary_max")),
        pay_currency=_CURRENCIES.get(country or "", ""),
        pay_is_predicted=reading.truth(row.get("salary_is_predicted")),
        contract_type=reading.text(row.get("contract_type"), longest=40),
        contract_time=reading.text(row.get("contract_time"), longest=40),
        category=_category(category),
        posted_at=reading.moment(row.get("created")),
        redirect_url=reading.link(row.get("redirect_url")),
        is_excerpt=description.endswith(("…", "...")) or len(description) >= _EXCERPT_LENGTH,
        raw=row,
    )


def _category(category: Mapping[str, Any]) -> str:
    tag = reading.text(category.get("tag"), longest=120)
    label = reading.text(category.get("label"), longest=120)
    return "" if "unknown" in (tag.lower(), label.lower()) else label or tag
