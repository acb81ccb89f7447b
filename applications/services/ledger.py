"""What every change leaves behind: an event, a fresh time stamp and a live hint."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, ApplicationEvent
from core.errors import DomainError
from core.live import announce_on_commit


class GoneError(DomainError):
    """What this was about no longer exists."""

    code = "gone"
    status = 410


def record(
    application: Application,
    kind: ApplicationEvent.Kind,
    *,
    actor: User | None,
    now: datetime,
    happened_at: datetime | None = None,
    **data: Any,
) -> ApplicationEvent:
    """Append an event and mark the application as changed. Raises: GoneError."""
    touch(application, now=now)
    return ApplicationEvent.objects.create(
        application=application,
        kind=kind,
        actor=actor,
        happened_at=happened_at or now,
        data=data,
    )


def hold(application: Application) -> None:
    """Keep others from changing or deleting it until the transaction ends. Raises: GoneError."""
    rows = Application.objects.select_for_update(no_key=True).filter(pk=application.pk)
    if rows.values_list("pk").first() is None:
        raise GoneError(_("This application was deleted meanwhile."))


def touch(application: Application, *, now: datetime) -> None:
    """Mark the application as changed, so that lists and open pages notice. Raises: GoneError."""
    if not Application.objects.filter(pk=application.pk).update(updated_at=now):
        raise GoneError(_("This application was deleted meanwhile."))
    application.updated_at = now
    announce_on_commit(application.owner_id, "applications", application_id=application.pk)
