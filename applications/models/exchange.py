"""What lets calendars and devices follow along."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


class CalendarFeed(Row):
    """The secret address under which a person's calendar program reads their diary. One each."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    last_read_at = models.DateTimeField(_("last read at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.owner_id} {self.made_at:%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        """Return what is kept of a secret: 256 random bits need no salt."""
        return sha256(token.encode()).hexdigest()


class IdempotencyKey(Row):
    """What a client called one request to add an application, so that sending it again adds nothing."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys"
    )
    key = models.CharField(max_length=200)
    asked_hash = models.CharField(max_length=64)
    application = models.ForeignKey(Application, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_request_per_key")]

    def __str__(self) -> str:
        return self.key


class Tombstone(Row):
    """That an application was deleted, for clients that were not there. `created_at` is when."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tombstones"
    )
    application_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at", "id"], name="tombstones_in_order")]

    def __str__(self) -> str:
        return str(self.application_id)
