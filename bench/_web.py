"""A server as the product runs it, and people in front of it: shared by benchmarks over HTTP."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.db import connection

from bench._shared import p95
from core.embedded import endpoints
from core.embedded.session import PROJECT
from core.running import Plan

_START_SECONDS = 60
_AT_ONCE = 8  # connections that ask as fast as they are answered
_UNHURRIED = "1000000/min"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request a person makes again and again."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """What it has computed so far, its workers included."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in family)


@contextmanager
def served(port: int) -> Iterator[Server]:
    """Serve the product and the floors from the database this process is connected to."""
    url = os.environ.get("DATABASE_URL", "") or endpoints.database_url(settings.VAR_DIR)
    name = str(connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "THROTTLE_USER": _UNHURRIED,
        "THROTTLE_ANON": _UNHURRIED,
    }
    plan = Plan(host="127.0.0.1", port=port, live_port=0, workers=1)
    web = next(service for service in plan.services(environment) if service.name == "web")
    command = [*web.command[:-1], "bench._web_app:application"]
    with subprocess.Popen(command, cwd=PROJECT, env=environment) as process:  # noqa: S603
        try:
            _wait(port)
            yield Server(port, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(timeout=_START_SECONDS)


def as_fast_as_can_be(server: Server, asks: Sequence[Ask], *, seconds: float) -> dict[str, float]:
    """Requests a second, and the server's CPU milliseconds for each, of a few busy connections."""
    until = time.perf_counter() + seconds
    before = server.cpu_seconds()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        counts = pool.map(lambda n: _busy(server.port, asks[n::_AT_ONCE], until), range(_AT_ONCE))
        answered = sum(counts)
    return {
        "per_second": answered / seconds,
        "cpu_ms": 1000 * (server.cpu_seconds() - before) / answered,
    }


def one_a_second(server: Server, asks: Sequence[Ask], *, seconds: int) -> float:
    """The p95 in milliseconds of people who each ask once a second, at moments of their own."""
    chance = random.Random(6)
    took: list[float] = []
    threads = [
        threading.Thread(target=_calm, args=(server.port, ask, chance.random(), seconds, took))
        for ask in asks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(took) != len(asks) * seconds:
        raise RuntimeError(f"{len(took)} of {len(asks) * seconds} requests were answered")
    return p95(took)


def _busy(port: int, asks: Sequence[Ask], until: float) -> int:
    ask = _asking(port)
    answered = 0
    for one in cycle(asks):
        if time.perf_counter() > until:
            break
        ask(one)
        answered += 1
    return answered


def _calm(port: int, one: Ask, phase: float, seconds: int, took: list[float]) -> None:
    ask = _asking(port)
    start = time.perf_counter() + phase
    for turn in range(seconds):
        time.sleep(max(0.0, start + turn - time.perf_counter()))
        took.append(ask(one))


def _asking(port: int) -> Callable[[Ask], float]:
    """Give a function that makes a request over one connection and says how long it took."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(one: Ask) -> float:
        started = time.perf_counter()
        client.request("GET", one.path, headers=dict(one.headers))
        answer = client.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(f"{one.path} answered {answer.status}: {body[:200]!r}")
        return (time.perf_counter() - started) * 1000

    return ask


def _wait(port: int) -> None:
    limit = time.monotonic() + _START_SECONDS
    while time.monotonic() < limit:
        try:
            _asking(port)(Ask("/floor/bare", {}))
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"the server did not start on port {port} ({Path(sys.executable)})")
