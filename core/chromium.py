"""Finding a Chromium on this machine."""

import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where `playwright install chromium` puts its own, on Linux and on macOS.
_PLAYWRIGHT = (
    (Path.home() / ".cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
    (
        Path.home() / "Library/Caches/ms-playwright",
        "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    ),
)


def chromium_path() -> Path | None:
    """The browser to drive: `CHROMIUM_PATH`, the system's, or Playwright's own; None if absent."""
    named = os.environ.get("CHROMIUM_PATH")
    if named:
        return Path(named) if os.access(named, os.X_OK) else None
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for folder, pattern in _PLAYWRIGHT:
        installed = sorted(folder.glob(pattern))
        if installed:
            return installed[-1]
    return None
