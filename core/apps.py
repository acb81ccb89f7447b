from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import heartbeat
        from core.registry import Check, register_checks

        heartbeat.listen()
        looks = "core.doctor_checks."
        register_checks(
            Check("database", f"{looks}database"),
            Check("vector extension", f"{looks}vector_extension"),
            Check("redis", f"{looks}cache"),
            Check("broker", f"{looks}broker"),
            Check("web", f"{looks}web"),
            Check("live", f"{looks}live"),
            Check("workers", f"{looks}workers"),
            Check("beat", f"{looks}beat"),
            Check("storage", f"{looks}storage"),
            Check("virus scanner", f"{looks}virus_scanner"),
            Check("mail", f"{looks}mail_server"),
            Check("language model", f"{looks}language_model"),
            Check("adzuna key", f"{looks}adzuna"),
            Check("chromium", f"{looks}chromium"),
            Check("ocr", f"{looks}ocr"),
        )
