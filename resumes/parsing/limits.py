"""What one parse may use. The program puts these on itself before it opens the file."""

import ctypes
import resource
import sys

from resumes.parsing.seccomp import refuse_system_calls

ADDRESS_SPACE_BYTES = 1024**3
CPU_SECONDS = 30
WRITTEN_FILE_BYTES = 64 * 1024**2
OPEN_FILES = 64

FILE_BYTES = 25 * 1024**2
PAGES = 100
TEXT_CHARACTERS = 400_000
LINE_CHARACTERS = 4_000
LINES = 6_000
GLYPHS_PER_PAGE = 60_000
ZIP_ENTRIES = 2_000
ZIP_BYTES = 200 * 1024**2
XML_PART_BYTES = 40 * 1024**2
PICTURE_PIXELS = 64_000_000
DRAWN_PIXELS = 12_000_000
PICTURES = 10
PICTURE_SECONDS = 20

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_DUMPABLE = 4


def confine(*, may_execute: bool = False) -> None:
    """Bounds this process: memory, processor time, written bytes; no core dump, no child, no network, no new rights.

    `may_execute` leaves it the right to become another program, which inherits all of this.
    """
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS, slack=2)
    _limit(resource.RLIMIT_FSIZE, WRITTEN_FILE_BYTES)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_AS, ADDRESS_SPACE_BYTES)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        refuse_system_calls(
            libc, may_execute=may_execute
        )  # an old kernel without it still has the limits above


def _limit(which: int, value: int, slack: int = 0) -> None:
    """Lowers a limit; the hard one may already be lower (a container), and macOS refuses some of them."""
    hard = resource.getrlimit(which)[1]
    wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
    ceiling = wanted + slack if hard == resource.RLIM_INFINITY else min(wanted + slack, hard)
    try:
        resource.setrlimit(which, (wanted, ceiling))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise
