"""The command that reads files without a server."""

import json
import os
import subprocess
import sys
from pathlib import Path

from resumes.tests import files

ROOT = Path(__file__).resolve().parents[2]


def run(*paths, **environment):
    command = [sys.executable, "manage.py", "parse_resume", *map(str, paths)]
    done = subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


class TestParseResume:
    def test_prints_one_object_per_file_in_order_with_no_server_up(self, tmp_path):
        good, locked, gone = tmp_path / "cv.txt", tmp_path / "locked.pdf", tmp_path / "gone.pdf"
        good.write_bytes(files.text())
        locked.write_bytes(files.encrypted_pdf())
        nowhere = {
            "DATABASE_URL": "postgresql://x@127.0.0.1:1/x",
            "REDIS_URL": "redis://127.0.0.1:1",
        }
        first, second, third = run(good, locked, gone, **nowhere)
        assert (first["path"], first["ok"]) == (str(good), True)
        assert first["resume"]["basics"]["name"] == "Sam Example"
        assert set(first) == {"path", "ok", "resume", "text", "warnings", "seconds"}
        assert second["ok"] is False
        assert second["error"]["code"] == "encrypted"
        assert second["error"]["message"].endswith(".")
        assert (third["ok"], third["error"]["code"]) == (False, "unreadable")
