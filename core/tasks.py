"""How a Celery task is declared here: its time budget and its retries."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from celery import shared_task
from celery.contrib.django.task import DjangoTask
from django.db import transaction

from core.errors import TransientError

P = ParamSpec("P")
R = TypeVar("R")

if TYPE_CHECKING:
    HouseTask = DjangoTask
    AnyTask = DjangoTask[..., Any]
else:
    AnyTask = DjangoTask

GRACE_SECONDS = 30  # between the soft limit and the kill


class CommittedTask(AnyTask):
    """A task whose message may be lost: the row is the truth and a sweep finds it.

    Hooks after a commit are functions, never `partial`: Django asks a hook that failed for its name.
    """

    def delay_on_commit(  # type: ignore[override]  # the stub promises a result; there is none yet
        self, *args: Any, **kwargs: Any
    ) -> None:
        """Enqueue once the transaction commits; a broker that is away does not fail the request."""
        transaction.on_commit(lambda: self.delay(*args, **kwargs), robust=True)

    def apply_async_on_commit(  # type: ignore[override]  # as above
        self, *args: Any, **kwargs: Any
    ) -> None:
        """The same, where the queue or the time is chosen."""
        transaction.on_commit(lambda: self.apply_async(*args, **kwargs), robust=True)

    def hand_over(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Enqueue at once: for what no sweep finds again, and whoever asks must know that it failed.

        Raises: kombu's OperationalError, OSError when the broker is away.
        """
        self.apply_async(args=args, kwargs=kwargs)


def task(*, seconds: int, retries: int = 0) -> "Callable[[Callable[P, R]], HouseTask[P, R]]":
    """Declare a task that may be delivered twice and must not mind.

    Args:
        seconds: soft time limit; the worker is killed `GRACE_SECONDS` later.
        retries: how often a `TransientError` is tried again, with backoff.
    """
    policy: dict[str, Any] = {
        "soft_time_limit": seconds,
        "time_limit": seconds + GRACE_SECONDS,
        "acks_late": True,
        "ignore_result": True,
    }
    if retries:
        policy |= {
            "autoretry_for": (TransientError,),
            "max_retries": retries,
            "retry_backoff": 5,
            "retry_backoff_max": 600,
            "retry_jitter": True,
        }
    return cast(
        "Callable[[Callable[P, R]], HouseTask[P, R]]", shared_task(base=CommittedTask, **policy)
    )
