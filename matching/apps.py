from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from jobs import demand, indexers
        from matching import receivers, selectors
        from matching.engines.indexing import VectorIndexer

        indexers.register("matching", VectorIndexer())
        demand.register(selectors.demand)
        post_migrate.connect(receivers.keep_an_engine, sender=self)
