"""`python enricher`: a child that enriches what stands on its standard input, until that ends.

It knows no Django and no database. Messages are a length and a pickle, between two processes of
one program; when the parent is gone, however it went, the input ends and so does the child.
"""

import gc
import os
import pickle
import struct
import sys
from typing import IO, Any

from jobs.pipeline.enriching import enrich_pages, warm_up

_LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], message: object) -> None:
    """Write one message."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message. Raises: EOFError when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - from our own parent or child


def main(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each list of pages with what became of it, or with the error it raised."""
    try:
        indexers = receive(asked)
        warm_up(indexers)
        # The tables of enrichment never die: looking through them again and again took a tenth.
        gc.collect()
        gc.freeze()
        while True:
            send(answers, _answer(receive(asked), indexers))
    except (EOFError, BrokenPipeError):
        return


def _answer(pages: Any, indexers: Any) -> object:
    try:
        return enrich_pages(pages, indexers)
    except Exception as error:  # noqa: BLE001 - the parent decides what it means
        return error


if __name__ == "__main__":
    # Whatever a library prints must not stand between two answers.
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        main(sys.stdin.buffer, out)
