"""A program between the supervisor and its child: drop rights, tie the child's life to ours, exec.

Run by path with the bare interpreter (`python -I -S launch.py`), never imported by the product.
On Linux the kernel then signals the child when its supervisor dies, even by kill -9. Elsewhere the
guardian does.
"""

import argparse
import ctypes
import os
import platform

PR_SET_PDEATHSIG = 1  # Source: prctl(2)


def main() -> None:
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
            return  # too late to be told
    os.execv(options.command[0], options.command)  # noqa: S606 - a list, not a shell


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death-signal", type=int, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


if __name__ == "__main__":
    main()
