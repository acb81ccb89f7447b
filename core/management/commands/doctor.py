"""`manage.py doctor`: every part of the install, how it is, and what to do about it."""

import json
import logging
import sys
import textwrap
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.doctor import Diagnosis, examine, is_sound
from core.registry import State, checks

_WIDTH = 100


class Command(BaseCommand):
    """Exit code 1 when something is broken."""

    help = "Look at every part: ok, not configured or broken, with the fix."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        # The table says it; warnings of the parts under examination would only tear it apart.
        logging.disable(logging.WARNING)
        try:
            diagnoses = examine(checks())
        finally:
            logging.disable(logging.NOTSET)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(diagnoses)))
        else:
            self.write_table(diagnoses)
        if not is_sound(diagnoses):
            sys.exit(1)

    def write_table(self, diagnoses: list[Diagnosis]) -> None:
        styles = {
            State.OK: self.style.SUCCESS,
            State.NOT_CONFIGURED: self.style.WARNING,
            State.BROKEN: self.style.ERROR,
        }
        names = max(len(diagnosis.name) for diagnosis in diagnoses)
        states = max(len(state) for state in State)
        indent = " " * (names + states + 4)
        for diagnosis in diagnoses:
            finding = diagnosis.finding
            text = finding.sentence
            if finding.fix:
                text += f" → {finding.fix}"
            head = f"{diagnosis.name:<{names}}  {styles[finding.state](f'{finding.state:<{states}}')}  "
            body = textwrap.wrap(text, _WIDTH - len(indent), break_long_words=False)
            self.stdout.write(head + f"\n{indent}".join(body))


def as_json(diagnoses: list[Diagnosis]) -> dict[str, object]:
    """`{"sound": bool, "parts": [{"name", "state", "sentence", "fix", "seconds"}]}`."""
    return {
        "sound": is_sound(diagnoses),
        "parts": [
            {
                "name": diagnosis.name,
                "state": diagnosis.finding.state,
                "sentence": diagnosis.finding.sentence,
                "fix": diagnosis.finding.fix,
                "seconds": round(diagnosis.seconds, 3),
            }
            for diagnosis in diagnoses
        ],
    }
