"""Files a person keeps with an application."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


class Attachment(Row):
    """A task they sent, a contract, a certificate. The bytes lie in the file store under `file_key`."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    name = models.CharField(_("name"), max_length=200)
    size_bytes = models.PositiveIntegerField(_("size in bytes"))
    file_key = models.CharField(max_length=200, unique=True)

    class Meta:
        indexes = [models.Index(fields=["application", "created_at"], name="attachments_in_order")]

    def __str__(self) -> str:
        return self.name
