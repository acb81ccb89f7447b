"""What every template may rely on."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def live_origin(request: HttpRequest) -> str:
    """Return the origin of the live process for this request, such as `ws://localhost:8001`.

    One origin in production (the ingress routes `/ws/`), a second port of the same host otherwise.
    """
    scheme = "wss" if request.is_secure() else "ws"
    host = request.get_host()
    if settings.LIVE_SAME_ORIGIN:
        return f"{scheme}://{host}"
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return f"{scheme}://{name}:{settings.LIVE_PORT}"


def install(request: HttpRequest) -> dict[str, object]:
    """Facts about this install that the page shell shows."""
    return {
        # Asked for only where it stands: the page that refuses a strange host must not ask for it.
        "live_url": SimpleLazyObject(lambda: f"{live_origin(request)}/ws/"),
        "demo_login": settings.DEMO_LOGIN,
        "direct_uploads": bool(settings.S3_BUCKET),
        "mail_is_configured": settings.MAIL_IS_CONFIGURED,
    }
