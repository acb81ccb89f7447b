"""What resumes does when accounts tells it that people come and go."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from accounts.signals import guest_joining, person_erasing
from resumes import services
from resumes.signals import version_parsed


@receiver(guest_joining, dispatch_uid="resumes.move")
def move_resumes(guest_id: str, user_id: str, **kwargs: Any) -> None:
    """Give a guest's resumes to the account they signed in to."""
    services.move_resumes(guest_id=UUID(guest_id), user_id=UUID(user_id))


@receiver(person_erasing, dispatch_uid="resumes.erase")
def erase_files(user_id: str, **kwargs: Any) -> None:
    """Remove the person's files once their rows are gone."""
    services.erase_files_on_commit(owner_id=UUID(user_id))


@receiver(version_parsed, dispatch_uid="resumes.feedback")
def look_at_parsed_version(version_id: str, **kwargs: Any) -> None:
    """Have what was just read looked at."""
    services.look_at_what_was_read(version_id=UUID(version_id), now=timezone.now())
