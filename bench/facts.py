"""The fact gate against statements about made-up people: fabricated ones must be blocked, true ones pass.

`bench/data/facts/LANGUAGE*.toml` hold each a resume, a posting, confirmed facts and statements of both kinds.
Beside them, how soon the first piece of a letter that a model streams is with its owner (`first_token_ms`).
Those under `held_out` were written after the gate's words and rules, which were never set on them.
"""

import argparse
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from matching.factgate import Evidence, check_letter

STATEMENTS = Path(__file__).parent / "data" / "facts"
_SOON = 150  # milliseconds
TODAY = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Statement:
    language: str
    text: str
    is_true: bool
    is_held_out: bool
    passed: bool


def main(argv: list[str]) -> int:
    options = _options(argv)
    found = list(measure())
    figures = figures_of(found) | ({} if options.gate_only else first_token())
    for name, value in figures.items():
        print(f"{name:24} {value}")
    for statement in found:
        if options.misses and statement.passed != statement.is_true and not statement.is_held_out:
            print("blocked" if statement.is_true else "passed ", statement.language, statement.text)
    if options.json:
        print(json.dumps(figures))
    is_late = figures.get("first_token_ms", 0) >= _SOON
    return int(figures["false_passed"] > 0 or figures["true_passed"] < 0.97 or is_late)  # noqa: PLR2004


def first_token() -> dict[str, float]:
    """How soon the first piece of a streamed letter is with its owner."""
    from bench import _first_token  # noqa: PLC0415 - the gate alone needs no database
    from bench._shared import own_database  # noqa: PLC0415

    with own_database():
        return _first_token.measure()


def measure() -> Iterator[Statement]:
    """Every statement with what the gate said of it."""
    for path in sorted(STATEMENTS.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        evidence = Evidence.of(
            told["resume"],
            posting=told["posting"],
            today=TODAY,
            facts=told["facts"],
            language=told["language"],
        )
        for group in ("statements", "held_out"):
            for kind, texts in told[group].items():
                for text in texts:
                    report = check_letter(text, evidence, language=told["language"])
                    yield Statement(
                        told["language"], text, kind == "true", group == "held_out", report.passes
                    )


def figures_of(found: list[Statement]) -> dict[str, float]:
    """Counts of fabricated statements that passed, shares of true ones that did."""
    figures: dict[str, float] = {}
    for prefix, chosen in (("", found), ("held_out_", [s for s in found if s.is_held_out])):
        true = [s.passed for s in chosen if s.is_true]
        false = [s.passed for s in chosen if not s.is_true]
        figures |= {
            f"{prefix}false_passed": sum(false),
            f"{prefix}false": len(false),
            f"{prefix}true_passed": round(sum(true) / len(true), 4),
            f"{prefix}true": len(true),
        }
    return figures


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench facts")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--gate-only", action="store_true", help="no letter is streamed")
    parser.add_argument(
        "--misses", action="store_true", help="print wrong verdicts, held-out ones never"
    )
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main([]))
