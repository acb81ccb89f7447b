"""More like this, less like this: what a person says so that other postings come next."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.live import announce_on_commit
from jobs.models import Posting
from matching.models import Leaning, Search
from matching.tasks import match_search


@transaction.atomic
def record_leaning(*, user: User, posting: Posting, direction: str) -> Leaning:
    """Keep a thumb up or down; the last word counts, the same word changes nothing."""
    held = Leaning.objects.filter(user=user, posting=posting).first()
    if held is not None and held.direction == direction:
        return held
    held, _made = Leaning.objects.update_or_create(
        user=user, posting=posting, defaults={"direction": direction}
    )
    _match_again(user, posting)
    return held


@transaction.atomic
def undo_leaning(*, user: User, posting: Posting) -> bool:
    """Take a thumb back; whether there was one."""
    gone, _rows = Leaning.objects.filter(user=user, posting=posting).delete()
    if gone:
        _match_again(user, posting)
    return bool(gone)


def move_leanings(*, guest_id: UUID, user_id: UUID) -> None:
    """Give a guest's thumbs to the account they signed in to; its own words stay."""
    mine = Leaning.objects.filter(user_id=user_id).values("posting")
    Leaning.objects.filter(user_id=guest_id).exclude(posting__in=mine).update(user_id=user_id)


def _match_again(user: User, posting: Posting) -> None:
    """Every search of theirs looks elsewhere now. The page shows what it has until then."""
    Search.objects.owned_by(user.pk).filter(matched_at__isnull=False).update(
        wanted_at=timezone.now()
    )
    announce_on_commit(user.pk, "leaning", posting_id=posting.pk)
    for search_id in Search.objects.owned_by(user.pk).values_list("pk", flat=True):
        match_search.delay_on_commit(search_id=str(search_id))
