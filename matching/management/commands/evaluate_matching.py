"""`evaluate_matching DIR`: how well resumes find the postings that somebody judged relevant."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.management.evaluation.collections import BadCollectionError, read_collection
from matching.management.evaluation.measuring import evaluated
from matching.management.evaluation.scratch import NoScratchError

COLUMNS = ("ndcg10", "map", "p10", "recall100", "latency_p50_ms", "latency_p95_ms")
ENGINES = ("local",)


class Command(BaseCommand):
    help = (
        "Index a folder in BEIR's layout (corpus.jsonl, queries.jsonl, qrels.tsv, each optionally "
        ".gz) in a scratch schema and say how well its queries, read as resumes, are answered, "
        "beside three baselines. The order measured is that of relevance. Nothing is kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--engine", choices=ENGINES, default="local")
        parser.add_argument("--json", action="store_true", help="one JSON object as the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            collection = read_collection(options["folder"])
            found = evaluated(collection, now=timezone.now())
        except BadCollectionError as error:
            raise CommandError(str(error), returncode=2) from error
        except NoScratchError as error:
            message = f"The database gives no scratch schema: {error}"
            raise CommandError(message, returncode=2) from error
        figures = {"engine": options["engine"], **found}
        figures["seconds"] = round(time.perf_counter() - started, 1)
        self._tell(figures)
        if options["json"]:
            self.stdout.write(json.dumps(figures))

    def _tell(self, figures: dict[str, Any]) -> None:
        self.stdout.write(
            f"{figures['queries']} queries, {figures['documents']} documents, "
            f"{figures['seconds']} s; order of relevance"
        )
        self.stdout.write(f"{'':<14}" + "".join(f"{name:>16}" for name in COLUMNS))
        rows = {figures["engine"]: figures, **figures["baselines"]}
        for name, row in rows.items():
            held = "".join(f"{row[column]:>16.4g}" for column in COLUMNS)
            self.stdout.write(f"{name:<14}{held}")
