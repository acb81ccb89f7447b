"""What else is like a posting, computed ahead of the question."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Posting


class Neighbours(models.Model):
    """The postings most like one, the closest first; made in batches, read in one look-up.

    Each job stands for itself once, by one of its advertisements. Who closed meanwhile is left out
    when the list is read.
    """

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="neighbours"
    )
    engine = models.ForeignKey(
        "matching.EngineVersion", on_delete=models.CASCADE, related_name="neighbours"
    )
    content_hash = models.CharField(
        max_length=64,
        help_text=_("Of the posting as it was read: another one makes the list anew."),
    )
    near = ArrayField(models.UUIDField(), verbose_name=_("postings"), default=list)
    scores = ArrayField(models.FloatField(), verbose_name=_("likeness, 0 to 1"), default=list)
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        verbose_name_plural = "neighbours"

    def __str__(self) -> str:
        return f"{len(self.near)} like {self.posting_id}"
