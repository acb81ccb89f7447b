"""What jobs does when something happened: keep its timetable and sources, have things counted."""

from datetime import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.dispatch import receiver
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from accounts.signals import guest_joining
from core.models import uuid7
from jobs import services
from jobs.models import Source
from jobs.pipeline import catalogue
from jobs.signals import posting_followed, postings_published
from jobs.tasks import count_click, count_figures, refresh_search

REFRESH = "Refresh job postings"
_NOTE = "From JOB_REFRESH_TIME={}. Change the schedule here; a new JOB_REFRESH_TIME replaces it."


def register_sources(*, using: str, **_: Any) -> None:
    """Make a row for every source the product knows."""
    if Source._meta.db_table in connections[using].introspection.table_names():  # noqa: SLF001
        catalogue.register_all()


def schedule_work(*, using: str, **_: Any) -> None:
    """Create what is missing from the timetable. Staff's own changes and pauses stay."""
    tables = connections[using].introspection.table_names()
    if PeriodicTask._meta.db_table not in tables:  # noqa: SLF001 - Django's documented API
        return
    with transaction.atomic(using=using):
        _schedule_refresh()
        _every(1, IntervalSchedule.HOURS, "Close postings that are over", "sweep_expired")
        _every(1, IntervalSchedule.DAYS, "Forget old raw pages of jobs", "sweep_pages")
        _every(1, IntervalSchedule.MINUTES, "Take up interrupted job runs", "sweep_runs")
        _every(15, IntervalSchedule.MINUTES, "Tell Talent Solution what waits", "sweep_talent")
        _every(1, IntervalSchedule.MINUTES, "Watch the job runs", "watch_runs")
        _every(1, IntervalSchedule.MINUTES, "Write down what was searched for", "count_searches")
        _every(1, IntervalSchedule.HOURS, "Count the figures of the day", "count_figures")
        _every(1, IntervalSchedule.DAYS, "Archive postings closed long ago", "sweep_archive")
        _every(1, IntervalSchedule.DAYS, "Check links and score sources", "check_freshness")
        _every(1, IntervalSchedule.DAYS, "Count the terms search suggests", "count_suggestions")


def search_later(**_: Any) -> None:
    """Have search take up what was published."""
    refresh_search.delay_on_commit()


@receiver(posting_followed, dispatch_uid="jobs.count_click")
def count_followed(posting_id: str, user_id: str | None, **_: Any) -> None:
    """Count that somebody left for a posting's own page; the page does not wait for it."""
    count_click.delay_on_commit(
        click_id=str(uuid7()),
        posting_id=posting_id,
        user_id=user_id,
        at=timezone.now().isoformat(),
    )


@receiver(postings_published, dispatch_uid="jobs.count_figures")
def count_published(**_: Any) -> None:
    """Count anew what a run changed."""
    count_figures.delay_on_commit()


@receiver(guest_joining, dispatch_uid="jobs.move_stances")
def move_stances(guest_id: str, user_id: str, **_: Any) -> None:
    """Give what a guest said of employers to the account they signed in to."""
    services.move_stances(guest_id=UUID(guest_id), user_id=UUID(user_id))


def refresh_time() -> time:
    """JOB_REFRESH_TIME as a time of day. Raises: ImproperlyConfigured."""
    try:
        return time.fromisoformat(settings.JOB_REFRESH_TIME)
    except ValueError as error:
        raise ImproperlyConfigured("JOB_REFRESH_TIME must be HH:MM, such as 03:00.") from error


def _schedule_refresh() -> None:
    at, note = refresh_time(), _NOTE.format(settings.JOB_REFRESH_TIME)
    task = PeriodicTask.objects.filter(name=REFRESH).first()
    if task is not None and task.description == note:
        return
    crontab, _ = CrontabSchedule.objects.get_or_create(
        minute=str(at.minute),
        hour=str(at.hour),
        day_of_week="*",
        day_of_month="*",
        month_of_year="*",
        timezone=settings.TIME_ZONE,
    )
    task = task or PeriodicTask(name=REFRESH, task="jobs.tasks.refresh_all")
    task.crontab, task.interval, task.description = crontab, None, note
    task.save()


def _every(every: int, period: str, name: str, task: str) -> None:
    interval = IntervalSchedule.objects.filter(every=every, period=period).first()
    interval = interval or IntervalSchedule.objects.create(every=every, period=period)
    PeriodicTask.objects.get_or_create(
        name=name, defaults={"task": f"jobs.tasks.{task}", "interval": interval}
    )
