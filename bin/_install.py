"""Make `.venv` and install the given requirement files there, each only when it has changed.

Standard library only: it runs with the system's Python before anything is installed.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

VENV = Path(".venv")


def main(names: list[str]) -> int:
    VENV.mkdir(exist_ok=True)
    # Two doors opened at once must not install into one environment at once.
    with (VENV / ".install.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (VENV / "bin" / "python").exists():
            print("Making .venv", file=sys.stderr, flush=True)
            venv.create(VENV, with_pip=True, symlinks=os.name == "posix")
        return max((install(name) for name in names), default=0)


def install(name: str) -> int:
    """Install one locked file and remember its hash; pip's exit code."""
    stamp = VENV / f".{Path(name).stem}.sha256"
    wanted = hashlib.sha256(Path(name).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print(f"Installing {name} (once, until it changes)", file=sys.stderr, flush=True)
    started = time.monotonic()
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    code = subprocess.call([*pip, "--quiet", "--require-hashes", "-r", name])  # noqa: S603 - fixed words
    if code == 0:
        stamp.write_text(wanted)
        print(f"Installed in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
