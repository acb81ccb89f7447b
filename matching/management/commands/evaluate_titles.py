"""`evaluate_titles DIR`: how well job titles are normalised to occupations, beside baselines."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.management.title_evaluation import (
    Figures,
    TitleSet,
    baselines,
    normaliser,
    title_sets,
)


class Command(BaseCommand):
    help = "Rank the occupations of a labelled set (BEIR layout, one folder a language) for its titles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            sets = title_sets(options["folder"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(str(error), returncode=2) from error
        found = {_key(one, sets): (one, normaliser(one), baselines(one)) for one in sets}
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False))
            return
        for key, (one, own, others) in found.items():
            self.stdout.write(
                f"{key}: {len(one.titles)} titles, {len(one.labels)} labels of {max(one.owners) + 1} occupations"
            )
            for name, figures in {"title normaliser": own, **others}.items():
                self.stdout.write(
                    f"  {name:<34} MRR {figures.mrr:.4f}  accuracy@10 {figures.accuracy10:.4f}"
                )


def _key(one: TitleSet, sets: list[TitleSet]) -> str:
    """The language; the folder where two have the same, or none is known."""
    alone = sum(other.language == one.language for other in sets) == 1
    return one.language if one.language and alone else one.name


def _as_json(found: dict[str, tuple[TitleSet, Figures, dict[str, Figures]]]) -> dict[str, Any]:
    return {
        "mrr": {key: round(own.mrr, 4) for key, (_, own, _) in found.items()},
        "accuracy10": {key: round(own.accuracy10, 4) for key, (_, own, _) in found.items()},
        "titles": {key: len(one.titles) for key, (one, _, _) in found.items()},
        "baselines": {
            key: {name: asdict(figures) for name, figures in others.items()}
            for key, (_, _, others) in found.items()
        },
    }
