"""Who asks for a board: a client per address, for systems that give every board a host of its own."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from core.http import HttpClient
from jobs.sources.base import ClientMaker
from jobs.sources.boards import Board, is_host_label
from jobs.sources.errors import SourceError

_PLACEHOLDER = "{board}"


class BoardClients:
    """Makes the client of a board when it is first asked for.

    Args:
        addresses: an address per `Board.system`; `{board}` in it stands for the board's name.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        make: ClientMaker,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._addresses = addresses
        self._make = make
        self._headers = headers
        self._made: dict[str, HttpClient] = {}

    def __call__(self, board: Board) -> HttpClient:
        """Return the client to ask. Raises: SourceError when the name does not fit in an address."""
        address = board_address(self._addresses[board.system], board)
        if address not in self._made:
            for client in self._made.values():
                client.close()  # one open connection at a time, not one per board of the list
            self._made[address] = self._make(address, headers=self._headers)
        return self._made[address]

    @property
    def retries(self) -> int:
        """How many calls had to be made again."""
        return sum(client.retries for client in self._made.values())


def board_address(template: str, board: Board) -> str:
    """The address of a board; its name can be a label of the host, never more than that.

    Raises: SourceError.
    """
    if _PLACEHOLDER not in template:
        return template
    if not is_host_label(board.token):
        raise SourceError(f"{board.token} cannot be a part of the address {template}.")
    address = template.replace(_PLACEHOLDER, board.token.lower())
    if urlsplit(address).scheme not in {"http", "https"}:
        raise SourceError(f"{template} is no address of a site.")
    return address
