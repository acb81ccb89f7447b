"""Staff have all files read again after the parser learned something."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from resumes import ingest
from resumes.models import ReparseRun
from resumes.parsing.types import PARSER_VERSION
from resumes.tasks import reparse

State = ReparseRun.State


@transaction.atomic
def start_reparse(
    *, actor: User | None, is_everything: bool, is_background: bool = True
) -> ReparseRun:
    """Return the run that reads files again: the one that runs already, or a new one.

    Args:
        is_everything: also what this very parser has read already.
        is_background: let the workers do it.
    """
    run = _running_or_new(actor, is_everything=is_everything)
    if is_background:
        reparse.delay_on_commit(run_id=str(run.pk))
    return run


@transaction.atomic
def stop_reparse(*, run: ReparseRun, now: datetime) -> bool:
    """End a run where it is; what was read stays. Returns whether it was running."""
    running = ReparseRun.objects.filter(pk=run.pk, state=State.RUNNING)
    return bool(running.update(state=State.STOPPED, finished_at=now, updated_at=now))


def _running_or_new(actor: User | None, *, is_everything: bool) -> ReparseRun:
    made = ReparseRun(parser_version=PARSER_VERSION, is_everything=is_everything, started_by=actor)
    # Of two who start at the same time the second finds the first one's row: one runs at a time.
    ReparseRun.objects.bulk_create([made], ignore_conflicts=True)
    run = ReparseRun.objects.select_for_update().get(state=State.RUNNING)
    if run.pk == made.pk:
        run.total = ingest.versions_to_reread(run).count()
        run.save(update_fields=["total", "updated_at"])
    return run
