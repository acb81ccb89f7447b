"""`sync_talent`: postings to Google Talent Solution."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jobs.pipeline.talent import door, syncing

_LONGEST_SECONDS = 24 * 3600.0


class Command(BaseCommand):
    help = "Tell Talent Solution what it does not know yet, or everything with --all."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="every open posting, also what it knows already"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if not door.is_configured():
            raise CommandError("Set GCP_PROJECT_ID and GCP_TENANT_ID; docs/sources.md says how.")
        if options["all"]:
            self.stdout.write(f"{syncing.request_all():,} postings wait.")
        now = timezone.now()
        if syncing.is_resting(now):
            raise CommandError("The quota of today is used up; what waits is sent tomorrow.")
        sources = syncing.sync_waiting(now=now, seconds=_LONGEST_SECONDS)
        self.stdout.write(f"Sources worked on: {sources}. The run pages in the admin say more.")
