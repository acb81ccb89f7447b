"""A real mail server on loopback, and people who asked for mail."""

import asyncio
import email
import socket
import threading
from contextlib import contextmanager
from datetime import timedelta
from email import policy

from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Profile
from jobs.models import SourceRun
from jobs.tests.factories import SourceFactory
from matching import notifications, runs
from matching.models import Search, SearchHit
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory


class Letters:
    """What the server took. It refuses with `answers`, and holds its breath at one step."""

    def __init__(self):
        self.taken, self.answers, self.waits_at = [], {}, ""
        self.reached, self.go_on = threading.Event(), threading.Event()

    @property
    def ids(self):
        return [str(letter["Message-ID"]) for letter in self.taken]

    async def _step(self, name, proceed="250 OK"):
        if self.waits_at == name:
            self.reached.set()
            await asyncio.to_thread(self.go_on.wait)
        return self.answers.get(name, proceed)

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        await self._step("EHLO")
        return responses

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        envelope.mail_from = address
        return await self._step("MAIL")

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return await self._step("RCPT")

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        answer = await self._step("DATA")
        if answer.startswith("250"):
            self.taken.append(email.message_from_bytes(envelope.content, policy=policy.default))
        if answer == "cut":
            server.transport.abort()
            return "250 OK"
        return await self._step("TAKEN", answer)


@contextmanager
def mail_server(settings):
    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        letters.port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=letters.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", letters.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.MAIL_IS_CONFIGURED = True
    settings.SITE_URL = "https://jobs.example"
    try:
        yield letters
    finally:
        letters.go_on.set()
        controller.stop()


def reader(cadence="INSTANT", *, verified=True, **profile):
    """Somebody with a resume that was read and a search with alerts, for an hour."""
    version = ResumeVersionFactory()
    owner = version.owner
    EmailAddress.objects.create(user=owner, email=owner.email, verified=verified, primary=True)
    Profile.objects.filter(user=owner).update(name="Sam Example", **profile)
    search = SearchFactory(
        owner=owner, cadence=cadence, alerts_since=timezone.now() - timedelta(hours=1)
    )
    runs.match_search(search.pk)
    return search


def new_postings(count=1, **fields):
    """A run publishes these; the searches are matched against it."""
    started = timezone.now()
    source = fields.get("source") or SourceFactory(
        attribution="Jobs by Adzuna", home_url="https://www.adzuna.co.uk/"
    )
    run = SourceRun.objects.create(source=source, trigger="SCHEDULE", started_at=started)
    fields = {"first_seen_at": started, "source": source} | fields
    made = [
        published(
            **{
                "title": f"Backend developer {number}",
                "description": f"You have Django and PostgreSQL. Team {number} builds APIs.",
            }
            | fields
        )
        for number in range(count)
    ]
    for search in Search.objects.filter(matched_at=None).values_list("pk", flat=True):
        runs.match_search(search)
    runs.refresh_after(run.pk)
    return made


def send_due(now=None):
    """A sweep, and the worker right behind it; for every search whether its mail went."""
    now = now or timezone.now()
    return [
        notifications.send_alert(search_id, now=now) for search_id in notifications.due(now=now)
    ]


def states():
    return sorted(SearchHit.objects.values_list("state", flat=True))


def stop_path(letter):
    return letter["List-Unsubscribe"].strip(" <>").removeprefix("https://jobs.example")
