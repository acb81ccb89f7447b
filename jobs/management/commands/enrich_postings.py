"""`enrich_postings FILE`: what enrichment finds, without storing anything."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.errors import DomainError
from jobs.pipeline.trying import enriched_rows

_SHOWN = (
    "title", "company", "place", "country", "remote", "type", "level", "internship", "language",
    "years", "degree", "visa", "skills",
)  # fmt: skip


class Command(BaseCommand):
    help = "Print what enrichment finds in each posting of a file, without storing it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--country", type=str.lower, help="ISO code for rows that state none")
        parser.add_argument("--json", action="store_true", help="one JSON object per posting")

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["path"]
        if not path.is_file():
            raise CommandError(f"{path} does not exist.")
        try:
            for found in enriched_rows(path, options["country"]):
                self.stdout.write(
                    json.dumps(found, default=str) if options["json"] else _line(found)
                )
        except BrokenPipeError:
            sys.stdout = None  # whoever read us has enough, as in `… | head`
        except DomainError as error:
            raise CommandError(str(error)) from error


def _line(found: dict[str, Any]) -> str:
    if "rejected" in found:
        return f"refused: {found['rejected']}"
    parts = [f"{name}={found[name]}" for name in _SHOWN if found[name] not in (None, False, [])]
    if pay := found["pay"]:
        ends = "–".join("" if end is None else f"{end:g}" for end in (pay["min"], pay["max"]))
        parts.append(f"pay={ends} {pay['currency']} {pay['period']}")
    return "  ".join(parts)
