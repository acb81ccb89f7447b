"""What the tracker does in the background."""

from uuid import UUID

from django.utils import timezone

from applications import rewriting
from core.tasks import task


@task(seconds=600, retries=3)
def write_tailoring(*, tailoring_id: str) -> None:
    """Have a language model word the lines of a resume for a posting."""
    rewriting.write_lines(tailoring_id=UUID(tailoring_id), now=timezone.now())


@task(seconds=300, retries=3)
def write_preparation(*, sheet_id: str) -> None:
    """Have a language model add questions to a preparation sheet."""
    rewriting.write_questions(sheet_id=UUID(sheet_id), now=timezone.now())


@task(seconds=50)
def sweep_writing() -> None:
    """Make sure that nobody waits for ever for a language model."""
    waiting = rewriting.waiting_too_long(now=timezone.now())
    for pk in waiting.tailorings:
        write_tailoring.delay_on_commit(tailoring_id=str(pk))
    for pk in waiting.sheets:
        write_preparation.delay_on_commit(sheet_id=str(pk))
