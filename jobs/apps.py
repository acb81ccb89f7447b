from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JobsConfig(AppConfig):
    name = "jobs"

    def ready(self) -> None:
        from core.registry import Check, register_checks
        from jobs import receivers, signals

        register_checks(Check("keyless sources", "jobs.pipeline.doctor.keyless_sources"))
        register_checks(Check("keyed sources", "jobs.pipeline.doctor.keyed_sources"))
        register_checks(Check("Talent Solution", "jobs.pipeline.doctor.talent_solution"))
        post_migrate.connect(
            receivers.register_sources, sender=self, dispatch_uid="jobs.register_sources"
        )
        post_migrate.connect(
            receivers.schedule_work, sender=self, dispatch_uid="jobs.schedule_work"
        )
        signals.postings_published.connect(receivers.search_later, dispatch_uid="jobs.search_later")
