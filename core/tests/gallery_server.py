"""A loopback server with the gallery, some loose pages and scripted answers, under the product's own CSP."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from core.gallery import SampleUser, gallery

LINK = "http://localhost:8000/account/confirm-email/MQ:1wabcd:XyZ123/"
LIVE_PAGE = """{% extends "base.html" %}{% block page_title %}Live{% endblock %}{% block content %}
<section id="part" data-live="resume" data-live-id="7" hx-get="/part" hx-trigger="live" hx-swap="outerMorph">
<p id="count">0</p><label>Name <input class="form-control" name="name"></label></section>
<button class="btn" hx-post="/broken" hx-target="#part">Break</button>{% endblock %}"""
SIGNED_OUT: dict[str, tuple[str, dict[str, object]]] = {
    "/": ("core/landing.html", {"demo_login": True}),
    "/help": ("core/help.html", {"base": "base_public.html"}),
    "/login": ("account/login.html", {"form": LoginForm}),
    "/signup": ("account/signup.html", {"form": SignupForm}),
    "/reset": ("account/password_reset.html", {"form": ResetPasswordForm}),
    "/sent": ("account/verification_sent.html", {"shown_link": LINK}),
    "/no-such-page": ("404.html", {}),
    "/broken-page": ("500.html", {}),
}


@dataclass
class Site:
    """Where it listens, what it will answer to POSTs, and what was sent to it."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], str]] = field(default_factory=dict)
    sent: list[tuple[str, str]] = field(default_factory=list)
    reads: int = 0


def policy() -> str:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives)


def rendered(request: HttpRequest, path: str) -> str:
    if path == "/gallery":
        return gallery(request).content.decode()
    if path == "/live":
        context = {"user": SampleUser(), "live_url": "ws://127.0.0.1:9/ws/"}
        return engines["django"].from_string(LIVE_PAGE).render(context, request)
    name, context = SIGNED_OUT[path]
    values = {key: value() if callable(value) else value for key, value in context.items()}
    return engines["django"].get_template(name).render(values, request)


class Handler(BaseHTTPRequestHandler):
    site: Site

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Security-Policy": policy(), **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            file = Path(str(finders.find(path.removeprefix("/static/"))))
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return self.answer(200, {"Content-Type": kind}, file.read_bytes())
        request = RequestFactory().get(self.path)
        request.user = AnonymousUser()
        if path == "/part":
            self.site.reads += 1
            page = rendered(request, "/live").partition("<section")[2].partition("</section>")[0]
            text = f"<section{page}</section>".replace(">0<", f">{self.site.reads}<")
        else:
            text = rendered(request, path)
        return self.answer(200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(errors="replace")
        self.site.sent.append((self.path, body))
        status, headers, text = self.site.answers.get(self.path, (204, {}, ""))
        self.answer(status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode())


@contextmanager
def running_site() -> Iterator[Site]:
    site = Site()
    handler = type("SiteHandler", (Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
