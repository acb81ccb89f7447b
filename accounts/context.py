"""What templates may ask of accounts."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.types import SHOWN_LINK


def shown_link(request: HttpRequest) -> dict[str, object]:
    """Give the link a mail would have carried, once, to the page that shows it."""
    return {SHOWN_LINK: SimpleLazyObject(lambda: _take(request))}


def _take(request: HttpRequest) -> str:
    session = getattr(request, "session", None)
    return str(session.pop(SHOWN_LINK, "")) if session is not None else ""
