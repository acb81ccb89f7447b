"""Titles and skills alone: `bin/bench titles [--json]`, the same figures as in `bin/bench matching`."""

import argparse
import json
from typing import Any

from bench._skills import skill_figures
from bench._titles import title_figures


def main(argv: list[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="bin/bench titles", description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    found: dict[str, Any] = {**title_figures(), **skill_figures()}
    for name, value in found.items():
        print(f"{name:<28}  {value if isinstance(value, dict) else round(value, 4)}")
    if options.json:
        print(json.dumps(found), flush=True)
    return 0
