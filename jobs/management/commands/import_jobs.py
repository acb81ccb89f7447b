"""`import_jobs PATH…`: postings from files."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.text import slugify

from core.errors import DomainError
from jobs.management.progress import ProgressLine, sentence
from jobs.models import SourceRun
from jobs.pipeline.imports import FileImport, import_files
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options
from jobs.pipeline.workers import worker_processes


class Command(BaseCommand):
    help = (
        "Import postings: Adzuna answers as stored, or JSON lines of the unified schema, "
        "gzipped or not. Running it twice changes nothing the second time."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--source", type=slugify, help="slug of the source (default: adzuna)")
        parser.add_argument(
            "--country", type=country_code, help="ISO code for rows that state none"
        )
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="move each capture's dates so that its newest posting is from today",
        )
        parser.add_argument(
            "--expiry-days",
            type=int,
            default=settings.JOB_EXPIRY_DAYS,
            help="how long a posting is open (default: JOB_EXPIRY_DAYS)",
        )
        parser.add_argument("--processes", type=int, default=worker_processes())
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        what = FileImport(
            paths=_files(options["paths"]),
            source=options["source"],
            country=options["country"],
            fresh=options["fresh"],
        )
        progress = ProgressLine(self.stderr)
        try:
            run = import_files(
                what,
                now=timezone.now(),
                options=Options(
                    expiry_days=options["expiry_days"],
                    processes=options["processes"],
                    progress=progress,
                ),
            )
        except (StageFailedError, DomainError) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        figures = {"run": str(run.pk), "source": run.source.slug, **run.counts}
        self.stdout.write(json.dumps(figures) if options["json"] else sentence(run) + _over(run))


def _over(run: SourceRun) -> str:
    """Why postings were imported closed, and what keeps them open; nothing when none was."""
    known = sum(run.counts.get(name, 0) for name in ("created", "updated", "unchanged"))
    closed = known - run.counts["open"]
    are = "1 is past its end" if closed == 1 else f"{closed:,} are past their end"
    return f"\n{are}; --expiry-days keeps old ones open for longer." if closed > 0 else ""


def country_code(text: str) -> str:
    """Read an ISO 3166 alpha-2 code; `uk` is understood."""
    code = text.lower()
    if len(code) != 2 or not code.isascii() or not code.isalpha():  # noqa: PLR2004
        raise argparse.ArgumentTypeError(f"{text} is not a two-letter country code")
    return "gb" if code == "uk" else code


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and the captures inside folders named."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if ".json" in p.name and p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise CommandError(f"{path} does not exist.")
    if not found:
        raise CommandError("There are no JSON files there.")
    return found
