"""Bodies of answers, unpacked piece by piece: neither a bomb nor a drip gets past the limits.

httpx unpacks a whole piece before anybody can count it, and hands a piece on only once it is full:
a few kilobytes of Brotli become gigabytes, and a byte a second is never late.
"""

import zlib
from collections.abc import Callable

import httpx

#: What a request says it takes. One layer of it is taken, nothing else.
ACCEPTED = {"Accept-Encoding": "gzip"}
_PLAIN = {"", "identity"}
_ZLIB = {"gzip", "x-gzip", "deflate"}
_ANY_HEADER = zlib.MAX_WBITS | 32  # gzip's or zlib's own


class TooLargeError(Exception):
    """The body is larger than the limit, unpacked."""


class TooSlowError(Exception):
    """The body did not end in time."""


class PackedError(Exception):
    """The body is packed in a way that was not asked for, or badly."""


def body_of(
    response: httpx.Response, *, most_bytes: int, is_late: Callable[[], bool], cuts: bool = False
) -> bytes:
    """Read a body that is still to come. `cuts` ends it at the limit instead of refusing it.

    Raises: TooLargeError, TooSlowError, PackedError.
    """
    unpack = _unpacker(response.headers.get("content-encoding", ""))
    body = bytearray()
    for piece in response.iter_raw():
        body += unpack(piece, most_bytes + 1 - len(body))
        if len(body) > most_bytes and cuts:
            return bytes(body[:most_bytes])
        if len(body) > most_bytes:
            raise TooLargeError
        if is_late():
            raise TooSlowError
    return bytes(body)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """What makes at most so many bytes of a piece."""
    named = encoding.strip().lower()
    if named in _PLAIN:
        return lambda piece, _most: piece
    if named not in _ZLIB:
        raise PackedError
    unpacking = zlib.decompressobj(_ANY_HEADER)

    def unpack(piece: bytes, most: int) -> bytes:
        try:
            return unpacking.decompress(piece, most)
        except zlib.error:
            raise PackedError from None

    return unpack
