"""Removes people."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import ModelUsage, User
from accounts.signals import guest_joining, person_erasing

_BATCH = 200


def erase_expired_guests(*, now: datetime) -> int:
    """Erase the signed-out visitors whose hour is over; return how many."""
    expired = User.objects.expired_guests(now=now).order_by("expires_at", "pk")
    ids = list(expired.values_list("pk", flat=True)[:_BATCH])
    return sum(erase_guest(user_id=user_id, now=now) for user_id in ids)


@transaction.atomic
def erase_guest(*, user_id: UUID, now: datetime) -> bool:
    """Erase one expired guest with every row and file; False when they signed up meanwhile."""
    guests = User.objects.expired_guests(now=now).select_for_update()
    guest = guests.filter(pk=user_id).first()
    if guest is None:
        return False
    erase_person(guest)
    return True


def erase_person(user: User) -> None:
    """Remove the person and everything of theirs. Call inside a transaction."""
    person_erasing.send(sender=User, user_id=str(user.pk))
    # What the house spent stays counted, without the person and what they wrote.
    ModelUsage.objects.filter(user=user).update(user=None, sent="", content_hash="")
    user.delete()


@transaction.atomic
def join_guest(*, guest: User, user: User) -> bool:
    """Give a guest's work to the account they signed in to; False when the guest is gone."""
    found = User.objects.select_for_update().filter(pk=guest.pk, is_guest=True).first()
    if found is None:
        return False
    guest_joining.send(sender=User, guest_id=str(guest.pk), user_id=str(user.pk))
    erase_person(found)
    return True
