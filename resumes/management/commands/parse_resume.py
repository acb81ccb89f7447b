"""`manage.py parse_resume PATH…`: reads resume files and prints one JSON object per file per line."""

import json
import os
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from resumes.services import ParseFailure, read_file


class Command(BaseCommand):
    """Needs no database: what it prints depends on the files alone."""

    help = "Read resume files; print one JSON object per file, in the order given."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read as many at a time as there are cores; every reading is a process of its own."""
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as readers:
            for answer in readers.map(_read, options["paths"]):
                self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _read(path: Path) -> dict[str, Any]:
    started = time.monotonic()
    try:
        parsed = read_file(path)
    except ParseFailure as failure:
        error = {"code": failure.code, "message": failure.message}
        return {"path": str(path), "ok": False, "error": error}
    return {
        "path": str(path),
        "ok": True,
        "resume": parsed.resume,
        "text": parsed.text,
        "warnings": list(parsed.warnings),
        "seconds": round(time.monotonic() - started, 3),
    }
