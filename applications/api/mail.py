"""Mail over HTTP: for the person, and for services that pass mail on."""

import base64
import binascii
import json
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_view,
)
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from accounts.requests import client_network, is_within_rate
from applications import services
from applications.api.views import caller
from applications.ingest.messages import TooManyMailsError, UnreadableMailError
from applications.mailbox.reading import MOST_BYTES, recipients_in
from applications.mailbox.types import UnreadableError
from applications.models import Application, Mail
from applications.selectors.detail import mine
from applications.selectors.mail import mails_of, with_choices
from applications.selectors.mail_words import question_of
from applications.states import Status
from core.api import Keyset
from core.errors import DomainError
from core.parsers import Json

GUESSES_A_MINUTE = 20


class NewestFirst(Keyset):
    """Messages by when they were sent."""

    ordering = ("-sent_at", "-id")


class MailChoiceSerializer(serializers.Serializer[Any]):
    """An application a message may be about."""

    application = serializers.UUIDField()
    chance = serializers.FloatField(help_text="From 0 to 1.")


class MailSerializer(serializers.ModelSerializer[Mail]):
    """A message and what is asked about it."""

    state = serializers.ChoiceField(choices=Mail.State.choices, read_only=True)
    kind = serializers.ChoiceField(choices=Mail.About.choices, read_only=True)
    proposed_status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    question = serializers.SerializerMethodField(help_text="One sentence, or empty.")
    choices = serializers.SerializerMethodField(help_text="What it may be about.")

    class Meta:
        model = Mail
        fields = (
            "id",
            "application",
            "state",
            "door",
            "kind",
            "sender_name",
            "sender_address",
            "subject",
            "sent_at",
            "is_forwarded",
            "attachments",
            "invitation",
            "proposal",
            "proposed_status",
            "question",
            "choices",
            "created_at",
        )
        read_only_fields = fields

    def get_question(self, mail: Mail) -> str:
        """Return what is asked about it."""
        found = self.context.get("choices", {}).get(mail.pk)
        if found is None:
            found = with_choices(mail.owner_id, [mail])[0].choices
        return question_of(mail, found)

    @extend_schema_field(MailChoiceSerializer(many=True))
    def get_choices(self, mail: Mail) -> list[dict[str, Any]]:
        """Return what it may be about, the likeliest first, while that is asked."""
        return [{"application": key, "chance": chance} for key, chance in mail.chances]


class MailDetailSerializer(MailSerializer):
    """A message with its text."""

    class Meta:
        model = Mail
        fields = (*MailSerializer.Meta.fields, "text")
        read_only_fields = fields


class MailFileSerializer(serializers.Serializer[Any]):
    """A message saved as `.eml`."""

    file = serializers.FileField()
    application = serializers.UUIDField(required=False, help_text="What it is about, if known.")
    keep_files = serializers.BooleanField(default=False, help_text="Keep what came attached.")


class MailLinkSerializer(serializers.Serializer[Any]):
    """Which application a message is about; null: none."""

    application = serializers.UUIDField(allow_null=True)


FILTERS = [
    OpenApiParameter("state", OpenApiTypes.STR, enum=Mail.State.values),
    OpenApiParameter("application", OpenApiTypes.UUID),
    OpenApiParameter("asked", OpenApiTypes.BOOL, description="Only what is asked about."),
]


@extend_schema_view(
    list=extend_schema(description="List messages, the newest first.", parameters=FILTERS)
)
class MailViewSet(mixins.ListModelMixin, GenericViewSet[Mail]):
    """A person's messages."""

    serializer_class = MailSerializer
    pagination_class = NewestFirst
    queryset = Mail.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Mail]:
        """Only the caller's; what is not theirs does not exist."""
        rows, asked = mails_of(caller(self.request).pk), self.request.query_params
        if self.action != "list":
            return rows
        if asked.get("state") in Mail.State.values:
            rows = rows.filter(state=asked["state"])
        if asked.get("application"):
            rows = rows.filter(application_id=_uuid(asked["application"]))
        if asked.get("asked") in {"true", "1"}:
            rows = rows.with_question()  # type: ignore[attr-defined]
        return rows.defer("text")

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List messages, the newest first."""
        shown = self.paginate_queryset(self.get_queryset()) or []
        asked = with_choices(caller(request).pk, shown)
        context = {"choices": {question.mail.pk: question.choices for question in asked}}
        return self.get_paginated_response(MailSerializer(shown, many=True, context=context).data)

    @extend_schema(responses=MailDetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Return one message with its text."""
        return Response(MailDetailSerializer(self.get_object()).data)

    @extend_schema(
        request={"multipart/form-data": MailFileSerializer},
        responses={200: MailDetailSerializer, 201: MailDetailSerializer},
    )
    def create(self, request: Request) -> Response:
        """Take in a message; 200 with the one there is when it came before."""
        form = MailFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked, owner = form.validated_data, caller(request)
        mail, is_new = services.upload_mail(
            owner=owner,
            raw=asked["file"].read(MOST_BYTES + 1),
            now=timezone.now(),
            application=_application(request, asked.get("application")),
            keeps_files=asked["keep_files"],
        )
        mail = mails_of(owner.pk).get(pk=mail.pk)
        return Response(MailDetailSerializer(mail).data, status=201 if is_new else 200)

    @extend_schema(request=None, responses=MailSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: UUID) -> Response:
        """Do what the message proposes, as of the day it was sent."""
        mail = services.accept_proposal(
            mail=self.get_object(), actor=caller(request), now=timezone.now()
        )
        return Response(MailSerializer(mail).data)

    @extend_schema(request=None, responses=MailSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: UUID) -> Response:
        """Leave everything as it is."""
        return Response(MailSerializer(services.decline_proposal(mail=self.get_object())).data)

    @extend_schema(request=MailLinkSerializer, responses=MailSerializer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, pk: UUID) -> Response:
        """Say which application it is about; null: about none."""
        form = MailLinkSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        mail = services.link_mail(
            mail=self.get_object(),
            application=_application(request, form.validated_data["application"]),
            actor=caller(request),
            now=timezone.now(),
        )
        return Response(MailSerializer(mail).data)

    @extend_schema(request=None, responses=MailSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: UUID) -> Response:
        """Put it away: nothing is asked about it any more."""
        return Response(MailSerializer(services.dismiss_mail(mail=self.get_object())).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete it with its files. Cannot be undone."""
        services.delete_mail(mail=self.get_object())
        return Response(status=204)


def _application(request: Request, key: UUID | None) -> Application | None:
    if key is None:
        return None
    found = mine(caller(request).pk).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


class WrongSecretError(DomainError):
    """This is not the secret of this install."""

    code = "wrong_secret"
    status = 401


class WholeBody(BaseParser):
    """A message as it is, whatever the sender calls it."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the bytes, one more than are taken at most."""
        content: bytes = stream.read(MOST_BYTES + 1)
        return content


class MailTakenSerializer(serializers.Serializer[Any]):
    """What became of it."""

    taken = serializers.IntegerField(help_text="How many people it was for.")
    reason = serializers.CharField(allow_blank=True)


class InboundView(APIView):
    """Where a service that receives mail for this install passes it on (docs/mail.md)."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    throttle_classes: list[Any] = []
    parser_classes = [Json, FormParser, MultiPartParser, WholeBody]

    @extend_schema(
        operation_id="mail_inbound",
        auth=[],
        request={"message/rfc822": OpenApiTypes.BINARY},
        responses=MailTakenSerializer,
    )
    def post(self, request: Request) -> Response:
        """Take in one message; the same one again changes nothing.

        The secret of the install is the password of HTTP Basic, or a Bearer token. Answers 200 also
        for what nobody can read and for addresses nobody has: sending it again would not help.
        """
        _check_secret(request)
        raw, recipients = _told(request)
        try:
            received = services.receive_mail(
                recipients=recipients or recipients_in(raw), raw=raw, now=timezone.now()
            )
        except (UnreadableError, UnreadableMailError):
            return _answer(0, UnreadableMailError.code)
        except TooManyMailsError:
            return Response({"taken": 0, "reason": "too_many_mails"}, status=429)
        return _answer(len(received.mails), "" if received.is_known else "unknown_address")


def _answer(taken: int, reason: str) -> Response:
    return Response(MailTakenSerializer({"taken": taken, "reason": reason}).data)


def _check_secret(request: Request) -> None:
    """Raises: Http404 where this install takes no mail, WrongSecretError."""
    if not settings.MAIL_IN_SECRET:
        raise Http404
    kind, _, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            told = (
                base64.b64decode(told, validate=True).decode("utf-8", "replace").partition(":")[2]
            )
        except (binascii.Error, ValueError):
            told = ""
    if compare_digest(told.strip().encode(), settings.MAIL_IN_SECRET.encode()):
        return
    where = client_network(request._request)  # noqa: SLF001 - Django's own, which DRF wraps
    is_guessing = not is_within_rate(f"mail-in:{where}", limit=GUESSES_A_MINUTE, seconds=60)
    if is_guessing:
        raise TooManyMailsError
    raise WrongSecretError


def _told(request: Request) -> tuple[bytes, list[str]]:
    """The message and its recipients, as the usual services put them: see docs/mail.md."""
    body: Any = request.data
    named = [request.query_params.get("to", ""), request.headers.get("X-Envelope-To", "")]
    if isinstance(body, bytes):
        return body, _addresses(named)
    if not hasattr(body, "get"):
        return b"", []
    raw = next((body[key] for key in ("body-mime", "email", "RawEmail", "raw", "message") if body.get(key)), "")  # fmt: skip
    content = (
        raw.read(MOST_BYTES + 1) if hasattr(raw, "read") else str(raw).encode("utf-8", "replace")
    )
    named += [str(body.get(key, "")) for key in ("recipient", "OriginalRecipient", "to", "rcpt_to")]
    return content, _addresses([*_envelope(body.get("envelope", "")), *named])


def _envelope(text: Any) -> list[str]:
    """SendGrid's: `{"to": ["…"], "from": "…"}`."""
    try:
        told = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return []
    to = told.get("to", []) if isinstance(told, dict) else []
    return [str(each) for each in to] if isinstance(to, list) else [str(to)]


def _addresses(named: list[str]) -> list[str]:
    return [one.strip() for text in named for one in text.split(",") if "@" in one]
