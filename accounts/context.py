"""What templates may ask of accounts."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.selectors import unread_count
from accounts.types import SHOWN_LINK


def shown_link(request: HttpRequest) -> dict[str, object]:
    """Give the link a mail would have carried, once, to the page that shows it; and what is unread."""
    return {
        SHOWN_LINK: SimpleLazyObject(lambda: _take(request)),
        "unread_notifications": SimpleLazyObject(lambda: _unread(request)),
    }


def _unread(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return unread_count(user) if user is not None and user.is_authenticated else 0


def _take(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return str(session.pop(SHOWN_LINK, "")) if session is not None else ""
