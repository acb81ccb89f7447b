from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        """Listen to matching; hold the postings and the versions people applied with."""
        from applications import receivers  # noqa: F401
        from applications.selectors.held import held_postings, uses_of_versions
        from jobs import holders
        from resumes import holders as resume_holders

        holders.register("applications", held_postings)
        resume_holders.register("applications", uses_of_versions)
