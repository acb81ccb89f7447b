"""Background work of applications."""

from django.utils import timezone

from applications import reminding
from core.tasks import task


@task(seconds=120)
def sweep_reminding() -> None:
    """Tell people what is due: each thing once, whoever runs this how often."""
    reminding.tell_due(now=timezone.now())
