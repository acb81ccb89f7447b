"""The process that owns the embedded servers for as long as somebody holds them.

Every user of the servers (`bin/run`, `bin/manage`, a test run) holds a shared lock on
`run/users.lock`. The keeper stops the servers when it can take that lock alone. The kernel frees a
dead process's locks, so servers end after kill -9 of their users as well, and of two users the
last one out switches off the light.
"""

import fcntl
import json
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import IO

from core.embedded import endpoints, postgres, redis
from core.embedded.processes import Service, Supervisor, end_leftover

PARTS = {"postgres": postgres.service, "redis": redis.service}
_TICK_SECONDS = 0.1
_PORT_PATIENCE_SECONDS = 3.0


class Meeting:
    """The files through which users and keeper meet."""

    def __init__(self, var: Path) -> None:
        self.run = var / "run"
        self.logs = var / "log"
        self.users = self.run / "users.lock"
        self.keeper = self.run / "keeper.lock"
        self.starting = self.run / "starting.lock"
        self.status = self.run / "status.json"


def main(words: list[str]) -> int:
    """`keeper VAR durable|scratch PART…`; only `core.embedded.session` starts it."""
    var, durable, names = Path(words[0]), words[1] == "durable", words[2:]
    meeting = Meeting(var)
    with meeting.keeper.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            _keep(var, meeting, names, durable=durable)
        except (OSError, RuntimeError) as error:
            _tell(meeting, {"error": str(error)})
            return 1
        if not durable:
            shutil.rmtree(var, ignore_errors=True)
    return 0


def _keep(var: Path, meeting: Meeting, names: list[str], *, durable: bool) -> None:
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: asked.append(received))
    supervisor = Supervisor(run=meeting.run, logs=meeting.logs)
    with meeting.users.open("a") as users:
        try:
            for name in names:
                service = PARTS[name](var, durable=durable)
                _free_the_port(meeting, service, endpoints.port(var, name))
                supervisor.start(service)
            _watch(meeting, supervisor, users, asked)
        finally:
            # The lock is held until all is down: whoever comes now waits, then starts afresh.
            supervisor.stop()
            meeting.status.unlink(missing_ok=True)


def _watch(meeting: Meeting, supervisor: Supervisor, users: IO[str], asked: list[int]) -> None:
    told: dict[str, str] = {}
    while not asked and not _is_alone(users):
        supervisor.tick()
        hopeless = supervisor.hopeless()
        if hopeless:
            raise endpoints.EndpointError(
                f"{hopeless} does not start. The end of its log:\n{supervisor.last_lines(hopeless)}"
            )
        news = supervisor.waiting()
        if news != told:
            told = news
            _tell(meeting, told)
        time.sleep(_TICK_SECONDS)


def _is_alone(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _free_the_port(meeting: Meeting, service: Service, port: int) -> None:
    """Wait for a server of an earlier start to let go of the port.

    Raises: EndpointError when another program has it.
    """
    end_leftover(meeting.run / f"{service.name}.pid", service)
    until = time.monotonic() + _PORT_PATIENCE_SECONDS
    while not endpoints.is_free(port):
        if time.monotonic() > until:
            raise endpoints.EndpointError(
                f"Port {port} on 127.0.0.1, meant for {service.name}, is taken by another program. "
                f"End that program, or choose another port with {service.name.upper()}_PORT."
            )
        time.sleep(_TICK_SECONDS)


def _tell(meeting: Meeting, status: dict[str, str]) -> None:
    draft = meeting.status.with_suffix(".new")
    draft.write_text(json.dumps(status))
    draft.replace(meeting.status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
