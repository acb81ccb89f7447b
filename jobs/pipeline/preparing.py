"""Validate one page: read its rows, refuse with reasons, drop repeats, tell changed from known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from jobs.enrichment import RawPosting
from jobs.models import Posting
from jobs.models.postings import posting_id
from jobs.pipeline import columns
from jobs.pipeline.enriching import Item, content_hash
from jobs.pipeline.recording import Stopwatch
from jobs.pipeline.repeats import IdsSeen
from jobs.pipeline.rules import rules_of
from jobs.sources.base import PostingSource, RejectedError

CLOCKS_DIFFER = timedelta(hours=26)  # a date without a zone may be tomorrow's somewhere
DATE_UNSURE = "date_unsure"
HAS_CLOSING_DATE = "has_closing_date"  # the advertisement itself says when it ends


@dataclass(slots=True)
class Prepared:
    """One page after validation: what to enrich, what was only seen again, what was refused."""

    page: int
    rows: int = 0
    items: list[Item] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  # COPY lines of columns.SEEN
    rejected: list[tuple[str, object]] = field(default_factory=list)  # (reason, payload)
    payloads: dict[str, object] = field(default_factory=dict)  # of items, by external id
    duplicates: int = 0
    validate_seconds: float = 0.0
    dedupe_seconds: float = 0.0


def prepare(
    source: PostingSource,
    page: int,
    body: bytes,
    origin: Mapping[str, Any],
    *,
    already: IdsSeen,
    now: datetime,
) -> Prepared:
    """Sort the rows of a page. Adds the page's ids to `already`."""
    watch = Stopwatch()
    prepared = Prepared(page)
    valid = _read(prepared, source, source.rows(body), origin, now)
    prepared.validate_seconds = watch.lap()
    unique = _without_repeats(prepared, valid, already)
    _split(prepared, unique)
    prepared.dedupe_seconds = watch.lap()
    return prepared


def _read(
    prepared: Prepared,
    source: PostingSource,
    rows: Sequence[object],
    origin: Mapping[str, Any],
    now: datetime,
) -> list[Item]:
    valid: list[Item] = []
    left_out_by = rules_of(source.manifest.slug)
    prepared.rows = len(rows)
    for row in rows:
        try:
            raw = source.read(row, origin)
        except RejectedError as refusal:
            prepared.rejected.append((refusal.reason, row))
            continue
        except Exception as error:  # noqa: BLE001 - one odd row must not end an unattended run
            prepared.rejected.append((f"cannot be read: {type(error).__name__}", row))
            continue
        if reason := left_out_by(raw):
            prepared.rejected.append((reason, row))
            continue
        valid.append(_item(raw, now))
    return valid


def _item(raw: RawPosting, now: datetime) -> Item:
    flags: tuple[str, ...] = () if raw.expires_at is None else (HAS_CLOSING_DATE,)
    if raw.posted_at is None or raw.posted_at > now + CLOCKS_DIFFER:
        raw, flags = replace(raw, posted_at=None), (*flags, DATE_UNSURE)
    elif raw.posted_at > now:
        raw = replace(raw, posted_at=now)
    known_as = posting_id(raw.source, raw.external_id, raw.place_key)
    return Item(known_as, content_hash(raw), raw, flags)


def _without_repeats(prepared: Prepared, valid: list[Item], already: IdsSeen) -> list[Item]:
    unique: list[Item] = []
    for item in valid:
        if already.add(item.id):
            unique.append(item)
        else:
            prepared.duplicates += 1
    return unique


def _split(prepared: Prepared, unique: list[Item]) -> None:
    known = dict(
        Posting.objects.filter(pk__in=[item.id for item in unique]).values_list(
            "id", "content_hash"
        )
    )
    for item in unique:
        is_staged = known.get(item.id) != item.content_hash
        raw = item.raw
        prepared.seen.append(
            columns.copy_line((item.id, raw.posted_at, raw.expires_at, raw.redirect_url, is_staged))
        )
        if is_staged:
            prepared.items.append(item)
            prepared.payloads[raw.external_id] = raw.raw
