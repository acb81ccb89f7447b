"""`manage.py doctor` as a program of its own, while real servers are killed under it."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from core.embedded import scratch, session

SECONDS = 10.0


@pytest.fixture
def servers():
    held = scratch.start()
    yield held
    held.release()
    until(lambda: not held.var.exists())


def until(condition, seconds=20.0):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.02)


def environment(held):
    return {
        **os.environ,
        **scratch.environment(held.var),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }


def manage(held, *words):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=session.PROJECT,
        env=environment(held),
        capture_output=True,
        text=True,
        check=False,
    )


def doctor(held):
    """What the doctor says of each part, within its time."""
    done = manage(held, "doctor", "--json")
    told = json.loads(done.stdout)
    # Its own time, not that of a busy machine to start Django.
    assert max(part["seconds"] for part in told["parts"]) < SECONDS
    assert done.returncode == (0 if told["sound"] else 1)
    return {part["name"]: part["state"] for part in told["parts"]}


def freeze(held, name):
    """Stop a server so that it neither answers nor refuses, and cannot be restarted."""
    process = psutil.Process(int((held.var / "run" / f"{name}.pid").read_text().split()[0]))
    process.suspend()
    return process


def end_for_good(held, name):
    """Kill a server together with the keeper that would start it again."""
    (keeper,) = [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(held.var) in (words := process.info["cmdline"] or [])
        and "core.embedded.keeper" in words
    ]
    others = [child for child in keeper.children() if child.pid != pid_of(held, name)]
    keeper.suspend()
    os.kill(pid_of(held, name), signal.SIGKILL)
    until(lambda: not is_listening(held, name))
    assert all(other.is_running() for other in others)
    return keeper


def pid_of(held, name):
    return int((held.var / "run" / f"{name}.pid").read_text().split()[0])


def is_listening(held, name):
    try:
        process = psutil.Process(pid_of(held, name))
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_names_missing_tables_then_finds_them(servers):
    parts = doctor(servers)
    assert parts["database"] == "broken"
    assert parts["redis"] == parts["broker"] == parts["storage"] == "ok"
    assert manage(servers, "migrate", "--verbosity", "0").returncode == 0
    parts = doctor(servers)
    assert parts["database"] == parts["vector extension"] == "ok"


@pytest.mark.parametrize(
    ("name", "named", "spared"),
    [
        ("postgres", {"database", "vector extension"}, {"redis", "broker", "storage"}),
        ("redis", {"redis", "broker", "workers", "beat"}, {"storage"}),
    ],
)
def test_names_a_server_that_was_killed(servers, name, named, spared):
    keeper = end_for_good(servers, name)
    try:
        parts = doctor(servers)
    finally:
        keeper.resume()
    assert {part for part in named if parts[part] != "broken"} == set()
    assert {part for part in spared if parts[part] != "ok"} == set()


def test_does_not_hang_on_servers_that_accept_and_never_answer(servers):
    frozen = [freeze(servers, name) for name in ("postgres", "redis")]
    try:
        parts = doctor(servers)
    finally:
        for process in frozen:
            process.resume()
    assert parts["database"] == parts["redis"] == parts["broker"] == "broken"
    assert parts["storage"] == "ok"
