"""A program between the supervisor and its child: drop rights, tie the child's life to ours, exec.

Run by path with the bare interpreter (`python -I -S launch.py`), never imported by the product.
On Linux the kernel signals the child when its supervisor dies, even by kill -9, and this program
is replaced by the child. Elsewhere it stays and watches its parent.
"""

import argparse
import ctypes
import os
import platform
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1  # Source: prctl(2)


def main() -> int:
    options = _options()
    if options.uid is not None:
        # Rights first: changing user clears the death signal.
        os.setgroups([])
        os.setgid(options.gid)
        os.setuid(options.uid)
    os.umask(0o077)
    # Not sys.platform: a type checker would take the other half for dead code.
    if platform.system() == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, options.death_signal)
        if os.getppid() != options.parent:
            return 1
        os.execv(options.command[0], options.command)  # noqa: S606 - a list, not a shell
    return _watch(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death-signal", type=int, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def _watch(options: argparse.Namespace) -> int:
    child = subprocess.Popen(options.command)  # noqa: S603 - the supervisor's own command
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    while child.poll() is None:
        if os.getppid() != options.parent:
            child.send_signal(options.death_signal)
            return child.wait()
        time.sleep(0.5)
    return child.returncode


if __name__ == "__main__":
    sys.exit(main())
