"""What accounts does in the background."""

from uuid import UUID

from django.utils import timezone

from accounts import alerting, notifications, privacy
from accounts.ai import ledger, trying
from accounts.notifications import delivering, health, outbox
from core.tasks import task


@task(seconds=60)
def send_mail(*, mail_id: str) -> None:
    """Send one mail of the outbox."""
    outbox.deliver(UUID(mail_id), now=timezone.now())


@task(seconds=60)
def sweep_mails() -> None:
    """Hand out the mails that may go: those that were put off, and those whose message was lost."""
    now = timezone.now()
    for mail_id in outbox.put_in_order(now=now):
        send_mail.apply_async_on_commit(kwargs={"mail_id": str(mail_id)}, queue="mail", expires=60)
    alerting.reconcile("mail.", health.findings(now=now), now=now)


@task(seconds=60)
def deliver(*, delivery_id: str) -> None:
    """Tell one browser or webhook something."""
    delivering.deliver(UUID(delivery_id), now=timezone.now())


@task(seconds=60)
def sweep_deliveries() -> None:
    """Hand out what browsers and webhooks may be told now."""
    for delivery_id in delivering.put_in_order(now=timezone.now()):
        deliver.apply_async_on_commit(
            kwargs={"delivery_id": str(delivery_id)}, queue="mail", expires=60
        )


@task(seconds=60, retries=5)
def send_welcome(*, user_id: str) -> None:
    """Welcome a new person."""
    mail = notifications.send_welcome(user_id=UUID(user_id), now=timezone.now())
    if mail is not None:
        send_mail.delay_on_commit(mail_id=str(mail.pk))


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
