"""What resumes does in the background."""

from uuid import UUID

from django.utils import timezone

from accounts.ai import keys, plan
from core.tasks import task
from resumes import ingest
from resumes.transitions import give_up_feedback, tell_wanted

_TURN_SECONDS = 15.0


@task(seconds=120, retries=5)
def parse_version(*, version_id: str) -> None:
    """Read one uploaded file."""
    if ingest.read_version(version_id=UUID(version_id), now=timezone.now()) and (
        plan.is_configured() or keys.places()
    ):
        read_again.delay_on_commit(version_id=version_id)


@task(seconds=600, retries=3)
def read_again(*, version_id: str) -> None:
    """Have a language model look up what the parser was unsure of, where the person agreed to one."""
    ingest.read_again(version_id=UUID(version_id), now=timezone.now())


@task(seconds=60, retries=3)
def check_version(*, feedback_id: str) -> None:
    """Check a version by rules."""
    ingest.check_version(feedback_id=UUID(feedback_id), now=timezone.now())


@task(seconds=50)
def sweep_feedback() -> None:
    """Make sure that no feedback waits for ever."""
    now = timezone.now()
    give_up_feedback(now=now)
    for row in ingest.feedback_waiting_too_long(now=now):
        if row.kind == row.Kind.CHECKS:
            check_version.delay_on_commit(feedback_id=str(row.pk))
        else:
            tell_wanted(row.pk)


@task(seconds=50)
def sweep_versions() -> None:
    """Make sure that no upload waits for ever: enqueue what was lost, fail what keeps crashing."""
    now = timezone.now()
    ingest.give_up(now=now)
    ingest.sweep_abandoned(now=now)
    for version_id in ingest.waiting_too_long(now=now):
        parse_version.delay_on_commit(version_id=str(version_id))
    for run_id in ingest.stalled_runs(now=now):
        reparse.delay_on_commit(run_id=str(run_id))


@task(seconds=1800)
def sweep_files() -> None:
    """Remove stored files that no row knows."""
    ingest.sweep_orphans(now=timezone.now())


@task(seconds=300, retries=5)
def reparse(*, run_id: str) -> None:
    """Read files again for a while, then step behind the uploads that came meanwhile."""
    if ingest.reread_for(run_id=UUID(run_id), seconds=_TURN_SECONDS):
        reparse.delay_on_commit(run_id=run_id)
