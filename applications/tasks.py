"""What applications does in the background."""

from uuid import UUID

from django.utils import timezone

from applications import reminding, rewriting
from applications.drafting import writing
from applications.ingest import folders
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


@task(seconds=180)
def read_mail_folder(*, folder_id: str) -> None:
    """Read what is new in one person's mailbox."""
    folders.read_folder(UUID(folder_id), now=timezone.now())


@task(seconds=60)
def sweep_mail_folders() -> None:
    """Hand out the folders whose time has come; what nobody took is handed out again next time."""
    for folder_id in folders.due(now=timezone.now()):
        read_mail_folder.apply_async_on_commit(
            kwargs={"folder_id": str(folder_id)}, queue="mail", expires=120
        )


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


@task(seconds=120)
def sweep_reminding() -> None:
    """Tell people what is due: each thing once, whoever runs this how often."""
    reminding.tell_due(now=timezone.now())


@task(seconds=280)
def sweep_silence() -> None:
    """Tell people of deadlines, of silence and of their week: each thing once."""
    reminding.tell_at_leisure(now=timezone.now())
