"""Applications over HTTP for mobile clients."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from accounts.models import User
from applications import services, transitions
from applications.api import serializers as shapes
from applications.api.lists import ROW, board_as_json, page_as_json
from applications.models import Application
from applications.selectors import caching, table
from applications.selectors.board import board, more_of
from applications.selectors.detail import mine
from applications.states import Column, Status, moves_for_a_person
from core.api import Keyset


class NewestChangeFirst(Keyset):
    """The last changed application first."""

    ordering = ("-updated_at", "-id")


FILTERS = [
    OpenApiParameter("q", OpenApiTypes.STR, description="Words in role, company or place."),
    OpenApiParameter("column", OpenApiTypes.STR, enum=Column.values),
    OpenApiParameter("status", OpenApiTypes.STR, enum=Status.values, many=True),
    OpenApiParameter("show", OpenApiTypes.STR, enum=["due", "no_next_step", "silent"]),
]
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER, description="Any text of yours."
)
JSON = "application/json"
MOVED = {200: shapes.ApplicationSerializer, 409: shapes.RefusalSerializer}


def caller(request: Request) -> User:
    """Return who asks; the permission class let nobody else in."""
    return cast("User", request.user)


class ApplicationViewSet(GenericViewSet[Application]):
    """A person's applications."""

    serializer_class = shapes.ApplicationSerializer
    pagination_class = NewestChangeFirst
    queryset = Application.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Application]:
        """Only the caller's; what is not theirs does not exist. Lists are narrowed as asked."""
        if self.action != "list":
            return mine(caller(self.request).pk)
        asked = self.request.query_params
        filters = table.Filters(
            words=asked.get("q", ""),
            column=Column(asked["column"]) if asked.get("column") in Column.values else None,
            statuses=tuple(Status(s) for s in asked.getlist("status") if s in Status.values),
            show=asked.get("show", ""),
        )
        return table.applications(caller(self.request).pk, filters, now=timezone.now())

    @extend_schema(parameters=FILTERS, responses=shapes.ApplicationSerializer(many=True))
    def list(self, request: Request) -> HttpResponse:
        """List applications, the last changed first. Answers 304 to a fresh `If-None-Match`.

        Lists narrowed by `show` depend on the time of day and carry no ETag.
        """
        if request.query_params.get("show"):
            return HttpResponse(self._page(), content_type=JSON)
        return _as_it_stands(request, request.build_absolute_uri(), self._page)

    def _page(self) -> bytes:
        rows = self.paginate_queryset(self.get_queryset().values(*ROW))
        return page_as_json(self.get_paginated_response(rows).data)

    @extend_schema(responses=shapes.DetailSerializer)
    def retrieve(self, request: Request, pk: UUID) -> Response:
        """Return one application with everything that happened to it."""
        return Response(shapes.DetailSerializer(self.get_object()).data)

    @extend_schema(
        request=shapes.CreateSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: shapes.DetailSerializer, 409: shapes.RefusalSerializer},
    )
    def create(self, request: Request) -> Response:
        """Save a posting, or add an application by hand. Saving a posting twice is saving it once.

        The same `Idempotency-Key` within a day answers with the application it made before.
        """
        form = shapes.CreateSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "").strip()
        if key:
            made, is_new = services.add_once(
                owner=caller(request),
                key=key,
                asked=request.data,
                make=lambda: _made(request, form.validated_data),
                now=timezone.now(),
            )
        else:
            made, is_new = _made(request, form.validated_data), True
        headers = {} if is_new else {"Idempotency-Replayed": "true"}
        return Response(shapes.DetailSerializer(made).data, status=201, headers=headers)

    @extend_schema(request=shapes.EditSerializer, responses=shapes.ApplicationSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change how an application is described; only what is sent changes."""
        form = shapes.EditSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = services.edit_application(
            application=self.get_object(),
            actor=caller(request),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(self.get_serializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Delete an application with its history. Cannot be undone."""
        services.delete_application(application=self.get_object())
        return Response(status=204)

    @extend_schema(request=shapes.MoveSerializer, responses=MOVED)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: UUID) -> Response:
        """Move to another status. 409 names where it stands and what is allowed from there."""
        form = shapes.MoveSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked, application = form.validated_data, self.get_object()
        try:
            services.move_application(
                application=application,
                to=Status(asked["to"]),
                seen=Status(asked["seen"]) if "seen" in asked else None,
                by_hand=asked["by_hand"],
                happened_at=asked["happened_at"],
                actor=caller(request),
                now=timezone.now(),
            )
        except (transitions.MoveNotAllowedError, transitions.AlreadyMovedError) as error:
            return _refusal(application, error)
        return Response(self.get_serializer(application).data)

    @extend_schema(request=shapes.PlaceSerializer, responses=MOVED)
    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: UUID) -> Response:
        """Put a card somewhere on the board."""
        form = shapes.PlaceSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked, application = form.validated_data, self.get_object()
        try:
            services.place_application(
                application=application,
                column=Column(asked["column"]),
                after=asked["after"],
                seen=Status(asked["seen"]) if "seen" in asked else None,
                end=Status(asked["end"]) if "end" in asked else None,
                actor=caller(request),
                now=timezone.now(),
            )
        except (transitions.MoveNotAllowedError, transitions.AlreadyMovedError) as error:
            return _refusal(application, error)
        return Response(self.get_serializer(application).data)

    @extend_schema(
        parameters=[
            OpenApiParameter("column", OpenApiTypes.STR, enum=Column.values),
            OpenApiParameter("after", OpenApiTypes.UUID),
        ],
        responses=shapes.BoardColumnSerializer(many=True),
        filters=False,
    )
    @action(detail=False, methods=["get"], pagination_class=None)
    def board(self, request: Request) -> HttpResponse:
        """Return the board: every column, or one column below a card.

        Answers 304 to a fresh `If-None-Match`; what is due is right to two minutes.
        """
        asked, now = request.query_params, timezone.now()
        after = _uuid(asked["after"]) if "after" in asked else None
        column = Column(asked["column"]) if asked.get("column") in Column.values else None
        turn = caching.turn_of(caller(request).pk, now)
        name = f"board:{column}:{after}:{turn}:{get_language()}"
        return _as_it_stands(
            request, name, lambda: _board(caller(request).pk, column, after, now=now)
        )

    @extend_schema(request=shapes.NextActionSerializer, responses=shapes.ApplicationSerializer)
    @action(detail=True, methods=["post"], url_path="next-action")
    def next_action(self, request: Request, pk: UUID) -> Response:
        """Write down what comes next."""
        form = shapes.NextActionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        changed = services.set_next_action(
            application=self.get_object(), now=timezone.now(), **form.validated_data
        )
        return Response(self.get_serializer(changed).data)

    @extend_schema(request=shapes.NoteSerializer, responses={201: shapes.NoteSerializer})
    @action(detail=True, methods=["post"])
    def notes(self, request: Request, pk: UUID) -> Response:
        """Write a note."""
        form = shapes.NoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        note = services.add_note(
            application=self.get_object(),
            actor=caller(request),
            now=timezone.now(),
            text=form.validated_data["text"],
        )
        return Response(shapes.NoteSerializer(note).data, status=201)

    @extend_schema(request=shapes.ContactSerializer, responses={201: shapes.ContactSerializer})
    @action(detail=True, methods=["post"])
    def contacts(self, request: Request, pk: UUID) -> Response:
        """Write down somebody at the employer."""
        form = shapes.ContactSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.add_contact(
            application=self.get_object(),
            actor=caller(request),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(shapes.ContactSerializer(made).data, status=201)

    @extend_schema(request=shapes.InterviewSerializer, responses={201: shapes.InterviewSerializer})
    @action(detail=True, methods=["post"])
    def interviews(self, request: Request, pk: UUID) -> Response:
        """Put an interview in the diary."""
        form = shapes.InterviewSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.add_interview(
            application=self.get_object(),
            actor=caller(request),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(shapes.InterviewSerializer(made).data, status=201)

    @extend_schema(request=shapes.ReminderSerializer, responses={201: shapes.ReminderSerializer})
    @action(detail=True, methods=["post"])
    def reminders(self, request: Request, pk: UUID) -> Response:
        """Set a reminder about this application."""
        form = shapes.ReminderSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.add_reminder(
            owner=caller(request),
            application=self.get_object(),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(shapes.ReminderSerializer(made).data, status=201)


def _as_it_stands(request: Request, name: str, make: Callable[[], bytes]) -> HttpResponse:
    """Answer with what is kept for the state of the caller's applications, or that it is known."""
    owner_id = caller(request).pk
    state = caching.state_of(owner_id)
    tag = quote_etag(sha256(f"{owner_id} {state} {name}".encode()).hexdigest()[:32])
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        body = caching.kept(owner_id, state, name, make)
        response = HttpResponse(body, content_type=JSON)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _board(owner_id: UUID, column: Column | None, after: UUID | None, *, now: datetime) -> bytes:
    if column is None or after is None:
        return board_as_json(board(owner_id, now=now).columns)
    return board_as_json([more_of(owner_id, column, after=after, now=now)])


def _made(request: Request, validated: dict[str, Any]) -> Application:
    asked, now = dict(validated), timezone.now()
    posting = asked.pop("posting", None)
    if posting is not None:
        return services.save_posting(owner=caller(request), posting=posting, now=now)
    asked["status"] = Status(asked.get("status", Status.SAVED))
    return services.add_by_hand(owner=caller(request), now=now, **asked)


def _refusal(application: Application, error: Exception) -> Response:
    """Say where the application stands now: the row is read again, someone may have moved it."""
    try:
        application.refresh_from_db(fields=["status"])
    except Application.DoesNotExist as gone:
        raise Http404 from gone
    status = Status(application.status)
    body = {
        "code": getattr(error, "code", "conflict"),
        "detail": str(error),
        "status": status,
        "allowed": moves_for_a_person(status),
    }
    return Response(shapes.RefusalSerializer(body).data, status=409)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
