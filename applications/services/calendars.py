"""The secret address a person gives their calendar program."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from applications.models import CalendarFeed

TOKEN_BYTES = 32
NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_calendar_address(*, owner: User, now: datetime) -> str:
    """Make the address's secret, which is told once; one made before stops working at this moment."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = {"token_hash": CalendarFeed.hash_of(token), "made_at": now, "last_read_at": None}
    CalendarFeed.objects.update_or_create(owner=owner, defaults=fresh)
    return token


@transaction.atomic
def revoke_calendar_address(*, owner: User) -> bool:
    """Make the address lead nowhere. Whether there was one."""
    return bool(CalendarFeed.objects.filter(owner=owner).delete()[0])


def note_calendar_read(*, feed: CalendarFeed, now: datetime) -> None:
    """Remember that a calendar came by, to the hour."""
    is_stale = Q(last_read_at=None) | Q(last_read_at__lt=now - NOTED_EVERY)
    CalendarFeed.objects.filter(is_stale, pk=feed.pk).update(last_read_at=now)
