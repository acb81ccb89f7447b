"""Tokens, the caller, and tickets for the live socket."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenRefreshView,
)

from accounts import services
from accounts.api.serializers import MeSerializer, ProfileSerializer, TicketSerializer
from accounts.models import User
from core.context import live_origin


class TokenView(TokenObtainPairView):
    """Exchange e-mail and password for an access and a refresh token."""

    throttle_scope = "login"


class RefreshView(TokenRefreshView):
    """Exchange a refresh token for new ones; the old one ends."""

    throttle_scope = "login"


class BlacklistView(TokenBlacklistView):
    """End a refresh token: signing out of one device."""

    throttle_scope = "login"


class MeView(APIView):
    """The caller."""

    serializer_class = MeSerializer

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Return who is signed in."""
        return Response(_me(request))

    @extend_schema(request=ProfileSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        """Change the profile; only what is sent changes."""
        form = ProfileSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        services.update_profile(user=_caller(request), **form.validated_data)
        return Response(_me(request))


class LiveTicketView(APIView):
    """Tickets for the live socket."""

    @extend_schema(request=None, responses={201: TicketSerializer})
    def post(self, request: Request) -> Response:
        """Return a ticket that opens one WebSocket within a minute."""
        ticket = services.issue_live_ticket(user_id=_caller(request).pk)
        answer: dict[str, Any] = {
            "ticket": ticket,
            "expires_in": services.TICKET_SECONDS,
            "url": f"{live_origin(request)}/ws/?ticket={ticket}",
        }
        return Response(answer, status=201)


def _me(request: Request) -> dict[str, Any]:
    person = User.objects.select_related("profile").get(pk=_caller(request).pk)
    return dict(MeSerializer(person).data)


def _caller(request: Request) -> User:
    return cast("User", request.user)
