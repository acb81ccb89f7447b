"""People."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.types import AI_CONSENT_VERSION
from core.models import Row


class UserManager(BaseUserManager["User"]):
    """Makes people; the e-mail address is folded to lower case and is the login."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create one person; without a password they can only sign in by reset."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Create a member of staff with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail, whatever its case."""
        return self.get(email=(username or "").strip().lower())

    def expired_guests(self, *, now: datetime) -> "models.QuerySet[User]":
        """Signed-out visitors whose hour is over."""
        return self.filter(is_guest=True, expires_at__lte=now)


class User(AbstractBaseUser, PermissionsMixin, Row):
    """A person. A guest is a signed-out visitor of `/start`, erased when `expires_at` passes."""

    email = models.EmailField(_("e-mail"), max_length=254)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    is_demo = models.BooleanField(_("made up"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email"),
            models.CheckConstraint(
                condition=models.Q(is_guest=False) | models.Q(expires_at__isnull=False),
                name="a_guest_expires",
            ),
        ]
        indexes = [
            models.Index("expires_at", name="guests_by_expiry", condition=models.Q(is_guest=True))
        ]

    def __str__(self) -> str:
        return self.email

    def get_short_name(self) -> str:
        """Return what menus call the person."""
        return gettext("Guest") if self.is_guest else self.email

    @property
    def is_reviewer(self) -> bool:
        """Whether this person works at the review desk. Reads the groups."""
        return self.groups.filter(name="reviewer").exists()


class Profile(Row):
    """What a person tells everyone they apply to."""

    class Welcome(models.TextChoices):
        NONE = "NONE", _("Not due")
        DUE = "DUE", _("Due")
        SENT = "SENT", _("Sent")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    name = models.CharField(_("name"), max_length=200, blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    locale = models.CharField(_("language"), max_length=16, default="en-gb")
    current_employer = models.CharField(
        _("current employer"),
        max_length=200,
        blank=True,
        help_text=_("Never contacted, and never applied to."),
    )
    hide_samples = models.BooleanField(_("hide sample postings"), default=False)
    ai_consent_at = models.DateTimeField(_("AI consent given at"), null=True, blank=True)
    ai_consent_version = models.CharField(max_length=20, blank=True)
    ai_keep_days = models.PositiveSmallIntegerField(_("days sent texts are kept"), default=30)
    welcome = models.CharField(
        _("welcome mail"), max_length=4, choices=Welcome.choices, default=Welcome.NONE
    )
    welcome_at = models.DateTimeField(_("welcome due since"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("welcome_at", name="welcomes_due", condition=models.Q(welcome="DUE"))
        ]

    def __str__(self) -> str:
        return self.name or self.user.email

    @property
    def has_ai_consent(self) -> bool:
        """Whether this person agreed to what is asked of them now."""
        return self.ai_consent_at is not None and self.ai_consent_version == AI_CONSENT_VERSION


class Alert(Row):
    """Something staff are told about, from when it began to when it was over. One open per key."""

    class Severity(models.TextChoices):
        INFO = "INFO", _("Information")
        WARNING = "WARNING", _("Warning")
        CRITICAL = "CRITICAL", _("Critical")

    key = models.CharField(max_length=120)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    title = models.CharField(_("title"), max_length=200)
    detail = models.TextField(_("detail"), blank=True)
    path = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("over since"), null=True, blank=True)
    told = models.CharField(
        _("told as"), max_length=8, blank=True, help_text=_("The severity staff last heard of.")
    )
    is_end_told = models.BooleanField(_("end told"), default=False)
    claimed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(closed_at=None), name="one_open_alert_per_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["opened_at"],
                name="alerts_not_told",
                condition=models.Q(is_end_told=False),
            ),
            models.Index(fields=["-opened_at"], name="alerts_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class ModelUsage(Row):
    """One question to a language model: for whom, what it cost, and what exactly was sent.

    Written before the question goes out with the most it may use, and corrected afterwards. Without
    a person once they are erased: what the house spent stays counted.
    """

    class Purpose(models.TextChoices):
        READING = "READING", _("Reading a resume")
        FEEDBACK = "FEEDBACK", _("Feedback")
        TAILORING = "TAILORING", _("Tailoring a resume")
        LETTER = "LETTER", _("Cover letter")
        INTERVIEW = "INTERVIEW", _("Interview preparation")
        ANSWERS = "ANSWERS", _("Answers to forms")

    class Category(models.TextChoices):
        RESUME = "RESUME", _("Resume")
        POSTING = "POSTING", _("Posting")
        LETTER = "LETTER", _("Letter")
        FACTS = "FACTS", _("Confirmed facts")
        NOTES = "NOTES", _("Notes")

    class State(models.TextChoices):
        STARTED = "STARTED", _("Asked")
        DONE = "DONE", _("Answered")
        FAILED = "FAILED", _("Failed")

    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, related_name="model_usages"
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.STARTED)
    failure = models.CharField(_("failure"), max_length=40, blank=True)
    host = models.CharField(_("sent to"), max_length=255)
    model = models.CharField(_("model"), max_length=120)
    categories = models.JSONField(_("categories"), default=list)
    tokens_in = models.PositiveIntegerField(_("tokens sent"))
    tokens_out = models.PositiveIntegerField(_("tokens received"))
    is_estimated = models.BooleanField(_("estimated"), default=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=6, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)
    content_hash = models.CharField(max_length=64)
    sent = models.TextField(blank=True, help_text=_("Sealed, and only until `keep_until`."))
    keep_until = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-created_at"], name="usages_of_a_person"),
            models.Index(fields=["created_at"], name="usages_by_time"),
            models.Index(
                fields=["keep_until"], name="sent_texts_kept", condition=~models.Q(sent="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.model}"
