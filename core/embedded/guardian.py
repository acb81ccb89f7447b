"""Outlives a supervisor killed without warning, long enough to see its children end.

Run by path with the bare interpreter (`python -I -S guardian.py`). Its input is a pipe only the
supervisor holds: lines `+ pid signal grace` and `- pid`. When the pipe closes, what is still
listed gets its grace and then ends, with everything it started. A child that is stuck, because
the server it talks to died in the same moment, would otherwise stay for ever.
"""

import contextlib
import os
import platform
import signal
import sys
import time

_POLL_SECONDS = 0.1


def main() -> None:
    # The supervisor's own signals are no business of ours: the pipe tells when it is gone.
    for ours in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ours, signal.SIG_IGN)
    listed: dict[int, tuple[int, float]] = {}
    for line in sys.stdin:
        match line.split():
            case ["+", pid, number, grace]:
                listed[int(pid)] = (int(number), float(grace))
            case ["-", pid]:
                listed.pop(int(pid), None)
    if platform.system() != "Linux":  # there the kernel has told them already
        for child, (polite, _grace) in reversed(listed.items()):
            _signal_group(child, polite)
    _see_them_end({child: seconds for child, (_polite, seconds) in listed.items()})


def _see_them_end(graces: dict[int, float]) -> None:
    started = time.monotonic()
    while graces:
        waited = time.monotonic() - started
        for pid, grace in list(graces.items()):
            if waited >= grace or not _is_running(pid):
                # The group too: a worker's pool can outlive the worker.
                _signal_group(pid, signal.SIGKILL)
                del graces[pid]
        time.sleep(_POLL_SECONDS)


def _is_running(pid: int) -> bool:
    """Whether the child is there. A stranger with its number would not lead a session."""
    try:
        return os.getsid(pid) == pid
    except ProcessLookupError:
        return False


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


if __name__ == "__main__":
    main()
