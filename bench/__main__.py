"""`python -m bench NAME [--json] …`: run `bench/NAME.py`, whose `main(argv)` prints the figures.

It prints a readable table and, with `--json`, one JSON object as its last line.
"""

import importlib
import os
import sys
from pathlib import Path

import django


def names() -> list[str]:
    """The benchmarks there are."""
    here = Path(__file__).parent
    return sorted(path.stem for path in here.glob("[a-z]*.py"))


def main(words: list[str]) -> int:
    if not words or words[0] not in names():
        print(f"usage: bin/bench NAME [--json]   NAME: {', '.join(names())}", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    sys.argv = [f"bench {words[0]}", *words[1:]]
    run = importlib.import_module(f"bench.{words[0]}").main
    return int(run(words[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
