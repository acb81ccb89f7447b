from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        """Listen to matching."""
        from applications import receivers  # noqa: F401
