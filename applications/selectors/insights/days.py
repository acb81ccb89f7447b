"""On which days something was done."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncDate

from applications.models import ApplicationEvent

DAYS_SHOWN = 371  # 53 weeks


def acts_by_day(owner_id: UUID, *, now: datetime, zone: ZoneInfo) -> dict[date, int]:
    """Return how many things happened on each day of the last 53 weeks, on the person's calendar."""
    since = now - timedelta(days=DAYS_SHOWN)
    events = ApplicationEvent.objects.filter(
        application__owner_id=owner_id, happened_at__gte=since, happened_at__lte=now
    )
    days = events.annotate(day=TruncDate("happened_at", tzinfo=zone)).values("day")
    counted = days.annotate(n=Count("pk")).values_list("day", "n").order_by("day")
    return dict(counted)
