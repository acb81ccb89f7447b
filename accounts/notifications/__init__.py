"""How people are told: mail through the outbox, browsers, webhooks, and the list on the page."""

from accounts.notifications.mailing import (
    MailDownError,
    MailRefusedError,
    MailUnconfirmedError,
    MailWithdrawnError,
    open_server,
    send,
)
from accounts.notifications.welcoming import send_welcome, welcomes_due

__all__ = [
    "MailDownError",
    "MailRefusedError",
    "MailUnconfirmedError",
    "MailWithdrawnError",
    "open_server",
    "send",
    "send_welcome",
    "welcomes_due",
]
