"""The product's own processes on one machine: web, live, workers and beat."""

import http.client
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core import heartbeat
from core.embedded.processes import Service

# What a person waits for has workers of its own, so that bulk never delays it.
PROMPT_QUEUES = ("urgent", "parsing", "matching", "mail")
BULK_QUEUES = ("jobs", "bot")
# A language model takes minutes to answer and no processor: threads of one process wait for it, so
# that a call delays neither mail nor timers and several cost the memory of one. No time limit of
# Celery's holds there; every call has its own end (docs/ai.md).
AI_QUEUES = ("ai",)
QUEUES = PROMPT_QUEUES + BULK_QUEUES + AI_QUEUES
CALLS_AT_ONCE = 4

_LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - replaced, not bound


@dataclass(frozen=True)
class Plan:
    """Where the product listens and how many tasks the prompt worker runs at once."""

    host: str
    port: int
    live_port: int
    workers: int

    def services(self, environment: Mapping[str, str]) -> tuple[Service, ...]:
        """In the order they start; they stop in reverse, web last to come and first to go."""
        return (
            self._beat(environment),
            self._worker("bulk", BULK_QUEUES, 1, environment),
            self._worker("ai", AI_QUEUES, CALLS_AT_ONCE, environment, pool="threads"),
            self._worker("worker", PROMPT_QUEUES, self.workers, environment),
            self._server("live", "asginl", "config.asgi:application", self.live_port, environment),
            self._server("web", "wsgi", "config.wsgi:application", self.port, environment),
        )

    def _server(
        self, name: str, interface: str, target: str, port: int, environment: Mapping[str, str]
    ) -> Service:
        words = f"--interface {interface} --host {self.host} --port {port} --workers-kill-timeout 5"
        at_once = min(8, 2 * (os.cpu_count() or 1) + 1)  # no more than the database pool has
        threads = f"--blocking-threads {at_once}" if interface == "wsgi" else "--ws"
        return Service(
            name=name,
            command=(
                _beside("granian"),
                *words.split(),
                *threads.split(),
                "--no-access-log",
                target,
            ),
            environment=environment,
            grace_seconds=10,
            waiting_for=lambda: _answers(reachable(self.host), port, _a_name(environment)),
        )

    def _worker(
        self,
        name: str,
        queues: tuple[str, ...],
        at_once: int,
        environment: Mapping[str, str],
        *,
        pool: str = "prefork",
    ) -> Service:
        words = (
            f"--quiet -A config worker --hostname {name}@%h --queues {','.join(queues)} "
            f"--pool {pool} --concurrency {at_once} --loglevel INFO --without-gossip --without-mingle"
        )
        return Service(
            name=name,
            command=(_beside("celery"), *words.split()),
            environment=environment,
            # Cold shutdown after a short wait: what has not finished goes back to its queue.
            stop_signal=signal.SIGQUIT,
            grace_seconds=15,
            waiting_for=_shows_life(*(heartbeat.queue_name(queue) for queue in queues)),
        )

    def _beat(self, environment: Mapping[str, str]) -> Service:
        words = "--quiet -A config beat --scheduler core.beat:Scheduler --pidfile= --loglevel INFO"
        return Service(
            name="beat",
            command=(_beside("celery"), *words.split()),
            environment=environment,
            grace_seconds=5,
            waiting_for=_shows_life(heartbeat.BEAT),
        )


def reachable(host: str) -> str:
    """The address under which this machine reaches a server that listens on `host`, for a URL."""
    name = _LOOPBACK.get(host, host)
    return f"[{name}]" if ":" in name else name


def forget_earlier_life() -> None:
    """Remove the signs of life of an earlier run, which would pass for this run's."""
    heartbeat.forget(heartbeat.BEAT, *(heartbeat.queue_name(queue) for queue in QUEUES))


def _beside(program: str) -> str:
    return str(Path(sys.executable).parent / program)


def _shows_life(*names: str) -> Callable[[], str]:
    def waiting_for() -> str:
        silent = any(heartbeat.silent_seconds(name) is None for name in names)
        return "its first sign of life" if silent else ""

    return waiting_for


def _a_name(environment: Mapping[str, str]) -> str:
    """A name under which the product lets itself be asked."""
    name = environment.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return "localhost" if name in {"", "*"} else name


def _answers(host: str, port: int, name: str) -> str:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": name})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return "its first answer"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"a healthy answer (it says {status})"


def environment_for(plan: Plan, *, demo_login: bool, hosts: list[str]) -> dict[str, str]:
    """What the product's processes are told about this machine; the environment has the last word."""
    chosen = {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DEMO_LOGIN": str(demo_login),
        "LIVE_PORT": str(plan.live_port),
        "SITE_URL": f"http://{'localhost' if demo_login else plan.host}:{plan.port}",
        "ALLOWED_HOSTS": ",".join(hosts),
        "PYTHONUNBUFFERED": "1",
    }
    told = {name: os.environ.get(name, value) for name, value in chosen.items()}
    if not demo_login:
        # Whatever `.env` says: one click must not sign in somebody on another machine.
        told["DEMO_LOGIN"] = "False"
    return told
