"""What applications does in the background."""

from uuid import UUID

from django.utils import timezone

from applications.drafting import writing
from core.tasks import task


@task(seconds=400, retries=5)
def write_letter(*, letter_id: str) -> None:
    """Have a model write a cover letter that waits for it."""
    writing.write(letter_id=UUID(letter_id))


@task(seconds=60)
def sweep_letters() -> None:
    """Queue again, or fail, the letters whose worker or message was lost."""
    for letter_id in writing.waiting_too_long(now=timezone.now()):
        write_letter.delay_on_commit(letter_id=str(letter_id))
