"""What clients that are often out of reach rely on: requests that count once, deletions that are told."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, IdempotencyKey, Tombstone
from applications.selectors.changes import TOLD_FOR
from applications.services.ledger import GoneError
from core.errors import DomainError

KEY_LASTS = timedelta(days=1)
LONGEST_KEY = 200


class KeyReusedError(DomainError):
    """This Idempotency-Key was sent with another request; choose a new one."""

    code = "idempotency_key_reused"
    status = 422


def add_once(
    *, owner: User, key: str, asked: Any, make: Callable[[], Application], now: datetime
) -> tuple[Application, bool]:
    """Return the application this key stands for, and whether it was made just now.

    Of two requests at the same moment the second waits for the first.

    Raises:
        KeyReusedError: the key was sent with something else.
        GoneError: what it made was deleted since.
    """
    if len(key) > LONGEST_KEY or "\x00" in key:
        raise KeyReusedError(_("An Idempotency-Key has at most 200 characters."))
    mine = IdempotencyKey.objects.filter(owner=owner)
    mine.filter(created_at__lt=now - KEY_LASTS).delete()
    asked_hash = sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(owner=owner, key=key, asked_hash=asked_hash)
            row.application = make()
            row.save(update_fields=["application"])
            return row.application, True
    except IntegrityError as error:
        if "one_request_per_key" not in str(error):
            raise
    return _made_before(mine.select_related("application").get(key=key), asked_hash), False


def _made_before(row: IdempotencyKey, asked_hash: str) -> Application:
    if row.asked_hash != asked_hash:
        raise KeyReusedError(_("This Idempotency-Key was sent with another request."))
    if row.application is None:
        raise GoneError(_("This application was deleted meanwhile."))
    return row.application


def bury(application: Application) -> None:
    """Leave word that this application is being deleted, and forget what was deleted long ago."""
    grave = Tombstone.objects.create(owner_id=application.owner_id, application_id=application.pk)
    graves = Tombstone.objects.filter(owner_id=application.owner_id)
    graves.filter(created_at__lt=grave.created_at - TOLD_FOR).delete()
