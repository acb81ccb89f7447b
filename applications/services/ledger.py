"""What every change leaves behind: an event, a fresh time stamp and a live hint."""

from datetime import datetime
from typing import Any

from accounts.models import User
from applications.models import Application, ApplicationEvent
from core.live import announce_on_commit


def record(
    application: Application,
    kind: ApplicationEvent.Kind,
    *,
    actor: User | None,
    now: datetime,
    happened_at: datetime | None = None,
    **data: Any,
) -> ApplicationEvent:
    """Append an event and mark the application as changed."""
    event = ApplicationEvent.objects.create(
        application=application,
        kind=kind,
        actor=actor,
        happened_at=happened_at or now,
        data=data,
    )
    touch(application, now=now)
    return event


def touch(application: Application, *, now: datetime) -> None:
    """Mark the application as changed, so that lists and open pages notice."""
    Application.objects.filter(pk=application.pk).update(updated_at=now)
    application.updated_at = now
    announce_on_commit(application.owner_id, "applications", application_id=application.pk)
