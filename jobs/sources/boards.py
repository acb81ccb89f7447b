"""Which employers' own job boards are read: a text file, one board a line.

    greenhouse  stripe  Stripe

The system, the name of the board as it stands in its address, the employer's name. Lines may be
empty or start with `#`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from jobs.sources.errors import SourceError

SHIPPED = Path(__file__).with_name("boards.txt")
SYSTEMS = (
    "greenhouse", "lever", "lever-eu", "ashby", "smartrecruiters", "recruitee", "personio",
    "personio-com", "workable",
)  # fmt: skip
#: Systems on which the name of a board is a part of the name of its host.
HOSTED = {"recruitee", "personio", "personio-com"}

_TOKEN = re.compile(r"[A-Za-z0-9][\w.%-]{0,99}", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)  # RFC 1123, 2.1
_FIELDS = 3
_LARGEST_LIST = 1_000_000


@dataclass(frozen=True, slots=True)
class Board:
    """One employer's board on one system."""

    system: str
    token: str
    employer: str


def read_boards(path: Path = SHIPPED) -> list[Board]:
    """The boards of a list, in its order, each once. Raises: SourceError naming file and line."""
    try:
        text = path.read_bytes()[:_LARGEST_LIST].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The list of job boards {path} cannot be read: {error}") from error
    found: dict[tuple[str, str], Board] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            board = _board(line, f"{path.name}, line {number}")
            found.setdefault((board.system, board.token), board)
    return list(found.values())


def is_host_label(token: str) -> bool:
    """Whether a text is one label of a host's name, and so cannot lead to another host."""
    return bool(_LABEL.fullmatch(token))


def _board(line: str, where: str) -> Board:
    parts = line.split(maxsplit=_FIELDS - 1)
    if len(parts) != _FIELDS:
        raise SourceError(
            f"{where}: write a system, a board and the employer's name, "
            "such as: greenhouse stripe Stripe"
        )
    system, token, employer = parts
    if system.lower() not in SYSTEMS:
        raise SourceError(f"{where}: {system} is not one of {', '.join(SYSTEMS)}.")
    if not (is_host_label(token) if system.lower() in HOSTED else _TOKEN.fullmatch(token)):
        raise SourceError(f"{where}: {token} cannot be the name of a board.")
    return Board(system.lower(), token, employer.strip())
