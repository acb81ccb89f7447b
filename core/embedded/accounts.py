"""Which user the embedded servers run as, and where that user may keep data."""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

STATE = Path("/var/lib/career-copilot")
# The first that exists; `nobody` exists everywhere.
_UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def server_account(var: Path) -> Account | None:
    """The user to drop to, or None when we are not root: PostgreSQL refuses to run as root.

    The owner of the project comes first (somebody used sudo), then a user made for servers.
    """
    if os.geteuid() != 0:
        return None
    owner = var.parent.stat().st_uid
    if owner:
        return _account(pwd.getpwuid(owner))
    for name in _UNPRIVILEGED:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL never runs as root, and there is no user `nobody` to drop to.")


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether that user can pass every parent of `folder` and enter it. Asked of the kernel."""
    if account is None:
        return os.access(folder, os.X_OK)
    done = subprocess.run(  # noqa: S603 - fixed words, the path is an argument
        ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def data_home(var: Path, account: Account | None) -> Path:
    """The folder that holds the servers' data: `var`, or the system's state folder.

    A parent closed to the servers' user (a home of mode 0700) stays closed: data moves instead.
    """
    if can_enter(account, var):
        return var
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:12]
    home = STATE / f"{var.parent.name}-{mark}"
    STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
    home.mkdir(mode=0o711, exist_ok=True)
    return home


def own_folder(folder: Path, account: Account | None) -> Path:
    """Create `folder` with mode 0700, owned by the servers' user."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account is not None and folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    return folder


def reachable(root: Path, parts: tuple[str, ...], account: Account | None, *, copy_as: str) -> Path:
    """`root`, or a copy of it whose `parts` the servers' user can enter.

    The parts keep their places below the root: programs find their libraries by relative paths.
    """
    if can_enter(account, root / parts[0]):
        return root
    copy = STATE / copy_as
    if not copy.exists():
        _copy(root, parts, copy)
    return copy


def _copy(root: Path, parts: tuple[str, ...], copy: Path) -> None:
    draft = copy.with_name(f".{copy.name}-{os.getpid()}")
    mask = os.umask(0o022)  # the servers' user must get in, whatever root's own habit
    try:
        for part in parts:
            (draft / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(root / part, draft / part, symlinks=True)
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not copy.exists():  # else another start was faster
            raise
    finally:
        os.umask(mask)
