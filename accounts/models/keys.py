"""Keys for a language model that people bring."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from core.models import Row


class ModelKey(Row):
    """A person's own key for one of the servers staff allow. Sealed, never shown, gone with the account."""

    class State(models.TextChoices):
        UNTRIED = "UNTRIED", _("Not tried yet")
        TRYING = "TRYING", _("Being tried")
        WORKS = "WORKS", _("Works")
        FAILED = "FAILED", _("Does not work")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="model_key")
    url = models.URLField(_("server"), max_length=300)
    model = models.CharField(_("model"), max_length=120)
    sealed = models.TextField(_("key, sealed"))
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.UNTRIED)
    failure = models.CharField(_("failure"), max_length=300, blank=True)
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)

    def __str__(self) -> str:
        return self.url
