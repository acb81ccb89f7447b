"""A small supervisor: starts services in order, restarts what crashes, stops in reverse order.

Children sit in their own process groups (a Ctrl-C reaches only the supervisor, which stops them
in order) and are told by the kernel when the supervisor dies, even by kill -9 (`launch.py`); what
does not listen then is ended by `guardian.py`. Children write to their log files, never to a pipe
of ours: a pipe without a reader can block a child that wants to say goodbye.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from core.embedded.accounts import Account

LAUNCHER = Path(__file__).with_name("launch.py")
GUARDIAN = Path(__file__).with_name("guardian.py")
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
_SETTLED_SECONDS = 60.0
_POLL_SECONDS = 0.02
_LOG_BYTES = 5_000_000


def _nothing() -> None:
    return None


def _always_ready() -> str:
    return ""


@dataclass(frozen=True)
class Service:
    """One long-running program.

    `prepare` runs before each start. `waiting_for` returns "" once the service answers, else
    what it is still waiting for.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] | None = None
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 20.0
    prepare: Callable[[], None] = _nothing
    waiting_for: Callable[[], str] = _always_ready


@dataclass
class _Child:
    service: Service
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    not_before: float = 0.0
    pause_seconds: float = _FIRST_PAUSE_SECONDS
    is_ready: bool = False
    crashes_before_ready: int = 0
    detail: str = ""
    unread: IO[bytes] | None = None


@dataclass
class Supervisor:
    """Runs services until told to stop. Call `tick` a few times a second, from the main thread.

    `run` holds the pid records, `logs` one file per service; `echo` also gets (name, line).
    """

    run: Path
    logs: Path
    echo: Callable[[str, str], None] | None = None
    in_a_hurry: bool = False
    _children: list[_Child] = field(default_factory=list)
    _guardian: "subprocess.Popen[bytes] | None" = None

    def start(self, *services: Service) -> None:
        for folder in (self.run, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._guardian is None:
            self._guardian = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-S", str(GUARDIAN)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        for service in services:
            end_leftover(self.run / f"{service.name}.pid", service)
            child = _Child(service)
            self._children.append(child)
            self._spawn(child)

    def tick(self) -> None:
        """Notice deaths, restart what is due, ask those not yet ready."""
        for child in self._children:
            self._read_aloud(child)
            if child.process is None:
                if time.monotonic() >= child.not_before:
                    self._spawn(child)
            elif child.process.poll() is not None:
                self._bury(child)
            elif not child.is_ready:
                child.detail = child.service.waiting_for()
                child.is_ready = not child.detail

    def is_ready(self) -> bool:
        return all(child.is_ready for child in self._children)

    def waiting(self) -> dict[str, str]:
        """What each service is waiting for; "" for one that is ready."""
        return {
            c.service.name: "" if c.is_ready else c.detail or "starting" for c in self._children
        }

    def hopeless(self, crashes: int = 5) -> str:
        """The name of a service that died that often before it ever answered, or ""."""
        for child in self._children:
            if child.crashes_before_ready >= crashes:
                return child.service.name
        return ""

    def stop(self) -> None:
        """Stop in reverse order of start: each gets its grace, then its whole group is killed.

        Setting `in_a_hurry`, from a signal handler say, ends every grace.
        """
        while self._children:
            child = self._children.pop()
            if child.process is not None:
                self._end(child.process, child.service)
                self._tell_guardian(f"- {child.process.pid}")
            self._read_aloud(child)
            if child.unread is not None:
                child.unread.close()
            (self.run / f"{child.service.name}.pid").unlink(missing_ok=True)
        if self._guardian is not None:
            assert self._guardian.stdin is not None
            self._guardian.stdin.close()
            self._guardian.wait()
            self._guardian = None

    def last_lines(self, name: str, count: int = 12) -> str:
        """The end of a service's log."""
        path = self.logs / f"{name}.log"
        if not path.exists():
            return ""
        return "\n".join(path.read_text(errors="replace")[-8_000:].splitlines()[-count:])

    def _spawn(self, child: _Child) -> None:
        service = child.service
        service.prepare()
        path = self.logs / f"{service.name}.log"
        with _open_log(path) as log:
            if self.echo is not None:
                if child.unread is not None:
                    child.unread.close()
                child.unread = path.open("rb")
                child.unread.seek(0, os.SEEK_END)
            process = subprocess.Popen(  # noqa: S603 - commands are the product's own
                _launched(service),
                env=None if service.environment is None else {**os.environ, **service.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/" if service.account else None,
            )
        self._tell_guardian(f"+ {process.pid} {int(service.stop_signal)} {service.grace_seconds}")
        child.process, child.started_at, child.is_ready = process, time.monotonic(), False
        _record(self.run / f"{service.name}.pid", process.pid)

    def _tell_guardian(self, line: str) -> None:
        assert self._guardian is not None
        assert self._guardian.stdin is not None
        # It is a second line of defence: without it the first still stands.
        with contextlib.suppress(BrokenPipeError):
            self._guardian.stdin.write(f"{line}\n".encode())
            self._guardian.stdin.flush()

    def _read_aloud(self, child: _Child) -> None:
        """Hand on what the child has written to its log since the last time."""
        if self.echo is None or child.unread is None:
            return
        for line in child.unread:
            self.echo(child.service.name, line.decode(errors="replace").rstrip())

    def _end(self, process: subprocess.Popen[bytes], service: Service) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(service.stop_signal)
        until = time.monotonic() + service.grace_seconds
        while process.poll() is None and not self.in_a_hurry and time.monotonic() < until:
            time.sleep(_POLL_SECONDS)
        _kill_group(process.pid)
        process.wait()

    def _bury(self, child: _Child) -> None:
        """Clear away a dead child and its group, and set when it is started again."""
        assert child.process is not None
        self._tell_guardian(f"- {child.process.pid}")
        code, lived = child.process.returncode, time.monotonic() - child.started_at
        _kill_group(child.process.pid)
        if not child.is_ready:
            child.crashes_before_ready += 1
        if lived > _SETTLED_SECONDS:
            child.pause_seconds = _FIRST_PAUSE_SECONDS
        child.process, child.is_ready = None, False
        child.not_before = time.monotonic() + child.pause_seconds
        child.detail = f"ended with {_reason(code)}, restarting"
        if self.echo is not None:
            self.echo(child.service.name, f"WARNING {child.detail} in {child.pause_seconds:g} s")
        child.pause_seconds = min(child.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)


def end_leftover(record: Path, service: Service) -> None:
    """End a child that outlived a supervisor killed without warning.

    The pid counts only together with its start time: a stranger may have the number by now.
    """
    try:
        pid, started = record.read_text().split()
        process = psutil.Process(int(pid))
        if abs(process.create_time() - float(started)) > 1:
            return
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return
    process.send_signal(service.stop_signal)
    try:
        process.wait(service.grace_seconds)
    except psutil.TimeoutExpired:
        _kill_group(process.pid)


def _launched(service: Service) -> list[str]:
    parent, number = str(os.getpid()), str(int(service.stop_signal))
    words = [
        sys.executable,
        "-I",
        "-S",
        str(LAUNCHER),
        "--parent",
        parent,
        "--death-signal",
        number,
    ]
    if service.account is not None:
        words += ["--uid", str(service.account.uid), "--gid", str(service.account.gid)]
    return [*words, "--", *service.command]


def _record(path: Path, pid: int) -> None:
    draft = path.with_suffix(".new")
    with contextlib.suppress(psutil.NoSuchProcess):
        draft.write_text(f"{pid} {psutil.Process(pid).create_time()}")
        draft.replace(path)  # whoever reads it now reads the old one or the new one, whole


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > _LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _reason(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
