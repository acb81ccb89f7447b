"""`bin/manage reparse`: reads uploaded files again after the parser learned something."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.errors import TransientError
from resumes import ingest, services
from resumes.models import ReparseRun

_PAUSE_SECONDS = 1.0
_PATIENCE = 30


class Command(BaseCommand):
    """Goes on with the run that was killed, or begins one; the workers may be at it too."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Which files, and by whom."""
        parser.add_argument(
            "--all", action="store_true", help="also files that this very parser has read already"
        )
        parser.add_argument(
            "--background", action="store_true", help="leave it to the workers and return"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until the run is over, and say how far it is."""
        run = services.start_reparse(
            actor=None, is_everything=options["all"], is_background=options["background"]
        )
        if options["background"]:
            self.stdout.write(f"{run.total} files are read again in the background.")
            return
        failures = 0
        while run.state == ReparseRun.State.RUNNING:
            failures = failures + 1 if not self._moved(run) else 0
            if failures > _PATIENCE:
                self.stderr.write("The run does not move; it stays where it is.")
                return
        self._say(run, end="\n")

    def _moved(self, run: ReparseRun) -> bool:
        """Read a batch, or see another process do it; wait when neither happened."""
        before = run.done
        try:
            moved = ingest.reread_batch(run_id=run.pk)
        except TransientError as error:
            self.stderr.write(str(error))
            moved = False
        run.refresh_from_db()
        self._say(run, end="\r")
        if not moved and run.done == before and run.state == ReparseRun.State.RUNNING:
            time.sleep(_PAUSE_SECONDS)
            return False
        return True

    def _say(self, run: ReparseRun, *, end: str) -> None:
        self.stdout.write(
            f"{run.done} of {run.total} read again, {run.changed} differently, "
            f"{run.failed} not readable",
            ending=end,
        )
