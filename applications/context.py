"""What every page asks of applications: whether somebody has just come back from a company's site."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from applications.selectors.returning import RETURNING, returning_from


def returned_from(request: HttpRequest) -> dict[str, object]:
    """Give the application whose site this browser was sent to, until the person says how it went.

    Costs nothing before anybody left: the session remembers who did.
    """
    return {"returned_from": SimpleLazyObject(lambda: _found(request))}


def _found(request: HttpRequest) -> object:
    session = getattr(request, "session", None)
    if session is None or RETURNING not in session or not request.user.is_authenticated:
        return None
    if _asks_itself(request, session[RETURNING]):
        return None
    found = returning_from(request.user.pk, session[RETURNING])
    if found is None:
        del session[RETURNING]
    return found


def _asks_itself(request: HttpRequest, key: str) -> bool:
    """Whether the page has the question in its own place."""
    match = request.resolver_match
    if match is None:
        return False
    return match.url_name == "today" or (
        match.url_name == "application" and str(match.kwargs.get("pk")) == key
    )
