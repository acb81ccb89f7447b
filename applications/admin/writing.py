"""What is written for an application, for staff: whether it went well, never what it says."""

from django.contrib import admin

from applications.admin.tracking import WrittenByServices
from applications.models import (
    Answer,
    AnswerUse,
    CoverLetter,
    LetterVersion,
    PreparationSheet,
    Tailoring,
    WritingSample,
)


@admin.register(CoverLetter)
class CoverLetterAdmin(WrittenByServices):
    """Where letters stand: their texts are their owners'."""

    list_display = (
        "application",
        "state",
        "language",
        "tone",
        "length",
        "tries",
        "failure",
        "asked_at",
    )
    list_filter = ("state", "language", "failure")
    list_select_related = ("application",)
    search_fields = ("application__title", "application__company_name", "application__owner__email")
    fields = (*list_display, "run", "beat_at", "version", "finished")
    ordering = ("-updated_at", "-id")


@admin.register(LetterVersion)
class LetterVersionAdmin(WrittenByServices):
    """Who wrote which version and whether it passed."""

    list_display = ("letter", "number", "produced_by", "state", "language", "created_at")
    list_filter = ("state", "language")
    list_select_related = ("letter",)
    search_fields = ("letter__application__owner__email", "produced_by")
    fields = (*list_display, "tone", "length", "version", "restores")
    ordering = ("-created_at", "-id")


@admin.register(WritingSample)
class WritingSampleAdmin(WrittenByServices):
    """How many texts people gave, not the texts."""

    list_display = ("owner", "created_at")
    fields = list_display
    ordering = ("-created_at", "-id")


@admin.register(Tailoring)
class TailoringAdmin(WrittenByServices):
    """Tailored resumes on their way."""

    list_display = ("application", "state", "language", "failure", "state_since")
    list_filter = ("state", "failure")
    list_select_related = ("application",)
    search_fields = ("application__owner__email",)
    fields = (*list_display, "base", "made")
    ordering = ("-created_at", "-id")


@admin.register(PreparationSheet)
class PreparationSheetAdmin(WrittenByServices):
    """Preparation sheets on their way."""

    list_display = ("application", "state", "language", "failure", "state_since")
    list_filter = ("state", "failure")
    list_select_related = ("application",)
    search_fields = ("application__owner__email",)
    fields = list_display
    ordering = ("-created_at", "-id")


@admin.register(Answer)
class AnswerAdmin(WrittenByServices):
    """What people answer to forms: of what, not what."""

    list_display = ("owner", "topic", "language", "confirmed_at")
    list_filter = ("topic", "language")
    fields = list_display
    ordering = ("-confirmed_at", "-id")


@admin.register(AnswerUse)
class AnswerUseAdmin(WrittenByServices):
    """Where answers were used."""

    list_display = ("answer", "application", "used_at")
    list_select_related = ("answer", "application")
    search_fields = ("application__owner__email",)
    fields = list_display
    ordering = ("-used_at", "-id")
