"""A child that hangs, eats memory, aborts, floods or forks ends as a clean failure, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from resumes.parsing.sandbox import STDOUT_BYTES, parse_file, read_answer, run_confined
from resumes.parsing.types import PARSER_VERSION, ParseFailure
from resumes.tests.parsing.people import PEOPLE
from resumes.tests.parsing.writers import as_docx, as_text

CONFINED = f"import sys; sys.path.append({str(Path(__file__).parents[3])!r}); from resumes.parsing.limits import confine; confine(); "


def child(code: str, *, wall_seconds: float = 20) -> tuple[int, bytes]:
    return run_confined([sys.executable, "-I", "-c", code], wall_seconds=wall_seconds)


def failure(call) -> str:
    with pytest.raises(ParseFailure) as caught:
        call()
    return caught.value.code


class TestRunConfined:
    def test_stops_a_child_that_hangs(self):
        started = time.monotonic()
        assert failure(lambda: child("import time; time.sleep(60)", wall_seconds=0.5)) == "too_slow"
        assert time.monotonic() - started < 10

    def test_stops_a_child_that_closed_its_output_and_hangs(self):
        assert (
            failure(lambda: child("import os, time; os.close(1); time.sleep(60)", wall_seconds=0.5))
            == "too_slow"
        )

    def test_stops_a_child_that_floods(self):
        assert (
            failure(
                lambda: child(
                    f"import sys; sys.stdout.write('x' * {STDOUT_BYTES + 10}); sys.stdout.flush(); import time; time.sleep(60)"
                )
            )
            == "too_big"
        )

    @pytest.mark.parametrize(
        "end", ["os.abort()", "os.kill(os.getpid(), 9)", "ctypes.string_at(0)"]
    )
    def test_tells_a_child_that_died_of_its_memory(self, end):
        eats = CONFINED + f"import ctypes, os; held = b'x' * (700 * 2**20); {end}"
        asks = (  # from a small process: a child's peak begins with that of who started it
            f"import sys; sys.path.append({str(Path(__file__).parents[3])!r})\n"
            "from resumes.parsing.sandbox import run_confined\n"
            "from resumes.parsing.types import ParseFailure\n"
            "try:\n"
            f"    run_confined([sys.executable, '-c', {eats!r}], wall_seconds=20)\n"
            "except ParseFailure as failure:\n"
            "    print(failure.code)\n"
        )
        ran = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", asks], capture_output=True, text=True, check=True, timeout=60
        )
        assert ran.stdout == "out_of_memory\n"

    def test_takes_the_memory_of_its_own_process_for_no_childs(self):
        held = "held = b'x' * (700 * 2**20)\n"
        asks = held + (
            f"import sys; sys.path.append({str(Path(__file__).parents[3])!r})\n"
            "from resumes.parsing.sandbox import run_confined\n"
            "print(run_confined([sys.executable, '-c', 'import os; os.abort()'], wall_seconds=20)[0])"
        )
        assert child(asks) == (0, b"-6\n")

    def test_kills_what_the_child_left_running(self, tmp_path):
        mark = tmp_path / "pid"
        code = f"import os, time\npid = os.fork()\nif pid:\n open({str(mark)!r}, 'w').write(str(pid))\nelse:\n os.close(1); time.sleep(60)"
        child(code)
        pid = int(mark.read_text())
        deadline = time.monotonic() + 5
        while _runs(pid) and time.monotonic() < deadline:
            os.sched_yield()
        assert not _runs(pid)

    def test_hands_the_child_no_environment(self, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "hush")
        assert b"hush" not in child("import os; print(dict(os.environ))")[1]


def _runs(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


class TestConfine:
    def test_bounds_memory(self):
        code, output = child(
            CONFINED + "\ntry:\n b = bytearray(2 * 1024**3)\nexcept MemoryError:\n print('refused')"
        )
        assert (code, output.strip()) == (0, b"refused")

    def test_bounds_processor_time(self):
        code = (
            CONFINED
            + "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_CORE)[1])"
        )
        assert child(code)[1].split() == [b"30", b"0"]

    @pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="only Linux confines by system call"
    )
    def test_refuses_network_and_other_programs(self):
        code = CONFINED + (
            "import socket, os\n"
            "for name, act in (('net', lambda: socket.socket()), ('exec', lambda: os.execv('/bin/true', ['true'])), ('fork', os.fork)):\n"
            " try:\n  act(); print(name, 'allowed')\n except OSError as e:\n  print(name, 'refused')\n"
        )
        assert child(code)[1].split(b"\n")[:3] == [b"net refused", b"exec refused", b"fork refused"]


class TestReadAnswer:
    @pytest.mark.parametrize(
        ("code", "output", "expected"),
        [
            (-6, b"", "crashed"),
            (-11, b"", "crashed"),
            (-24, b"", "too_slow"),
            (-9, b"", "too_slow"),
            (0, b"not json", "crashed"),
            (0, b"[]", "crashed"),
            (1, b'{"ok": false, "error": {"code": "encrypted", "message": "m"}}', "encrypted"),
            (1, b'{"ok": false, "error": {"code": "made_up", "message": "m"}}', "crashed"),
        ],
    )
    def test_makes_a_code_of_every_end(self, code, output, expected):
        assert failure(lambda: read_answer(code, output)) == expected

    def test_an_abort_is_a_crash(self):
        assert failure(lambda: read_answer(*child("import os; os.abort()"))) == "crashed"


class TestParseFile:
    def test_reads_a_file_whatever_its_name(self, tmp_path):
        path = tmp_path / "photo.jpg"
        path.write_bytes(as_docx(PEOPLE[1]))
        parsed = parse_file(path)
        assert parsed.resume["basics"]["name"] == PEOPLE[1].name
        assert parsed.media_type.endswith("wordprocessingml.document")
        assert parsed.parser_version == PARSER_VERSION

    def test_reads_from_any_working_folder(self, tmp_path, monkeypatch):
        (tmp_path / "cv.txt").write_bytes(as_text(PEOPLE[0]))
        monkeypatch.chdir(tmp_path)
        assert parse_file(Path("cv.txt")).language == "en"

    def test_a_missing_file_is_unreadable(self, tmp_path):
        assert failure(lambda: parse_file(tmp_path / "none.pdf")) == "unreadable"
