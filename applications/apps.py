from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        """Listen to matching; hold the postings people applied to."""
        from applications import receivers  # noqa: F401
        from applications.selectors.held import held_postings
        from jobs import holders

        holders.register("applications", held_postings)
