"""Career pages that show their postings only to a browser: read with a headless Chromium.

Off unless `JOB_RENDERED_FILE` names a list (lines `page https://…`) and Playwright is installed
(requirements-assistant.txt). The browser asks nothing but what a page needs: no pictures, fonts or
media, nothing outside the public internet (all it asks goes through `core.gate`, redirects too),
nothing robots.txt closes; it keeps no cookies and fills in no forms.
"""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.chromium import chromium_path
from core.gate import Gate
from core.web import PageGoneError, PublicWeb, WebError, WebPage, WebRefusedError
from jobs.sources.base import Definition, SourceError, Toolbox
from jobs.sources.pages import MANIFEST as PAGES
from jobs.sources.pages import PageSource, read_list

MANIFEST = replace(
    PAGES,
    slug="rendered",
    name="Career pages (in a browser)",
    settings={"JOB_RENDERED_FILE": ""},
    keys=("JOB_RENDERED_FILE",),
    on_by_default=False,
)

_SECONDS = 20.0
_NOT_NEEDED = {"image", "font", "media", "stylesheet", "websocket", "eventsource"}
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
_GONE = {404, 410}
_BAD = 400
_JOB_POSTING = "script[type='application/ld+json'], [itemtype*='JobPosting']"


class RenderedWeb:
    """Reads pages as a browser shows them; addresses are checked as `PublicWeb` checks them."""

    def __init__(self, guard: PublicWeb, executable: Path, *, sandbox: bool = True) -> None:
        self._guard = guard
        self._executable = executable
        self._sandbox = sandbox

    def get(self, url: str) -> WebPage:
        """Read one page once its postings are there. Raises: WebError."""
        self._guard.check(url)
        with self._page() as page:
            try:
                return self._read(page, url)
            except self._errors() as error:
                raise WebError(f"The browser could not show it: {type(error).__name__}.") from None

    def _read(self, page: Any, url: str) -> WebPage:
        answer = page.goto(url, wait_until="domcontentloaded", timeout=_SECONDS * 1000)
        status = answer.status if answer else _BAD
        if status in _GONE:
            raise PageGoneError("The page is not there any more.")
        if status >= _BAD:
            raise WebRefusedError(status)
        if page.url != url:
            self._guard.check(page.url)  # where it was sent on to has rules of its own
        with suppress(*self._errors()):
            page.wait_for_selector(_JOB_POSTING, state="attached", timeout=_SECONDS * 1000 / 2)
        return WebPage(page.url, page.content().encode("utf-8", "replace"), "text/html")

    @contextmanager
    def _page(self) -> Iterator[Any]:
        """A page in a browser of its own, which ends with the block."""
        with Gate(self._guard.connect) as gate, _playwright().sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=str(self._executable),
                args=list(_FLAGS),
                chromium_sandbox=self._sandbox,
                proxy={"server": gate.url, "bypass": "<-loopback>"},
            )
            try:
                context = browser.new_context(accept_downloads=False, service_workers="block")
                context.route("**/*", self._let_through)
                yield context.new_page()
            finally:
                browser.close()

    def _let_through(self, route: Any) -> None:
        """Only what a page needs to show its text, and only from where it may come."""
        request = route.request
        if request.resource_type in _NOT_NEEDED or request.method not in {"GET", "POST"}:
            route.abort()
            return
        try:
            self._guard.check_address(request.url)
        except WebError:
            route.abort()
        else:
            route.continue_()

    def _errors(self) -> tuple[type[Exception], ...]:
        return (_playwright().Error,)


def _playwright() -> Any:
    try:
        return importlib.import_module("playwright.sync_api")
    except ImportError:
        raise SourceError(
            "Reading pages in a browser needs Playwright: "
            "pip install -r requirements-assistant.txt."
        ) from None


def _build(tools: Toolbox) -> PageSource:
    _playwright()
    executable = chromium_path()
    if executable is None:
        raise SourceError("Reading pages in a browser needs Chromium: apt install chromium.")
    lines = read_list(Path(tools.settings["JOB_RENDERED_FILE"]), ("page",))
    web = RenderedWeb(tools.web(), executable, sandbox=os.geteuid() != 0)
    return PageSource(web, lines, manifest=MANIFEST)


SOURCE = Definition(manifest=MANIFEST, build=_build)
