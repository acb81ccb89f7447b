"""Forget what a finished run no longer needs."""

from datetime import datetime, timedelta

from jobs.models import RawPage, RejectedRow

RAW_PAGES_KEPT = timedelta(days=14)
REJECTED_ROWS_KEPT = timedelta(days=90)


def forget_old_pages(*, now: datetime) -> int:
    """Delete raw pages and refused rows of runs long over; returns how many pages."""
    RejectedRow.objects.filter(run__finished_at__lt=now - REJECTED_ROWS_KEPT).delete()
    deleted, _ = RawPage.objects.filter(run__finished_at__lt=now - RAW_PAGES_KEPT).delete()
    return deleted
