"""Looks at the pages of advertisements, politely: is it still there?

Links come from outside, so they may point anywhere: `core.web` connects to the public internet only
and obeys robots.txt, at every step of a redirect. No page is read.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

from core.web import PublicWeb, Told, WebError

_MOST_HOPS = 4
_LONGEST_WAIT_SECONDS = 10.0
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: What servers answer to HEAD that they would not answer to GET.
_ASK_AGAIN = {*_GONE, HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED,
              HTTPStatus.NOT_ACCEPTABLE, HTTPStatus.NOT_IMPLEMENTED}  # fmt: skip


class State(StrEnum):
    """What a look at a page told."""

    ALIVE = "ALIVE"
    GONE = "GONE"
    UNSURE = "UNSURE"


@dataclass(frozen=True, slots=True)
class Look:
    """One look: what it told, and the answer's status when there was an answer."""

    state: State
    status: int | None = None


def _patient() -> PublicWeb:
    return PublicWeb(longest_wait_seconds=_LONGEST_WAIT_SECONDS)


@dataclass(slots=True)
class LinkProber:
    """Asks for pages one after the other. Keeps what robots.txt files say while it lives."""

    web: PublicWeb = field(default_factory=_patient)

    def look(self, url: str) -> Look:
        """Look at one page. Never raises for what is outside: what cannot be told is UNSURE."""
        try:
            for _ in range(_MOST_HOPS):
                told = self._ask(url)
                if not told.is_redirect:
                    return Look(_state_of(told.status), told.status)
                if urlsplit(told.target).path in {"", "/"}:
                    # Sent to the front page: taken down, or not.
                    return Look(State.UNSURE, told.status)
                url = told.target
        except WebError:
            return Look(State.UNSURE)
        return Look(State.UNSURE)

    def _ask(self, url: str) -> Told:
        """HEAD first; GET where HEAD tells nothing."""
        told = self.web.ask("HEAD", url)
        return self.web.ask("GET", url) if told.status in _ASK_AGAIN else told


def _state_of(status: int) -> State:
    if status in _GONE:
        return State.GONE
    return State.ALIVE if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else State.UNSURE
