"""What accounts does in the background."""

from uuid import UUID

from django.utils import timezone

from accounts import alerting, notifications, privacy
from accounts.ai import ledger, trying
from core.tasks import task


@task(seconds=60, retries=5)
def send_mail(*, to: str, subject: str, text: str, html: str) -> None:
    """Send one mail that was rendered where it was asked for."""
    notifications.send(to=to, subject=subject, text=text, html=html)


@task(seconds=60, retries=5)
def send_welcome(*, user_id: str) -> None:
    """Welcome a new person."""
    notifications.send_welcome(user_id=UUID(user_id))


@task(seconds=60)
def sweep_welcomes() -> None:
    """Enqueue again the welcomes whose message was lost."""
    for user_id in notifications.welcomes_due(now=timezone.now()):
        send_welcome.delay_on_commit(user_id=str(user_id))


@task(seconds=280)
def sweep_guests() -> None:
    """Erase the guests whose hour is over."""
    privacy.erase_expired_guests(now=timezone.now())


@task(seconds=120)
def tell_alerts() -> None:
    """Tell staff what they do not know yet."""
    alerting.tell_waiting(now=timezone.now())


@task(seconds=120)
def sweep_sent_texts() -> None:
    """Forget the texts sent to a language model whose time is over."""
    ledger.forget_sent_texts(now=timezone.now())


@task(seconds=150)
def try_model_key(*, key_id: str) -> None:
    """See whether a key somebody brought works."""
    trying.try_key(key_id=UUID(key_id), now=timezone.now())
