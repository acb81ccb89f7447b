"""Both engines over the same corpus: the local one, and a Talent Solution of our own that is told of it."""

import pytest
from django.core.cache import cache

from jobs.models import Posting, SourceRun
from jobs.pipeline.talent import google, syncing
from jobs.tests.factories import NOW, SourceFactory
from jobs.tests.talent_server import talent_server
from matching import selectors
from matching.engines import choosing, talent
from matching.engines.protocol import Question
from matching.tests.engine.test_properties import profile
from matching.tests.factories import published
from matching.types import Wishes


@pytest.fixture
def talent_solution(settings, monkeypatch):
    """A Talent Solution on loopback, chosen as the engine."""
    cache.clear()
    talent._breaker.cache_clear()
    monkeypatch.setattr(google, "_SECONDS_BETWEEN_CALLS", 0.0)
    monkeypatch.setattr(google, "_SHORTEST_WAIT", 0.0)
    monkeypatch.setattr(google, "_LONGEST_WAIT", 0.0)
    monkeypatch.setattr(talent, "SECONDS", 20.0)  # a busy machine is no outage
    with talent_server() as (server, endpoint):
        settings.GCP_PROJECT_ID, settings.GCP_TENANT_ID = "acme", "main"
        settings.TALENT_ENDPOINT, settings.CTS_COMPANY_NAME = endpoint, "Somebody"
        settings.MATCHING_ENGINE = "talent"
        yield server


class Corpus:
    """Publishes postings and asks an engine for them."""

    def __init__(self, name, server=None):
        self.name, self.server = name, server

    def publish(self, **fields):
        posting = published(sync_status="PENDING" if self.server else "NONE", **fields)
        self.tell()
        return posting

    def tell(self):
        """Bring the other side in step, as a run would."""
        if self.server is None:
            return
        for posting in Posting.objects.filter(sync_status="PENDING").exclude(lat=None):
            self.server.coordinates[posting.requisition_id] = (posting.lat, posting.lon)
        run, _ = SourceRun.objects.get_or_create(
            source=SourceFactory(), trigger="MANUAL", state="DONE", started_at=NOW
        )
        syncing.sync_run(run, now=NOW)

    def asks(self, wishes=Wishes(), resume=None, **fields):  # noqa: B008 - frozen
        question = Question(
            profile=resume or profile(),
            wishes=wishes,
            engine_id=selectors.active_engine().pk,
            now=NOW,
            **fields,
        )
        return choosing._engines()[self.name].candidates(question)

    def found(self, wishes=Wishes(), **fields):  # noqa: B008 - frozen
        return [one.posting_id for one in self.asks(wishes, **fields)]


@pytest.fixture(params=["local", "talent"])
def corpus(request):
    """The same questions to each engine."""
    server = request.getfixturevalue("talent_solution") if request.param == "talent" else None
    return Corpus(request.param, server)


@pytest.fixture
def remote(talent_solution):
    """The corpus behind Talent Solution alone."""
    return Corpus("talent", talent_solution)
