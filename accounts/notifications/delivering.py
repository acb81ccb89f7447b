"""Messages to browsers and to webhooks: tried some times, then given up where people see it."""

import base64
import hashlib
import hmac
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Delivery, PushSubscription, Webhook
from accounts.notifications.telling import News, language_of, tell
from accounts.types import Kind
from core import webpush
from core.addresses import is_public
from core.sealing import UnsealError, unseal
from core.web import PublicWeb, WebError

log = logging.getLogger(__name__)

State = Delivery.State
CLAIM = timedelta(minutes=3)  # longer than a worker may take
PAUSES = (1, 5, 30, 120)  # minutes after each try; behind the last one it is given up
MOST_FAILURES = 5  # messages given up in a row, then a webhook is switched off
KEPT = timedelta(days=30)  # of the log
AT_ONCE = 1000
SECRET_USE = "webhook"  # noqa: S105 - what it is sealed for
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one try ended: `status` of the answer, 0 without one."""

    status: int
    words: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the message arrived."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES


@cache
def _key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    return webpush.key_from_secret(secret)


def push_key() -> ec.EllipticCurvePrivateKey:
    """The key browsers know this install by. It hangs on SECRET_KEY: nothing to set up."""
    return _key_of(settings.SECRET_KEY)


def deliver(delivery_id: UUID, *, now: datetime) -> bool:
    """Try one message if it is due; returns whether it arrived."""
    row = _claim(delivery_id, now)
    if row is None:
        return False
    try:
        answer = _push(row, now) if row.subscription is not None else _post(row, now)
    except WebError as error:
        answer = Answer(0, str(error))
    except (UnsealError, webpush.BadSubscriptionError) as error:
        answer = Answer(HTTPStatus.GONE, str(error) or "The secret of it can no longer be read.")
    _note(row, answer, now)
    return answer.is_taken


def put_in_order(*, now: datetime) -> list[UUID]:
    """Forget the old log, give up what is no news, and return what may go now."""
    Delivery.objects.filter(created_at__lt=now - KEPT).exclude(state=State.QUEUED).delete()
    queued = Delivery.objects.filter(state=State.QUEUED)
    late = queued.filter(_free(now), expires_at__lte=now)
    late.update(state=State.DROPPED, error="It was no news any more.", updated_at=now)
    due = queued.filter(_free(now), due_at__lte=now, expires_at__gt=now)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def signed(secret: str, *, message_id: str, seconds: int, content: bytes) -> dict[str, str]:
    """The headers by which a receiver knows us. Source: https://www.standardwebhooks.com/ (1.0)"""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    what = f"{message_id}.{seconds}.".encode() + content
    signature = base64.b64encode(hmac.new(key, what, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{signature}",
    }


def message_of(row: Delivery) -> dict[str, Any]:
    """What a browser or a webhook is told."""
    about, site = row.notification, settings.SITE_URL.rstrip("/")
    if about is None:
        with translation.override(language_of(row.user)):
            title = _("A test from Career Copilot: this works.")
        return {"id": str(row.pk), "kind": "TEST", "title": title, "text": "", "url": site}
    return {
        "id": str(about.pk),
        "kind": about.kind,
        "title": about.title,
        "text": about.body,
        "url": site + about.path,
        "created_at": about.created_at.isoformat(),
    }


def _free(now: datetime) -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)


def _claim(delivery_id: UUID, now: datetime) -> Delivery | None:
    mine = Delivery.objects.filter(
        _free(now), pk=delivery_id, state=State.QUEUED, due_at__lte=now, expires_at__gt=now
    )
    if not mine.update(claimed_at=now, attempts=F("attempts") + 1, updated_at=now):
        return None
    rows = Delivery.objects.select_related("notification", "subscription", "webhook", "user")
    return rows.get(pk=delivery_id)


def _web() -> PublicWeb:
    allows = (lambda _address: True) if settings.WEB_ALLOWS_PRIVATE else is_public
    return PublicWeb(allows=allows, obeys_robots=False, seconds_apart=0.0)


def _push(row: Delivery, now: datetime) -> Answer:
    browser = row.subscription
    assert browser is not None
    to = webpush.Browser(browser.endpoint, browser.p256dh, browser.auth)
    words = message_of(row)
    words["text"] = words["text"][:500]
    headers = webpush.headers(
        browser.endpoint,
        push_key(),
        contact=settings.SITE_URL,
        seconds_now=now.timestamp(),
        keep_seconds=int((row.expires_at - now).total_seconds()),
        is_urgent=words["kind"] == Kind.INTERVIEW,
    )
    sealed = webpush.encrypt(json.dumps(words, ensure_ascii=False).encode(), to)
    return Answer(_web().post(browser.endpoint, sealed, headers).status)


def _post(row: Delivery, now: datetime) -> Answer:
    hook = row.webhook
    assert hook is not None
    words = message_of(row)
    content = json.dumps(words, ensure_ascii=False).encode()
    headers = signed(
        unseal(hook.secret, use=SECRET_USE),
        message_id=words["id"],
        seconds=int(now.timestamp()),
        content=content,
    )
    return Answer(_web().post(hook.url, content, headers).status)


@transaction.atomic
def _note(row: Delivery, answer: Answer, now: datetime) -> None:
    mine = Delivery.objects.filter(pk=row.pk, claimed_at=row.claimed_at, state=State.QUEUED)
    facts = {"status_code": answer.status or None, "updated_at": now}
    if answer.is_taken:
        mine.update(state=State.SENT, sent_at=now, error="", **facts)
        PushSubscription.objects.filter(deliveries=row).update(last_used_at=now)
        Webhook.objects.filter(deliveries=row).update(failures=0)
        return
    words = answer.words or f"It answered {answer.status}."
    log.info("delivery %s: %s", row.pk, words)
    if row.subscription_id and answer.status in _GONE:
        PushSubscription.objects.filter(pk=row.subscription_id).delete()
        return
    if answer.status != HTTPStatus.GONE and row.attempts <= len(PAUSES):
        pause = timedelta(minutes=PAUSES[row.attempts - 1])
        mine.update(claimed_at=None, due_at=now + pause, error=words[:300], **facts)
        return
    mine.update(state=State.FAILED, error=words[:300], **facts)
    if row.webhook is not None:
        _count_failure(row.webhook, words, now, is_gone=answer.status == HTTPStatus.GONE)


def _count_failure(hook: Webhook, words: str, now: datetime, *, is_gone: bool) -> None:
    """Switch a webhook off that keeps failing, and tell its owner."""
    Webhook.objects.filter(pk=hook.pk).update(failures=F("failures") + 1)
    still_on = Webhook.objects.filter(pk=hook.pk, disabled_at=None)
    if not is_gone:
        still_on = still_on.filter(failures__gte=MOST_FAILURES)
    if not still_on.update(disabled_at=now, why_disabled=words[:200], updated_at=now):
        return
    with translation.override(language_of(hook.user)):
        title = _("Your webhook is switched off")
        body = _("%(url)s did not take our messages. The last one: %(words)s") % {
            "url": hook.url,
            "words": words,
        }
        button = _("Look at it")
    news = News(
        kind=Kind.ACCOUNT,
        key=f"webhook:{hook.pk}:{timezone.localtime(now).isoformat()}",
        title=title,
        body=body,
        path="/settings/notifications",
        button=button,
    )
    tell(hook.user, news, now=now)
