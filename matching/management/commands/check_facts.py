"""`check_facts --resume RESUME --posting POSTING LETTER`: every sentence of a letter with its claims and verdicts."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching.factgate import Evidence, LetterReport, check_letter
from resumes.services import ParseFailure, read_file


class Command(BaseCommand):
    """Needs no database; ends with 1 where a sentence is blocked, so that scripts can ask too."""

    help = "Trace every claim of a letter to the resume, to confirmed facts or to the posting."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("letter", type=Path)
        parser.add_argument(
            "--resume", type=Path, required=True, help="JSON Resume or any resume file"
        )
        parser.add_argument("--posting", type=Path, required=True)
        parser.add_argument(
            "--fact", action="append", default=[], help="a sentence the person confirmed"
        )
        parser.add_argument("--language", default="", help="of the letter, such as de")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            resume = _resume(options["resume"])
            letter = options["letter"].read_text(encoding="utf-8")
            posting = options["posting"].read_text(encoding="utf-8")
        except ParseFailure as failure:
            raise CommandError(failure.message, returncode=2) from failure
        except (OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        evidence = Evidence.of(
            resume,
            posting=posting,
            today=timezone.localdate(),
            facts=options["fact"],
            language=options["language"],
        )
        report = check_letter(letter, evidence, language=options["language"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report), ensure_ascii=False))
        else:
            self._tell(report)
        if not report.passes:
            raise SystemExit(1)

    def _tell(self, report: LetterReport) -> None:
        for sentence in report.sentences:
            self.stdout.write(f"{'passes ' if sentence.passes else 'BLOCKED'}  {sentence.text}")
            for claim in sentence.claims:
                verdict = f"lacks: {claim.lacked}" if claim.lacked else f"from: {claim.source}"
                self.stdout.write(f"           {claim.kind} “{claim.text}” · {verdict}")


def _resume(path: Path) -> dict[str, Any]:
    if path.suffix.lower() != ".json":
        return dict(read_file(path).resume)
    resume = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(resume, dict):
        raise ValueError(f"{path} holds no JSON Resume.")  # noqa: TRY004 - one kind for the door
    return resume


def _as_json(report: LetterReport) -> dict[str, Any]:
    sentences = [{**asdict(s), "passes": s.passes} for s in report.sentences]
    return {"language": report.language, "passes": report.passes, "sentences": sentences}
