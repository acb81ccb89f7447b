"""Fixtures of the pipeline."""

from pathlib import Path
from typing import Any

import pytest

from core.http import HttpClient
from jobs.pipeline import building
from jobs.tests.keyless import SHAPES, FakeSite
from jobs.tests.pipeline.refreshes import ALL, BOARDS, set_boards, settings_at
from jobs.tests.pipeline.talent_fixtures import run, talent  # noqa: F401 - fixtures


@pytest.fixture
def configured(
    settings: Any, fake_site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FakeSite:
    """A site on loopback that every source of the registry is read from."""
    for shape in SHAPES:  # the calls of a minute would be waited for in real time
        monkeypatch.setitem(shape.definition.manifest.limits, "minute", 99)
    settings.KEYLESS_SOURCES = ALL
    settings.SOURCE_SETTINGS = settings_at(fake_site.url)
    set_boards(settings, tmp_path, *BOARDS)
    return fake_site


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seconds between attempts pass at once."""

    def client(base_url: str, **what: Any) -> HttpClient:
        slept: list[float] = []
        return HttpClient(base_url, **{**what, "sleep": slept.append})

    monkeypatch.setattr(building, "HttpClient", client)
