"""People, for staff; and the work of Celery, which no app of ours owns."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
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

from accounts.models import (
    Alert,
    Delivery,
    ModelKey,
    ModelUsage,
    Notification,
    NotificationSettings,
    OutgoingMail,
    Profile,
    PushSubscription,
    User,
    Webhook,
)
from accounts.notifications import outbox
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


class _Written(ModelAdmin):  # type: ignore[misc]
    """Rows the machine writes: staff read them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The machine writes these."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody types over what was sent."""
        return False


@admin.register(OutgoingMail)
class MailAdmin(_Written):
    """Every mail and how it ended; never its text, which is its reader's."""

    list_display = ("subject", "to", "kind", "state", "attempts", "due_at", "sent_at", "error")
    list_filter = ("state", "kind")
    search_fields = ("to", "subject", "message_id", "key")
    exclude = ("body", "headers")
    list_select_related = ("user",)
    ordering = ("-created_at", "-pk")
    actions = ("send_again", "set_aside")

    @admin.action(description=_("Send again (it may arrive twice)"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Queue what failed or is unconfirmed; the next sweep sends it."""
        sent = [mail for mail in queryset if outbox.send_again(mail, now=timezone.now())]
        left = queryset.count() - len(sent)
        text = _("%(sent)s queued again, %(left)s left as they are.")
        self.message_user(request, text % {"sent": len(sent), "left": left}, messages.SUCCESS)

    @admin.action(description=_("Set aside: I looked at it"))
    def set_aside(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Leave mails as they are; nobody is told of them any more."""
        done = [mail for mail in queryset if outbox.set_aside(mail, now=timezone.now())]
        text = _("%(n)s set aside.") % {"n": len(done)}
        self.message_user(request, text, messages.SUCCESS)


@admin.register(Notification)
class NotificationAdmin(_Written):
    """What people were told."""

    list_display = ("title", "user", "kind", "is_shown", "read_at", "created_at")
    list_filter = ("kind", "is_shown")
    list_select_related = ("user",)
    search_fields = ("user__email", "key")
    exclude = ("body",)
    ordering = ("-created_at", "-pk")


@admin.register(NotificationSettings)
class NotificationSettingsAdmin(_Written):
    """How people want to be told."""

    list_display = ("user", "digest_at", "quiet_from", "quiet_until", "follow_up_days")
    list_select_related = ("user",)
    search_fields = ("user__email",)


@admin.register(PushSubscription)
class PushSubscriptionAdmin(_Written):
    """Browsers that are told; never their keys."""

    list_display = ("user", "label", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "label")
    exclude = ("endpoint", "p256dh", "auth")
    ordering = ("-created_at", "-pk")


@admin.register(Webhook)
class WebhookAdmin(_Written):
    """Addresses of people's own; never their secrets."""

    list_display = ("user", "url", "failures", "disabled_at", "why_disabled")
    list_filter = (("disabled_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user",)
    search_fields = ("user__email", "url")
    exclude = ("secret",)


@admin.register(Delivery)
class DeliveryAdmin(_Written):
    """Messages to browsers and webhooks, and how they ended."""

    list_display = ("notification", "user", "state", "status_code", "attempts", "due_at", "error")
    list_filter = ("state",)
    list_select_related = ("user", "notification")
    search_fields = ("user__email",)
    ordering = ("-created_at", "-pk")


@admin.register(ModelKey)
class ModelKeyAdmin(_Written):
    """Keys people brought: where they lead and whether they work, never the key."""

    list_display = ("user", "url", "model", "state", "tried_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = (*list_display, "failure")
    ordering = ("-created_at", "-id")
