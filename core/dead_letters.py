"""Tasks that failed for good, kept with what they were called with, and run again by hand.

django-celery-results is the list: results are not kept, failures are.
"""

import ast
import json
from typing import Any

from celery import current_app, states
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_celery_results.models import TaskResult
from kombu.exceptions import OperationalError

from core.errors import DomainError
from core.tasks import CommittedTask


class CannotReplayError(DomainError):
    """This task cannot be run again from what was kept of it."""

    code = "cannot_replay"


def waiting() -> QuerySet[TaskResult]:
    """Failures nobody has run again, newest first."""
    failed: QuerySet[TaskResult] = TaskResult.objects.filter(status=states.FAILURE)
    return failed.order_by("-date_done", "-pk")


@transaction.atomic
def replay(letter: TaskResult) -> None:
    """Run a failed task again with the same words.

    Two people who ask at once run it once. It leaves the list when the queue has taken it: sent
    inside the transaction that holds its row, for what is lost here no sweep finds again, and a
    task may come twice.
    Raises: CannotReplayError.
    """
    task = current_app.tasks.get(letter.task_name)
    if not isinstance(task, CommittedTask):
        raise CannotReplayError(_("There is no task called %s any more.") % letter.task_name)
    words, names = _read(letter.task_args, tuple), _read(letter.task_kwargs, dict)
    still = TaskResult.objects.select_for_update().filter(pk=letter.pk, status=states.FAILURE)
    if not still.exists():
        raise CannotReplayError(_("This task was run again already."))
    try:
        task.hand_over(words, names)
    except (OperationalError, OSError) as error:
        raise CannotReplayError(
            _("The queue does not answer now; the task stays in the list.")
        ) from error
    TaskResult.objects.filter(pk=letter.pk).update(status=states.RETRY)


def _read(kept: str | None, kind: type) -> Any:
    """What a task was called with: kept as JSON of Python's own writing, cut when it is long."""
    try:
        text = json.loads(kept or "null")
        found = ast.literal_eval(text) if isinstance(text, str) else text
        return kind(found or ())
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        raise CannotReplayError(
            _("What this task was called with was too long to be kept whole.")
        ) from error
