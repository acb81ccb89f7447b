"""Live sockets only (`/ws/`). Pages are served under WSGI: about five times the requests per second."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
http = get_asgi_application()

from accounts import routing as accounts  # noqa: E402 - models need loaded apps
from applications import routing as applications  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": AuthMiddlewareStack(
            URLRouter([*accounts.websocket_urlpatterns, *applications.websocket_urlpatterns])
        ),
    }
)
