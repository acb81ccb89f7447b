"""What is said when nothing is there, and when something broke."""

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from core.errors import TransientError
from core.views import broken


def answer_to(error, path):
    try:
        raise error
    except type(error):
        return broken(RequestFactory().get(path))


class TestBroken:
    @pytest.mark.parametrize("error", [OperationalError("gone"), TransientError("away")])
    def test_says_that_an_outage_may_pass(self, error):
        response = answer_to(error, "/today")
        assert response.status_code == 503
        assert response["Retry-After"]
        assert b"Something broke on our side" in response.content

    def test_calls_a_bug_a_bug(self):
        assert answer_to(KeyError("x"), "/today").status_code == 500

    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [(OperationalError("gone"), 503, "try_later"), (KeyError("x"), 500, "error")],
    )
    def test_speaks_json_to_programs(self, error, status, code):
        response = answer_to(error, "/api/v1/jobs")
        assert response.status_code == status
        assert code in response.content.decode()


class TestPublicPages:
    @pytest.mark.parametrize("path", ["/", "/help", "/favicon.ico"])
    def test_answer_who_only_asks_whether_they_are_there(self, client, path):
        assert client.head(path).status_code < 400


@pytest.mark.django_db
class TestWayOn:
    """Help and errors lead to the work of who is signed in, and to the start anybody else."""

    def test_for_a_stranger(self, client):
        assert "Go to the start" in client.get("/no-such-page").content.decode()
        assert 'class="rail"' not in client.get("/help").content.decode()

    def test_for_somebody_signed_in(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("sam@example.org"))
        assert "Go to Today" in client.get("/no-such-page").content.decode()
        assert 'class="rail"' in client.get("/help").content.decode()


@pytest.mark.django_db
class TestAdmin:
    def test_wears_the_products_mark_and_fits_a_phone(self, admin_client):
        page = admin_client.get("/admin/").content.decode()
        assert all(name in page for name in ("img/mark", "css/admin", "js/admin"))


@pytest.mark.django_db
class TestNotFound:
    def test_shows_people_a_page(self, client):
        response = client.get("/no-such-page")
        assert response.status_code == 404
        assert b"There is nothing at this address" in response.content

    @pytest.mark.parametrize("path", ["/api/v1/jobs/x", "/api/v1/applications/x", "/api/v2/"])
    def test_speaks_json_to_programs(self, client, path):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json()["code"] == "not_found"


class TestBadRequest:
    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80", "a b", ""])
    def test_a_strange_host_is_the_callers_mistake(self, client, host, settings):
        settings.ALLOWED_HOSTS = ["localhost"]
        response = client.get("/help", headers={"host": host})
        assert response.status_code == 400
