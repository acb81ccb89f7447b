from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")  # the sign-in package calls itself Accounts

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401
        from core.registry import Check, register_checks

        register_checks(Check("outbox", "accounts.notifications.health.outbox"))
