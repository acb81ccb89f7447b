"""The supervisor, with real children."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from core.embedded.processes import Service, Supervisor, end_leftover

SLEEPER = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('deaf', flush=True); time.sleep(60)"
)
PARENT = (
    "import subprocess, sys, time; "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print('child', child.pid, flush=True); time.sleep(60)"
)


def program(name, code, **choices):
    return Service(name=name, command=(sys.executable, "-c", code), **choices)


def until(condition, seconds=10.0):
    limit = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < limit, "it never happened"
        time.sleep(0.01)
    return found


@pytest.fixture
def supervisor(tmp_path):
    made = Supervisor(run=tmp_path / "run", logs=tmp_path / "log")
    yield made
    made.in_a_hurry = True
    made.stop()


def pid_of(supervisor, name):
    record = supervisor.run / f"{name}.pid"
    return int(record.read_text().split()[0]) if record.exists() else 0


def is_running(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def log_of(supervisor, name):
    path = supervisor.logs / f"{name}.log"
    return path.read_text() if path.exists() else ""


class TestStart:
    def test_puts_each_child_into_its_own_group(self, supervisor):
        supervisor.start(program("one", SLEEPER))
        pid = pid_of(supervisor, "one")
        assert os.getpgid(pid) == pid != os.getpgid(0)

    def test_writes_what_a_child_says_to_its_log(self, supervisor):
        supervisor.start(program("one", "print('good day')"))
        until(lambda: "good day" in log_of(supervisor, "one"))

    def test_also_hands_lines_on_by_name(self, tmp_path):
        heard = []
        supervisor = Supervisor(
            tmp_path / "run", tmp_path / "log", lambda *said: heard.append(said)
        )
        supervisor.start(program("one", "print('good day')"))
        until(lambda: supervisor.tick() or ("one", "good day") in heard)
        supervisor.stop()

    def test_passes_the_environment_on(self, supervisor):
        code = "import os; print(os.environ['GREETING'], os.environ['PATH'] != '')"
        supervisor.start(program("one", code, environment={"GREETING": "hello"}))
        until(lambda: "hello True" in log_of(supervisor, "one"))

    def test_ends_what_an_earlier_supervisor_left_behind(self, supervisor):
        with subprocess.Popen([sys.executable, "-c", SLEEPER], start_new_session=True) as orphan:  # noqa: S603
            supervisor.run.mkdir(parents=True)
            started = psutil.Process(orphan.pid).create_time()
            (supervisor.run / "one.pid").write_text(f"{orphan.pid} {started}")
            supervisor.start(program("one", SLEEPER))
            assert not is_running(orphan.pid)


class TestEndLeftover:
    def test_spares_a_stranger_who_has_the_number_now(self, tmp_path):
        record = tmp_path / "one.pid"
        with subprocess.Popen([sys.executable, "-c", SLEEPER]) as stranger:  # noqa: S603
            record.write_text(f"{stranger.pid} {time.time() - 3600}")
            end_leftover(record, program("one", SLEEPER))
            assert stranger.poll() is None
            stranger.kill()

    @pytest.mark.parametrize("content", ["", "nonsense", "999999999 1.0", "1"])
    def test_does_not_mind_a_damaged_record(self, tmp_path, content):
        record = tmp_path / "one.pid"
        record.write_text(content)
        end_leftover(record, program("one", SLEEPER))


class TestTick:
    def test_starts_a_crashed_child_again_after_a_pause(self, supervisor):
        supervisor.start(program("one", SLEEPER))
        first = pid_of(supervisor, "one")
        os.kill(first, signal.SIGKILL)
        until(lambda: supervisor.tick() or "SIGKILL" in supervisor.waiting()["one"])
        assert pid_of(supervisor, "one") == first, "it waits before it starts again"
        second = until(lambda: supervisor.tick() or (pid_of(supervisor, "one") != first and 1))
        assert second
        assert is_running(pid_of(supervisor, "one"))

    def test_leaves_no_grandchild_of_a_crashed_child(self, supervisor):
        supervisor.start(program("one", PARENT))
        until(lambda: "child" in log_of(supervisor, "one"))
        grandchild = int(log_of(supervisor, "one").split()[1])
        os.kill(pid_of(supervisor, "one"), signal.SIGKILL)
        until(lambda: supervisor.tick() or not is_running(grandchild))

    def test_is_ready_only_when_every_service_answers(self, supervisor):
        answers = []
        waiting_for = lambda: "" if answers else "an answer"  # noqa: E731
        supervisor.start(program("one", SLEEPER), program("two", SLEEPER, waiting_for=waiting_for))
        supervisor.tick()
        assert supervisor.waiting() == {"one": "", "two": "an answer"}
        assert not supervisor.is_ready()
        answers.append(1)
        supervisor.tick()
        assert supervisor.is_ready()

    def test_names_a_child_that_never_gets_up(self, supervisor):
        code = "raise SystemExit('no such file')"
        supervisor.start(program("one", code, waiting_for=lambda: "its first answer"))
        until(lambda: supervisor.tick() or supervisor.hopeless(2))
        assert supervisor.hopeless(2) == "one"
        assert "no such file" in supervisor.last_lines("one")


class TestStop:
    def test_stops_the_last_started_first(self, supervisor, tmp_path):
        diary = tmp_path / "diary"
        code = (
            "import signal, sys, time\n"
            "def bye(*_):\n"
            f"    with open({str(diary)!r}, 'a') as file: file.write(sys.argv[1] + ' ')\n"
            "    sys.exit()\n"
            "signal.signal(signal.SIGTERM, bye)\n"
            "print('up', flush=True)\n"
            "time.sleep(60)\n"
        )
        names = ("database", "worker", "web")
        supervisor.start(*(Service(name=n, command=(sys.executable, "-c", code, n)) for n in names))
        until(lambda: all("up" in log_of(supervisor, name) for name in names))
        supervisor.stop()
        assert diary.read_text() == "web worker database "

    def test_kills_what_outlasts_its_grace(self, supervisor):
        supervisor.start(program("one", STUBBORN, grace_seconds=0.2))
        until(lambda: "deaf" in log_of(supervisor, "one"))
        pid = pid_of(supervisor, "one")
        supervisor.stop()
        assert not is_running(pid)
        assert list(supervisor.run.iterdir()) == []

    def test_cuts_every_grace_short_in_a_hurry(self, supervisor):
        supervisor.start(program("one", STUBBORN, grace_seconds=60))
        until(lambda: "deaf" in log_of(supervisor, "one"))
        supervisor.in_a_hurry = True
        started = time.monotonic()
        supervisor.stop()
        assert time.monotonic() - started < 5


class TestDeathOfTheSupervisor:
    @pytest.mark.parametrize(
        ("child", "sign"), [(SLEEPER, ""), (STUBBORN, "deaf")], ids=["polite", "deaf"]
    )
    def test_ends_its_children_even_by_kill_9(self, tmp_path, child, sign):
        code = (
            "import sys, time\n"
            "from pathlib import Path\n"
            "from core.embedded.processes import Service, Supervisor\n"
            "made = Supervisor(Path(sys.argv[1]), Path(sys.argv[1]))\n"
            f"child = (sys.executable, '-c', {child!r})\n"
            "made.start(Service('one', child, grace_seconds=0.5))\n"
            "print('up', flush=True)\n"
            "time.sleep(60)\n"
        )
        command = [sys.executable, "-c", code, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
            assert parent.stdout.readline() == "up\n"
            pid = int((tmp_path / "one.pid").read_text().split()[0])
            # The launcher has become the child once its command line is the child's.
            until(lambda: psutil.Process(pid).cmdline()[1:2] == ["-c"])
            until(lambda: sign in (tmp_path / "one.log").read_text())
            parent.kill()
        until(lambda: not is_running(pid))
