"""What the tracker does when the apps below it have news."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from accounts.signals import guest_joining, person_erasing
from applications.services import (
    erase_files_of,
    move_applications,
    move_mails,
    save_posting,
    unsave_posting,
)
from applications.services.answers import move_answers
from jobs.models import Posting
from matching.models import MatchVerdict
from matching.signals import verdict_recorded


@receiver(verdict_recorded, dispatch_uid="applications.keep_saved")
def keep_saved(user_id: str, posting_id: str, verdict: str, **kwargs: Any) -> None:
    """Put what was saved in triage on the board, and take it off when that is undone.

    Inside the verdict's transaction, so that a person never sees one without the other.
    """
    owner = User.objects.get(pk=user_id)
    posting = Posting.objects.select_related("source").get(pk=posting_id)
    if verdict == MatchVerdict.Verdict.SAVE:
        save_posting(owner=owner, posting=posting, now=timezone.now())
    else:
        unsave_posting(owner=owner, posting=posting)


@receiver(guest_joining, dispatch_uid="applications.move")
def move_saved(guest_id: str, user_id: str, **kwargs: Any) -> None:
    """Give what a guest saved to the account they signed in to."""
    move_applications(guest_id=UUID(guest_id), user_id=UUID(user_id))
    move_mails(guest_id=UUID(guest_id), user_id=UUID(user_id))
    move_answers(guest_id=UUID(guest_id), user_id=UUID(user_id))


@receiver(person_erasing, dispatch_uid="applications.erase")
def erase_files(user_id: str, **kwargs: Any) -> None:
    """Remove the person's attachments once their rows are gone."""
    erase_files_of(owner_id=UUID(user_id))
