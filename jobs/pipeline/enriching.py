"""Enrich rows, write them as COPY text and compute what indexers want of them.

Knows no Django: child processes start with this alone.
"""

import hashlib
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from jobs.enrichment import EnrichedPosting, RawPosting, enrich
from jobs.indexers import PostingPlacer, PostingText
from jobs.likeness import facts_of, likeness_keys, read
from jobs.pipeline import columns
from jobs.types import company_key, configuration_for, searchable

#: Raise when enrichment finds something else in the same posting: every posting is then redone.
VERSION = "7"

_LONGEST_SEARCHED = 50_000
_LARGEST_PAY = Decimal(10) ** 11
_LARGEST_INTEGER = 2**31 - 1
_LARGEST_YEARS = 99
_DEEPEST = 50
_TOO_LONG_FOR_JSON = 2**63


@dataclass(frozen=True, slots=True)
class Item:
    """One valid row on its way to enrichment."""

    id: UUID
    content_hash: str
    raw: RawPosting
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enriched:
    """What became of a page: rows as packed COPY text, payloads by indexer, refusals."""

    rows: bytes
    changed: int
    payloads: dict[str, bytes]
    rejected: tuple[tuple[str, str], ...]  # (external id, reason)
    seconds: float
    vectorise_seconds: float


class IndexerFailedError(Exception):
    """An indexer could not compute; the message says which and why."""


def content_hash(raw: RawPosting) -> str:
    """Hash what decides how a posting is published.

    Dates and links are left out: sources renew them daily without changing the posting.
    """
    facts = (
        VERSION, raw.title, raw.description, raw.company, raw.location_text, raw.area,
        raw.country_hint, raw.lat, raw.lon, str(raw.pay_min), str(raw.pay_max), raw.pay_currency,
        raw.pay_period, raw.pay_is_predicted, raw.pay_text, raw.contract_type, raw.contract_time,
        raw.employment_type_text, raw.level_text, raw.remote_hint, raw.workplace_text,
        raw.category, raw.language_hint, raw.is_excerpt, raw.source_url,
    )  # fmt: skip
    return hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()


def enrich_pages(
    pages: Sequence[Sequence[Item]], indexers: Mapping[str, PostingPlacer]
) -> list[Enriched]:
    """Enrich the new and changed rows of some pages. Raises: IndexerFailedError."""
    return [_enrich_page(items, indexers) for items in pages]


def _enrich_page(items: Sequence[Item], indexers: Mapping[str, PostingPlacer]) -> Enriched:
    started = time.perf_counter()
    lines: list[str] = []
    texts: list[PostingText] = []
    rejected: list[tuple[str, str]] = []
    for item in items:
        try:
            found = enrich(item.raw)
            line = columns.copy_line(_values(item, found))
        except Exception as error:  # noqa: BLE001 - one odd row must not end an unattended run
            reason = f"enrichment failed: {type(error).__name__}"
            rejected.append((item.raw.external_id, reason))
            continue
        if not found.title:
            rejected.append((item.raw.external_id, "no title once markup is gone"))
            continue
        lines.append(line)
        texts.append(_text(item, found))
    rows = columns.pack(lines)
    enriched_at = time.perf_counter()
    payloads = _payloads(texts, indexers)
    return Enriched(
        rows=rows,
        changed=len(texts),
        payloads=payloads,
        rejected=tuple(rejected),
        seconds=enriched_at - started,
        vectorise_seconds=time.perf_counter() - enriched_at,
    )


def _payloads(
    texts: Sequence[PostingText], indexers: Mapping[str, PostingPlacer]
) -> dict[str, bytes]:
    payloads: dict[str, bytes] = {}
    for name, indexer in indexers.items() if texts else ():
        try:
            payloads[name] = indexer.compute(texts)
        except Exception as error:
            raise IndexerFailedError(f"{name}: {error}") from error
    return payloads


def warm_up(indexers: Mapping[str, PostingPlacer]) -> None:
    """Load what enrichment and indexers read, so that the first page is no slower than the rest."""
    raw = RawPosting(source="warm-up", external_id="0", title="Baker", description="We bake.")
    enrich_pages([[Item(UUID(int=0), "", raw)]], indexers)


def _values(item: Item, found: EnrichedPosting) -> tuple[object, ...]:
    raw = item.raw
    company = found.company[:200]
    title = found.title[:500]
    return (
        item.id, raw.external_id, raw.place_key, raw.source_url,
        raw.redirect_url, title, company_key(company) or None, company,
        found.description_text, found.description_html, raw.category[:120], found.place[:200],
        found.region[:120], found.country[:2].upper(), found.geoname_id, found.lat, found.lon,
        found.remote, found.employment_type, found.level, found.is_internship,
        *_pay(found),
        _cut(found.skills), _cut(found.must_skills), found.occupation[:200],
        found.language[:2], _years(found.years_wanted), found.degree_wanted[:12],
        item.content_hash, _flags(item, found), _raw(raw.raw),
        configuration_for(found.language, found.country), searchable(title),
        searchable(f"{company}\n{', '.join(found.skills)}\n{found.occupation}"),
        searchable(found.description_text[:_LONGEST_SEARCHED]),
        likeness_keys(read(facts_of(item.id, raw, found)), place_key=raw.place_key),
    )  # fmt: skip


def _flags(item: Item, found: EnrichedPosting) -> tuple[str, ...]:
    excerpt = {"is_excerpt"} if item.raw.is_excerpt else set()
    return tuple(sorted({*found.flags, *item.flags, *excerpt}))


def _pay(found: EnrichedPosting) -> tuple[object, ...]:
    pay = found.pay
    if pay is None or pay.max >= _LARGEST_PAY:
        return (None, None, "", "", "NONE", None, None, "")
    return (
        pay.min, pay.max, pay.currency[:3], pay.period, pay.source,
        _whole(pay.yearly_min), _whole(pay.yearly_max), pay.rule[:80],
    )  # fmt: skip


def _whole(value: Decimal | None) -> int | None:
    return None if value is None or value > _LARGEST_INTEGER else int(value)


def _years(value: int | None) -> int | None:
    return None if value is None or not 0 <= value <= _LARGEST_YEARS else value


def _cut(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value[:120] for value in values)


def _text(item: Item, found: EnrichedPosting) -> PostingText:
    return PostingText(
        id=item.id,
        title=found.title[:500],
        company=found.company[:200],
        description=found.description_text,
        skills=tuple(_cut(found.skills)),
        occupation=found.occupation,
        language=found.language,
    )


def _raw(raw: Any) -> str:
    """The row as it came, as JSON that jsonb takes: no NUL, no NaN, no lone surrogate."""
    try:
        dumped = orjson.dumps(raw)
    except (TypeError, ValueError):
        dumped = orjson.dumps(storable(raw))
    if b"\\u0000" in dumped:
        dumped = orjson.dumps(storable(raw))
    return dumped.decode()


def storable(value: Any, depth: int = 0) -> Any:
    """The same value with everything jsonb refuses, and what is nested too deeply, taken out."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {storable(str(name)): storable(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [storable(part, depth + 1) for part in value]
    return None if _is_no_json(value) else value


def _is_no_json(value: Any) -> bool:
    """Whether a number is one that JSON or its reader cannot hold."""
    if isinstance(value, float):
        return not math.isfinite(value)
    return isinstance(value, int) and abs(value) >= _TOO_LONG_FOR_JSON
