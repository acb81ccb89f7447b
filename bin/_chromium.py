"""Get a Chromium for the browser journeys where none is found: Debian's as root, else Playwright's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.chromium import chromium_path


def main() -> None:
    if chromium_path() is not None or os.environ.get("CHROMIUM_PATH"):
        return
    say("No Chromium found; trying to install one for the browser journeys")
    for command in _ways():
        if subprocess.call(command, stdout=sys.stderr) == 0 and chromium_path() is not None:  # noqa: S603
            say(f"Installed {chromium_path()}")
            return
    say("!! No Chromium could be installed: the browser journeys will NOT run !!")


def _ways() -> list[list[str]]:
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        ways.insert(0, [apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return ways


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
