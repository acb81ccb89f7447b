"""`manage.py evaluate_parsing DIR`: the scorecard of the resume parser over a folder of files with truths beside them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from resumes.management.evaluation import UnreadableTruthError, evaluate
from resumes.scorecard import report
from resumes.scorecard.card import figures


class Command(BaseCommand):
    """Needs no database: what it prints depends on the files alone."""

    help = (
        "Read every file of a folder (and those below it) and print precision, recall and F1 per field, by the truth "
        "beside each: FILE.truth.json or STEM.truth.json."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the form of the answer."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print one JSON object, nothing else")
        form.add_argument("--markdown", action="store_true", help="print the table as Markdown")
        parser.add_argument(
            "--mistakes", action="store_true", help="list every value that was not read as it is"
        )
        parser.add_argument(
            "--quick",
            action="store_true",
            help="read in this process, files with a truth only: trusted files, no memory, no child start",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read one file after the other, so that the seconds are those of one core."""
        if not options["folder"].is_dir():
            raise CommandError(f"There is no folder {options['folder']}.")
        try:
            card = evaluate(options["folder"], through_the_door=not options["quick"])
        except UnreadableTruthError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            listed = {"mistakes": list(report.mistakes(card))} if options["mistakes"] else {}
            self.stdout.write(json.dumps({**figures(card), **listed}, ensure_ascii=False))
            return
        self.stdout.write(report.as_markdown(card) if options["markdown"] else report.as_text(card))
        if options["mistakes"]:
            self.stdout.write("\n" + "\n".join(report.mistakes(card)))
