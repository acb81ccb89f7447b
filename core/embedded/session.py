"""Holding the embedded servers: start them when nobody has, use them when somebody did."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import environ

from core.embedded import endpoints
from core.embedded.keeper import Meeting as Meeting  # noqa: PLC0414

PROJECT = Path(__file__).resolve().parent.parent.parent
_REPLACED_BY = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
_READY_SECONDS = 120.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Hold:
    """A shared lock: as long as it is open the servers run."""

    lock: IO[str]
    var: Path
    parts: tuple[str, ...]
    durable: bool = True

    def hand_on(self) -> None:
        """Let the program this process becomes (exec) keep the hold."""
        os.set_inheritable(self.lock.fileno(), True)  # noqa: FBT003 - positional only

    def release(self) -> None:
        self.lock.close()

    def revive(self, say: Callable[[str], None]) -> None:
        """Start the servers again if their keeper was killed under us.

        Raises: EndpointError when they do not come back.
        """
        if not self.parts or not self.is_over():
            return
        say("the embedded servers were killed; starting them again")
        _start(self.var, self.parts, say, durable=self.durable)

    def is_shared(self) -> bool:
        """Whether somebody else holds the servers too (ask after `release`)."""
        with Meeting(self.var).users.open("a") as lock:
            return _try(lock, fcntl.LOCK_SH) and not _try(lock, fcntl.LOCK_EX)

    def is_over(self) -> bool:
        """Whether the servers have stopped after the last release."""
        with Meeting(self.var).keeper.open("a") as lock:
            return _try(lock, fcntl.LOCK_EX)


def read_dotenv() -> None:
    """Put `.env` into the environment, where it never overrides what is set already."""
    if (PROJECT / ".env").exists():
        environ.Env.read_env(PROJECT / ".env")


def var_folder() -> Path:
    """Where this install keeps what it makes: `CAREER_COPILOT_VAR`, or `var/` in the project."""
    return Path(os.environ.get("CAREER_COPILOT_VAR") or PROJECT / "var").resolve()


def embedded_parts() -> tuple[str, ...]:
    """The servers the environment does not name, in the order they start."""
    return tuple(part for part, name in _REPLACED_BY.items() if not os.environ.get(name))


def hold(
    var: Path,
    parts: tuple[str, ...],
    *,
    durable: bool = True,
    say: Callable[[str], None] = lambda _line: None,
) -> Hold:
    """Hold the servers, started first if need be, and return when all of `parts` answer.

    Raises: EndpointError with a sentence for the person at the keyboard.
    """
    meeting = _meeting(var)
    users = meeting.users.open("a")
    if not _try(users, fcntl.LOCK_SH):
        say("waiting for the servers of an earlier run to stop")
        fcntl.flock(users, fcntl.LOCK_SH)
    try:
        if parts:
            _start(var, parts, say, durable=durable)
    except BaseException:
        users.close()
        raise
    return Hold(users, var, parts, durable)


def _start(var: Path, parts: tuple[str, ...], say: Callable[[str], None], *, durable: bool) -> None:
    meeting = Meeting(var)
    with meeting.starting.open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        _ensure_keeper(var, parts, meeting, durable=durable)
        _wait_until_ready(meeting, parts, say)


def _meeting(var: Path) -> Meeting:
    meeting = Meeting(var)
    for folder in (meeting.run, meeting.logs):
        with contextlib.suppress(PermissionError):
            endpoints.make_private(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise endpoints.EndpointError(
                f"{folder} belongs to another user. Run as the user who started this install, "
                "or set CAREER_COPILOT_VAR to a folder of your own."
            )
    return meeting


def _ensure_keeper(var: Path, parts: tuple[str, ...], meeting: Meeting, *, durable: bool) -> None:
    with meeting.keeper.open("a") as lock:
        if not _try(lock, fcntl.LOCK_EX):
            return
        meeting.status.unlink(missing_ok=True)
    mode = "durable" if durable else "scratch"
    with (meeting.logs / "keeper.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "core.embedded.keeper", str(var), mode, *parts],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    process.returncode = 0  # it may outlive us: Python need not complain that nobody waited


def _wait_until_ready(meeting: Meeting, parts: tuple[str, ...], say: Callable[[str], None]) -> None:
    until, told = time.monotonic() + _READY_SECONDS, ""
    while time.monotonic() < until:
        status = _status(meeting)
        if "error" in status:
            raise endpoints.EndpointError(status["error"])
        waiting = {part: status.get(part, "starting") for part in parts}
        if not any(waiting.values()):
            return
        news = "; ".join(
            f"{part}: {why}" for part, why in waiting.items() if why not in ("", "starting")
        )
        if news and news != told:
            told = news
            say(news)
        time.sleep(_POLL_SECONDS)
    raise endpoints.EndpointError(
        f"The embedded servers did not answer within {_READY_SECONDS:.0f} s "
        f"({json.dumps(_status(meeting))}). Their logs are in {meeting.logs}."
    )


def _status(meeting: Meeting) -> dict[str, str]:
    try:
        status: dict[str, str] = json.loads(meeting.status.read_text())
    except FileNotFoundError:
        return {}
    return status


def _try(lock: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
