"""`python -m core.embedded.scratch -- COMMAND…`: the command, with servers of its own.

For tests and benchmarks: fast, never durable, on free ports, in a folder deleted afterwards.
Any number may run at once. The exit code is the command's.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from core.embedded import endpoints, session

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, used with a random name
_ROOM_BYTES = 2 * 1024**3


def main(words: list[str]) -> None:
    command = words[1:] if words[:1] == ["--"] else words
    try:
        held = start()
    except endpoints.EndpointError as error:
        sys.exit(str(error))
    os.environ.update(environment(held.var))
    held.hand_on()
    os.execvp(command[0], command)  # noqa: S606 - a list, not a shell


def start() -> session.Hold:
    """Throw-away servers; they stop and their folder goes when the hold is released."""
    for name in ("POSTGRES_PORT", "REDIS_PORT"):
        os.environ.pop(name, None)
    var = Path(tempfile.mkdtemp(prefix="career-copilot-", dir=_folder()))
    var.chmod(0o711)  # our own new folder: the servers' user must pass through it
    try:
        return session.hold(var, ("postgres", "redis"), durable=False)
    except BaseException:
        shutil.rmtree(var, ignore_errors=True)
        raise


def environment(var: Path) -> dict[str, str]:
    """What points a program at those servers, whatever `.env` says."""
    redis_url = endpoints.redis_url(var)
    return {
        "DATABASE_URL": endpoints.database_url(var),
        "DATABASE_REPLICA_URLS": "",
        "REDIS_URL": redis_url,
        "CACHE_URL": redis_url,
        "CHANNEL_URL": redis_url,
        "CELERY_BROKER_URL": redis_url,
        "CAREER_COPILOT_VAR": str(var),
    }


def _folder() -> str | None:
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        return str(_MEMORY)
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
