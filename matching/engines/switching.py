"""Lets another engine version serve. The one that served stays, so that it can be brought back."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from core.errors import DomainError
from matching.engines import artefacts
from matching.engines.completing import lacking
from matching.engines.indexing import ALGORITHM
from matching.models import EngineVersion, Match, Search

State = EngineVersion.State
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('matching: which engine serves'))"


class NotReadyError(DomainError):
    """This version cannot serve: it is still learning, or is of another release."""

    code = "engine_not_ready"


class IncompleteError(DomainError):
    """This version has not read every open posting yet. It goes on in the background."""

    code = "engine_incomplete"


@transaction.atomic
def activate(engine_id: UUID, *, now: datetime) -> EngineVersion:
    """Let a version serve that has a place for every open posting. Idempotent.

    Stored matches go over to it and are made anew in the background.
    Raises: NotReadyError, IncompleteError.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    version = EngineVersion.objects.select_for_update().get(pk=engine_id)
    if version.state == State.ACTIVE:
        return version
    if version.state == State.TRAINING or version.algorithm != ALGORITHM:
        raise NotReadyError
    artefacts.placer_of(version)  # its files are where they should be
    if lacking(version.pk):
        raise IncompleteError
    before = EngineVersion.objects.filter(state=State.ACTIVE).first()
    if before is not None:
        EngineVersion.objects.filter(pk=before.pk).update(state=State.RETIRED, updated_at=now)
        _hand_over(before, version, now)
    version.state = State.ACTIVE
    version.save(update_fields=["state", "updated_at"])
    return version


def _hand_over(before: EngineVersion, version: EngineVersion, now: datetime) -> None:
    Match.objects.filter(engine=version).delete()
    Match.objects.filter(engine=before).update(engine=version)
    Search.objects.filter(matched_at__isnull=False).update(wanted_at=now)
