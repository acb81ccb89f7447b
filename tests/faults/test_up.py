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
SERVICES = ("web", "live", "worker", "bulk", "beat")


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
        }
        self.environment = environment
        self.process = None

    def manage(self, *words):
        return [sys.executable, "manage.py", *words]

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


@pytest.fixture(scope="module")
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


@pytest.mark.xdist_group("up")
class TestUp:
    """One install, in the order of a day."""

    def test_everything_answers_once_it_says_so(self, install):
        install.up()
        assert install.health() == "ok"
        assert install.health(install.live_port) == "ok"
        done = subprocess.run(
            install.manage("doctor", "--json"),
            cwd=session.PROJECT,
            env=install.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        states = {part["name"]: part["state"] for part in json.loads(done.stdout)["parts"]}
        assert done.returncode == 0, states
        assert states["web"] == states["live"] == states["workers"] == states["beat"] == "ok"

    def test_a_second_one_is_refused_with_the_address_of_the_first(self, install):
        done = subprocess.run(
            install.manage("up", "--port", "1", "--live-port", "2"),
            cwd=session.PROJECT,
            env=install.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert f"already runs here: http://127.0.0.1:{install.port}/" in done.stderr

    @pytest.mark.parametrize("name", [*SERVICES, "postgres", "redis"])
    def test_survives_the_kill_of(self, install, name):
        before = install.pid_of(name)
        os.kill(before, signal.SIGKILL)
        until(lambda: install.pid_of(name) != before)
        until(lambda: install.health() == "ok")

    def test_leaves_nothing_after_ctrl_c(self, install):
        install.interrupt()
        assert "stopped" in install.said.read_text()
        assert install.family() == []

    def test_leaves_nothing_after_kill_9(self, install):
        install.up()
        install.process.kill()
        install.process.wait()
        until(lambda: install.family() == [])

    def test_starts_again_after_that(self, install):
        install.up()
        assert install.health() == "ok"
        install.interrupt()

    def test_names_a_taken_port_and_the_option(self, install):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
            done = subprocess.run(
                install.manage("up", "--port", port),
                cwd=session.PROJECT,
                env=install.environment,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 1
        assert f"Port {port}" in done.stderr
        assert "--port" in done.stderr
        assert install.family() == []
