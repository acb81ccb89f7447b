"""Talent Solution as an engine: it finds, our own rows and our own ranking decide.

It takes no resume and gives no score. What it finds is looked up by requisition id, and the local
queries keep of it what is open and passes the wishes, in our order: a posting has one relevance,
whoever found it.
"""

import logging
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from functools import cache, partial
from threading import Lock, Thread
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from core.limits import CircuitOpenError
from core.probes import redis_client
from core.shared_limits import SharedBreaker
from jobs.models import Posting
from jobs.services import take_talent_search
from matching.engines import local
from matching.engines.distilling import distilled, pseudonym
from matching.engines.protocol import EngineAwayError, Question
from matching.types import Candidate

log = logging.getLogger(__name__)

SECONDS = 2.5  # for everything a search asks of Google
PAGES = 3  # of a hundred postings
_FAILURES, _COOL_SECONDS = 3, 60.0
_REDIS_SECONDS = 0.3
FOUND = "TALENT"

_finders: "dict[tuple[int, str, str, str], Future[Finder]]" = {}
_opening = Lock()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, under names that say nothing of a person."""

    domain: str
    session_id: str
    user_id: str


class Finder(Protocol):
    """The door to Google: `matching.engines.talent_search`."""

    def page(
        self, question: Question, query: str, asker: Asker, *, token: str, seconds: float
    ) -> tuple[list[str], str]:
        """Return requisition ids, best first, and the token of the next page.

        Raises: EngineAwayError.
        """


def is_configured() -> bool:
    """Whether an install has a Talent Solution to ask."""
    return bool(settings.GCP_PROJECT_ID and settings.GCP_TENANT_ID)


class _NoCallsLeftError(EngineAwayError):
    """Today's calls are used: nothing is wrong with the service."""


class TalentEngine:
    """Google Cloud Talent Solution."""

    name = "talent"

    def candidates(self, question: Question) -> tuple[Candidate, ...]:
        query = distilled(question.profile, question.wishes)
        if not query:
            raise EngineAwayError("Nothing in this resume can be searched for by name.")
        breaker = _breaker(settings.REDIS_URL)
        try:
            breaker.check()
        except CircuitOpenError as error:
            raise EngineAwayError(str(error)) from error
        return self._ours(question, _found(question, query, breaker))

    def _ours(self, question: Question, found: Sequence[str]) -> tuple[Candidate, ...]:
        held = Posting.objects.filter(requisition_id__in=found)
        ids = set(held.values_list("pk", flat=True))
        if question.within is not None:
            ids &= set(question.within)
        if not ids:
            return ()
        kept = local.candidates(
            question.profile,
            question.wishes,
            engine_id=question.engine_id,
            now=question.now,
            limit=question.limit,
            within=sorted(ids),
        )
        return tuple(Candidate(one.posting_id, one.relevance, one.why | {FOUND}) for one in kept)


def _found(question: Question, query: str, breaker: SharedBreaker) -> list[str]:
    """Requisition ids, best first; pages that came before something went wrong are kept."""
    found: dict[str, None] = {}
    try:
        for ids in _pages(question, query):
            found |= dict.fromkeys(ids)
    except EngineAwayError as error:
        if not isinstance(error, _NoCallsLeftError):
            breaker.note(succeeded=False, why=str(error))
        if not found:
            raise
        log.warning("Talent Solution stopped after %d postings: %s", len(found), error)
    else:
        breaker.note(succeeded=True)
    return list(found)


def _pages(question: Question, query: str) -> Iterator[list[str]]:
    """Page by page, while there is time and quota."""
    until = time.monotonic() + SECONDS
    token = ""
    for _page in range(PAGES):
        if not take_talent_search(now=question.now):
            raise _NoCallsLeftError("No calls of today are left.")
        ids, token = _page_of(question, query, token, until)
        yield ids
        if not token or time.monotonic() >= until:
            return


def _page_of(question: Question, query: str, token: str, until: float) -> tuple[list[str], str]:
    finder = _finder(until - time.monotonic())
    seconds = until - time.monotonic()
    return finder.page(question, query, _asker(question), token=token, seconds=seconds)


def _asker(question: Question) -> Asker:
    """A session is a day of one resume."""
    name = partial(pseudonym, question.profile, secret=settings.SECRET_KEY)
    return Asker(
        domain=urlsplit(settings.SITE_URL).hostname or "localhost",
        session_id=name(f"session {question.now:%Y-%m-%d}"),
        user_id=name("user"),
    )


def _finder(seconds: float) -> Finder:
    """The door, opened once a process and tenant.

    The package takes seconds to load and looking for credentials may take longer: that goes on
    beside the requests, and they do not wait for it past their time.
    """
    key = (os.getpid(), settings.GCP_PROJECT_ID, settings.GCP_TENANT_ID, settings.TALENT_ENDPOINT)
    with _opening:
        future = _finders.get(key)
        if future is None or (future.done() and future.exception()):
            future = _finders[key] = Future()
            Thread(target=_open, args=(future, *key[1:]), daemon=True).start()
    try:
        return future.result(timeout=max(0.0, seconds))
    except FutureTimeoutError as error:
        raise EngineAwayError("The client of Talent Solution is not ready yet.") from error
    except ImportError as error:
        words = "google-cloud-talent is not installed: pip install -r requirements-talent.txt"
        raise EngineAwayError(words) from error


def _open(future: Future[Finder], project: str, tenant: str, endpoint: str) -> None:
    try:
        opened = import_string("matching.engines.talent_search.open_finder")
        future.set_result(opened(f"projects/{project}/tenants/{tenant}", endpoint))
    except Exception as error:  # noqa: BLE001 - whoever waits for it raises it
        future.set_exception(error)


@cache
def _breaker(url: str) -> SharedBreaker:
    client = redis_client(url, _REDIS_SECONDS)
    return SharedBreaker(client, "talent-search", _FAILURES, _COOL_SECONDS)
