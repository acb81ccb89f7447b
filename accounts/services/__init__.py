"""What a person decides about their account."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from accounts import privacy
from accounts.ai import keys
from accounts.models import ModelKey, ModelUsage, Profile, User
from accounts.notifications import outbox
from accounts.requests import is_within_rate
from accounts.signals import guest_kept
from accounts.tasks import send_mail, send_welcome, try_model_key
from accounts.types import AI_CONSENT_VERSION, AI_KEEP_DAYS
from core.errors import DomainError, TransientError
from core.models import uuid7

TICKET_SECONDS = 60
_TRIES_AN_HOUR = 30
_PROFILE_FIELDS = (
    "name",
    "headline",
    "phone",
    "city",
    "region",
    "country",
    "links",
    "time_zone",
    "current_employer",
    "hide_samples",
)


class NotAGuestError(DomainError):
    """This visit is over; start again."""

    code = "not_a_guest"


class GuestAiError(DomainError):
    """A language model is for people with an account."""

    code = "ai_needs_account"
    status = 403


class NotAllowedServerError(DomainError):
    """Staff do not allow keys for this server."""

    code = "server_not_allowed"
    status = 403


class TooManyTriesError(DomainError):
    """Keys were tried too often in an hour."""

    code = "too_many"
    status = 429


class TicketsDownError(TransientError):
    """Redis does not answer, so nobody can be given a ticket."""


@transaction.atomic
def start_guest(*, now: datetime) -> User:
    """Make a visitor who may try the product for an hour and is then erased with all they left."""
    key = uuid7()
    return User.objects.create_user(
        f"guest-{key}@guest.invalid",
        id=key,
        is_guest=True,
        expires_at=now + timedelta(seconds=settings.GUEST_SECONDS),
    )


@transaction.atomic
def keep_guest(*, user: User, now: datetime) -> User:
    """Turn a guest who signed up into a registered person; everything of theirs stays theirs.

    Raises: NotAGuestError when the sweep erased the guest meanwhile.
    """
    kept = User.objects.filter(pk=user.pk, is_guest=True).update(
        email=user.email.strip().lower(),
        password=user.password,
        is_guest=False,
        expires_at=None,
        updated_at=now,
    )
    if not kept:
        raise NotAGuestError(_("This visit is over. Start again: it takes a minute."))
    user.refresh_from_db()
    join_groups(user)
    transaction.on_commit(
        lambda: guest_kept.send_robust(sender=User, user_id=str(user.pk)), robust=True
    )
    return user


def join_guest(*, guest: User, user: User) -> bool:
    """Give what a guest left to the account they signed in to; False when the guest is gone."""
    return privacy.join_guest(guest=guest, user=user)


def join_groups(user: User) -> None:
    """Put a person into the groups everyone of their kind is in. Idempotent."""
    if user.is_guest:
        return
    names = ["candidate", "staff"] if user.is_staff else ["candidate"]
    # Made where it is missing: without it a person would quietly be nobody.
    user.groups.add(*(Group.objects.get_or_create(name=name)[0] for name in names))


@transaction.atomic
def welcome_person(*, user: User, now: datetime) -> None:
    """Have the welcome mail sent, where this install can send mail. Idempotent."""
    never = Profile.objects.filter(user=user, welcome=Profile.Welcome.NONE)
    if settings.MAIL_IS_CONFIGURED and never.update(welcome=Profile.Welcome.DUE, welcome_at=now):
        send_welcome.delay_on_commit(user_id=str(user.pk))


@transaction.atomic
def queue_account_mail(*, letter: outbox.Letter, now: datetime) -> None:
    """Have a mail sent that somebody waits for, such as the link to a new password."""
    user = User.objects.filter(email__iexact=letter.to).first()
    mail = outbox.queue(letter, key=f"account:{uuid7()}", kind="ACCOUNT", user=user, now=now)
    if mail is not None:
        send_mail.apply_async_on_commit(kwargs={"mail_id": str(mail.pk)}, queue="urgent")


@transaction.atomic
def update_profile(*, user: User, **changes: Any) -> Profile:
    """Change what a person tells about themselves; unknown names are a mistake of the caller."""
    unknown = set(changes) - set(_PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"not fields of a profile: {sorted(unknown)}")
    profile, _created = Profile.objects.select_for_update().get_or_create(user=user)
    for name, value in changes.items():
        setattr(profile, name, value)
    if {"city", "region", "country"} & set(changes):
        profile.lat = profile.lon = None  # the coordinates belonged to the former place
        changes |= {"lat": None, "lon": None}
    profile.save(update_fields=[*changes, "updated_at"])
    return profile


@transaction.atomic
def fill_profile(*, user: User, **found: str) -> Profile:
    """Fill in what the person has not said themselves, from what was read of them."""
    profile = Profile.objects.select_for_update().get(user=user)
    fields = {name: Profile._meta.get_field(name) for name in found}  # noqa: SLF001 - Django's API
    blank = {
        name: value[: getattr(fields[name], "max_length", None)]
        for name, value in found.items()
        if value and not getattr(profile, name)
    }
    return update_profile(user=user, **blank) if blank else profile


@transaction.atomic
def give_ai_consent(*, user: User, now: datetime) -> None:
    """Agree that texts of this person go to the language model. Idempotent. Raises: GuestAiError."""
    if user.is_guest:
        raise GuestAiError(
            _("Create an account first: a language model is asked for people with one.")
        )
    Profile.objects.filter(user=user).exclude(
        ai_consent_version=AI_CONSENT_VERSION, ai_consent_at__isnull=False
    ).update(ai_consent_at=now, ai_consent_version=AI_CONSENT_VERSION, updated_at=now)


@transaction.atomic
def withdraw_ai_consent(*, user: User, now: datetime) -> None:
    """Send nothing more, and forget what was sent."""
    Profile.objects.filter(user=user).update(
        ai_consent_at=None, ai_consent_version="", updated_at=now
    )
    erase_sent_texts(user=user)


@transaction.atomic
def keep_sent_texts(*, user: User, days: int, now: datetime) -> None:
    """Keep what is sent for so many days, what is kept already no longer than that."""
    if days not in AI_KEEP_DAYS:
        raise ValueError(f"{days} is not a choice")
    Profile.objects.filter(user=user).update(ai_keep_days=days, updated_at=now)
    kept = ModelUsage.objects.filter(user=user).exclude(sent="")
    kept.update(keep_until=F("created_at") + timedelta(days=days))
    kept.filter(keep_until__lte=now).update(sent="")


def erase_sent_texts(*, user: User) -> int:
    """Empty everything that was kept of what was sent; returns how many texts."""
    return ModelUsage.objects.filter(user=user).exclude(sent="").update(sent="")


@transaction.atomic
def bring_model_key(*, user: User, url: str, model: str, key: str) -> ModelKey:
    """Keep a person's own key, sealed, in place of any other, and try it.

    Raises: GuestAiError, NotAllowedServerError, TooManyTriesError.
    """
    if user.is_guest:
        raise GuestAiError(_("Create an account first: a key is kept with it."))
    if url not in {place.url for place in keys.places()}:
        raise NotAllowedServerError(_("Keys for this server cannot be used here."))
    _count_try(user)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two tabs, one after the other
    ModelKey.objects.filter(user=user).delete()
    held = ModelKey.objects.create(
        user=user,
        url=url,
        model=model.strip(),
        sealed=keys.sealed(key.strip()),
        state=ModelKey.State.TRYING,
    )
    try_model_key.delay_on_commit(key_id=str(held.pk))
    return held


@transaction.atomic
def try_model_key_again(*, user: User) -> bool:
    """Try the key once more; whether there is one. Raises: TooManyTriesError."""
    held = ModelKey.objects.select_for_update().filter(user=user).first()
    if held is None:
        return False
    _count_try(user)
    held.state, held.failure = ModelKey.State.TRYING, ""
    held.save(update_fields=["state", "failure", "updated_at"])
    try_model_key.delay_on_commit(key_id=str(held.pk))
    return True


def _count_try(user: User) -> None:
    """Count one question to somebody else's server. Raises: TooManyTriesError."""
    if not is_within_rate(f"model-key:{user.pk}", limit=_TRIES_AN_HOUR, seconds=3600):
        raise TooManyTriesError(_("Keys were tried very often in the last hour. Try again later."))


@transaction.atomic
def forget_model_key(*, user: User) -> bool:
    """Remove a person's own key; whether there was one."""
    gone, _rows = ModelKey.objects.filter(user=user).delete()
    return bool(gone)


def issue_live_ticket(*, user_id: UUID) -> str:
    """Return a secret that opens one live socket within `TICKET_SECONDS`.

    Raises: TicketsDownError.
    """
    ticket = secrets.token_urlsafe(32)
    with _tickets() as redis:
        redis.set(_ticket_key(ticket), str(user_id), ex=TICKET_SECONDS)
    return ticket


def redeem_live_ticket(ticket: str) -> UUID | None:
    """Return whose ticket this is and end it; None when it is unknown, used or too old.

    Raises: TicketsDownError.
    """
    with _tickets() as redis:
        owner = redis.getdel(_ticket_key(ticket))
    return UUID(owner) if isinstance(owner, str) else None


@contextmanager
def _tickets() -> Iterator[Redis]:
    try:
        with Redis.from_url(settings.REDIS_URL, decode_responses=True, socket_timeout=5) as redis:
            yield redis
    except RedisError as error:
        raise TicketsDownError(_("Live updates are away. Try again in a minute.")) from error


def _ticket_key(ticket: str) -> str:
    # Hashed: who can read the store cannot use what lies in it.
    return "cc:live-ticket:" + hashlib.sha256(ticket.encode()).hexdigest()
