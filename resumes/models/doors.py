"""How a file comes in, and reading all again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Row
from resumes.models.versions import Resume, ResumeVersion


class DirectUpload(Row):
    """A file that a browser sends straight to the bucket; it becomes a version when it has arrived."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="direct_uploads"
    )
    resume = models.ForeignKey(Resume, null=True, blank=True, on_delete=models.CASCADE)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    file_key = models.CharField(max_length=200)
    version = models.ForeignKey(ResumeVersion, null=True, blank=True, on_delete=models.SET_NULL)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    class Meta:
        indexes = [models.Index("created_at", name="direct_uploads_by_age")]

    def __str__(self) -> str:
        return self.file_name or str(self.pk)


class ReparseRun(Row):
    """All uploaded files read again, after the parser learned something; goes on where it was killed."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        DONE = "DONE", _("Done")
        STOPPED = "STOPPED", _("Stopped")

    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    parser_version = models.CharField(_("parser version"), max_length=20)
    is_everything = models.BooleanField(_("also what this parser already read"), default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cursor = models.UUIDField(null=True, blank=True)
    total = models.PositiveIntegerField(_("files"), default=0)
    done = models.PositiveIntegerField(_("read again"), default=0)
    changed = models.PositiveIntegerField(_("read differently"), default=0)
    failed = models.PositiveIntegerField(_("not readable this time"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="RUNNING"),
                name="one_reparse_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.parser_version}: {self.done}/{self.total}"

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 if not self.total else min(100, 100 * self.done // self.total)
