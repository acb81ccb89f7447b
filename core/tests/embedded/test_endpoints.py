"""Addresses and secrets of an install."""

import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from core.embedded import endpoints


@pytest.fixture(autouse=True)
def no_ports_from_outside(monkeypatch):
    monkeypatch.delenv("POSTGRES_PORT", raising=False)
    monkeypatch.delenv("REDIS_PORT", raising=False)


class TestSecret:
    def test_is_the_same_ever_after(self, tmp_path):
        assert endpoints.secret(tmp_path, "django") == endpoints.secret(tmp_path, "django")

    def test_differs_by_name_and_by_install(self, tmp_path):
        made = {
            endpoints.secret(tmp_path / "a", "django"),
            endpoints.secret(tmp_path / "a", "redis"),
            endpoints.secret(tmp_path / "b", "django"),
        }
        assert len(made) == 3
        assert all(len(each) == 43 for each in made)

    def test_is_readable_by_its_owner_alone(self, tmp_path):
        endpoints.secret(tmp_path / "var", "django")
        path = tmp_path / "var" / "secrets" / "django"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_is_one_for_all_who_ask_first_at_once(self, tmp_path):
        barrier = Barrier(8)

        def ask(_):
            barrier.wait()
            return endpoints.secret(tmp_path / "var", "django")

        with ThreadPoolExecutor(8) as pool:
            made = set(pool.map(ask, range(8)))
        assert len(made) == 1
        assert [path.name for path in (tmp_path / "var" / "secrets").iterdir()] == ["django"]

    def test_says_so_when_another_user_owns_the_folder(self, tmp_path, monkeypatch):
        def refuse(*_args, **_names):
            raise PermissionError(13, "Permission denied", str(tmp_path / "secrets"))

        monkeypatch.setattr(endpoints.Path, "exists", refuse)
        with pytest.raises(endpoints.EndpointError, match="belongs to another user"):
            endpoints.secret(tmp_path, "django")


class TestPort:
    def test_is_chosen_once_and_kept(self, tmp_path):
        chosen = endpoints.port(tmp_path, "postgres")
        assert 20_000 <= chosen < 32_000
        assert endpoints.port(tmp_path, "postgres") == chosen

    def test_comes_from_the_environment_first(self, tmp_path, monkeypatch):
        monkeypatch.setenv("POSTGRES_PORT", "5999")
        assert endpoints.port(tmp_path, "postgres") == 5999

    @pytest.mark.parametrize("wrong", ["0", "65536", "-1", "5432x", "٣"])
    def test_refuses_what_is_no_port(self, tmp_path, monkeypatch, wrong):
        monkeypatch.setenv("POSTGRES_PORT", wrong)
        with pytest.raises(endpoints.EndpointError, match="POSTGRES_PORT"):
            endpoints.port(tmp_path, "postgres")


class TestIsFree:
    def test_sees_a_listener(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            taken = server.getsockname()[1]
            assert not endpoints.is_free(taken)
        assert endpoints.is_free(taken)


class TestUrls:
    def test_name_user_password_port_and_database(self, tmp_path):
        url = urlsplit(endpoints.database_url(tmp_path))
        assert (url.scheme, url.hostname, url.path) == (
            "postgresql",
            "127.0.0.1",
            "/career_copilot",
        )
        assert url.password == endpoints.secret(tmp_path, "postgres")
        assert url.port == endpoints.port(tmp_path, "postgres")

    def test_redis_has_a_password_of_its_own(self, tmp_path):
        url = urlsplit(endpoints.redis_url(tmp_path))
        assert (url.scheme, url.hostname, url.path) == ("redis", "127.0.0.1", "/0")
        assert url.password == endpoints.secret(tmp_path, "redis")
        assert url.password != endpoints.secret(tmp_path, "postgres")
