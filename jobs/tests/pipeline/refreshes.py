"""Short ways to refresh the sources of the registry from a site on loopback."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jobs.models import SourceRun
from jobs.pipeline.refreshing import Refresh, refresh
from jobs.pipeline.runs import Options
from jobs.tests.keyless import SHAPES

OPTIONS = Options(expiry_days=30)
ALL = [shape.slug for shape in SHAPES]
BOARDS = [f"{shape.slug} acme Acme" for shape in SHAPES if shape.is_board]


def go(slug: str, now: datetime, **what: Any) -> SourceRun:
    """Refresh one source."""
    return refresh(Refresh(source=slug, **what), now=now, options=OPTIONS)


def settings_at(url: str) -> dict[str, str]:
    """The settings of every source, with all addresses on one site."""
    return {name: value for shape in SHAPES for name, value in shape.settings_at(url).items()} | {
        "LEVER_EU_BASE_URL": f"{url}/eu"
    }


def set_boards(settings: Any, folder: Path, *lines: str) -> None:
    """Read these boards, whichever the shipped list names."""
    path = folder / "boards.txt"
    path.write_text("\n".join(lines))
    settings.JOB_BOARDS_FILE = str(path)


def close_network(settings: Any) -> None:
    """Let no address answer."""
    settings.SOURCE_SETTINGS = settings_at("http://127.0.0.1:9")
