"""Postings, sources and runs for staff: status is read-only, actions call services."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from accounts.models import User
from core.errors import DomainError
from jobs import services
from jobs.admin.filters import BY_COUNTRY, BY_LANGUAGE, BY_WORKPLACE
from jobs.models import (
    CallQuota,
    Company,
    FacetCount,
    FreshTerm,
    IndexGeneration,
    LinkCheck,
    Posting,
    PostingArchive,
    PostingSearch,
    RawPage,
    RejectedRow,
    Source,
    SourceLease,
    SourceQuality,
    SourceRule,
    SourceRun,
    StagedPage,
    StagedPayload,
    StageRun,
    Suggestion,
)

_PAYLOAD_SHOWN = 120
_WIDE = ("description", "description_html", "raw")


class Long:
    """A list that may be long: half a page of rows, and no second count of all of them."""

    list_per_page = 50
    show_full_result_count = False


class ReadOnly(Long):
    """Written by the pipeline: staff look, nobody types."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Light(Long):
    """A list of rows that name a posting: its texts and what it came as are not read."""

    posting_path = "posting__"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.defer(*(f"{self.posting_path}{name}" for name in _WIDE))


@admin.register(Company)
class CompanyAdmin(Long, ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "key", "created_at")
    search_fields = ("name", "key")
    readonly_fields = ("key",)


@admin.register(Posting)
class PostingAdmin(Light, ModelAdmin):  # type: ignore[misc]
    list_display = (
        "title", "company_name", "place", "country", "source", "status", "sync_status", "posted_at",
    )  # fmt: skip
    list_filter = (
        "status", "source", "is_sample", "remote", "employment_type", "level", "is_internship",
        BY_COUNTRY, "posted_at",
    )  # fmt: skip
    search_fields = ("=id", "=external_id", "title", "company_name")
    list_select_related = ("source",)
    posting_path = ""
    readonly_fields = (
        "id", "source", "external_id", "place_key", "requisition_id", "cts_job_name", "status",
        "sync_status", "company", "content_hash", "flags", "raw", "first_seen_at", "last_seen_at",
        "closed_at", "created_at", "updated_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Postings come from sources."""
        return False


@admin.register(PostingSearch)
class PostingSearchAdmin(Light, ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "is_active", "country", "language", "remote", "posted_at")
    list_filter = ("is_active", "is_sample", BY_WORKPLACE, BY_LANGUAGE)
    search_fields = ("posting__title", "posting__external_id")
    list_select_related = ("posting",)
    exclude = ("document", "headline")


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("term", "kind", "weight")
    list_filter = ("kind",)
    search_fields = ("key",)
    exclude = ("trigrams",)


@admin.register(IndexGeneration)
class IndexGenerationAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("slot", "changes")
    search_fields = ("=slot",)


@admin.register(FacetCount)
class FacetCountAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("facet", "value", "is_sample", "postings")
    list_filter = ("facet", "is_sample")
    search_fields = ("value",)


@admin.register(FreshTerm)
class FreshTermAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("term", "kind", "postings")


@admin.register(Source)
class SourceAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = (
        "name", "kind", "is_enabled", "failures", "back_off_until", "last_good_count",
        "last_good_at",
    )  # fmt: skip
    list_filter = ("kind", "is_enabled", "is_sample")
    search_fields = ("slug", "name")
    actions = ("refresh_now",)
    readonly_fields = (
        "slug", "name", "kind", "home_url", "terms_url", "attribution", "countries", "full_feed",
        "complete_descriptions", "is_sample", "failures", "back_off_until", "last_good_count",
        "last_good_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sources come from their manifests."""
        return False

    @admin.action(description=_("Refresh now"))
    def refresh_now(self, request: HttpRequest, queryset: QuerySet[Source]) -> None:
        """Ask for a run of each chosen source."""
        for source in queryset:
            try:
                services.request_refresh(
                    actor=cast("User", request.user), source=source, now=timezone.now()
                )
            except DomainError as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                text = _("%(source)s is refreshed as soon as a worker is free.")
                self.message_user(request, text % {"source": source.name}, messages.SUCCESS)


class StageInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = StageRun
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "stage", "rows_in", "rows_out", "rejected", "seconds", "retries", "error", "log",
    )  # fmt: skip


@admin.register(SourceRun)
class SourceRunAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = (
        "source", "trigger", "state", "started_at", "finished_at", "stage_bars", "published",
        "refused", "short_error",
    )  # fmt: skip
    list_filter = ("state", "trigger", "source")
    search_fields = ("=id", "source__slug", "error")
    date_hierarchy = "started_at"
    actions = ("go_on",)
    inlines = (StageInline,)
    fields = (
        "source", "trigger", "state", "requested_by", "started_at", "finished_at", "tries",
        "next_try_at", "counts", "cursor", "error", "stage_bars", "refusals",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceRun]:
        runs: QuerySet[SourceRun] = super().get_queryset(request)
        return runs.select_related("source").prefetch_related("stages")

    @admin.action(description=_("Go on with the failed stage"))
    def go_on(self, request: HttpRequest, queryset: QuerySet[SourceRun]) -> None:
        """Begin the stage at which each chosen run stopped again."""
        for run in queryset:
            try:
                services.resume_run(actor=cast("User", request.user), run=run, now=timezone.now())
            except DomainError as error:
                self.message_user(request, f"{run}: {error}", messages.WARNING)
            else:
                text = _("%(run)s goes on as soon as a worker is free.") % {"run": run}
                self.message_user(request, text, messages.SUCCESS)

    @admin.display(description=_("stages"))
    def stage_bars(self, run: SourceRun) -> SafeString:
        """One bar per stage: how much of what came in went on."""
        return format_html_join(
            " ",
            '<meter min="0" max="{}" value="{}" title="{}: {} → {}, {} s">{}</meter>',
            (
                (
                    max(stage.rows_in, 1), stage.rows_out, stage.get_stage_display(), stage.rows_in,
                    stage.rows_out, round(stage.seconds, 1), stage.get_stage_display(),
                )
                for stage in run.stages.all()
            ),
        )  # fmt: skip

    @admin.display(description=_("published"))
    def published(self, run: SourceRun) -> str:
        """New, changed and known postings."""
        names = ("created", "updated", "unchanged")
        return " / ".join(str(run.counts.get(name, 0)) for name in names)

    @admin.display(description=_("refused"))
    def refused(self, run: SourceRun) -> int:
        """Rows that could not be taken."""
        return int(run.counts.get("rejected", 0))

    @admin.display(description=_("error"))
    def short_error(self, run: SourceRun) -> str:
        """The beginning of what went wrong."""
        return run.error[:_PAYLOAD_SHOWN]

    @admin.display(description=_("refused rows by reason"))
    def refusals(self, run: SourceRun) -> SafeString:
        """Reasons with their number, most first."""
        counted = run.rejects.values_list("stage", "reason").annotate(number=Count("id"))
        rows = counted.order_by("-number", "stage", "reason")
        return format_html(
            "<ul>{}</ul>",
            format_html_join("", "<li>{2} × {0}: {1}</li>", rows),
        )


@admin.register(StageRun)
class StageRunAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("run", "stage", "rows_in", "rows_out", "rejected", "seconds", "error")
    list_filter = ("stage", "run__source")
    search_fields = ("=run__id", "error")
    list_select_related = ("run", "run__source")


@admin.register(RejectedRow)
class RejectedRowAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("reason", "stage", "run", "page", "beginning", "created_at")
    list_filter = ("stage", "reason", "run__source")
    search_fields = ("=run__id", "reason")
    list_select_related = ("run", "run__source")

    @admin.display(description=_("row"))
    def beginning(self, row: RejectedRow) -> str:
        """The beginning of the row as it came."""
        return str(row.payload)[:_PAYLOAD_SHOWN]


@admin.register(RawPage)
class RawPageAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("run", "page", "count", "created_at")
    search_fields = ("=run__id",)
    exclude = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RawPage]:
        pages: QuerySet[RawPage] = super().get_queryset(request)
        return pages.select_related("run__source").defer("body")


@admin.register(StagedPage)
class StagedPageAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("run", "page", "created_at")
    search_fields = ("=run__id",)
    exclude = ("rows", "seen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[StagedPage]:
        pages: QuerySet[StagedPage] = super().get_queryset(request)
        return pages.select_related("run__source").defer("rows", "seen")


@admin.register(StagedPayload)
class StagedPayloadAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("staged", "indexer", "created_at")
    search_fields = ("indexer",)
    exclude = ("body",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StagedPayload]:
        payloads: QuerySet[StagedPayload] = super().get_queryset(request)
        return payloads.select_related("staged").defer("body", "staged__rows", "staged__seen")


@admin.register(SourceLease)
class SourceLeaseAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("source", "holder", "expires_at")
    search_fields = ("source__slug", "holder")


@admin.register(CallQuota)
class CallQuotaAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("source", "key_id", "window_kind", "window_start", "used")
    list_filter = ("window_kind", "source")
    search_fields = ("source__slug", "key_id")
    list_select_related: Any = ("source",)


@admin.register(SourceRule)
class SourceRuleAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("source", "effect", "field", "match", "pattern", "is_enabled")
    list_filter = ("source", "effect", "is_enabled")
    search_fields = ("pattern", "source__slug")
    list_select_related = ("source",)


@admin.register(LinkCheck)
class LinkCheckAdmin(Light, ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "state", "status", "last_checked_at", "gone_since")
    list_filter = ("state", "posting__source")
    search_fields = ("=posting__id",)
    list_select_related = ("posting",)


@admin.register(SourceQuality)
class SourceQualityAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("source", "score", "postings", "links_checked", "dead_link_rate", "measured_at")
    search_fields = ("source__slug",)
    list_select_related = ("source",)


@admin.register(PostingArchive)
class PostingArchiveAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("path", "postings", "closed_from", "closed_to", "created_at")
    search_fields = ("path",)
    date_hierarchy = "closed_to"
