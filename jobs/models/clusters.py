"""Postings that are one job. Clusters only group: no posting is changed or deleted for them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from jobs.models.postings import Posting


class Cluster(Row):
    """One job, advertised more than once: by several sources, in several places, or again."""

    def __str__(self) -> str:
        return str(self.id)


class ClusterMember(models.Model):
    """A posting's place in a cluster; a posting without one stands for itself.

    A table of its own and no column of the posting: one posting in ten has a row, regrouping
    rewrites narrow rows only, and publishing writes postings before anybody knows their cluster.
    """

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="membership"
    )
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="members")
    spot = models.CharField(
        _("place in the cluster"), max_length=330, help_text=_("One row is shown per place.")
    )
    repost_count = models.PositiveIntegerField(
        _("reposts"), default=0, help_text=_("How often one source listed it again here.")
    )
    first_posted_at = models.DateTimeField(_("first posted at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.posting_id} in {self.cluster_id}"


class NotDuplicate(Row):
    """Two postings somebody knows to be two jobs; `one` has the smaller id."""

    one = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Posting, on_delete=models.CASCADE, related_name="+")
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_mark_per_pair"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"


class PostingKeys(models.Model):
    """The keys under which a posting meets what may be the same job.

    The narrow table `jobs_likenesskey (key, posting_id)` holds them once more, one a row, for
    lookup; it is written by the pipeline alone and has no model.
    """

    posting = models.OneToOneField(
        Posting, on_delete=models.CASCADE, primary_key=True, related_name="likeness_keys"
    )
    keys = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name_plural = "posting keys"

    def __str__(self) -> str:
        return f"{len(self.keys)} keys of {self.posting_id}"
