"""A real mail server on loopback."""

import asyncio
import email
import socket
import threading
from contextlib import contextmanager
from email import policy

from aiosmtpd.controller import Controller


class Letters:
    """What the server took. It refuses with `answers`, and holds its breath at one step."""

    def __init__(self):
        self.forget()

    def forget(self):
        """As if nobody had been here."""
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
def listening():
    """A server that answers, on a port of its own."""
    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        letters.port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=letters.port)
    controller.start()
    try:
        yield letters
    finally:
        letters.go_on.set()
        controller.stop()


def use(letters, settings):
    """Have this process send its mail there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", letters.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.MAIL_IS_CONFIGURED = True
    settings.SITE_URL = "https://jobs.example"


@contextmanager
def mail_server(settings):
    """A server for one test."""
    with listening() as letters:
        use(letters, settings)
        yield letters
