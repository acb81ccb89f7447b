"""Fixtures of jobs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from jobs.tests.adzuna import FakeAdzuna, adzuna_server
from jobs.tests.feeds import FeedSite, feed_server
from jobs.tests.keyless import FakeSite, site_server

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The moment the tests happen at."""
    return NOW


@pytest.fixture
def fake_adzuna() -> Iterator[FakeAdzuna]:
    """Adzuna on loopback."""
    with adzuna_server() as fake:
        yield fake


@pytest.fixture
def fake_site() -> Iterator[FakeSite]:
    """A site on loopback that answers as told."""
    with site_server() as fake:
        yield fake


@pytest.fixture
def feed_site() -> Iterator[FeedSite]:
    """A site on loopback that also takes POSTs and tells what was sent with a call."""
    with feed_server() as site:
        yield site
