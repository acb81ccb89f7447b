"""Runs that wait, were interrupted or are due for another try: a lost message costs minutes, never a run."""

from datetime import datetime, timedelta

from django.db.models import Q

from jobs.models import SourceRun

State = SourceRun.State
GIVEN_A_CHANCE = timedelta(minutes=1)


def unfinished_refreshes(*, now: datetime) -> list[tuple[str, list[str]]]:
    """Source and countries of runs that wait, whose worker is gone or whose next try is due.

    Oldest first.
    Runs from files are left to the person who has the files.
    """
    waiting = Q(state=State.QUEUED)
    abandoned = Q(state=State.RUNNING) & (
        Q(source__lease__isnull=True) | Q(source__lease__expires_at__lte=now)
    )
    again = Q(state=State.FAILED, next_try_at__lte=now - GIVEN_A_CHANCE)
    quiet = Q(updated_at__lte=now - GIVEN_A_CHANCE)
    runs = SourceRun.objects.filter((waiting | abandoned) & quiet | again)
    network = runs.exclude(trigger=SourceRun.Trigger.IMPORT).order_by("started_at", "id")
    found: dict[str, list[str]] = {}
    for slug, cursor in network.values_list("source__slug", "cursor"):
        found.setdefault(slug, cursor.get("request", {}).get("countries", []))
    return list(found.items())
