"""Ways to a person beside mail: their browsers, and one address of their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.alerts import Notification
from core.models import Row


class PushSubscription(Row):
    """A browser that asked to be told. Source: https://www.w3.org/TR/push-api/"""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.URLField(_("address"), max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(_("browser"), max_length=80, blank=True)
    last_used_at = models.DateTimeField(_("last told at"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "created_at"], name="browsers_of_a_person")]

    def __str__(self) -> str:
        return self.label or str(self.pk)


class Webhook(Row):
    """An address of a person's own that is told what they are told. One each."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhook"
    )
    url = models.URLField(_("address"), max_length=500)
    secret = models.TextField(help_text=_("Sealed."))
    failures = models.PositiveSmallIntegerField(
        _("failures in a row"), default=0, help_text=_("Messages given up, one after the other.")
    )
    disabled_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    why_disabled = models.CharField(_("why it was switched off"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.url


class Delivery(Row):
    """One message to one browser or webhook. `QUEUED → SENT`, or given up after some tries.

    May arrive twice, never not at all unnoticed: receivers know a message by its id.
    """

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Queued")
        SENT = "SENT", _("Delivered")
        FAILED = "FAILED", _("Failed")
        DROPPED = "DROPPED", _("Not sent")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deliveries"
    )
    notification = models.ForeignKey(
        Notification,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
        help_text=_("None: a test."),
    )
    subscription = models.ForeignKey(
        PushSubscription, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    webhook = models.ForeignKey(
        Webhook, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.QUEUED)
    due_at = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("not after"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    error = models.CharField(_("what stopped it"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subscription=None) ^ models.Q(webhook=None),
                name="a_delivery_has_one_way",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="deliveries_queued", condition=models.Q(state="QUEUED")
            ),
            models.Index(fields=["webhook", "-created_at"], name="deliveries_of_a_webhook"),
        ]

    def __str__(self) -> str:
        return f"{self.notification_id or 'test'}: {self.state}"
