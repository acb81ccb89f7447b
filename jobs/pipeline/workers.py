"""How many processes may enrich at once."""

import os


def worker_processes() -> int:
    """One per processor this process may use, at most 8."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, 8)
