"""A small client of ClamAV's daemon: a file goes over a socket, a verdict comes back.

Source: `man clamd`, COMMANDS (`zPING`, `zVERSION`, `zINSTREAM`).
"""

import contextlib
import re
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from core.errors import TransientError

#: The test file every scanner must find, in two parts so that this file is none itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_CHUNK_BYTES = 64 * 1024
_ANSWER_BYTES = 4096
_PORT = 3310
_FOUND = re.compile(r"(?:.*?: )?(.+) FOUND")


class ScannerDownError(TransientError):
    """The virus scanner does not answer, or not in words we know."""


class ScanRefusedError(Exception):
    """The scanner takes no file of this size (`StreamMaxLength`)."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """A scanner at `tcp://host:port` or `unix:///path`. No call lasts longer than `timeout_seconds`."""

    url: str
    timeout_seconds: float = 30.0

    def version(self) -> str:
        """Return what runs there, with the age of its signatures. Raises: ScannerDownError."""
        with self._connected() as (connection, deadline):
            _send(connection, b"zVERSION\0", deadline)
            return _answer(connection, deadline)

    def scan(self, file: BinaryIO) -> str:
        """Return the name of what was found in a file, empty when it is clean.

        Raises: ScannerDownError, ScanRefusedError. Anything but a clear verdict is one of both.
        """
        with self._connected() as (connection, deadline):
            try:
                _send(connection, b"zINSTREAM\0", deadline)
                while chunk := file.read(_CHUNK_BYTES):
                    _send(connection, struct.pack("!I", len(chunk)) + chunk, deadline)
                _send(connection, struct.pack("!I", 0), deadline)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it hung up in the middle: what it said before tells why
            return _verdict(_answer(connection, deadline))

    @contextlib.contextmanager
    def _connected(self) -> Iterator[tuple[socket.socket, float]]:
        deadline = time.monotonic() + self.timeout_seconds
        try:
            with _connect(self.url, self.timeout_seconds) as connection:
                yield connection, deadline
        except OSError as error:
            raise ScannerDownError(f"The virus scanner does not answer: {error}") from error


def _connect(url: str, seconds: float) -> socket.socket:
    """Raises: OSError, also for an address that is none."""
    parts = urlsplit(url)
    if parts.scheme == "unix" and parts.path:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        try:
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or _PORT), seconds)
    raise OSError("CLAMAV_URL is neither tcp://host:port nor unix:///path")


def _send(connection: socket.socket, content: bytes, deadline: float) -> None:
    connection.settimeout(_left(deadline))
    connection.sendall(content)


def _answer(connection: socket.socket, deadline: float) -> str:
    """Return one answer, which ends with a zero or with the connection."""
    said = b""
    while b"\0" not in said and len(said) < _ANSWER_BYTES:
        connection.settimeout(_left(deadline))
        try:
            part = connection.recv(_ANSWER_BYTES)
        except ConnectionResetError:
            break
        if not part:
            break
        said += part
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if found := _FOUND.fullmatch(answer):
        return found[1]
    if "size limit exceeded" in answer:
        raise ScanRefusedError(answer)
    raise ScannerDownError(f"The virus scanner said: {answer[:200] or 'nothing'}")
