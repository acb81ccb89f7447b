"""Searches, matches and engine versions for staff: read mostly."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from core.errors import DomainError
from matching import selectors, services
from matching.engines.artefacts import ArtefactMissingError
from matching.engines.switching import IncompleteError, NotReadyError, activate
from matching.models import (
    ConfirmedFact,
    EngineVersion,
    EvidenceDispute,
    Experiment,
    Leaning,
    Match,
    MatchVerdict,
    Neighbours,
    Participation,
    PostingVector,
    Search,
    SearchHit,
)
from matching.tasks import complete_vectors


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
    list_display = ("name", "algorithm", "state", "metrics", "created_at")
    list_filter = ("state",)
    search_fields = ("name", "algorithm")
    actions = ("let_it_serve",)

    @admin.action(description=_("Let it serve (also brings an earlier version back)"))
    def let_it_serve(self, request: HttpRequest, queryset: QuerySet[EngineVersion]) -> None:
        """Activate one version; where it misses postings, have it read them first."""
        if not request.user.is_superuser:
            self.message_user(request, _("Only an administrator may do this."), messages.ERROR)
            return
        version = queryset.first()
        if version is None or queryset.count() > 1:
            self.message_user(request, _("Choose one version."), messages.ERROR)
            return
        try:
            activate(version.pk, now=timezone.now())
        except IncompleteError as error:
            complete_vectors.delay_on_commit(engine_id=str(version.pk))
            self.message_user(request, str(error), messages.WARNING)
        except (NotReadyError, ArtefactMissingError) as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            message = _("%(name)s serves now.") % {"name": version.name}
            self.message_user(request, message, messages.SUCCESS)


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


@admin.register(Experiment)
class ExperimentAdmin(ModelAdmin):  # type: ignore[misc]
    """Written down here, begun and ended by an action, read on its own page."""

    list_display = ("name", "variant", "share", "state", "began_at", "ended_at")
    list_filter = ("state",)
    list_select_related = ("variant",)
    fields = ("name", "variant", "share", "state", "control", "began_at", "ended_at", "figures")
    actions = ("begin", "end")

    def get_readonly_fields(self, request: HttpRequest, obj: Experiment | None = None) -> Any:
        always = ("state", "control", "began_at", "ended_at", "figures")
        has_begun = obj is not None and obj.state != Experiment.State.DRAFT
        return (*always, "name", "variant", "share") if has_begun else always

    @admin.display(description=_("What people did"))
    def figures(self, experiment: Experiment) -> str:
        """Both versions beside each other."""
        if experiment.control is None:
            return str(_("It has not begun."))
        arms = selectors.report(experiment)
        return render_to_string("admin/matching/experiment.html", {"arms": arms})

    @admin.action(description=_("Begin"), permissions=["change"])
    def begin(self, request: HttpRequest, chosen: QuerySet[Experiment]) -> None:
        for experiment in chosen:
            try:
                services.begin_experiment(experiment=experiment, now=timezone.now())
            except DomainError as error:
                self.message_user(request, f"{experiment}: {error}", messages.ERROR)

    @admin.action(description=_("End"), permissions=["change"])
    def end(self, request: HttpRequest, chosen: QuerySet[Experiment]) -> None:
        for experiment in chosen:
            services.end_experiment(experiment=experiment, now=timezone.now())


@admin.register(Participation)
class ParticipationAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("experiment", "user", "engine", "clicks", "applications", "created_at")
    list_filter = ("experiment", "engine")
    list_select_related = ("experiment", "user", "engine")


@admin.register(Leaning)
class LeaningAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("user", "posting", "direction", "updated_at")
    list_filter = ("direction",)
    search_fields = ("user__email", "posting__title")
    list_select_related = ("user", "posting")


@admin.register(Neighbours)
class NeighboursAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("posting", "engine", "computed_at")
    list_filter = ("engine",)
    search_fields = ("=posting__id", "=posting__external_id")
    list_select_related = ("posting", "engine")
    show_full_result_count = False


@admin.register(EvidenceDispute)
class EvidenceDisputeAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    """What people say was misread: where the reader is to be tuned."""

    list_display = ("subject", "said", "part", "asks", "shows", "posting", "said_at")
    list_filter = ("said", "part")
    search_fields = ("subject", "asks", "shows", "posting__title")
    list_select_related = ("posting",)
    date_hierarchy = "said_at"
    show_full_result_count = False


@admin.register(ConfirmedFact)
class ConfirmedFactAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc]
    list_display = ("text", "kind", "user", "origin", "posting", "confirmed_at")
    list_filter = ("kind", "origin")
    search_fields = ("text", "user__email")
    list_select_related = ("user", "posting")
    show_full_result_count = False
