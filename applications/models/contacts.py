"""People at the employer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.tracking import Application
from core.models import Row


class Contact(Row):
    """Somebody to write to or to meet about an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    notes = models.CharField(_("what to remember"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["application", "name", "id"], name="contacts_by_name")]

    def __str__(self) -> str:
        return self.name
