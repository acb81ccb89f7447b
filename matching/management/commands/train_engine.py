"""`train_engine`: a new version of the engine, learnt from this install's own postings."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from matching.engines import completing
from matching.engines.switching import activate
from matching.engines.training import train
from matching.tasks import complete_vectors

AT_ONCE = 5_000


class Command(BaseCommand):
    help = (
        "Learn the words and the fields of work of this install's postings, on top of what is "
        "shipped and of what was read before. The new version is ready when it has read every open "
        "posting, which goes on in the background; it serves once it is activated in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", action="store_true", help="read the open postings here, now")
        parser.add_argument(
            "--activate", action="store_true", help="wait, then let the new version serve"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        version = train(now=timezone.now(), progress=self._tell)
        self.stdout.write(f"{version.name} is ready")
        for name, value in sorted(version.metrics.items()):
            self.stdout.write(f"  {name:<16} {value}")
        if not (options["wait"] or options["activate"]):
            complete_vectors.delay_on_commit(engine_id=str(version.pk))
            return
        self._complete(version.pk)
        if options["activate"]:
            activate(version.pk, now=timezone.now())
            self.stdout.write(f"{version.name} serves")

    def _complete(self, engine_id: UUID) -> None:
        last: UUID | None = completing.NOWHERE
        while last is not None:
            last = completing.complete(engine_id, after=last, most=AT_ONCE)
            self.stdout.write(f"  {completing.lacking(engine_id):,} open postings to go")

    def _tell(self, read: int) -> None:
        if read % 20_000 == 0:
            self.stdout.write(f"  {read:,} postings read")
