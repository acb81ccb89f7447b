"""Mail read, classified and matched to applications: made-up messages with what each is about.

`bench/data/mails/LANGUAGE.txt` holds messages, `applications.txt` what one person applied to. A
message's first line says what it is and which application it is about: `-` none of them, `?` one
that cannot be told, `a|b` one of these. Those marked `held` were written before the words of the
classifier, which were never set on them.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from applications.mailbox.classifying import kind_of
from applications.mailbox.linking import link
from applications.mailbox.reading import read
from applications.mailbox.types import Candidate, Link, Message, Reading, Verdict

DATA = Path(__file__).parent / "data" / "mails"
NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
NAMES = {"QUESTION", "ACK", "REJECTION", "INTERVIEW", "OFFER", "BULK", "OTHER"}


@dataclass(frozen=True, slots=True)
class Case:
    language: str
    kind: str
    about: str
    is_held_out: bool
    message: Message


@dataclass(frozen=True, slots=True)
class Result:
    case: Case
    reading: Reading
    link: Link

    @property
    def is_wrongly_filed(self) -> bool:
        return self.link.verdict == Verdict.FILED and self.link.best != self.case.about

    @property
    def is_about_one(self) -> bool:
        return self.case.about not in {"-", "?"} and "|" not in self.case.about

    @property
    def is_found(self) -> bool:
        """Filed rightly, or asked with the right one among those that are offered."""
        offered = [key for key, _chance in self.link.chances[:3]]
        return self.link.verdict != Verdict.ORPHAN and any(
            key in offered for key in self.case.about.split("|")
        )


def candidates() -> list[Candidate]:
    """What the made-up person applied to."""
    lines = (DATA / "applications.txt").read_text(encoding="utf-8").splitlines()
    return [_candidate([part.strip() for part in line.split("|")]) for line in lines if line]


def _candidate(row: list[str]) -> Candidate:
    key, company, title, url, days, status = row
    since = NOW + timedelta(days=int(days))
    is_sent = status != "SAVED"
    return Candidate(
        key=key,
        company=company,
        title=title,
        url=url,
        since=since,
        applied_at=since if is_sent else None,
        last_sign_at=since,
        is_closed=status in {"REJECTED", "GHOSTED"},
        is_over=status == "REJECTED",
    )


def cases() -> Iterator[Case]:
    """Every message, read from bytes as a mail server hands it over."""
    for path in sorted(DATA.glob("??.txt")):
        for number, block in enumerate(path.read_text(encoding="utf-8").split("=== ")[1:]):
            label, _, mail = block.partition("\n")
            words = label.split()
            is_held, (kind, about) = words[0] == "held", words[-2:]
            assert kind in NAMES, label
            head, _, body = mail.partition("\n\n")
            ident = f"Message-ID: <{path.stem}-{number}@example.net>\nDate: Tue, 24 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
            raw = f"{head}\nTo: sam@okafor.example\n{ident}\n{body}".encode()
            yield Case(path.stem, kind, about, is_held, read(raw, now=NOW, zone=ZoneInfo("UTC")))


def measure() -> list[Result]:
    """Every message with what was made of it."""
    known, results = candidates(), []
    for case in cases():
        reading = kind_of(case.message)
        results.append(Result(case, reading, link(case.message, reading, known)))
    return results


def figures_of(results: list[Result]) -> dict[str, float]:
    """Precision of what is filed, how much of it is found, and how often the kind is right."""
    filed = [r for r in results if r.link.verdict == Verdict.FILED]
    about_one = [r for r in results if r.is_about_one]
    bulk = [r for r in results if r.case.kind == "BULK"]
    held = [r for r in results if r.case.is_held_out]
    claimed = [r for r in results if r.reading.kind.value in {"REJECTION", "INTERVIEW", "OFFER"}]
    return {
        "messages": len(results),
        "filed": len(filed),
        "filed_precision": _share([not r.is_wrongly_filed for r in filed]),
        "filed_recall": _share([r.link.best == r.case.about and r in filed for r in about_one]),
        "found": _share([r.is_found for r in about_one]),
        "bulk_kept_out": _share([r.link.verdict == Verdict.ORPHAN for r in bulk]),
        "kind_right": _share([r.reading.kind.value == r.case.kind for r in results]),
        "kind_right_held_out": _share([r.reading.kind.value == r.case.kind for r in held]),
        "claims_right": _share([r.reading.kind.value == r.case.kind for r in claimed]),
    }


def _share(answers: list[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 1.0


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench mails", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="show what was taken wrongly")
    options = parser.parse_args(argv)
    results = measure()
    figures = figures_of(results)
    for name, value in figures.items():
        print(f"{name:24} {value}")
    if options.misses:
        _show(results)
    if options.json:
        print(json.dumps(figures))
    return int(figures["filed_precision"] < 0.98)  # noqa: PLR2004


def _show(results: list[Result]) -> None:
    for r in results:
        is_wrong = r.reading.kind.value != r.case.kind
        if (is_wrong and not r.case.is_held_out) or r.is_wrongly_filed or (r.is_about_one and not r.is_found):  # fmt: skip
            chances = ", ".join(f"{key} {chance:.2f}" for key, chance in r.link.chances[:3])
            print(f"{r.case.language} {r.case.kind}→{r.reading.kind.value} {r.case.about}→{r.link.verdict} [{chances}] {r.case.message.subject}")  # fmt: skip
