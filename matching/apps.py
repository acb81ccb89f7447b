from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from jobs import indexers
        from matching import receivers
        from matching.engines.indexing import VectorIndexer

        indexers.register("matching", VectorIndexer())
        post_migrate.connect(receivers.keep_an_engine, sender=self)
