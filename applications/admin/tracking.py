"""Applications for staff: read mostly; a status is changed by its owner, never here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from applications.models import (
    Application,
    ApplicationEvent,
    Attachment,
    CalendarFeed,
    Contact,
    IdempotencyKey,
    Interview,
    KeptFile,
    Mail,
    MailAddress,
    MailFolder,
    Note,
    Reminder,
    Tombstone,
)
from applications.services import delete_application


class ReadOnlyInline(TabularInline):  # type: ignore[misc]
    """Rows shown beside their application."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are written by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are written by services."""
        return False


class EventInline(ReadOnlyInline):
    """The history."""

    model = ApplicationEvent
    fk_name = "application"
    fields = ("kind", "from_status", "to_status", "actor", "happened_at", "created_at")
    readonly_fields = fields
    ordering = ("-happened_at", "-id")


class InterviewInline(ReadOnlyInline):
    """The diary."""

    model = Interview
    fields = ("kind", "starts_at", "time_zone", "outcome")
    readonly_fields = fields


@admin.register(Application)
class ApplicationAdmin(ModelAdmin):  # type: ignore[misc]
    """Applications with their history."""

    list_display = ("title", "company_name", "owner", "status", "applied_at", "updated_at")
    list_filter = ("status", "source_name")
    search_fields = ("title", "company_name", "owner__email", "id")
    list_select_related = ("owner",)
    date_hierarchy = "created_at"
    ordering = ("-updated_at", "-id")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("owner",)
    raw_id_fields = ("posting", "version")
    readonly_fields = (
        "id",
        "status",
        "url",
        "description",
        "tags",
        "approved_by",
        "approved_at",
        "applied_at",
        "left_at",
        "last_sign_at",
        "archived_at",
        "fit_at_applying",
        "position",
        "created_at",
        "updated_at",
    )
    inlines = (EventInline, InterviewInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An application begins with its owner."""
        return False

    def delete_model(self, request: HttpRequest, obj: Application) -> None:
        """Delete as its owner would: clients that are away are told."""
        delete_application(application=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Application]) -> None:
        """Delete each as its owner would."""
        for application in queryset:
            delete_application(application=application)


@admin.register(ApplicationEvent)
class EventAdmin(ModelAdmin):  # type: ignore[misc]
    """The ledger: append-only, so nothing here can be changed."""

    list_display = ("application", "kind", "from_status", "to_status", "actor", "happened_at")
    list_filter = ("kind", "to_status")
    search_fields = ("application__title", "application__company_name", "application__owner__email")
    list_select_related = ("application", "actor")
    ordering = ("-created_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApplicationEvent]:
        """With what `__str__` and the list need."""
        return ApplicationEvent.objects.select_related("application", "actor")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Events are written by what happens."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History does not change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """History goes only with its application."""
        return False


@admin.register(Interview)
class InterviewAdmin(ModelAdmin):  # type: ignore[misc]
    """Interviews."""

    list_display = ("application", "kind", "starts_at", "time_zone", "outcome")
    list_filter = ("kind", "outcome")
    search_fields = ("application__title", "application__company_name", "people")
    list_select_related = ("application",)
    raw_id_fields = ("application",)
    ordering = ("-starts_at", "-id")


@admin.register(Reminder)
class ReminderAdmin(ModelAdmin):  # type: ignore[misc]
    """Reminders."""

    list_display = ("text", "owner", "application", "due_at", "state", "snoozed_until")
    list_filter = ("state",)
    search_fields = ("text", "owner__email", "application__company_name")
    list_select_related = ("owner", "application")
    raw_id_fields = ("owner", "application")
    ordering = ("-due_at", "-id")


@admin.register(Note)
class NoteAdmin(ModelAdmin):  # type: ignore[misc]
    """Notes."""

    list_display = ("__str__", "application", "author", "created_at")
    search_fields = ("text", "application__title", "application__company_name")
    list_select_related = ("application", "author")
    raw_id_fields = ("application", "author")
    ordering = ("-created_at", "-id")


@admin.register(Contact)
class ContactAdmin(ModelAdmin):  # type: ignore[misc]
    """People at employers."""

    list_display = ("name", "role", "application", "created_at")
    search_fields = ("name", "application__title", "application__company_name")
    list_select_related = ("application",)
    raw_id_fields = ("application",)
    ordering = ("-created_at", "-id")


class WrittenByServices(ModelAdmin):  # type: ignore[misc]
    """Rows that are looked at, and at most removed."""

    list_select_related: tuple[str, ...] = ("owner",)
    search_fields: tuple[str, ...] = ("owner__email",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are written by services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are written by services."""
        return False


@admin.register(CalendarFeed)
class CalendarFeedAdmin(WrittenByServices):
    """Calendar addresses; removing one revokes it. The secret is not kept."""

    list_display = ("owner", "made_at", "last_read_at")
    fields = list_display
    ordering = ("-made_at", "-id")


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(WrittenByServices):
    """Requests that count once."""

    list_display = ("key", "owner", "application", "created_at")
    list_select_related = ("owner", "application")
    fields = list_display
    ordering = ("-created_at", "-id")


@admin.register(Tombstone)
class TombstoneAdmin(WrittenByServices):
    """Deletions that clients are told of."""

    list_display = ("application_id", "owner", "created_at")
    ordering = ("-created_at", "-id")


@admin.register(Attachment)
class AttachmentAdmin(WrittenByServices):
    """Files people keep. Removed on the page of their application, which removes the bytes too."""

    list_display = ("name", "application", "size_bytes", "created_at")
    list_select_related = ("application",)
    search_fields = ("name", "application__owner__email")
    fields = list_display
    ordering = ("-created_at", "-id")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A row that goes alone would leave its bytes behind."""
        return False


@admin.register(Mail, KeptFile, MailAddress, MailFolder)
class MailAdmin(ModelAdmin):  # type: ignore[misc]
    """That there is mail, and whose: what it says, and every secret, is between it and its owner."""

    list_display = ("id", "created_at", "updated_at")
    fields = ("id", "created_at", "updated_at")
    readonly_fields = fields
    ordering = ("-id",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """It comes by mail."""
        return False
