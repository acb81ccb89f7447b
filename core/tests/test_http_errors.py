import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from core.errors import DomainError
from core.http_errors import DomainErrorMiddleware


def answer(method="post", path="/applications/1/move", error=None, **headers):
    request = getattr(RequestFactory(), method)(path, **headers)
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    middleware = DomainErrorMiddleware(lambda r: None)
    response = middleware.process_exception(request, error or DomainError("That cannot be done."))
    return response, [str(message) for message in get_messages(request)]


class TestDomainErrorMiddleware:
    def test_sends_the_person_back_with_the_sentence(self):
        response, messages = answer(HTTP_REFERER="http://testserver/applications")
        assert response.status_code == 302
        assert response.url == "http://testserver/applications"
        assert messages == ["That cannot be done."]

    @pytest.mark.parametrize("referer", ["https://evil.example/", "", "javascript:alert(1)"])
    def test_never_sends_anyone_to_another_site(self, referer):
        response, _ = answer(HTTP_REFERER=referer)
        assert response.url == "/"

    def test_never_loops_on_the_page_that_failed(self):
        response, _ = answer("get", "/today", HTTP_REFERER="http://testserver/today")
        assert response.url == "/"

    def test_leaves_the_api_and_bugs_alone(self):
        assert answer(path="/api/v1/jobs")[0] is None
        assert answer(error=KeyError("x"))[0] is None
