"""What is counted, and what people say of employers: staff look, nobody types."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from jobs.admin.pipeline import ReadOnly
from jobs.models import (
    CompanyFollow,
    CompanyHide,
    CountedBatch,
    DailyFigure,
    RedirectClick,
    SearchLog,
)


@admin.register(SearchLog)
class SearchLogAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("day", "words", "filters_hash", "count")
    search_fields = ("words",)
    date_hierarchy = "day"
    ordering = ("-day", "-count")


@admin.register(DailyFigure)
class DailyFigureAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("day", "name", "labels", "value")
    list_filter = ("name",)
    search_fields = ("name",)
    date_hierarchy = "day"
    ordering = ("-day", "name", "-value")


@admin.register(RedirectClick)
class RedirectClickAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("at", "posting", "user")
    search_fields = ("posting__title",)
    list_select_related = ("posting", "user")
    date_hierarchy = "at"


@admin.register(CountedBatch)
class CountedBatchAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "created_at")
    search_fields = ("name",)


@admin.register(CompanyFollow, CompanyHide)
class CompanyStanceAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("company", "user", "created_at")
    search_fields = ("company__name", "user__email")
    list_select_related = ("company", "user")
