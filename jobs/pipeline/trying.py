"""What enrichment finds in postings of a file, without storing anything."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jobs.enrichment import EnrichedPosting, Pay, RawPosting, enrich
from jobs.pipeline.imports import FileImport, ImportRefusedError, manifest_for
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.files import FileSource


def enriched_rows(path: Path, country: str | None) -> Iterator[dict[str, Any]]:
    """Yield one object per posting: its `external_id` and what was found, or why it was refused.

    Raises: ImportRefusedError.
    """
    try:
        manifest = manifest_for(FileImport(paths=[path]))
        source = FileSource([path], manifest=manifest, country=country)
        for page in source.pages(None):
            for row in source.rows(page.body):
                yield _found(source, row, dict(page.origin))
    except SourceError as error:
        raise ImportRefusedError(str(error)) from error


def _found(source: FileSource, row: object, origin: dict[str, Any]) -> dict[str, Any]:
    try:
        raw = source.read(row, origin)
    except RejectedError as refusal:
        return {"external_id": None, "rejected": refusal.reason}
    return {"external_id": raw.external_id, **plain(enrich(raw), raw)}


def plain(found: EnrichedPosting, raw: RawPosting, now: datetime | None = None) -> dict[str, Any]:
    """What was found, under the names a reader of labels looks for; null where nothing is stated.

    The fields of the data model whose names say more (`years_wanted`) follow under those.
    """
    more = {
        "title": found.title, "company": found.company or None, "region": found.region or None,
        "lat": found.lat, "lon": found.lon, "geoname_id": found.geoname_id,
        "years_wanted": found.years_wanted, "degree_wanted": found.degree_wanted or None,
        "must_skills": list(found.must_skills), "nice_skills": list(found.nice_skills),
        "occupation": found.occupation or None, "description_text": found.description_text,
    }  # fmt: skip
    return {
        "place": found.place or None,
        "country": found.country or None,
        "remote": found.remote or None,
        "pay": _pay(found.pay) if found.pay and found.pay.source == "STATED" else None,
        "predicted_pay": _pay(found.pay) if found.pay and found.pay.source != "STATED" else None,
        "type": found.employment_type or None,
        "employment_type": found.employment_type or None,
        "level": found.level or None,
        "internship": found.is_internship,
        "is_internship": found.is_internship,
        "language": found.language or None,
        "years": found.years_wanted,
        "degree": found.degree_wanted or None,
        "visa": next((flag for flag in ("no_visa", "visa_sponsored") if flag in found.flags), None),
        "skills": list(found.skills),
        "days_since_posted": _days_since(raw.posted_at, now or datetime.now(tz=UTC)),
        **{name: name in found.flags for name in ("has_salary", "has_skills", "is_complete")},
        "flags": sorted(found.flags),
        **more,
    }


def _pay(pay: Pay) -> dict[str, Any]:
    """Numbers as numbers; the end of a one-sided range (`up to £45k`) that nobody stated is null."""
    is_open_below, is_open_above = pay.bound == "UP_TO", pay.bound == "FROM"
    return {
        "min": None if is_open_below else float(pay.min),
        "max": None if is_open_above else float(pay.max),
        "currency": pay.currency,
        "period": pay.period,
        "source": pay.source,
        "yearly_min": None if is_open_below or pay.yearly_min is None else float(pay.yearly_min),
        "yearly_max": None if is_open_above or pay.yearly_max is None else float(pay.yearly_max),
        "rule": pay.rule,
    }


def _days_since(posted_at: datetime | None, now: datetime) -> int | None:
    return None if posted_at is None else max(0, (now - posted_at).days)
