"""More like this, less like this."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from jobs.models import Posting


class Leaning(Row):
    """A thumb up or down: what comes next should be more, or less, like this posting."""

    class Direction(models.TextChoices):
        MORE = "MORE", _("More like this")
        LESS = "LESS", _("Less like this")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leanings"
    )
    posting = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="leanings")
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "posting"], name="one_leaning_per_posting")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.direction} {self.posting_id}"
