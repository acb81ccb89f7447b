"""What a person decides about being told, and telling them at once."""

import base64
import secrets
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    Delivery,
    Notification,
    NotificationSettings,
    OutgoingMail,
    PushSubscription,
    User,
    Webhook,
)
from accounts.notifications import telling
from accounts.notifications.delivering import SECRET_USE
from accounts.notifications.telling import News, Told
from accounts.requests import is_within_rate
from accounts.tasks import deliver, send_mail
from accounts.types import CHOSEN_KINDS, FIXED, USUAL, Channel, Kind
from core.errors import DomainError
from core.live import announce_on_commit
from core.sealing import seal
from core.webpush import BadSubscriptionError, Browser

MOST_BROWSERS = 20
_TESTS_AN_HOUR = 20
_TEST_WITHIN = timedelta(minutes=30)


class TooManyBrowsersError(DomainError):
    """So many browsers are told already; remove one first."""

    code = "too_many_browsers"


class TooManyTestsError(DomainError):
    """That was a lot of tests for one hour. Try again later."""

    code = "too_many_tests"
    status = 429


@transaction.atomic
def tell_person(*, user: User, news: News, now: datetime) -> Told | None:
    """Tell a person something once, and send what may go at once; None when they know."""
    told = telling.tell(user, news, now=now)
    if told is None:
        return None
    if told.mail is not None and told.mail.due_at <= now:
        send_mail.delay_on_commit(mail_id=str(told.mail.pk))
    for row in told.deliveries:
        _enqueue(row, now)
    return told


def withdraw_news(*, user_id: UUID, keys: list[str], now: datetime) -> int:
    """Take back what did not go out yet, because it is done."""
    return telling.withdraw(user_id=user_id, keys=keys, now=now)


@transaction.atomic
def choose_notifications(
    *, user: User, channels: dict[Kind, frozenset[Channel]] | None = None, **changes: Any
) -> NotificationSettings:
    """Keep how a person wants to be told; what is not named stays."""
    found, _made = NotificationSettings.objects.select_for_update().get_or_create(user=user)
    for kind, ways in (channels or {}).items():
        if kind not in CHOSEN_KINDS:
            continue
        found.chosen.pop(kind.value, None)
        if ways != USUAL[kind]:
            found.chosen[kind.value] = sorted(way.value for way in ways)
        if Channel.EMAIL not in ways | FIXED.get(kind, frozenset()):
            _drop_mails(user, kind)
    for name, value in changes.items():
        setattr(found, name, value)
    found.save()
    return found


def _drop_mails(user: User, kind: Kind) -> None:
    """Who wants no more of a kind does not want those that wait for the morning either."""
    waiting = OutgoingMail.objects.filter(user=user, kind=kind, state=OutgoingMail.State.QUEUED)
    waiting.update(state=OutgoingMail.State.DROPPED, body="", updated_at=timezone.now())


def choose_mail(*, user: User, kind: Kind, wanted: bool) -> None:
    """Have mails of one kind, or none any more. Doing it twice changes nothing."""
    ways = telling.settings_of(user).channels(kind)
    ways = ways | {Channel.EMAIL} if wanted else ways - {Channel.EMAIL}
    choose_notifications(user=user, channels={kind: ways})


@transaction.atomic
def read_notifications(*, user: User, now: datetime, ids: list[UUID] | None = None) -> int:
    """Mark some notifications as read, or all of them; returns how many."""
    unread = Notification.objects.filter(user=user, is_shown=True, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    read = unread.update(read_at=now, updated_at=now)
    if read:
        announce_on_commit(user.pk, "notifications")
    return read


@transaction.atomic
def add_browser(
    *, user: User, endpoint: str, p256dh: str, auth: str, label: str = ""
) -> PushSubscription:
    """Tell this browser from now on; the same one twice is one, and whoever signs in there last has it.

    Raises: BadSubscriptionError, TooManyBrowsersError.
    """
    Browser(endpoint, p256dh, auth).keys()
    _check_endpoint(endpoint)
    # What still waits for whoever had this browser before is not for the eyes of the next.
    PushSubscription.objects.filter(endpoint=endpoint).exclude(user=user).delete()
    others = PushSubscription.objects.filter(user=user).exclude(endpoint=endpoint)
    if others.count() >= MOST_BROWSERS:
        raise TooManyBrowsersError(_("So many browsers are told already; remove one first."))
    found, _made = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "user": user,
            "p256dh": p256dh,
            "auth": auth,
            "label": label.replace("\x00", "")[:80],
        },
    )
    return found


def _check_endpoint(endpoint: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(endpoint)
    except ValidationError:
        raise BadSubscriptionError("This is not the address of a push service.") from None
    if "\x00" in endpoint:
        raise BadSubscriptionError("This is not the address of a push service.")


def remove_browser(*, user: User, pk: UUID | None = None, endpoint: str = "") -> bool:
    """Tell this browser nothing more."""
    mine = PushSubscription.objects.filter(user=user)
    found = mine.filter(pk=pk) if pk is not None else mine.filter(endpoint=endpoint)
    return bool(found.delete()[0])


@transaction.atomic
def set_webhook(*, user: User, url: str) -> str:
    """Tell this address from now on; returns the new secret, which is shown this once."""
    key = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    facts = {"url": url, "secret": seal(key, use=SECRET_USE), "failures": 0, "disabled_at": None}
    Webhook.objects.update_or_create(user=user, defaults={**facts, "why_disabled": ""})
    return key


def enable_webhook(*, user: User) -> bool:
    """Try a webhook again that was switched off."""
    mine = Webhook.objects.filter(user=user)
    return bool(mine.update(disabled_at=None, failures=0, why_disabled=""))


def remove_webhook(*, user: User) -> bool:
    """Forget the address, its secret and its log."""
    return bool(Webhook.objects.filter(user=user).delete()[0])


@transaction.atomic
def send_test(
    *,
    user: User,
    now: datetime,
    webhook: Webhook | None = None,
    subscription: PushSubscription | None = None,
) -> Delivery:
    """Send a test to one browser or to the webhook. Raises: TooManyTestsError."""
    if not is_within_rate(f"test:{user.pk}", limit=_TESTS_AN_HOUR, seconds=3600):
        raise TooManyTestsError(_("That was a lot of tests for one hour. Try again later."))
    row = Delivery.objects.create(
        user=user,
        webhook=webhook,
        subscription=subscription,
        due_at=now,
        expires_at=now + _TEST_WITHIN,
    )
    _enqueue(row, now)
    return row


def quiet_hours(begins: time | None, ends: time | None) -> dict[str, time | None]:
    """The two fields of quiet hours; none when they begin as they end, or one is missing."""
    if begins is None or ends is None or begins == ends:
        return {"quiet_from": None, "quiet_until": None}
    return {"quiet_from": begins, "quiet_until": ends}


def _enqueue(row: Delivery, now: datetime) -> None:
    if row.due_at <= now:
        deliver.delay_on_commit(delivery_id=str(row.pk))
