"""Resumes and their versions, for staff: mostly to see what could not be read."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from resumes import services
from resumes.models import DirectUpload, Feedback, ReparseRun, Resume, ResumeVersion

_STATE_LOOK = {"RECEIVED": "info", "PARSING": "info", "PARSED": "success", "FAILED": "danger"}


class VersionInline(TabularInline):  # type: ignore[misc]
    """The versions of one resume."""

    model = ResumeVersion
    fields = ("number", "origin", "state", "failure_code", "file_name", "size", "created_at")
    readonly_fields = fields
    ordering = ("-number",)
    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResumeVersion]:
        """Leave the large columns where they are."""
        versions: QuerySet[ResumeVersion] = super().get_queryset(request)
        return versions.defer("parsed", "provenance", "text")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Versions come from uploads and edits."""
        return False


@admin.register(Resume)
class ResumeAdmin(ModelAdmin):  # type: ignore[misc]
    """Resumes."""

    list_display = ("name", "owner", "is_default", "version_count", "archived_at", "created_at")
    list_filter = ("is_default", ("archived_at", admin.EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("name", "owner__email", "id")
    ordering = ("-created_at", "-pk")
    readonly_fields = ("owner", "is_default", "archived_at", "created_at", "updated_at")
    inlines = (VersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resume]:
        """Count the versions in the same query."""
        resumes: QuerySet[Resume] = super().get_queryset(request)
        return resumes.annotate(version_count=Count("versions"))

    @admin.display(description=_("versions"), ordering="version_count")
    def version_count(self, resume: Any) -> int:
        """How many versions there are."""
        return int(resume.version_count)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Resumes come from their owners."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Files would stay behind; the owner's deletion removes both."""
        return False


@admin.register(ResumeVersion)
class VersionAdmin(ModelAdmin):  # type: ignore[misc]
    """Versions: what was read, and why some were not."""

    list_display = (
        "file_name",
        "owner",
        "shown_state",
        "failure_code",
        "attempts",
        "media_type",
        "size",
        "parse_seconds",
        "created_at",
    )
    actions_list = ("readings",)
    list_filter = ("state", "failure_code", "origin", "language", "parser_version")
    list_select_related = ("owner", "resume")
    search_fields = ("file_name", "owner__email", "sha256", "id")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    actions = ("parse_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ResumeVersion]:
        """Lists leave the large columns where they are."""
        versions: QuerySet[ResumeVersion] = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        return versions.defer("parsed", "provenance", "text") if is_list else versions

    @display(description=_("state"), ordering="state", label=_STATE_LOOK)  # type: ignore[untyped-decorator]
    def shown_state(self, version: ResumeVersion) -> tuple[str, str]:
        """The state, coloured."""
        return version.state, version.get_state_display()

    @action(description=_("Read again after an upgrade…"))  # type: ignore[untyped-decorator]
    def readings(self, request: HttpRequest) -> HttpResponse:
        """Go to the page where all files are read again."""
        return redirect("ops-readings")

    @admin.action(description=_("Read again (failed ones only)"))
    def parse_again(self, request: HttpRequest, versions: QuerySet[ResumeVersion]) -> None:
        """Send failed versions to be read again."""
        again = 0
        for version in versions:
            try:
                services.retry_parse(version=version, now=timezone.now())
                again += 1
            except services.NotReadableAgainError:
                continue
        messages.info(request, _("%(n)s sent to be read again.") % {"n": again})

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Versions come from their owners."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A version never changes; the list keeps its action."""
        return obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Files would stay behind; the owner's deletion removes both."""
        return False


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """Rows that machines write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They come by themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Seen, not touched."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The sweep removes what is over."""
        return False


@admin.register(ReparseRun)
class ReparseRunAdmin(ReadOnlyAdmin):
    """Runs that read all files again; they are begun at `/ops/readings`."""

    list_display = (
        "parser_version",
        "state",
        "percent_done",
        "total",
        "done",
        "changed",
        "failed",
        "started_by",
        "created_at",
    )
    list_filter = ("state", "parser_version")
    list_select_related = ("started_by",)
    ordering = ("-created_at", "-pk")
    actions_list = ("readings",)

    @admin.display(description=_("progress"))
    def percent_done(self, run: ReparseRun) -> str:
        """How much of it is done."""
        return f"{run.percent} %"

    @action(description=_("Progress, start and stop"))  # type: ignore[untyped-decorator]
    def readings(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that follows the run."""
        return redirect("ops-readings")


@admin.register(DirectUpload)
class DirectUploadAdmin(ReadOnlyAdmin):
    """Files on their way from a browser to the bucket."""

    list_display = ("file_name", "owner", "version", "completed_at", "created_at")
    list_select_related = ("owner", "version")
    search_fields = ("file_name", "owner__email", "id")
    ordering = ("-created_at", "-pk")


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """What was found in versions: figures and states; what it says about a person is theirs."""

    list_display = (
        "version_id",
        "kind",
        "state",
        "failure_code",
        "score",
        "algorithm",
        "attempts",
        "state_since",
    )
    list_filter = ("kind", "state", "failure_code", "algorithm")
    search_fields = ("id", "version__id", "version__owner__email")
    ordering = ("-created_at", "-pk")
    fields = (
        "version",
        "kind",
        "language",
        "state",
        "state_since",
        "attempts",
        "failure_code",
        "algorithm",
        "score",
        "parts",
        "unchecked",
        "dropped",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        """Leave what was found where it is."""
        rows: QuerySet[Feedback] = super().get_queryset(request)
        return rows.defer("findings", "rubric", "suggestions")
