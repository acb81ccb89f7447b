"""Forget what a finished run no longer needs."""

from datetime import datetime, timedelta

from jobs.models import RawPage, RejectedRow

REJECTED_ROWS_KEPT = timedelta(days=90)


def forget_old_pages(*, now: datetime, kept_days: int) -> int:
    """Delete raw pages `kept_days` after their run and refused rows later; returns how many pages."""
    RejectedRow.objects.filter(run__finished_at__lt=now - REJECTED_ROWS_KEPT).delete()
    old = RawPage.objects.filter(run__finished_at__lt=now - timedelta(days=kept_days))
    deleted, _ = old.delete()
    return deleted
