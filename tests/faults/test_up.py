"""`manage.py up` as a person runs it: everything answers, every kill is survived, nothing is left."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from core.embedded import session

REPLACED = ("DATABASE_URL", "REDIS_URL", "CACHE_URL", "CHANNEL_URL", "CELERY_BROKER_URL")
SERVERS = ("web", "live", "worker", "ai", "bulk", "beat", "postgres", "redis")


def until(condition, seconds=240.0):
    limit = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.05)
    return found


def free_ports(count):
    with contextlib.ExitStack() as stack:
        servers = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [server.getsockname()[1] for server in servers]


class Install:
    """One running install with a `var` of its own."""

    def __init__(self, var):
        self.var = var
        self.port, self.live_port = free_ports(2)
        self.said = var / "said"
        environment = {name: v for name, v in os.environ.items() if name not in REPLACED}
        environment |= {
            "CAREER_COPILOT_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "KEYLESS_SOURCES": "",  # no test calls out
        }
        self.environment = environment
        self.process = None

    def manage(self, *words):
        return [sys.executable, "manage.py", *words]

    def run(self, *words):
        return subprocess.run(
            self.manage(*words),
            cwd=session.PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def up(self):
        ports = ["--port", str(self.port), "--live-port", str(self.live_port)]
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                self.manage("up", "--no-demo", "--workers", "1", *ports),
                cwd=session.PROJECT,
                env=self.environment,
                stdout=said,
                stderr=said,
                # A terminal would send Ctrl-C to the whole group: so does `interrupt`.
                start_new_session=True,
            )
        until(lambda: self.process.poll() is not None or "is ready" in self.said.read_text())
        assert self.process.poll() is None, self.said.read_text()

    def health(self, port=None):
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port or self.port}/health", timeout=5
            ) as answer:
                return json.load(answer)["status"]
        except (OSError, ValueError, urllib.error.URLError):
            return ""

    def pid_of(self, name):
        return int((self.var / "run" / f"{name}.pid").read_text().split()[0])

    def family(self):
        """Every process of this install, however deep, but zombies nobody has reaped yet."""
        marks = (str(self.var), f"--port {self.port}", f"--port {self.live_port}")
        found = []
        for process in psutil.process_iter(["cmdline", "status"]):
            if process.info["status"] == psutil.STATUS_ZOMBIE:
                continue
            with contextlib.suppress(psutil.Error):
                words = " ".join(process.info["cmdline"] or [])
                named = process.environ().get("CAREER_COPILOT_VAR") == str(self.var)
                if named or any(mark in words for mark in marks):
                    found.append(process)
        return found

    def interrupt(self):
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def install():
    folder = Path(tempfile.mkdtemp(prefix="career-copilot-up-"))
    folder.chmod(0o711)  # the servers' user passes through it when we are root
    made = Install(folder)
    yield made
    for process in made.family():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    if made.process is not None:
        made.process.wait()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_day_of_one_install(install):
    """One test, because a start is dear and each step stands on the one before."""
    install.up()
    assert install.health() == "ok"
    assert install.health(install.live_port) == "ok"
    the_doctor_finds_everything_sound(install)
    a_second_start_is_refused_with_the_address_of_the_first(install)
    for name in SERVERS:
        it_survives_the_kill_of(install, name)
    install.process.kill()
    install.process.wait()
    until(lambda: install.family() == [])  # kill -9 leaves nothing

    install.up()
    assert install.health() == "ok", "and it starts again after that"
    install.interrupt()
    assert "stopped" in install.said.read_text()
    assert install.family() == [], "nor does Ctrl-C"


def the_doctor_finds_everything_sound(install):
    done = install.run("doctor", "--json")
    states = {part["name"]: part["state"] for part in json.loads(done.stdout)["parts"]}
    assert done.returncode == 0, states
    assert states["web"] == states["live"] == states["workers"] == states["beat"] == "ok"


def a_second_start_is_refused_with_the_address_of_the_first(install):
    done = install.run("up", "--port", str(free_ports(1)[0]))
    assert done.returncode == 1
    assert f"already runs here: http://127.0.0.1:{install.port}/" in done.stderr


def it_survives_the_kill_of(install, name):
    before = install.pid_of(name)
    os.kill(before, signal.SIGKILL)
    until(lambda: install.pid_of(name) != before)
    until(lambda: install.health() == "ok")


def test_a_taken_port_is_named_with_the_option_that_changes_it(install):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = install.run("up", "--port", port)
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "--port" in done.stderr
    assert install.family() == []
