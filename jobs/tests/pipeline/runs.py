"""Short ways to run the pipeline in tests."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.db import connection

from jobs.models import SourceRun
from jobs.pipeline.imports import FileImport, import_files
from jobs.pipeline.runs import Options


def write_jobs(path: Path, rows: list[Any]) -> Path:
    """Write rows as JSON lines; a string is written as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines))
    return path


def run_import(*paths: Path, now: Any, **what: Any) -> SourceRun:
    """Import files in this process."""
    options = Options(expiry_days=what.pop("expiry_days", 30))
    return import_files(FileImport(paths=list(paths), **what), now=now, options=options)


def table_hash(*, without: tuple[str, ...] = ()) -> str:
    """Hash every published row, so that two states can be compared."""
    found = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in ("jobs_posting", "jobs_postingsearch", "jobs_company"):
            key = "posting_id" if table == "jobs_postingsearch" else "id"
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY {key}")  # noqa: S608
            for (row,) in cursor.fetchall():
                kept = {k: v for k, v in json.loads(row).items() if k not in without}
                found.update(json.dumps(kept, sort_keys=True).encode())
    return found.hexdigest()
