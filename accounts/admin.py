"""People, for staff; and the work of Celery, which no app of ours owns."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_celery_beat.admin import ClockedScheduleAdmin as BeatClockedAdmin
from django_celery_beat.admin import CrontabScheduleAdmin as BeatCrontabAdmin
from django_celery_beat.admin import PeriodicTaskAdmin as BeatTaskAdmin
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from django_celery_results.admin import TaskResultAdmin as ResultsTaskAdmin
from django_celery_results.models import GroupResult, TaskResult
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm

from accounts.models import Alert, ModelKey, ModelUsage, Profile, User
from core import dead_letters
from core.errors import DomainError

# Nobody consents for somebody else.
_OF_THE_PERSON = ("ai_consent_at", "ai_consent_version", "ai_keep_days")


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]
    """A person with an e-mail address and a password, or none to set by reset."""

    class Meta:
        model = User
        fields = ("email",)


class ProfileInline(StackedInline):  # type: ignore[misc]
    """The profile below its person."""

    model = Profile
    can_delete = False
    extra = 0
    max_num = 0
    readonly_fields = ("welcome", "welcome_at", *_OF_THE_PERSON)


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[misc,type-arg]
    """People and what they may do."""

    form = UserChangeForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "kind", "is_active", "last_login", "created_at")
    list_filter = ("is_staff", "is_active", "is_guest", "is_demo", "groups")
    list_select_related = ("profile",)
    search_fields = ("email", "profile__name", "id")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    inlines = (ProfileInline,)
    readonly_fields = ("id", "last_login", "created_at", "updated_at", "is_guest", "expires_at")
    fieldsets = (
        (None, {"fields": ("id", "email", "password")}),
        (_("May"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (
            _("Is"),
            {"fields": ("is_guest", "expires_at", "is_demo", "last_login", "created_at")},
        ),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """A person who is being added gets the profile by itself."""
        return self.inlines if obj is not None else ()

    @admin.display(description=_("name"), ordering="profile__name")
    def name(self, user: User) -> str:
        """The name in the profile."""
        profile = getattr(user, "profile", None)
        return profile.name if profile else ""

    @admin.display(description=_("kind"))
    def kind(self, user: User) -> str:
        """What sort of person this is."""
        if user.is_guest:
            return str(_("guest"))
        return str(_("staff")) if user.is_staff else str(_("candidate"))


@admin.register(Profile)
class ProfileAdmin(ModelAdmin):  # type: ignore[misc]
    """Profiles by themselves, to search in."""

    list_display = ("__str__", "user", "headline", "city", "country", "time_zone", "welcome")
    list_filter = ("country", "welcome", "hide_samples")
    list_select_related = ("user",)
    search_fields = ("name", "user__email", "headline", "city", "current_employer")
    readonly_fields = ("user", "lat", "lon", "welcome", "welcome_at", *_OF_THE_PERSON)
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every person has one already."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Groups in the look of the site."""


for model in (PeriodicTask, CrontabSchedule, ClockedSchedule, IntervalSchedule, SolarSchedule):
    admin.site.unregister(model)
for model in (TaskResult, GroupResult):
    admin.site.unregister(model)


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(BeatTaskAdmin, ModelAdmin):  # type: ignore[misc]
    """What beat starts."""


@admin.register(CrontabSchedule)
class CrontabAdmin(BeatCrontabAdmin, ModelAdmin):  # type: ignore[misc]
    """Times of day."""


@admin.register(ClockedSchedule)
class ClockedAdmin(BeatClockedAdmin, ModelAdmin):  # type: ignore[misc]
    """Single moments."""


@admin.register(IntervalSchedule)
class IntervalAdmin(ModelAdmin):  # type: ignore[misc]
    """Every so often."""


@admin.register(TaskResult)
class TaskResultAdmin(ResultsTaskAdmin, ModelAdmin):  # type: ignore[misc]
    """Tasks that failed: results are not kept, failures are."""

    actions = ("run_again",)

    @admin.action(description=_("Run again"))
    def run_again(self, request: HttpRequest, queryset: QuerySet[TaskResult]) -> None:
        """Give chosen failures back to their queues, each once."""
        for letter in queryset:
            try:
                dead_letters.replay(letter)
            except DomainError as error:
                self.message_user(request, f"{letter.task_name}: {error}", messages.WARNING)
            else:
                text = _("%(task)s runs again.") % {"task": letter.task_name}
                self.message_user(request, text, messages.SUCCESS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TaskResult]:
        """The newest failure first."""
        found: QuerySet[TaskResult] = super().get_queryset(request)
        return found.order_by("-date_done", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Celery writes these."""
        return False


@admin.register(Alert)
class AlertAdmin(ModelAdmin):  # type: ignore[misc]
    """What staff were told about the machine, newest first."""

    list_display = ("title", "severity", "opened_at", "closed_at", "told", "is_end_told")
    list_filter = ("severity", ("closed_at", admin.EmptyFieldListFilter))
    search_fields = ("key", "title", "detail")
    ordering = ("-opened_at",)

    def has_add_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        """The machine writes these."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Alert | None = None) -> bool:
        """Nobody types over what was told."""
        return False


@admin.register(ModelUsage)
class ModelUsageAdmin(ModelAdmin):  # type: ignore[misc]
    """What language models were asked and what it cost; never the texts, which are their owner's."""

    list_display = (
        *("created_at", "user", "purpose", "model", "state", "failure"),
        *("tokens_in", "tokens_out", "is_estimated", "cost", "currency", "milliseconds"),
    )
    list_filter = ("purpose", "state", "model", "host")
    list_select_related = ("user",)
    search_fields = ("user__email", "model", "failure")
    exclude = ("sent", "content_hash")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest, obj: ModelUsage | None = None) -> bool:
        """The machine writes these."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModelUsage | None = None) -> bool:
        """Nobody types over what was counted."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelUsage | None = None) -> bool:
        """What was spent stays counted."""
        return False


@admin.register(ModelKey)
class ModelKeyAdmin(ModelAdmin):  # type: ignore[misc]
    """Who brought a key for which server; never the key."""

    list_display = ("user", "url", "model", "state", "failure", "tried_at")
    list_filter = ("url", "state")
    list_select_related = ("user",)
    exclude = ("sealed",)
    search_fields = ("user__email",)
    ordering = ("-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: ModelKey | None = None) -> bool:
        """Nobody brings a key for somebody else."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModelKey | None = None) -> bool:
        """It is its owner's; staff may delete it."""
        return False
