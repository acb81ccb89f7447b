"""`match_resume PATH`: the open postings a resume file should be read against, with reasons."""

import json
from argparse import ArgumentParser
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from matching import services
from matching.rendering.evidence import stop_lines, subject_of, thin_note
from matching.services import Answer, Ranked
from matching.types import REASONS, Verdict, Wishes, band_of
from resumes.services import ParseFailure, read_file


class Command(BaseCommand):
    help = "Rank the open postings for a resume file, with reasons that quote both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--top", type=int, default=20)
        parser.add_argument("--country", default="", help="such as gb")
        parser.add_argument("--remote", action="store_true", help="only remote postings")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            read = read_file(options["path"])
        except ParseFailure as failure:
            raise CommandError(failure.message, returncode=2) from failure
        except OSError as error:
            raise CommandError(str(error), returncode=2) from error
        started = perf_counter()
        profile = services.read_text(
            read.text, parsed=read.resume, language=read.language or "en", now=now
        )
        countries = (options["country"].upper(),) if options["country"] else ()
        wishes = Wishes(countries=countries, remote="ONLY" if options["remote"] else "ANY")
        answer = services.match_profile(profile, wishes, now=now, top=options["top"])
        seconds = perf_counter() - started
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(answer, seconds), ensure_ascii=False))
        else:
            self._tell(answer, seconds)

    def _tell(self, answer: Answer, seconds: float) -> None:
        for place, row in enumerate(answer.rows, start=1):
            posting = row.posting
            facts = " · ".join(x for x in (posting.company_name, posting.place) if x)
            self.stdout.write(f"{place:>3}  {_figure(row):<16} {posting.title} · {facts}")
            for stop in stop_lines(row.fit):
                said = f" · “{stop.quote}”" if stop.quote else ""
                doubt = "" if stop.is_certain else "perhaps "
                self.stdout.write(f"       {doubt}stop · {stop.name}: {stop.subject}{said}")
            for reason in row.fit.reasons(REASONS):
                self.stdout.write(f"       {subject_of(reason)}")
                self.stdout.write(f"         they ask  “{reason.posting}”")
                verb = "say " if reason.verdict is Verdict.ELSEWHERE else "show"
                self.stdout.write(f"         you {verb}  “{reason.resume}”")
            if row.fit.is_thin:
                self.stdout.write(f"       {thin_note(row.fit)}")
        self.stdout.write(
            f"{len(answer.rows)} of {answer.considered} open postings, {answer.engine}, "
            f"{seconds * 1000:.0f} ms"
        )


def _figure(row: Ranked) -> str:
    fit = row.fit
    number = fit.number
    if number is None:
        return "too little said"
    figure = f"{fit.low}–{fit.high}" if fit.is_provisional else str(number)
    return f"{band_of(number).value.capitalize()} {figure}"


def _as_json(answer: Answer, seconds: float) -> dict[str, Any]:
    return {
        "engine": answer.engine,
        "considered": answer.considered,
        "seconds": round(seconds, 4),
        "matches": [
            {
                "posting_id": str(row.posting.pk),
                "title": row.posting.title,
                "company": row.posting.company_name,
                "place": row.posting.place,
                "country": row.posting.country,
                "score": row.fit.number,
                "fit": row.fit.fit,
                "fit_low": row.fit.low,
                "fit_high": row.fit.high,
                "is_provisional": row.fit.is_provisional,
                "relevance": row.relevance,
                "stops": [{"kind": s.kind, "quote": s.line, "note": s.note} for s in row.fit.stops],
                "reasons": [
                    {"subject": subject_of(r), "posting": r.posting, "resume": r.resume}
                    for r in row.fit.reasons(REASONS)
                ],
                "reasons_note": thin_note(row.fit),
                "redirect_url": row.posting.redirect_url,
            }
            for row in answer.rows
        ],
    }
