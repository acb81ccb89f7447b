"""What enrichment finds in postings of a file, without storing anything."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jobs.enrichment import enrich
from jobs.pipeline.imports import FileImport, ImportRefusedError, manifest_for
from jobs.sources.base import RejectedError, SourceError
from jobs.sources.files import FileSource

_MARKUP = {"description_html"}


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
    found = {name: value for name, value in asdict(enrich(raw)).items() if name not in _MARKUP}
    return {"external_id": raw.external_id, **found, "flags": sorted(found["flags"])}
