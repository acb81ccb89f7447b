"""How soon the first piece of a letter is with its owner after the model said it.

The whole way but the browser's painting: a model on loopback, the worker's code, the Redis stream, the
socket of the live process.
"""

import asyncio
import json
import statistics
import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.conf import settings
from django.test.utils import override_settings
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Profile, User
from applications import services
from applications.drafting import writing
from applications.models import Application, CoverLetter
from applications.routing import websocket_urlpatterns
from core.tests.llm_server import Turn, llm_server
from resumes.models import Resume, ResumeVersion

LETTERS = 12
_LETTER = "Dear hiring team,\n\nI would be glad to talk with you.\n\nKind regards"
_PATIENCE = 20.0


@dataclass
class Listener:
    """An editor of one letter: when the first piece of its next run came."""

    letter_id: UUID
    user: User
    is_open: threading.Event = field(default_factory=threading.Event)
    heard_at: float = 0.0

    def run(self) -> None:
        async_to_sync(self._listen)()

    async def _listen(self) -> None:
        page = settings.SITE_URL.encode()
        host = page.partition(b"//")[2]
        scope: dict[str, Any] = {
            "type": "websocket",
            "path": f"/ws/letters/{self.letter_id}",
            "query_string": b"",
            "headers": [(b"origin", page), (b"host", host)],
            "user": self.user,
            "subprotocols": [],
        }
        pipe: Any = ApplicationCommunicator(  # type: ignore[no-untyped-call]
            URLRouter(websocket_urlpatterns), scope
        )
        await pipe.send_input({"type": "websocket.connect"})
        answer = await pipe.receive_output(timeout=_PATIENCE)
        if answer["type"] != "websocket.accept":
            raise RuntimeError(answer)
        await asyncio.sleep(0.05)  # it stands in XREAD
        self.is_open.set()
        while not self.heard_at:
            message = await pipe.receive_output(timeout=_PATIENCE)
            if json.loads(message["text"]).get("text"):
                self.heard_at = monotonic()
        await pipe.send_input({"type": "websocket.disconnect", "code": 1000})
        await pipe.wait(timeout=_PATIENCE)


def measure() -> dict[str, float]:
    """Milliseconds from the model's first piece to the owner's socket, of some letters."""
    with llm_server() as model:
        model.answers(Turn(_LETTER, delay_seconds=0.02))
        with override_settings(
            OPENAI_BASE_URL=model.url,
            OPENAI_MODEL="small",
            AI_CACHE_SECONDS=0,
            LIVE_SAME_ORIGIN=True,
            ALLOWED_HOSTS=["*"],
            AI_PERSON_DAY_TOKENS=0,
            AI_SITE_DAY_TOKENS=0,
        ):
            user = _person()
            found = [_one(user, model) for _each in range(LETTERS)]
    return {
        "first_token_ms": round(statistics.median(found), 1),
        "first_token_worst_ms": round(max(found), 1),
    }


def _one(user: User, model: Any) -> float:
    row = Application.objects.create(
        owner=user, title="Engineer", company_name="Acme", last_sign_at=timezone.now()
    )
    letter = services.begin_letter(application=row)
    listener = Listener(letter.pk, user)
    thread = threading.Thread(target=listener.run)
    thread.start()
    if not listener.is_open.wait(_PATIENCE):
        raise RuntimeError("the socket did not open")
    CoverLetter.objects.filter(pk=letter.pk).update(state=CoverLetter.State.QUEUED)
    said = len(model.said_at)
    writing.write(letter_id=letter.pk)
    thread.join(_PATIENCE)
    return float(listener.heard_at - model.said_at[said]) * 1000


def _person() -> User:
    user = User.objects.create(email=f"{uuid4().hex}@example.org")
    Profile.objects.get_or_create(user=user, defaults={"name": "Helen Marsh"})
    accounts.give_ai_consent(user=user, now=timezone.now())
    resume = Resume.objects.create(owner=user, name="Mine", is_default=True)
    ResumeVersion.objects.create(
        resume=resume,
        owner=user,
        number=1,
        origin=ResumeVersion.Origin.UPLOADED,
        state=ResumeVersion.State.PARSED,
        state_since=timezone.now(),
        language="en",
        parsed={"basics": {"name": "Helen Marsh"}},
    )
    return user
