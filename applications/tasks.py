"""Background work of the tracker."""

from uuid import UUID

from django.utils import timezone

from applications.ingest import folders
from core.tasks import task


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
