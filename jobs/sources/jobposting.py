"""schema.org JobPosting in a page: JSON-LD or microdata, as tolerant as search engines are.

Source: https://schema.org/JobPosting and https://developers.google.com/search/docs/appearance/
structured-data/job-posting. Seen in the wild: `@graph`, lists, several types at once, escaped or
broken JSON, one place or many, pay as a number or as nested values.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from extruct.jsonld import JsonLdExtractor
from extruct.utils import parse_html
from extruct.w3cmicrodata import MicrodataExtractor
from lxml.etree import LxmlError

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.base import RejectedError

_DEEPEST = 12
_MOST_PLACES = 20
_SCRIPTS = '//script[contains(translate(@type, "LDJSON", "ldjson"), "ld+json")]'
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_WRAPPING = re.compile(r"\A[\s\ufeff]*<!--|-->\s*\Z|\A\ufeff")
_REMOTE = "TELECOMMUTE"
_MONTHS_A_YEAR = 12


def find(page: str, url: str) -> list[dict[str, Any]]:
    """Return every JobPosting of a page, in its order, as plain objects; each once."""
    if not page.strip():
        return []
    try:
        tree = parse_html(page, encoding="utf-8")
    except (LxmlError, ValueError):
        return []
    found = [posting for script in tree.xpath(_SCRIPTS) for posting in _in_script(script)]
    return _unique(found or list(_in_microdata(tree, url)))


def rows_of(postings: list[dict[str, Any]], url: str) -> list[dict[str, Any]]:
    """One row per posting and place: `{"url", "posting", "place", "place_key"}`."""
    rows = []
    for posting in postings:
        places = _as_list(posting.get("jobLocation"))[:_MOST_PLACES] or [None]
        for place in places:
            key = _place_key(place) if len(places) > 1 else ""
            rows.append({"url": url, "posting": posting, "place": place, "place_key": key})
    return rows


def read(value: object, _origin: Mapping[str, Any], *, source: str) -> RawPosting:
    """Read one row of `rows_of`. Raises: RejectedError."""
    row = reading.record(value)
    posting = reading.record(row.get("posting"))
    page = reading.link(row.get("url"))
    lat, lon = _point(row.get("place"))
    return RawPosting(
        source=source,
        external_id=identity_of(posting, page),
        place_key=reading.text(row.get("place_key"), longest=120),
        title=reading.title(posting.get("title") or posting.get("name")),
        description=_description(posting),
        company=_name(posting.get("hiringOrganization")),
        location_text=_location(row.get("place"), posting),
        country_hint=_country(row.get("place")),
        lat=lat,
        lon=lon,
        employment_type_text=", ".join(_texts(posting.get("employmentType")))[:80],
        remote_hint=True if _REMOTE in _texts(posting.get("jobLocationType")) else None,
        category=next(iter(_texts(posting.get("occupationalCategory"))), "")[:120],
        posted_at=reading.moment(posting.get("datePosted")),
        expires_at=reading.moment(posting.get("validThrough")),
        language_hint=reading.text(posting.get("inLanguage"), longest=2).lower(),
        source_url=page,
        redirect_url=page,
        raw={"url": page, **posting},
        **_pay(posting),
    )


def identity_of(posting: Mapping[str, Any], url: str) -> str:
    """The employer's own identifier on its own host, else the page's address. Raises: RejectedError."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for each in _as_list(posting.get("identifier")):
        named = reading.record(each)
        value = reading.text(named.get("value") if named else each, longest=120)
        if value and not value.startswith(("http://", "https://")):
            return reading.identity(f"{host}:{value}")
    if not url:
        raise RejectedError("no id")
    return f"{host}:{hashlib.sha256(url.encode()).hexdigest()[:24]}"


def _in_script(script: Any) -> Iterator[dict[str, Any]]:
    """The JobPostings of one script, also when its JSON is escaped or has commas too many."""
    try:
        yield from _walk(JsonLdExtractor().extract_items(script), 0)
    except (ValueError, RecursionError):
        text = _WRAPPING.sub("", html.unescape(script.xpath("string()")))
        for written in (text, _TRAILING_COMMA.sub("", text)):
            try:
                yield from _walk(json.loads(written, strict=False), 0)
            except (ValueError, RecursionError):
                continue
            return


def _in_microdata(tree: Any, url: str) -> Iterator[dict[str, Any]]:
    try:
        items = MicrodataExtractor(nested=True).extract_items(tree, url)
    except (ValueError, RecursionError):
        return
    yield from _walk([_flat(item, 0) for item in items], 0)


def _flat(item: object, depth: int) -> Any:
    """Microdata as JSON-LD writes it."""
    if depth > _DEEPEST:
        return None
    if isinstance(item, list):
        return [_flat(each, depth + 1) for each in item]
    if not isinstance(item, dict):
        return item
    properties = reading.record(item.get("properties"))
    found = {name: _flat(value, depth + 1) for name, value in properties.items()}
    return {"@type": item.get("type"), **found}


def _walk(value: object, depth: int) -> Iterator[dict[str, Any]]:
    """Every JobPosting inside a document."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _walk(each, depth + 1)
    elif isinstance(value, dict):
        if any(kind.rpartition("/")[2] == "JobPosting" for kind in _texts(value.get("@type"))):
            yield value
        else:
            for each in value.values():
                if isinstance(each, dict | list):
                    yield from _walk(each, depth + 1)


def _unique(postings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for posting in postings:
        found.setdefault(json.dumps(posting, sort_keys=True, default=str), posting)
    return list(found.values())


def _description(posting: Mapping[str, Any]) -> str:
    """The description and what the employer put into fields of their own."""
    parts = [reading.text(posting.get("description"))]
    for name, heading in (
        ("responsibilities", "Responsibilities"),
        ("qualifications", "Qualifications"),
        ("skills", "Skills"),
        ("educationRequirements", "Education"),
        ("experienceRequirements", "Experience"),
        ("jobBenefits", "Benefits"),
    ):
        said = [text for each in _as_list(posting.get(name)) if (text := _requirement(each))]
        new = [text for text in said if text not in parts[0]]
        if new:
            parts.append(
                f"<h3>{heading}</h3><ul>{''.join(f'<li>{text}</li>' for text in new)}</ul>"
            )
    return "\n".join(filter(None, parts))


def _requirement(value: object) -> str:
    """A requirement, given as text or as an object."""
    if not isinstance(value, dict):
        return reading.text(value)
    months = reading.number(value.get("monthsOfExperience"))
    if months:
        years = months / _MONTHS_A_YEAR
        return (
            f"{years:g} years of experience" if years >= 1 else f"{months:g} months of experience"
        )
    return reading.text(value.get("credentialCategory") or value.get("name"))


def _pay(posting: Mapping[str, Any]) -> dict[str, Any]:
    """`baseSalary` is what the employer states, `estimatedSalary` somebody's guess."""
    for name, is_predicted in (("baseSalary", False), ("estimatedSalary", True)):
        for each in _as_list(posting.get(name)):
            if found := _amounts(each, reading.text(posting.get("salaryCurrency"), longest=3)):
                return {**found, "pay_is_predicted": is_predicted}
    return {}


def _amounts(salary: object, currency: str) -> dict[str, Any]:
    if not isinstance(salary, dict):
        number = reading.number(salary)
        if number is not None:
            return {"pay_min": number, "pay_max": number, "pay_currency": currency.upper()}
        text = reading.text(salary, longest=200)
        return {"pay_text": text} if text else {}
    inner = salary.get("value")
    value = inner if isinstance(inner, dict) else salary
    single = reading.number(inner if not isinstance(inner, dict) else value.get("value"))
    low, high = (reading.number(value.get(name)) for name in ("minValue", "maxValue"))
    low, high = (low if low is not None else single), (high if high is not None else single)
    if low is None and high is None:
        return {}
    return {
        "pay_min": low if low is not None else high,
        "pay_max": high if high is not None else low,
        "pay_currency": reading.text(salary.get("currency") or currency, longest=3).upper(),
        "pay_period": reading.text(value.get("unitText") or salary.get("unitText"), longest=20),
    }


def _location(place: object, posting: Mapping[str, Any]) -> str:
    """A place in words; a remote posting without one is where applicants must live."""
    if isinstance(place, str):
        return reading.text(place, longest=400)
    address = reading.record(place).get("address")
    if isinstance(address, str):
        return reading.text(address, longest=400)
    fields = reading.record(address)
    names = ("addressLocality", "addressRegion", "postalCode")
    parts = [reading.text(fields.get(name), longest=120) for name in names]
    parts.append(_name(fields.get("addressCountry")))
    said = ", ".join(dict.fromkeys(filter(None, parts)))
    if said:
        return said
    allowed = map(_name, _as_list(posting.get("applicantLocationRequirements")))
    return ", ".join(filter(None, allowed))[:400]


def _country(place: object) -> str | None:
    address = reading.record(reading.record(place).get("address"))
    return reading.country(_name(address.get("addressCountry")))


def _point(place: object) -> tuple[float | None, float | None]:
    geo = reading.record(reading.record(place).get("geo"))
    return reading.coordinates(geo.get("latitude"), geo.get("longitude"))


def _place_key(place: object) -> str:
    """The same for the same place on every day."""
    said = _location(place, {}) or json.dumps(place, sort_keys=True, default=str)
    return said.casefold() if len(said) <= 120 else hashlib.sha256(said.encode()).hexdigest()[:32]  # noqa: PLR2004


def _name(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    named = reading.record(value)
    return reading.text(named.get("name") if named else value, longest=400)


def _texts(value: object) -> list[str]:
    return [text for each in _as_list(value) if (text := reading.text(each, longest=200))]


def _as_list(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
