"""`evaluate_skills FILE`: how well knowledge and skill phrases are found, token by token."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from matching.management.skill_evaluation import SkillFigures, evaluate


class Command(BaseCommand):
    help = "Token precision, recall and F1 on a file of marked sentences (SkillSpan layout)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            figures = evaluate(options["file"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(_as_json(figures)) if options["json"] else _as_text(figures))


def _as_text(figures: SkillFigures) -> str:
    lines = [f"{figures.sentences} sentences, {figures.milliseconds_per_sentence:.2f} ms each"]
    for name, kinds in {"tagger": figures.found, "vocabulary alone": figures.vocabulary}.items():
        for kind, one in kinds.items():
            lines.append(
                f"  {name:<17} {kind:<10} precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}"
            )
    return "\n".join(lines)


def _as_json(figures: SkillFigures) -> dict[str, Any]:
    """The headline figures are those of knowledge phrases."""
    knowledge = asdict(figures.found["knowledge"])
    return {"skills_f1": round(knowledge["f1"], 4), **knowledge, **asdict(figures)}
