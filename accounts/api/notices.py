"""What a person was told, how they want to be told, and where."""

from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import selectors
from accounts.models import Notification, NotificationSettings, User
from accounts.notifications import choices, telling
from accounts.notifications.delivering import push_key
from accounts.services import notices
from accounts.types import CHOSEN_KINDS, FIXED, FOLLOW_UP_DAYS, Channel, Kind
from core.webpush import BadSubscriptionError, public_key


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """One thing the caller was told."""

    kind = serializers.ChoiceField(choices=Kind.choices)

    class Meta:
        model = Notification
        fields = ("id", "kind", "title", "body", "path", "read_at", "created_at")


class ReadSerializer(serializers.Serializer[Any]):
    """Which ones; all of them when `ids` is left out."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


class ReadAnswerSerializer(serializers.Serializer[Any]):
    """How many were unread."""

    read = serializers.IntegerField()


class NotificationSettingsSerializer(serializers.Serializer[Any]):
    """How the caller wants to be told; what is left out of a PATCH stays."""

    channels = serializers.DictField(
        child=serializers.ListField(child=serializers.ChoiceField(choices=Channel.choices)),
        help_text="Channels by kind. Mails about new postings are chosen for each search.",
    )
    digest_at = serializers.TimeField(format="%H:%M")
    quiet_from = serializers.TimeField(format="%H:%M", allow_null=True)
    quiet_until = serializers.TimeField(format="%H:%M", allow_null=True)
    wakes_for_interviews = serializers.BooleanField()
    follow_up_days = serializers.ChoiceField(choices=[(days, str(days)) for days in FOLLOW_UP_DAYS])

    def validate_channels(self, value: dict[str, list[str]]) -> dict[Kind, frozenset[Channel]]:
        """Only kinds that can be chosen."""
        unknown = set(value) - {kind.value for kind in CHOSEN_KINDS}
        if unknown:
            raise serializers.ValidationError(f"not kinds: {', '.join(sorted(unknown))}")
        wanted = {Kind(name): frozenset(map(Channel, ways)) for name, ways in value.items()}
        return {kind: ways - FIXED.get(kind, frozenset()) for kind, ways in wanted.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Quiet hours have a beginning and an end, and are written together."""
        named = {"quiet_from", "quiet_until"} & set(attrs)
        if named and len(named) == 1:
            raise serializers.ValidationError("Write quiet_from and quiet_until together.")
        if named:
            begins, ends = attrs["quiet_from"], attrs["quiet_until"]
            if (begins is None) != (ends is None):
                raise serializers.ValidationError("Write both of the quiet hours, or neither.")
            attrs |= notices.quiet_hours(begins, ends)
        return attrs


class BrowserSerializer(serializers.Serializer[Any]):
    """A browser or app that takes Web Push."""

    endpoint = serializers.URLField(max_length=1000)
    p256dh = serializers.CharField(max_length=120)
    auth = serializers.CharField(max_length=40)
    label = serializers.CharField(  # type: ignore[assignment]  # the field is called so
        max_length=80, required=False, default=""
    )


class PushKeySerializer(serializers.Serializer[Any]):
    """What a browser is given to know this install by."""

    key = serializers.CharField(help_text="VAPID public key, base64url.")


class GoneSerializer(serializers.Serializer[Any]):
    """Which browser is told nothing more."""

    endpoint = serializers.CharField(max_length=1000)


class NotificationsView(ListAPIView[Notification]):
    """What the caller was told, the newest first."""

    serializer_class = NotificationSerializer
    queryset = Notification.objects.none()

    def get_queryset(self) -> Any:
        """The caller's."""
        return selectors.notifications_of(_caller(self.request))


class ReadView(APIView):
    """Marking notifications as read."""

    @extend_schema(request=ReadSerializer, responses=ReadAnswerSerializer)
    def post(self, request: Request) -> Response:
        """Mark some as read, or all."""
        form = ReadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        ids: list[UUID] | None = form.validated_data.get("ids")
        read = notices.read_notifications(user=_caller(request), now=timezone.now(), ids=ids)
        return Response({"read": read})


class NotificationSettingsView(APIView):
    """How the caller wants to be told."""

    @extend_schema(responses=NotificationSettingsSerializer)
    def get(self, request: Request) -> Response:
        """Return the choices, also those that are as usual."""
        return Response(_shown(telling.settings_of(_caller(request))))

    @extend_schema(request=NotificationSettingsSerializer, responses=NotificationSettingsSerializer)
    def patch(self, request: Request) -> Response:
        """Change choices; only what is sent changes."""
        form = NotificationSettingsSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        changes = dict(form.validated_data)
        if "follow_up_days" in changes:
            changes["follow_up_days"] = int(changes["follow_up_days"])
        return Response(_shown(notices.choose_notifications(user=_caller(request), **changes)))


class BrowsersView(APIView):
    """Browsers that are told by Web Push."""

    @extend_schema(responses=PushKeySerializer)
    def get(self, request: Request) -> Response:
        """Return the key to subscribe with."""
        return Response({"key": public_key(push_key())})

    @extend_schema(request=BrowserSerializer, responses={201: BrowserSerializer})
    def post(self, request: Request) -> Response:
        """Tell this browser from now on; twice is once."""
        form = BrowserSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            notices.add_browser(user=_caller(request), **form.validated_data)
        except BadSubscriptionError as error:
            raise serializers.ValidationError({"p256dh": str(error)}) from error
        return Response(form.data, status=201)

    @extend_schema(request=GoneSerializer, responses={204: None})
    def delete(self, request: Request) -> Response:
        """Tell it nothing more."""
        form = GoneSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        notices.remove_browser(user=_caller(request), endpoint=form.validated_data["endpoint"])
        return Response(status=204)


def _shown(chosen: NotificationSettings) -> dict[str, Any]:
    table = {
        line.kind.value: [cell.channel.value for cell in line.cells if cell.is_on]
        for line in choices.table(chosen)
    }
    rest = ("digest_at", "quiet_from", "quiet_until", "wakes_for_interviews", "follow_up_days")
    found = {"channels": table, **{name: getattr(chosen, name) for name in rest}}
    for name in ("digest_at", "quiet_from", "quiet_until"):
        found[name] = found[name] and f"{found[name]:%H:%M}"
    return found


def _caller(request: Request) -> User:
    return cast("User", request.user)
