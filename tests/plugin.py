"""What a run of the tests may leave out, and how loudly it says so.

Slow tests run with `--slow`. Tests that need a browser, tesseract or the measurement data are skipped where
those are absent, with one summary nobody overlooks. With `CI=true` any skip fails the run.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.cache import cache
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from core.chromium import chromium_path
from resumes.parsing.ocr import engine

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run the slow tests")


#: What takes minutes starts first, so that no worker is left with it alone at the end.
LONG = ("tests/journeys/", "tests/faults/", "core/tests/embedded/")


class _JourneysTogether(LoadFileScheduling):  # type: ignore[misc]
    """Hands out tests by file, and all journeys to one worker: they share one running product."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return LONG[0] if file.startswith(LONG[0]) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    return _JourneysTogether(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_slow(config, items)
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
    for marker, reason in _absent().items():
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def _leave_out_slow(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _absent() -> dict[str, str]:
    """Markers whose requirement this machine lacks, with what to do about it."""
    absent = {}
    if chromium_path() is None:
        absent["needs_browser"] = "no Chromium here: apt install chromium, or set CHROMIUM_PATH"
    if engine.program() is None:
        absent["needs_ocr"] = "no tesseract here: apt install tesseract-ocr, or set TESSERACT_PATH"
    if not DATA.is_dir():
        absent["needs_data"] = f"the measurement data is not at {DATA}"
    return absent


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if not reasons:
        return
    write = terminalreporter.write_line
    terminalreporter.section("NOT EVERYTHING WAS TESTED", sep="!", red=True, bold=True)
    for reason, count in reasons.most_common():
        write(f"{count:>5} not run: {reason}", red=True)
    if _in_ci():
        write("      CI=true: a test that did not run counts as failed.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _in_ci() and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reason(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"true", "1"}


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> None:
    """Give every test that may use the database an empty Redis too: counters, locks, sessions."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        cache.clear()
