"""PDFs by typst: the layouts of bench/data/layouts."""

import json
from pathlib import Path

import typst

from bench.made_up.sheet import Sheet

FOLDER = Path(__file__).resolve().parent.parent / "data" / "layouts"
GROUPS = {
    "plain": "plain",
    "serif": "plain",
    "compact": "plain",
    "banner": "plain",
    "manypages": "plain",
    "sidebar-left": "two columns",
    "sidebar-right": "two columns",
    "two-columns": "two columns",
    "dates-column": "tables",
    "table": "tables",
    "labelrail": "tables",
    "chips": "two columns",
    "rail": "tables",
    "classic": "plain",
}


def typeset(sheet: Sheet, layout: str) -> bytes:
    """A sheet as PDF. No date is in it, so that it is the same every time."""
    inputs = {"sheet": json.dumps(sheet.as_dict(), ensure_ascii=False)}
    made = typst.compile(str(FOLDER / f"{layout}.typ"), sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made
