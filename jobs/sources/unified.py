"""Our own schema, one posting per object: what an export writes and other tools may send.

Only `external_id` (or `id`) and `title` must be there; docs/sources.md lists the rest.
"""

from collections.abc import Mapping
from typing import Any

from jobs.enrichment import RawPosting
from jobs.sources import reading
from jobs.sources.base import Manifest, RejectedError

_LONGEST_PLACE_KEY = 120


def manifest(slug: str) -> Manifest:
    """Describe postings brought by file under a name of their own."""
    return Manifest(slug=slug, name=slug.replace("-", " ").capitalize(), kind="file")


def is_unified(row: object) -> bool:
    """Whether a row is in our schema rather than in Adzuna's."""
    return isinstance(row, dict) and "external_id" in row


def read(value: object, origin: Mapping[str, Any], *, source: str) -> RawPosting:
    """Read one posting. Raises: RejectedError."""
    if not isinstance(value, dict):
        raise RejectedError("not an object")
    row: dict[str, Any] = value
    named = reading.text(row.get("source"), longest=50)
    if named and named != source:
        raise RejectedError("belongs to another source")
    lat, lon = reading.coordinates(row.get("lat"), row.get("lon"))
    return RawPosting(
        source=source,
        external_id=reading.identity(row.get("external_id")),
        title=reading.title(row.get("title")),
        place_key=reading.text(row.get("place_key"), longest=_LONGEST_PLACE_KEY),
        description=reading.text(row.get("description_html"))
        or reading.text(row.get("description")),
        company=_company(row),
        location_text=reading.text(row.get("location") or row.get("place"), longest=400),
        area=tuple(
            filter(None, (reading.text(row.get(name), longest=120) for name in ("region",)))
        ),
        country_hint=_country(row, origin),
        lat=lat,
        lon=lon,
        category=reading.text(row.get("category"), longest=120),
        posted_at=reading.moment(row.get("posted_at")),
        expires_at=reading.moment(row.get("expires_at")),
        source_url=reading.link(row.get("source_url")),
        redirect_url=reading.link(row.get("redirect_url") or row.get("url")),
        language_hint=reading.text(row.get("language"), longest=2).lower(),
        is_excerpt=reading.truth(row.get("is_excerpt")),
        raw=row,
        **_terms(row),
    )


def _terms(row: Mapping[str, Any]) -> dict[str, Any]:
    remote = row.get("remote")
    return {
        "pay_min": reading.number(row.get("pay_min")),
        "pay_max": reading.number(row.get("pay_max")),
        "pay_currency": reading.text(row.get("pay_currency"), longest=3).upper(),
        "pay_period": reading.text(row.get("pay_period"), longest=10).upper(),
        "pay_is_predicted": reading.text(row.get("pay_source")).upper() == "PREDICTED"
        or reading.truth(row.get("pay_is_predicted")),
        "pay_text": reading.text(row.get("pay_text"), longest=200),
        "contract_type": reading.text(row.get("contract_type"), longest=40),
        "contract_time": reading.text(row.get("contract_time"), longest=40),
        "employment_type_text": reading.text(row.get("employment_type"), longest=80),
        "level_text": reading.text(row.get("level"), longest=80),
        "remote_hint": remote if isinstance(remote, bool) else None,
        "workplace_text": reading.text(row.get("workplace") or row.get("remote"), longest=80),
    }


def _company(row: Mapping[str, Any]) -> str:
    company = row.get("company")
    if isinstance(company, dict):
        company = company.get("name") or company.get("display_name")
    return reading.text(company or row.get("company_name"), longest=400)


def _country(row: Mapping[str, Any], origin: Mapping[str, Any]) -> str | None:
    return reading.country(row.get("country")) or origin.get("country")
