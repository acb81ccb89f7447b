"""How often the open postings have changed: what was found before a change is not found after it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexGeneration(models.Model):
    """Changes of open postings, counted by a trigger in the transaction that makes them.

    The generation is the sum. Every connection counts in a row of its own, so that nobody waits for
    somebody else's publishing; a change is counted for all at the moment it is visible to all.
    Closing counts for nothing: what is closed is left out when a stored answer is read.
    """

    slot = models.IntegerField(_("connection"), primary_key=True)
    changes = models.BigIntegerField(_("changes"), default=0)

    class Meta:
        verbose_name = "index generation"

    def __str__(self) -> str:
        return f"{self.slot}: {self.changes}"
