"""Holding real servers: who starts them, who shares them, when they end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from core.embedded import endpoints, scratch, session
from core.embedded.keeper import Meeting


@pytest.fixture
def var(monkeypatch):
    for name in ("POSTGRES_PORT", "REDIS_PORT"):
        monkeypatch.delenv(name, raising=False)
    # Not pytest's own folder: that is closed to the user the servers run as when we are root.
    folder = Path(tempfile.mkdtemp(prefix="career-copilot-test-"))
    folder.chmod(0o711)
    yield folder
    until(lambda: not keepers(folder))
    shutil.rmtree(folder, ignore_errors=True)


def until(condition, seconds=60.0):
    limit = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.02)
    return found


def keepers(var):
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(var) in (words := process.info["cmdline"] or []) and "core.embedded.keeper" in words
    ]


def hold(var, *parts):
    return session.hold(var, parts or ("redis",), durable=True)


def ping(var):
    with redis.Redis.from_url(endpoints.redis_url(var), socket_timeout=2) as client:
        return client.ping()


def pid_of(var, name):
    return int((var / "run" / f"{name}.pid").read_text().split()[0])


class TestHold:
    def test_starts_both_servers_and_they_answer(self, var):
        held = hold(var, "postgres", "redis")
        with psycopg.connect(endpoints.database_url(var)) as connection:
            connection.execute("CREATE EXTENSION vector")
            row = connection.execute(
                "SELECT '[1,2]'::vector <-> '[1,3]', current_setting('max_wal_size'), "
                "current_setting('server_encoding'), datlocprovider, datlocale "
                "FROM pg_database WHERE datname = current_database()"
            ).fetchone()
        assert row == (1.0, "512MB", "UTF8", "b", "C.UTF-8")
        assert ping(var)
        assert psutil.Process(pid_of(var, "postgres")).uids().real != 0
        assert psutil.Process(pid_of(var, "redis")).uids().real != 0
        held.release()
        until(held.is_over)

    def test_uses_what_runs_already(self, var):
        first = hold(var)
        pid = pid_of(var, "redis")
        second = hold(var)
        assert pid_of(var, "redis") == pid
        assert len(keepers(var)) == 1
        first.release()
        second.release()

    def test_ends_with_the_last_holder_only(self, var):
        first, second = hold(var), hold(var)
        first.release()
        assert first.is_shared()
        time.sleep(0.5)  # several turns of the keeper, none of which may end the servers
        assert ping(var)
        second.release()
        until(second.is_over)
        assert not second.is_shared()
        with pytest.raises(redis.ConnectionError):
            ping(var)

    def test_of_many_at_once_starts_one(self, var):
        with ThreadPoolExecutor(6) as pool:
            holds = list(pool.map(lambda _: hold(var), range(6)))
        assert len(keepers(var)) == 1
        assert ping(var)
        for held in holds:
            held.release()

    def test_keeps_what_redis_was_told(self, var):
        held = hold(var)
        with redis.Redis.from_url(endpoints.redis_url(var)) as client:
            client.set("kept", "yes")
        held.release()
        until(held.is_over)
        again = hold(var)
        with redis.Redis.from_url(endpoints.redis_url(var)) as client:
            assert client.get("kept") == b"yes"
        again.release()

    def test_names_the_taken_port_and_its_variable(self, var):
        with socket.create_server(("127.0.0.1", endpoints.port(var, "redis"))):
            with pytest.raises(endpoints.EndpointError, match=r"Port \d+ .* REDIS_PORT"):
                hold(var)

    def test_restarts_a_server_killed_under_it(self, var):
        held = hold(var)
        os.kill(pid_of(var, "redis"), signal.SIGKILL)
        until(lambda: answers(var))
        held.release()

    def test_revives_servers_whose_keeper_was_killed(self, var):
        held = hold(var)
        server = pid_of(var, "redis")
        keepers(var)[0].kill()
        until(lambda: not psutil.pid_exists(server))
        said = []
        until(held.is_over)
        held.revive(said.append)
        assert said
        assert ping(var)
        held.release()


def answers(var):
    try:
        return ping(var)
    except redis.ConnectionError:
        return False


def command(*words):
    return [sys.executable, "-m", *words]


class TestWithServers:
    def test_passes_the_commands_exit_code_on(self, var):
        environment = {
            **os.environ,
            "CAREER_COPILOT_VAR": str(var),
            "DATABASE_URL": "postgresql://x/y",
        }
        environment.pop("REDIS_URL", None)
        words = command("core.embedded.with_servers", "--", "sh", "-c", "exit 7")
        done = subprocess.run(words, env=environment, check=False)  # noqa: S603 - our own module
        assert done.returncode == 7

    def test_ends_the_servers_when_the_command_is_killed(self, var):
        environment = {
            **os.environ,
            "CAREER_COPILOT_VAR": str(var),
            "DATABASE_URL": "postgresql://x/y",
        }
        environment.pop("REDIS_URL", None)
        words = command("core.embedded.with_servers", "--", "sleep", "60")
        with subprocess.Popen(words, env=environment) as running:  # noqa: S603 - our own module
            until(lambda: psutil.Process(running.pid).name() == "sleep")
            server = pid_of(var, "redis")
            running.kill()
        until(lambda: not psutil.pid_exists(server))

    def test_starts_nothing_the_environment_names(self, var):
        environment = {
            **os.environ,
            "CAREER_COPILOT_VAR": str(var),
            "DATABASE_URL": "postgresql://x/y",
            "REDIS_URL": "redis://x",
        }
        words = command("core.embedded.with_servers", "--", "true")
        subprocess.run(words, env=environment, check=True)  # noqa: S603 - our own module
        assert not Meeting(var).status.exists()
        assert not keepers(var)


class TestScratch:
    def test_two_at_once_are_two_and_leave_nothing(self):
        with ThreadPoolExecutor(2) as pool:
            holds = list(pool.map(lambda _: scratch.start(), range(2)))
        urls = {scratch.environment(held.var)["DATABASE_URL"] for held in holds}
        assert len(urls) == 2
        for url in urls:
            with psycopg.connect(url) as connection:
                assert connection.execute("SHOW fsync").fetchone() == ("off",)
        for held in holds:
            held.release()
        for held in holds:
            until(lambda held=held: not held.var.exists())

    def test_overrides_every_address_dot_env_may_name(self, var):
        named = scratch.environment(var)
        assert {named[n] for n in ("CACHE_URL", "CHANNEL_URL", "CELERY_BROKER_URL")} == {
            named["REDIS_URL"]
        }
