"""The whole product, running as a person runs it, and a browser in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from core.chromium import chromium_path
from core.tests.llm_server import ModelServer, llm_server

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 300
PATIENCE_MILLISECONDS = 30_000  # of a person in front of a busy machine
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Product:
    """A running install."""

    url: str
    var: Path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the product stopped while starting:\n{log.read_text()[-4000:]}")
        try:
            if httpx.get(f"{url}/health", timeout=2).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail(f"the product did not start in {START_SECONDS} s:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def model() -> Iterator[ModelServer]:
    """The language model of the product; it answers those who agreed to one."""
    with llm_server() as found:
        yield found


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, model: ModelServer) -> Iterator[Product]:
    """Web, live, worker and beat under their supervisor, with the sample postings and people."""
    var = tmp_path_factory.mktemp("install")
    web, live = _free_port(), _free_port()
    log = var / "up.log"
    environment = {
        **os.environ,
        "CAREER_COPILOT_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "LIVE_PORT": str(live),
        "KEYLESS_SOURCES": "",  # no test calls out
        "OPENAI_BASE_URL": model.url,
        "OPENAI_MODEL": "small",
        "THROTTLE_UPLOAD": "1000/hour",
    }
    command = [sys.executable, "manage.py", "up", "--port", str(web), "--live-port", str(live)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    url = f"http://127.0.0.1:{web}"
    try:
        _wait_until_it_answers(process, url, log)
        yield Product(url=url, var=var)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one `CHROMIUM_PATH` names.

    Closed after each module: the driver keeps an event loop running in this thread, beside which
    Django refuses to touch the database.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, product: Product) -> Iterator[BrowserContext]:
    """A browser nobody has used before, on a desk."""
    context = browser.new_context(
        base_url=product.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when the console shows an error."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "the server responded with a status of" not in message.text:
            complaints.append(message.text)

    page = context.new_page()
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing in either theme; what is open stays open."""
    schemes: tuple[Literal["dark"], Literal["light"]] = ("dark", "light")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        _nothing_found(page, scheme)


def _nothing_found(page: Page, scheme: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url} ({scheme}):\n{found.generate_report()}"
