import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.csp import PolicyMiddleware


def policy(path, **headers):
    request = RequestFactory().get(path, **headers)
    response = PolicyMiddleware(lambda r: HttpResponse())(request)
    parts = response["Content-Security-Policy"].split("; ")
    return {part.split(" ")[0]: part.split(" ")[1:] for part in parts}


class TestPolicyMiddleware:
    def test_allows_nothing_inline_on_a_page(self):
        directives = policy("/today")
        assert directives["script-src"] == ["'self'"]
        assert directives["style-src"] == ["'self'"]
        assert directives["default-src"] == ["'none'"]

    @pytest.mark.parametrize(
        ("host", "origin"),
        [
            ("localhost:8000", "ws://localhost:8001"),
            ("127.0.0.1:9000", "ws://127.0.0.1:8001"),
            ("testserver", "ws://testserver:8001"),
        ],
    )
    def test_lets_the_page_reach_its_own_live_port_only(self, host, origin, settings):
        settings.ALLOWED_HOSTS = ["*"]
        settings.LIVE_PORT = 8001
        assert policy("/today", HTTP_HOST=host)["connect-src"] == ["'self'", origin]

    def test_gives_the_admin_theme_its_permission_under_admin_alone(self):
        assert "'unsafe-eval'" in policy("/admin/")["script-src"]
        assert "'unsafe-eval'" not in policy("/administration")["script-src"]
