"""`refresh_jobs`: postings from the network."""

import argparse
import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from jobs.management.progress import ProgressLine, sentence
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.refreshing import NotConfiguredError, Refresh, refresh
from jobs.pipeline.runs import Options
from jobs.pipeline.workers import worker_processes

_NOT_CONFIGURED = 2


class Command(BaseCommand):
    help = "Collect new postings from a source. Exit code 2: the source's keys are not set."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--source", default="adzuna")
        parser.add_argument(
            "--country", action="append", default=[], help="ISO code; several times for several"
        )
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        progress = ProgressLine(self.stderr)
        try:
            run = refresh(
                Refresh(source=options["source"], countries=options["country"]),
                now=timezone.now(),
                options=Options(
                    expiry_days=settings.JOB_EXPIRY_DAYS,
                    processes=worker_processes(),
                    progress=progress,
                ),
            )
        except NotConfiguredError as error:
            self.stderr.write(str(error))
            sys.exit(_NOT_CONFIGURED)
        except (StageFailedError, DomainError) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        figures = {"run": str(run.pk), "source": run.source.slug, **run.counts}
        self.stdout.write(json.dumps(figures) if options["json"] else sentence(run))
