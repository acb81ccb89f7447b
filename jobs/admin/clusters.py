"""Postings that are one job, for staff."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from accounts.models import User
from jobs import services
from jobs.admin.pipeline import Light, ReadOnly
from jobs.models import Cluster, ClusterMember, NotDuplicate, PostingKeys

_TWO = 2


class MemberInline(ReadOnly, TabularInline):  # type: ignore[misc]
    model = ClusterMember
    extra = 0
    can_delete = False
    fields = readonly_fields = ("posting", "spot", "repost_count", "first_posted_at")


@admin.register(Cluster)
class ClusterAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("id", "number", "created_at")
    search_fields = ("=id", "=members__posting__id", "members__posting__title")
    inlines = (MemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cluster]:
        clusters: QuerySet[Cluster] = super().get_queryset(request)
        members = ClusterMember.objects.filter(cluster=OuterRef("pk")).order_by()
        number = members.values("cluster").annotate(n=Count("pk")).values("n")
        return clusters.annotate(number=Subquery(number))  # left out where only rows are counted

    @admin.display(description=_("advertisements"), ordering="number")
    def number(self, cluster: Any) -> int:
        """How many postings stand in it."""
        return int(cluster.number or 0)


@admin.register(ClusterMember)
class ClusterMemberAdmin(Light, ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "spot", "repost_count", "first_posted_at", "cluster")
    search_fields = ("=cluster__id", "=posting__id", "posting__title", "posting__company_name")
    list_select_related = ("posting", "cluster")
    actions = ("not_one_job",)

    @admin.action(description=_("Two jobs, not one (choose two)"))
    def not_one_job(self, request: HttpRequest, queryset: QuerySet[ClusterMember]) -> None:
        """Tell the two chosen postings apart, now and in every later run."""
        chosen = [member.posting for member in queryset.select_related("posting")[:3]]
        if len(chosen) != _TWO:
            self.message_user(request, _("Choose exactly two postings."), messages.ERROR)
            return
        services.mark_not_duplicate(
            actor=cast("User", request.user), one=chosen[0], other=chosen[1]
        )
        self.message_user(request, _("They stand apart from now on."), messages.SUCCESS)


@admin.register(NotDuplicate)
class NotDuplicateAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("one", "other", "marked_by", "created_at")
    search_fields = ("=one__id", "=other__id", "one__title")
    list_select_related = ("one", "other", "marked_by")
    actions = ("take_back",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Taking a mark back regroups: that is what the action is for."""
        return False

    @admin.action(description=_("Take back: let the postings decide"))
    def take_back(self, request: HttpRequest, queryset: QuerySet[NotDuplicate]) -> None:
        """Undo the chosen marks."""
        for mark in queryset.select_related("one", "other"):
            services.undo_not_duplicate(
                actor=cast("User", request.user), one=mark.one, other=mark.other
            )


@admin.register(PostingKeys)
class PostingKeysAdmin(Light, ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting",)
    search_fields = ("=posting__id",)
    list_select_related = ("posting",)
