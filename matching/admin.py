"""Searches, matches and engine versions for staff: read mostly."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from matching.models import (
    EngineVersion,
    Match,
    MatchVerdict,
    PostingVector,
    Search,
    SearchHit,
)


class ReadOnly:
    """Written by the engine: staff look, nobody types."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Search)
class SearchAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "owner", "is_default", "considered", "matched_at", "wanted_at")
    list_filter = ("is_default", "remote", "cadence")
    search_fields = ("name", "owner__email")
    list_select_related = ("owner",)


@admin.register(EngineVersion)
class EngineVersionAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "algorithm", "state", "created_at")
    list_filter = ("state",)
    search_fields = ("name", "algorithm")


@admin.register(PostingVector)
class PostingVectorAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "engine")
    list_filter = ("engine",)
    search_fields = ("=posting__id", "=posting__external_id")
    list_select_related = ("posting", "engine")
    fields = ("posting", "engine")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PostingVector]:
        return super().get_queryset(request).defer("embedding", "title_embedding", "field", "words")  # type: ignore[no-any-return]


@admin.register(Match)
class MatchAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = (
        "posting",
        "version",
        "number",
        "fit",
        "is_provisional",
        "is_stopped",
        "scored_at",
    )
    list_filter = ("is_provisional", "is_stopped", "engine")
    search_fields = ("posting__title", "version__owner__email")
    list_select_related = ("posting", "version", "engine")
    show_full_result_count = False


@admin.register(MatchVerdict)
class MatchVerdictAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("user", "posting", "verdict", "reason", "created_at")
    list_filter = ("verdict", "reason")
    search_fields = ("user__email", "posting__title")
    list_select_related = ("user", "posting")


@admin.register(SearchHit)
class SearchHitAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "search", "state", "first_seen_at", "alerted_at", "mail_id")
    list_filter = ("state", "search__cadence")
    search_fields = ("search__owner__email", "posting__title", "=mail_id")
    list_select_related = ("posting", "search")
    show_full_result_count = False
