"""`refresh_jobs`: postings from the network."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from kombu.exceptions import OperationalError

from core.errors import DomainError
from jobs import services
from jobs.management.progress import ProgressLine, sentence
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import (
    NotConfiguredError,
    Refresh,
    known,
    refresh,
    refreshable_keyless,
)
from jobs.pipeline.runs import Options
from jobs.pipeline.workers import worker_processes

_NOT_CONFIGURED = 2


class Command(BaseCommand):
    help = "Collect new postings from a source. Exit code 2: the source's keys are not set."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--source", default="adzuna", help=f"one of: {', '.join(known())}")
        parser.add_argument(
            "--country", action="append", default=[], help="ISO code; several times for several"
        )
        parser.add_argument(
            "--keyless", action="store_true", help="every source that needs no key, one by one"
        )
        parser.add_argument(
            "--background",
            action="store_true",
            help="with --keyless: leave it to the worker, and only what gave nothing for a day",
        )
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["background"] and not options["keyless"]:
            raise CommandError("--background goes with --keyless.")
        try:
            if options["background"]:
                self._ask_worker()
            elif options["keyless"]:
                self._refresh_each(refreshable_keyless(), as_json=options["json"])
            else:
                what = Refresh(source=options["source"], countries=options["country"])
                self._refresh(what, as_json=options["json"])
        except NotConfiguredError as error:
            self.stderr.write(str(error))
            sys.exit(_NOT_CONFIGURED)
        except (StageFailedError, DomainError) as error:
            raise CommandError(str(error)) from error

    def _refresh(self, what: Refresh, *, as_json: bool) -> None:
        progress = ProgressLine(self.stderr)
        try:
            run = refresh(
                what,
                now=timezone.now(),
                options=Options(
                    expiry_days=settings.JOB_EXPIRY_DAYS,
                    processes=worker_processes(),
                    progress=progress,
                ),
            )
        finally:
            progress.close()
        figures = {"run": str(run.pk), "source": run.source.slug, **run.counts}
        self.stdout.write(json.dumps(figures) if as_json else sentence(run))

    def _refresh_each(self, sources: Sequence[str], *, as_json: bool) -> None:
        """One after the other; one that fails does not stop the next."""
        if not sources:
            raise CommandError("No keyless source is switched on: see KEYLESS_SOURCES.")
        failed = []
        for source in sources:
            try:
                self._refresh(Refresh(source=source), as_json=as_json)
            except (StageFailedError, DomainError) as error:
                failed.append(source)
                self.stderr.write(f"{source}: {error}")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def _ask_worker(self) -> None:
        try:
            asked = services.request_keyless_refresh(now=timezone.now())
        except OperationalError as error:
            raise CommandError(f"The broker does not answer: {error}") from error
        self.stdout.write(
            f"Asked for: {', '.join(asked)}." if asked else "No keyless source is due."
        )
