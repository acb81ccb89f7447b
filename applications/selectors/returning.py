"""Who went to a company's site from this browser, and has not said yet what came of it."""

from uuid import UUID

from applications.models import Application
from applications.states import BEFORE_APPLYING

RETURNING = "returning_from"
"""The name under which a session keeps the application a person left for."""


def returning_from(owner_id: UUID, key: str) -> Application | None:
    """Return the application to ask about; None once it was answered, moved on or deleted."""
    rows = Application.objects.owned_by(owner_id).filter(
        pk=key, left_at__isnull=False, status__in=BEFORE_APPLYING
    )
    return rows.defer("description").first()
