"""People and what they are told."""

from accounts.models.alerts import Alert, Notification, NotificationSettings
from accounts.models.keys import ModelKey
from accounts.models.outbox import OutgoingMail
from accounts.models.people import Profile, User, UserManager
from accounts.models.push import Delivery, PushSubscription, Webhook
from accounts.models.usage import ModelUsage

__all__ = [
    "Alert",
    "Delivery",
    "ModelKey",
    "ModelUsage",
    "Notification",
    "NotificationSettings",
    "OutgoingMail",
    "Profile",
    "PushSubscription",
    "User",
    "UserManager",
    "Webhook",
]
