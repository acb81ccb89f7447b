"""Trying an engine version on a share of the people, and counting what they do."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core.errors import DomainError
from matching import selectors
from matching.models import EngineVersion, Experiment, Match, Participation
from matching.tasks import follow_engines

Outcome = Literal["clicks", "applications"]
State = Experiment.State


class CannotBeginError(DomainError):
    """This experiment cannot begin."""

    code = "cannot_begin"


@transaction.atomic
def begin_experiment(*, experiment: Experiment, now: datetime) -> Experiment:
    """Give the share of people the other version from now on. Raises: CannotBeginError."""
    held = Experiment.objects.select_for_update(no_key=True).get(pk=experiment.pk)
    control = selectors.active_engine()
    if held.state != State.DRAFT:
        raise CannotBeginError(_("It has begun already."))
    if held.variant_id == control.pk or held.variant.state != EngineVersion.State.READY:
        raise CannotBeginError(_("The other version must be ready, and not the active one."))
    missing = selectors.without_vectors(held.variant)
    if missing:
        raise CannotBeginError(
            _("The other version has no vectors of %(n)d open postings.") % {"n": missing}
        )
    held.state, held.control, held.began_at = State.RUNNING, control, now
    try:
        with transaction.atomic():
            held.save(update_fields=["state", "control", "began_at", "updated_at"])
    except IntegrityError as error:
        raise CannotBeginError(_("Another experiment is running.")) from error
    follow_engines.delay_on_commit()
    return held


@transaction.atomic
def end_experiment(*, experiment: Experiment, now: datetime) -> bool:
    """Match everybody by the active version again; whether it ran. Its figures stay."""
    running = Experiment.objects.filter(pk=experiment.pk, state=State.RUNNING)
    was_running = bool(running.update(state=State.ENDED, ended_at=now, updated_at=now))
    if was_running:
        follow_engines.delay_on_commit()
    return was_running


def record_outcome(*, user_id: UUID, posting_id: UUID, outcome: Outcome) -> None:
    """Count a click on, or an application to, a posting that an experiment put on somebody's list."""
    experiment = selectors.running_experiment()
    if experiment is None:
        return
    mine = Participation.objects.filter(experiment=experiment, user_id=user_id)
    listed = Match.objects.filter(
        search__owner_id=user_id, posting_id=posting_id, engine__in=mine.values("engine")
    )
    if listed.exists():
        mine.update(**{outcome: F(outcome) + 1})
