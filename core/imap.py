"""New messages of one folder of a mailbox whose address somebody else chose: over TLS, never inside.

As with pages (`core.web`) every name is resolved here, only public addresses are connected to, and
the connection goes to the address that was checked. Nothing is changed in the mailbox: the folder
is opened read-only and messages are peeked at.
"""

import base64
import imaplib
import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.addresses import IpAddress, is_public
from core.cords import Cord

PORT = 993  # IMAP over TLS from the first byte: RFC 8314
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


class ImapError(Exception):
    """A mailbox cannot be read; `key` says why: no_host not_public unreachable refused no_folder odd."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Account:
    """A folder and how to get at it."""

    host: str
    port: int
    username: str
    password: str
    folder: str = "INBOX"

    def __repr__(self) -> str:
        return f"Account({self.host})"  # no traceback tells a password


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a folder was read. Numbers start anew when `uid_validity` changes: RFC 9051, 2.3.1.1."""

    uid_validity: int = 0
    last_uid: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message."""

    uid: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """What came, in order; `bookmark` is where to go on, `start_uid` where this batch began."""

    messages: tuple[Fetched, ...]
    bookmark: Bookmark
    start_uid: int
    has_more: bool


def fetch_new(  # noqa: PLR0913 - where, from when, how much, by which rules
    account: Account,
    *,
    since: date,
    bookmark: Bookmark,
    most: int,
    allows: Callable[[IpAddress], bool] = is_public,
    context: ssl.SSLContext | None = None,
    most_bytes: int = 10 * 1024 * 1024,
    total_seconds: float = 60.0,
) -> Batch:
    """Return at most `most` messages after the bookmark, none older than `since`. Raises: ImapError."""
    address = _checked(account, allows)
    client = _Client(account, address, context or ssl.create_default_context(), most_bytes)
    with Cord(total_seconds, client.sockets), _as_imap_errors(), client.opened():
        client.sign_in()
        validity = client.open_folder()
        last = bookmark.last_uid if validity == bookmark.uid_validity else 0
        found = [uid for uid in client.search(last + 1, since) if uid > last]
        taken = found[:most]
        messages = tuple(client.messages(taken))
        taken = taken[: client.looked_at]
    reached = taken[-1] if taken else last
    return Batch(messages, Bookmark(validity, reached), last, len(found) > len(taken))


@contextmanager
def _as_imap_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:  # first: a certificate that fails is a ValueError too
        raise ImapError("unreachable") from error
    except (imaplib.IMAP4.error, EOFError, ValueError, IndexError, TypeError) as error:
        raise ImapError("odd") from error


def _checked(account: Account, allows: Callable[[IpAddress], bool]) -> str:
    """The address a host stands for now, when it may be connected to."""
    if not _HOST.fullmatch(account.host) or (allows is is_public and account.port != PORT):
        raise ImapError("no_host")
    try:
        found = socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ImapError("no_host") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not all(allows(ipaddress.ip_address(address)) for address in addresses):
        raise ImapError("not_public")
    return addresses[0]


class _Connection(imaplib.IMAP4):
    """imaplib over a connection that was made elsewhere, and that may not send without end."""

    def __init__(self, connection: ssl.SSLSocket, most_bytes: int) -> None:
        self._connection = connection
        self._left = most_bytes
        super().__init__()

    def open(self, *_where: Any, **_how: Any) -> None:
        """Take the connection there is."""
        self.host, self.port, self.sock = "", PORT, self._connection
        self.file = self._connection.makefile("rb")

    def read(self, size: int) -> bytes:
        """Read a literal, when there is room for it."""
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line, when there is room for it."""
        line = super().readline()
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise imaplib.IMAP4.abort("more than was asked for")


class _Client:
    """One visit to a folder."""

    def __init__(
        self, account: Account, address: str, context: ssl.SSLContext, most_bytes: int
    ) -> None:
        self.account, self.address, self.context = account, address, context
        self.most_bytes = most_bytes
        self.sockets: list[socket.socket] = []
        self.looked_at = 0
        self.imap: imaplib.IMAP4

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Connect to the address that was checked; the certificate is checked against the name."""
        plain = socket.create_connection((self.address, self.account.port), timeout=15)
        with self.context.wrap_socket(
            plain, server_hostname=self.account.host, do_handshake_on_connect=False
        ) as connection:
            self.sockets.append(connection)
            connection.do_handshake()
            self.imap = _Connection(connection, self.most_bytes * 8)
            try:
                yield
                with suppress(imaplib.IMAP4.error, OSError):
                    self.imap.logout()
            finally:
                self.imap.file.close()

    def sign_in(self) -> None:
        """Say who reads. Raises: ImapError."""
        told = f"{self.account.username}{self.account.password}"
        if _CONTROL.search(told):
            raise ImapError("refused")
        try:
            if "AUTH=PLAIN" in self.imap.capabilities:
                words = f"\0{self.account.username}\0{self.account.password}".encode()
                self.imap.authenticate("PLAIN", lambda _challenge: words)
            else:
                self.imap.login(_quoted(self.account.username), self.account.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise ImapError("refused") from error

    def open_folder(self) -> int:
        """Open the folder to read only; return its UIDVALIDITY."""
        kind, _count = self.imap.select(_folder_name(self.account.folder), readonly=True)
        if kind != "OK":
            raise ImapError("no_folder")
        _name, told = self.imap.response("UIDVALIDITY")
        return int(told[0]) if told and told[0] else 0

    def search(self, first: int, since: date) -> list[int]:
        """Return the numbers of the messages from `first` on, in order."""
        day = f"{since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
        kind, told = self.imap.uid("SEARCH", f"UID {first}:* SINCE {day}")
        if kind != "OK":
            raise ImapError("odd")
        return sorted(int(number) for number in (told[0] or b"").split())

    def messages(self, uids: list[int]) -> Iterator[Fetched]:
        """Yield the messages, without those that are too large, until it is enough for one visit."""
        room = self.most_bytes * 4
        for uid in uids:
            size = self._size(uid)
            is_wanted = size <= self.most_bytes
            room -= size if is_wanted else 0
            if room < 0:
                return
            self.looked_at += 1
            if is_wanted:
                _kind, told = self.imap.uid("FETCH", str(uid), "(BODY.PEEK[])")
                yield from (
                    Fetched(uid, part[1])
                    for part in told
                    if isinstance(part, tuple) and isinstance(part[1], bytes)
                )

    def _size(self, uid: int) -> int:
        _kind, told = self.imap.uid("FETCH", str(uid), "(RFC822.SIZE)")
        found = re.search(
            rb"RFC822\.SIZE (\d+)", b" ".join(p for p in told if isinstance(p, bytes))
        )
        return int(found.group(1)) if found else 0


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _folder_name(name: str) -> str:
    """A folder's name as servers know it: modified UTF-7, quoted. Source: RFC 3501, 5.1.3."""
    if _CONTROL.search(name):
        raise ImapError("no_folder")
    pieces = re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name)
    return _quoted("".join(p.replace("&", "&-") if p.isascii() else _utf7(p) for p in pieces))


def _utf7(text: str) -> str:
    encoded = base64.b64encode(text.encode("utf-16-be"), b"+,").decode().rstrip("=")
    return f"&{encoded}-"
