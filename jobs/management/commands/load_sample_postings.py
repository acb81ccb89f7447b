"""`load_sample_postings`: the made-up advertisements that ship with the product."""

import argparse
import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from jobs.management.progress import ProgressLine, sentence
from jobs.pipeline.recording import StageFailedError
from jobs.pipeline.runs import Options
from jobs.pipeline.samples import load_samples


class Command(BaseCommand):
    help = "Load the sample postings; loading them again changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        progress = ProgressLine(self.stderr)
        try:
            run = load_samples(
                now=timezone.now(),
                options=Options(expiry_days=settings.JOB_EXPIRY_DAYS, progress=progress),
            )
        except (StageFailedError, DomainError) as error:
            raise CommandError(str(error)) from error
        finally:
            progress.close()
        figures = {"run": str(run.pk), "source": run.source.slug, **run.counts}
        self.stdout.write(json.dumps(figures) if options["json"] else sentence(run))
