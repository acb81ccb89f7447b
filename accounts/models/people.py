"""A person and what they wish."""

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
