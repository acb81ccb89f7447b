"""Postings from files, through the same stages as postings from an API."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from core.errors import DomainError
from jobs.models import SourceRun
from jobs.pipeline.runs import Options, collect
from jobs.sources import adzuna_rows, files, unified
from jobs.sources.base import Manifest, SourceError

#: Made-up advertisements that ship with the product: shown with a badge, true dates, never over.
SAMPLE = Manifest(
    slug="sample",
    name="Samples",
    kind="file",
    attribution="Made-up advertisements; tasks from O*NET and places from GeoNames, CC BY 4.0",
    is_sample=True,
)
_FILE_SLUG = "import"
_SLUG = re.compile(r"[\w-]{1,50}", re.ASCII)


class ImportRefusedError(DomainError):
    """The files cannot be read."""

    code = "cannot_import"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileImport:
    """Which files, and how their postings are to be understood."""

    paths: Sequence[Path]
    source: str | None = None
    country: str | None = None
    fresh: bool = False


def import_files(what: FileImport, *, now: datetime, options: Options) -> SourceRun:
    """Import files as one run. Raises: ImportRefusedError, SourceIsBusyError, StageFailedError."""
    try:
        manifest = manifest_for(what)
        shifts = [_shift(path, now) for path in what.paths] if what.fresh else []
    except SourceError as error:
        raise ImportRefusedError(str(error)) from error
    source = files.FileSource(what.paths, manifest=manifest, country=what.country, shifts=shifts)
    plan = {
        "files": [_signature(path) for path in what.paths],
        "country": what.country,
        "shifts": [shift.total_seconds() for shift in shifts],
    }
    trigger = SourceRun.Trigger.IMPORT
    return collect(source, trigger=trigger, plan=plan, now=now, options=options)


def manifest_for(what: FileImport) -> Manifest:
    """Describe the source of the files: the one named, else what their first row says."""
    row = next(filter(None, map(files.first_row, what.paths)), None)
    named = str(row.get("source") or _FILE_SLUG) if isinstance(row, dict) else _FILE_SLUG
    if unified.is_unified(row):
        slug = what.source or named
    else:
        slug = what.source or adzuna_rows.MANIFEST.slug
    if not _SLUG.fullmatch(slug):
        raise SourceError(
            "A source is named with at most 50 letters, digits, hyphens and underscores; "
            f"this is none: {slug[:60]!r}."
        )
    known = {SAMPLE.slug: SAMPLE, adzuna_rows.MANIFEST.slug: adzuna_rows.MANIFEST}
    if slug in known:
        return known[slug]
    if unified.is_unified(row):
        return unified.manifest(slug)
    return replace(adzuna_rows.MANIFEST, slug=slug, name=f"{adzuna_rows.MANIFEST.name} ({slug})")


def _shift(path: Path, now: datetime) -> timedelta:
    """How far to move a capture's dates so that its newest posting is from the start of today.

    The start of the day, so that importing twice on one day shifts by the same and changes nothing.
    """
    newest = files.newest(path, now=now)
    if newest is None:
        return timedelta(0)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(today - newest, timedelta(0))


def _signature(path: Path) -> list[object]:
    facts = path.stat()
    return [path.name, facts.st_size, facts.st_mtime_ns]
