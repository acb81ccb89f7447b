"""Where pages are enriched: in this process, or in children of it.

Children are programs of their own, started bare: a fork would share this process's database
connections, and in a Celery worker `multiprocessing` may start none. They end with this process.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from jobs.indexers import PostingPlacer
from jobs.pipeline.enricher import receive, send
from jobs.pipeline.enriching import Enriched, Item, enrich_pages

_ROOT = Path(__file__).resolve().parents[2]
# `-I` keeps the environment and the working folder out of the child's import path; the project's
# own folder is then put back by hand, behind the standard library and site-packages.
_PROGRAM = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('jobs.pipeline.enricher', run_name='__main__', alter_sys=True)"
#: One child per processor is parallel enough.
_ONE_THREAD = {
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_GRACE_SECONDS = 5

Pages = Sequence[Sequence[Item]]
Indexers = Mapping[str, PostingPlacer]


class EnricherDiedError(Exception):
    """A child ended while it had work: killed, out of memory, or broken by what it read."""


class Submit(Protocol):
    """Hands pages to whoever is free."""

    def __call__(self, pages: Pages) -> "Future[list[Enriched]]": ...


@contextmanager
def enrichers(processes: int, indexers: Indexers) -> Iterator[Submit]:
    """Enrich in so many children, or right here when one process is enough."""
    if processes <= 1:
        yield lambda pages: _here(pages, indexers)
        return
    pool = _Pool(processes, indexers)
    try:
        # Children start with the first work: a run that finds everything known starts none.
        yield lambda pages: pool.submit(pages) if any(pages) else _here(pages, indexers)
    finally:
        pool.close()


def _here(pages: Pages, indexers: Indexers) -> "Future[list[Enriched]]":
    future: Future[list[Enriched]] = Future()
    try:
        future.set_result(enrich_pages(pages, indexers))
    except Exception as error:  # noqa: BLE001 - raised where the result is asked for, as a child's
        future.set_exception(error)
    return future


class _Pool:
    """Children behind threads that wait for them."""

    def __init__(self, processes: int, indexers: Indexers) -> None:
        self._indexers = indexers
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="enricher")
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        self._started: list[_Child] = []
        self._closing = threading.Lock()
        self._closed = False
        for _ in range(processes):
            self._idle.put(None)

    def submit(self, pages: Pages) -> "Future[list[Enriched]]":
        return self._threads.submit(self._ask, pages)

    def close(self) -> None:
        """End every child, whatever it is doing, and wait for the threads."""
        with self._closing:
            self._closed = True
            for child in self._started:
                child.end()
        self._threads.shutdown(cancel_futures=True)
        for child in self._started:
            child.close()

    def _ask(self, pages: Pages) -> list[Enriched]:
        child = self._idle.get()
        try:
            child = child or self._start()
            return child.ask(pages)
        finally:
            self._idle.put(child)

    def _start(self) -> "_Child":
        with self._closing:
            if self._closed:
                raise EnricherDiedError("The work was given up.")
            child = _Child()
            self._started.append(child)
        child.introduce(self._indexers)
        return child


class _Child:
    """One enriching process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own program
            [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,  # Ctrl-C is for the parent, which then ends its children
        )

    def introduce(self, indexers: Indexers) -> None:
        """Tell the child, once, what to compute beside enrichment."""
        self._send(indexers)

    def ask(self, pages: Pages) -> list[Enriched]:
        """Wait for what becomes of these pages. Raises: EnricherDiedError, what the child raised."""
        self._send(pages)
        assert self._process.stdout is not None
        try:
            answer: list[Enriched] | Exception = receive(self._process.stdout)
        except (EOFError, OSError, ValueError):
            raise EnricherDiedError(self._last_words()) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process and reap it."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes of an ended child, once nobody reads from it any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()

    def _send(self, message: object) -> None:
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, message)
        except (OSError, ValueError):
            raise EnricherDiedError(self._last_words()) from None

    def _last_words(self) -> str:
        try:
            code = self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return "A process that enriches postings closed its pipe."
        return f"A process that enriches postings ended with code {code}."
