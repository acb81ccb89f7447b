"""Read archived postings back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jobs.pipeline.archiving import ArchiveUnreadableError, restore


class Command(BaseCommand):
    """Put the postings of an archive back into the database, closed."""

    help = "Read a file of archived postings back: archive/postings/2026/11/<id>.jsonl.gz"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="as the admin lists it")

    def handle(self, *_args: Any, **options: Any) -> None:
        for path in options["paths"]:
            try:
                done = restore(path, now=timezone.now())
            except ArchiveUnreadableError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{path}: {done.read} postings, {done.restored} put back.")
