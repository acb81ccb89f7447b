"""Interviews and reminders across applications."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from applications import services
from applications.api import serializers as shapes
from applications.api.views import caller
from applications.models import Interview, Reminder
from applications.selectors.detail import interviews_of, reminders_of
from core.api import Keyset


class SoonestFirst(Keyset):
    """Interviews by their start."""

    ordering = ("starts_at", "id")


class DueFirst(Keyset):
    """Reminders by when they are due."""

    ordering = ("due_at", "id")


@extend_schema_view(
    list=extend_schema(description="List interviews, the earliest first."),
    retrieve=extend_schema(description="Return one interview."),
)
class InterviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Interview]):
    """A person's interviews."""

    serializer_class = shapes.InterviewSerializer
    pagination_class = SoonestFirst
    queryset = Interview.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Interview]:
        """Only the caller's."""
        return interviews_of(caller(self.request).pk)

    @extend_schema(request=shapes.InterviewSerializer, responses=shapes.InterviewSerializer)
    def partial_update(self, request: Request, pk: UUID) -> Response:
        """Change an interview; only what is sent changes."""
        interview = self.get_object()
        form = shapes.InterviewSerializer(interview, data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        changed = services.edit_interview(
            interview=interview,
            actor=caller(request),
            now=timezone.now(),
            **form.validated_data,
        )
        return Response(shapes.InterviewSerializer(changed).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> Response:
        """Take an interview out of the diary."""
        services.remove_interview(interview=self.get_object(), now=timezone.now())
        return Response(status=204)


STATE = OpenApiParameter("state", OpenApiTypes.STR, enum=Reminder.State.values)


@extend_schema_view(
    list=extend_schema(description="List reminders, the first due first.", parameters=[STATE]),
    retrieve=extend_schema(description="Return one reminder."),
)
class ReminderViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Reminder]):
    """A person's reminders."""

    serializer_class = shapes.ReminderSerializer
    pagination_class = DueFirst
    queryset = Reminder.objects.none()
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Reminder]:
        """Only the caller's, open or done as asked."""
        rows = reminders_of(caller(self.request).pk)
        state = self.request.query_params.get("state")
        return rows.filter(state=state) if state in Reminder.State.values else rows

    @extend_schema(request=shapes.ReminderSerializer, responses={201: shapes.ReminderSerializer})
    def create(self, request: Request) -> Response:
        """Set a reminder that belongs to no application."""
        form = shapes.ReminderSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = services.add_reminder(
            owner=caller(request), now=timezone.now(), **form.validated_data
        )
        return Response(shapes.ReminderSerializer(made).data, status=201)

    @extend_schema(request=None, responses=shapes.ReminderSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, pk: UUID) -> Response:
        """Tick it off."""
        done = services.complete_reminder(reminder=self.get_object(), now=timezone.now())
        return Response(shapes.ReminderSerializer(done).data)

    @extend_schema(request=shapes.SnoozeSerializer, responses=shapes.ReminderSerializer)
    @action(detail=True, methods=["post"])
    def snooze(self, request: Request, pk: UUID) -> Response:
        """Show it again later."""
        form = shapes.SnoozeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        snoozed = services.snooze_reminder(
            reminder=self.get_object(), until=form.validated_data["until"], now=timezone.now()
        )
        return Response(shapes.ReminderSerializer(snoozed).data)
