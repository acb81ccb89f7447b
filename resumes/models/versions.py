"""A resume and its versions."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row


class ResumeQuerySet(models.QuerySet["Resume"]):
    """Filters on resumes."""

    def owned_by(self, owner_id: UUID) -> "ResumeQuerySet":
        """Only this person's."""
        return self.filter(owner_id=owner_id)

    def current(self) -> "ResumeQuerySet":
        """Not archived."""
        return self.filter(archived_at__isnull=True)


class Resume(Row):
    """One line of resumes, such as "Backend"; its versions are numbered."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resumes"
    )
    name = models.CharField(_("name"), max_length=120)
    is_default = models.BooleanField(_("default"), default=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)

    objects = ResumeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(is_default=True),
                name="one_default_resume_per_owner",
            )
        ]
        indexes = [models.Index(fields=["owner", "-created_at"], name="resumes_of_owner")]

    def __str__(self) -> str:
        return self.name


class VersionQuerySet(models.QuerySet["ResumeVersion"]):
    """Filters on resume versions."""

    def owned_by(self, owner_id: UUID) -> "VersionQuerySet":
        """Only this person's."""
        return self.filter(owner_id=owner_id)

    def parsed(self) -> "VersionQuerySet":
        """Those that were read."""
        return self.filter(state=ResumeVersion.State.PARSED)


class ResumeVersion(Row):
    """What one resume said at one moment; never changed after it was parsed."""

    class Origin(models.TextChoices):
        UPLOADED = "UPLOADED", _("Uploaded")
        EDITED = "EDITED", _("Edited")
        TAILORED = "TAILORED", _("Tailored")
        REVIEWED = "REVIEWED", _("Reviewed")
        RESTORED = "RESTORED", _("Restored")

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        PARSING = "PARSING", _("Being read")
        PARSED = "PARSED", _("Read")
        FAILED = "FAILED", _("Could not be read")

    resume = models.ForeignKey(Resume, on_delete=models.CASCADE, related_name="versions")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resume_versions"
    )
    number = models.PositiveIntegerField(_("number"))
    origin = models.CharField(_("origin"), max_length=12, choices=Origin.choices)
    label = models.CharField(_("label"), max_length=80, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_key = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(_("media type"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    state_since = models.DateTimeField(_("in this state since"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    scanned_at = models.DateTimeField(_("scanned for viruses at"), null=True, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    failure_message = models.CharField(max_length=300, blank=True)
    parsed = models.JSONField(_("JSON Resume"), default=dict, blank=True)
    provenance = models.JSONField(default=dict, blank=True)
    text = models.TextField(_("plain text"), blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    experience_months = models.PositiveIntegerField(
        _("months of experience"), null=True, blank=True
    )
    parser_version = models.CharField(max_length=20, blank=True)
    parse_seconds = models.FloatField(_("seconds to read"), null=True, blank=True)
    warnings = models.JSONField(default=list, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resume", "number"], name="version_number_in_resume"),
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                condition=models.Q(origin="UPLOADED"),
                name="same_bytes_same_version",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="versions_of_owner"),
            models.Index(
                "state_since",
                name="versions_waiting",
                condition=models.Q(state__in=["RECEIVED", "PARSING"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resume_id} v{self.number}"

    @property
    def is_waiting(self) -> bool:
        """Whether the reading has not ended yet."""
        return self.state in {self.State.RECEIVED, self.State.PARSING}
