"""Telling a person one thing, once, in the ways they chose."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from accounts.models import (
    Delivery,
    Notification,
    NotificationSettings,
    OutgoingMail,
    Profile,
    PushSubscription,
    User,
    Webhook,
)
from accounts.notifications import letters, outbox
from accounts.notifications.clock import Quiet, zone_of
from accounts.selectors import reachable_people
from accounts.types import FIXED, Channel, Kind
from core.live import announce_on_commit

WORTH_TELLING = timedelta(days=1)  # a push or a webhook message is news for so long


@dataclass(frozen=True, slots=True)
class News:
    """What a person is told.

    Args:
        key: the occasion; a person is told of one once.
        path: the page that shows more, and what its button says.
        lines: more to read, in a mail: what each is, and its words.
        not_after: when it is no news any more; the start of the interview, for one.
        is_urgent: worth waking somebody who says so for interviews.
        is_timed: it comes at an hour the person chose, whatever their quiet hours.
    """

    kind: Kind
    key: str
    title: str
    body: str = ""
    path: str = ""
    button: str = ""
    lines: tuple[letters.Line, ...] = ()
    not_after: datetime | None = None
    is_urgent: bool = False
    is_timed: bool = False


@dataclass(slots=True)
class Told:
    """What was made of one piece of news, for whoever enqueues it."""

    notification: Notification
    mail: OutgoingMail | None = None
    deliveries: list[Delivery] = field(default_factory=list)


def settings_of(user: User) -> NotificationSettings:
    """What this person chose; unsaved and as usual for somebody who chose nothing."""
    found = NotificationSettings.objects.filter(user=user).first()
    return found or NotificationSettings(user=user)


def language_of(user: User) -> str:
    """The language this person reads."""
    profile = Profile.objects.filter(user=user).only("locale").first()
    return profile.locale if profile else settings.LANGUAGE_CODE


@transaction.atomic
def tell(user: User, news: News, *, now: datetime) -> Told | None:
    """Tell a person something; None when they were told of this occasion before.

    What goes by mail, push or webhook waits for the end of their quiet hours, and is left out when
    it is no news by then. Write `news` in the person's language: see `language_of`.
    """
    chosen = settings_of(user)
    ways = chosen.channels(news.kind) - FIXED.get(news.kind, frozenset())
    made, is_new = Notification.objects.get_or_create(
        user=user,
        key=news.key,
        defaults={
            "kind": news.kind,
            "title": news.title[:300],
            "body": news.body,
            "path": news.path,
            "is_shown": Channel.IN_APP in ways,
        },
    )
    if not is_new:
        return None
    told, due_at = Told(made), _due(user, chosen, news, now)
    if news.not_after is None or due_at < news.not_after:
        told.mail = _mail(user, made, news, ways=ways, now=now, due_at=due_at)
        told.deliveries = _deliveries(user, made, news, ways=ways, due_at=due_at)
    announce_on_commit(user.pk, "notifications", notification_id=made.pk)
    return told


def note_untold(user: User, kind: Kind, key: str) -> None:
    """Remember that there was nothing to tell on this occasion, so that nobody looks again."""
    facts = {"kind": kind, "title": "", "is_shown": False}
    Notification.objects.get_or_create(user=user, key=key, defaults=facts)


def withdraw(*, user_id: UUID, keys: list[str], now: datetime) -> int:
    """Take back what did not go out yet, because it is done; returns how many messages."""
    about = {"notification__user_id": user_id, "notification__key__in": keys}
    mails = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, **about)
    deliveries = Delivery.objects.filter(state=Delivery.State.QUEUED, **about)
    Notification.objects.filter(user_id=user_id, key__in=keys, read_at=None).update(read_at=now)
    dropped = mails.update(state=OutgoingMail.State.DROPPED, body="", updated_at=now)
    return dropped + deliveries.update(state=Delivery.State.DROPPED, updated_at=now)


def _due(user: User, chosen: NotificationSettings, news: News, now: datetime) -> datetime:
    if news.is_timed or chosen.quiet_from is None or chosen.quiet_until is None:
        return now
    if news.is_urgent and chosen.wakes_for_interviews:
        return now
    profile = Profile.objects.filter(user=user).only("time_zone").first()
    zone = zone_of(profile.time_zone if profile else "UTC")
    return Quiet(chosen.quiet_from, chosen.quiet_until).until(now, zone)


def _mail(
    user: User,
    made: Notification,
    news: News,
    *,
    ways: frozenset[Channel],
    now: datetime,
    due_at: datetime,
) -> OutgoingMail | None:
    if Channel.EMAIL not in ways or not settings.MAIL_IS_CONFIGURED:
        return None
    if not reachable_people().filter(pk=user.pk).exists():
        return None
    with translation.override(language_of(user)):
        letter = letters.write(user, made, news.lines, button=news.button)
    return outbox.queue(
        letter,
        key=f"notification:{made.pk}",
        kind=news.kind,
        user=user,
        notification=made,
        now=now,
        due_at=due_at,
        expires_at=news.not_after,
    )


def _deliveries(
    user: User, made: Notification, news: News, *, ways: frozenset[Channel], due_at: datetime
) -> list[Delivery]:
    targets: list[dict[str, Any]] = []
    if Channel.PUSH in ways:
        browsers = PushSubscription.objects.filter(user=user).order_by("created_at", "pk")
        targets += [{"subscription": browser} for browser in browsers]
    if Channel.WEBHOOK in ways:
        hooks = Webhook.objects.filter(user=user, disabled_at=None)
        targets += [{"webhook": hook} for hook in hooks]
    until = news.not_after or due_at + WORTH_TELLING
    rows = [
        Delivery(user=user, notification=made, due_at=due_at, expires_at=until, **target)
        for target in targets
    ]
    return Delivery.objects.bulk_create(rows)
