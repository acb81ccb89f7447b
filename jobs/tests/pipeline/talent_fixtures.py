"""A Talent Solution of our own, a run to send with, and postings that wait to be sent."""

import pytest
from django.core.cache import cache

from jobs.models import SourceRun, StageRun
from jobs.pipeline.talent import google
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.tests.talent_server import talent_server


@pytest.fixture
def talent(settings, monkeypatch):
    """A Talent Solution of our own, configured; no second between calls."""
    cache.clear()
    monkeypatch.setattr(google, "_SECONDS_BETWEEN_CALLS", 0.0)
    monkeypatch.setattr(google, "_SHORTEST_WAIT", 0.0)
    monkeypatch.setattr(google, "_LONGEST_WAIT", 0.0)
    with talent_server() as (server, endpoint):
        settings.GCP_PROJECT_ID, settings.GCP_TENANT_ID = "acme", "main"
        settings.TALENT_ENDPOINT = endpoint
        settings.CTS_COMPANY_NAME = "Somebody"
        yield server


@pytest.fixture
def run(now):
    return SourceRun.objects.create(
        source=SourceFactory(), trigger="MANUAL", state="DONE", started_at=now
    )


def waiting(count=1, **what):
    return [PostingFactory(sync_status="PENDING", **what) for _ in range(count)]


def stage():
    return StageRun.objects.get(stage="SYNC_TALENT")
