from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        from jobs import indexers
        from matching import receivers  # noqa: F401 - connects the receivers
        from matching.engines.indexing import VectorIndexer

        indexers.register("matching", VectorIndexer())
