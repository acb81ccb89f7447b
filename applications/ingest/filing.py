"""Puts a message with an application: into its timeline, with what it would change as a question."""

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from accounts.models import User
from applications.ingest.proposing import propose
from applications.models import Application, ApplicationEvent, Mail
from core.live import announce_on_commit


@transaction.atomic
def file_mail(mail: Mail, application: Application, *, actor: User | None, now: datetime) -> None:
    """File a message; filing it where it is already changes nothing.

    Args:
        actor: who said so; None when the message itself left no doubt.
    """
    if mail.state == Mail.State.FILED and mail.application_id == application.pk:
        return
    mail.application, mail.state = application, Mail.State.FILED
    propose(mail)
    mail.save()
    ApplicationEvent.objects.create(
        application=application,
        kind=ApplicationEvent.Kind.MAIL,
        actor=actor,
        happened_at=mail.sent_at,
        data={"mail": str(mail.pk)},
    )
    _note_sign_of_life(mail, application, now=now)
    announce_on_commit(mail.owner_id, "applications", application_id=application.pk)


def _note_sign_of_life(mail: Mail, application: Application, *, now: datetime) -> None:
    """An employer who writes is alive; a newsletter, or the person themselves, tells nothing."""
    is_sign = mail.kind != Mail.About.BULK and mail.sender_address != mail.owner.email.lower()
    changes = {"last_sign_at": Greatest("last_sign_at", Value(mail.sent_at))} if is_sign else {}
    Application.objects.filter(pk=application.pk).update(updated_at=now, **changes)
    application.updated_at = now
    if is_sign:
        application.last_sign_at = max(application.last_sign_at, mail.sent_at)
