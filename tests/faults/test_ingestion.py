"""Collecting postings while what it stands on is killed: nothing lost, nothing double.

The collector is a program of its own, or a real Celery worker; PostgreSQL and Valkey are real and
killed for real; Adzuna is on loopback and waits in the middle of a page until something happened.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil
import psycopg
import pytest

from core.embedded import scratch, session
from jobs.tests.adzuna import Reply, adzuna_server, answer, job
from tests.faults.test_doctor import pid_of, until

_MEMORY = "/dev/shm"  # noqa: S108 - a folder in memory, used with a random name
_FOLDER = _MEMORY if os.access(_MEMORY, os.W_OK) else None
PAGES = 6
PER_PAGE = 50
WAITS_AT = 3
ENQUEUE = """
import django
django.setup()
from jobs.tasks import refresh_source
refresh_source.delay(source="adzuna", countries=["gb"])
"""


@pytest.fixture(scope="module")
def servers():
    var = Path(tempfile.mkdtemp(prefix="career-copilot-", dir=_FOLDER))
    var.chmod(0o711)  # the servers' user must pass through it
    held = session.hold(var, ("postgres", "redis"), durable=True)
    done = program(environment_of(held, "http://127.0.0.1:9"), "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    yield held
    held.release()
    until(held.is_over, 60)
    shutil.rmtree(var)


class Waiting:
    """Adzuna, which holds one page back until it is let go."""

    def __init__(self, fake):
        self.fake = fake
        self.reached, self.go_on = threading.Event(), threading.Event()
        for page in range(1, PAGES + 1):
            rows = [job(page * 100 + number) for number in range(PER_PAGE)]
            fake.say("gb", page, answer(rows, count=PAGES * PER_PAGE))
        give = fake.reply

        def reply(country, page):
            if page == WAITS_AT:
                self.reached.set()
                assert self.go_on.wait(120)
            return give(country, page)

        fake.reply = reply

    def asked(self):
        return [page for _country, page, _query in self.fake.asked]


@pytest.fixture
def adzuna():
    with adzuna_server() as fake:
        waiting = Waiting(fake)
        yield waiting
        waiting.go_on.set()


@pytest.fixture
def environment(servers, adzuna):
    with connected(servers) as database:
        database.execute(
            "TRUNCATE jobs_posting, jobs_sourcerun, jobs_sourcelease, jobs_callquota CASCADE"
        )
        database.execute("UPDATE jobs_source SET last_good_at = NULL, back_off_until = NULL")
    return environment_of(servers, adzuna.fake.url)


def environment_of(held, url):
    return {
        **os.environ,
        **scratch.environment(held.var),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "KEYLESS_SOURCES": "",
        "ADZUNA_APP_ID": "an-id",
        "ADZUNA_APP_KEY": "a-key",
        "ADZUNA_BASE_URL": url,
        "ADZUNA_PARALLEL": "2",
    }


def connected(held):
    return psycopg.connect(scratch.environment(held.var)["DATABASE_URL"], autocommit=True)


def program(environment, *words):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=session.PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def collecting(environment):
    words = [sys.executable, "manage.py", "refresh_jobs", "--country", "gb", "--json"]
    return subprocess.Popen(
        words,
        cwd=session.PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def worker(environment):
    words = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "jobs"]
    return subprocess.Popen(
        [*words, "-c", "1", "--loglevel", "WARNING"],
        cwd=session.PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def enqueue(environment):
    words = [sys.executable, "-c", ENQUEUE]
    subprocess.run(words, cwd=session.PROJECT, env=environment, check=True)


def kill(held, name):
    """kill −9 one server and wait until its keeper has another one answer."""
    old = pid_of(held, name)
    os.kill(old, signal.SIGKILL)
    until(lambda: pid_of(held, name) != old and answers(held, name), 60)


def answers(held, name):
    try:
        if name == "postgres":
            connected(held).close()
            return True
        return bool(psutil.Process(pid_of(held, name)).is_running())
    except (psycopg.OperationalError, psutil.NoSuchProcess):
        return False


def published(held):
    """How many postings there are, how many of them are found by a search, how many runs ended well."""
    with connected(held) as database:
        row = database.execute(
            "SELECT (SELECT count(*) FROM jobs_posting), (SELECT count(*) FROM jobs_postingsearch),"
            " (SELECT count(*) FROM jobs_sourcerun WHERE state = 'DONE'),"
            " (SELECT count(*) FROM jobs_sourcerun)"
        ).fetchone()
    return tuple(row)


def assert_all_are_there_once(held, adzuna):
    assert published(held) == (PAGES * PER_PAGE, PAGES * PER_PAGE, 1, 1)
    asked = adzuna.asked()
    assert sorted(set(asked)) == list(range(1, PAGES + 1))
    assert [page for page in asked if page < WAITS_AT] == [1, 2]


def test_goes_on_after_postgresql_was_killed(servers, adzuna, environment):
    run = collecting(environment)
    assert adzuna.reached.wait(60), run.communicate()
    kill(servers, "postgres")
    adzuna.go_on.set()
    run.communicate(timeout=120)
    assert published(servers)[0] in {0, PAGES * PER_PAGE}

    done = program(environment, "refresh_jobs", "--country", "gb", "--json")

    assert done.returncode == 0, done.stderr
    assert_all_are_there_once(servers, adzuna)


def test_does_not_need_redis(servers, adzuna, environment):
    run = collecting(environment)
    assert adzuna.reached.wait(60), run.communicate()
    kill(servers, "redis")
    adzuna.go_on.set()
    told, complaint = run.communicate(timeout=120)

    assert run.returncode == 0, complaint
    assert json.loads(told)["created"] == PAGES * PER_PAGE
    assert_all_are_there_once(servers, adzuna)


def test_goes_on_after_the_collector_was_killed(servers, adzuna, environment):
    run = collecting(environment)
    assert adzuna.reached.wait(60), run.communicate()
    run.kill()
    run.communicate()
    adzuna.go_on.set()
    assert published(servers) == (0, 0, 0, 1)

    done = program(environment, "refresh_jobs", "--country", "gb", "--json")

    assert done.returncode == 0, done.stderr
    assert_all_are_there_once(servers, adzuna)


def test_another_worker_goes_on_when_one_was_killed_and_the_queue_is_lost(
    servers, adzuna, environment
):
    first = worker(environment)
    enqueue(environment)
    assert adzuna.reached.wait(90)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    kill(servers, "redis")
    adzuna.go_on.set()

    second = worker(environment)
    try:
        enqueue(environment)  # what the sweep does within minutes
        until(lambda: published(servers)[2] == 1, 90)
    finally:
        os.killpg(second.pid, signal.SIGKILL)
        second.wait()

    assert_all_are_there_once(servers, adzuna)


def test_an_outage_in_the_middle_leaves_the_tables_as_they_were(servers, adzuna, environment):
    adzuna.go_on.set()
    away = Reply(503, b"away", {"Retry-After": "0"})
    adzuna.fake.say("gb", 4, away, away, away, answer([job(1)], count=PAGES * PER_PAGE))

    failed = program(environment, "refresh_jobs", "--country", "gb", "--json")

    assert failed.returncode == 1
    assert "503" in failed.stderr
    assert published(servers) == (0, 0, 0, 1)
    rows = [job(400 + number) for number in range(PER_PAGE)]
    adzuna.fake.say("gb", 4, answer(rows, count=PAGES * PER_PAGE))

    done = program(environment, "refresh_jobs", "--country", "gb", "--json")

    assert done.returncode == 0, done.stderr
    assert_all_are_there_once(servers, adzuna)
