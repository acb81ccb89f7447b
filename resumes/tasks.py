"""What resumes does in the background."""

from uuid import UUID

from django.utils import timezone

from core.tasks import task
from resumes import ingest


@task(seconds=120, retries=5)
def parse_version(*, version_id: str) -> None:
    """Read one uploaded file."""
    ingest.read_version(version_id=UUID(version_id), now=timezone.now())


@task(seconds=50)
def sweep_versions() -> None:
    """Make sure that no upload waits for ever: enqueue what was lost, fail what keeps crashing."""
    now = timezone.now()
    ingest.give_up(now=now)
    ingest.sweep_abandoned(now=now)
    for version_id in ingest.waiting_too_long(now=now):
        parse_version.delay_on_commit(version_id=str(version_id))


@task(seconds=1800)
def sweep_files() -> None:
    """Remove stored files that no row knows."""
    ingest.sweep_orphans(now=timezone.now())
