"""Where the embedded servers answer, and the secrets of this install.

Light on purpose: settings import it in every process. Nothing here starts a server. Everything
is created on first use under `var`, readable by its owner alone, and the first of several
processes to get there wins.
"""

import os
import secrets
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

USER = "career_copilot"
DATABASE = "career_copilot"
# Below every usual range of ephemeral ports, so an outgoing connection never sits on ours.
_PORTS = range(20_000, 32_000)
_HIGHEST_PORT = 65_535


class EndpointError(RuntimeError):
    """Carries a sentence for the person who starts the program."""


def database_url(var: Path) -> str:
    """The URL of the embedded PostgreSQL: `postgresql://…@127.0.0.1:port/career_copilot`."""
    return f"postgresql://{USER}:{secret(var, 'postgres')}@127.0.0.1:{port(var, 'postgres')}/{DATABASE}"


def redis_url(var: Path) -> str:
    """The URL of the embedded Valkey, in the form redis-py, Celery and channels-redis all read."""
    return f"redis://:{secret(var, 'redis')}@127.0.0.1:{port(var, 'redis')}/0"


def secret(var: Path, name: str) -> str:
    """The install's secret of that name: 43 URL-safe characters, made on first use."""
    return _remembered(var / "secrets" / name, lambda: secrets.token_urlsafe(32))


def port(var: Path, name: str) -> int:
    """The loopback port of an embedded server: `POSTGRES_PORT`, `REDIS_PORT`, or one chosen once.

    Raises: EndpointError when the environment's value is no port.
    """
    variable = f"{name.upper()}_PORT"
    chosen = os.environ.get(variable) or _remembered(
        var / "ports" / name, lambda: str(_free_port())
    )
    if not (chosen.isascii() and chosen.isdecimal() and 0 < int(chosen) <= _HIGHEST_PORT):
        raise EndpointError(f"{variable} must be a port from 1 to {_HIGHEST_PORT}, not {chosen!r}.")
    return int(chosen)


def make_private(folder: Path) -> None:
    """Create `folder`, closed to other users, together with the install's own `var` above it."""
    # Other users may pass through `var` (never list it): the servers run as one when we are root.
    folder.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _remembered(path: Path, make: Callable[[], str]) -> str:
    try:
        if not path.exists():
            make_private(path.parent)
            _write_once(path, make())
        return path.read_text(encoding="ascii").strip()
    except PermissionError as error:
        raise EndpointError(
            f"{error.filename} belongs to another user. Run as the user who started this install, "
            "or set CAREER_COPILOT_VAR to a folder of your own."
        ) from error


def _write_once(path: Path, text: str) -> None:
    """Let exactly one of several writers create `path`, never visible half-written."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _free_port() -> int:
    for candidate in secrets.SystemRandom().sample(_PORTS, 200):
        if is_free(candidate):
            return candidate
    raise EndpointError("No free port between 20000 and 32000. Set POSTGRES_PORT and REDIS_PORT.")


def is_free(candidate: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, candidate))
        except OSError:
            return False
    return True
