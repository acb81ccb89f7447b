"""Talking to a virus scanner that finds, refuses, hangs, drops and babbles."""

import io
import socket
import time

import pytest

from core import doctor_checks
from core.clamd import EICAR, Clamd, ScannerDownError, ScanRefusedError
from core.registry import State
from core.tests.clamd_server import running


@pytest.fixture
def daemon():
    with running() as found:
        yield found


class TestScan:
    def test_of_a_clean_file_finds_nothing(self, daemon):
        content = b"a resume" * 40_000
        assert Clamd(daemon.url).scan(io.BytesIO(content)) == ""
        assert daemon.scanned == [content]

    def test_names_what_it_finds(self, daemon):
        found = Clamd(daemon.url).scan(io.BytesIO(b"before" + EICAR + b"after"))
        assert found == "Win.Test.EICAR_HDB-1"

    def test_works_over_a_unix_socket(self, tmp_path):
        with running(tmp_path / "clamd.ctl") as daemon:
            assert Clamd(daemon.url).scan(io.BytesIO(EICAR)) != ""

    def test_of_a_file_past_the_limit_is_refused_and_never_clean(self, daemon):
        daemon.limit = 1000
        with pytest.raises(ScanRefusedError, match="size limit"):
            Clamd(daemon.url).scan(io.BytesIO(b"x" * 5_000_000))

    def test_ends_when_the_scanner_hangs(self, daemon):
        daemon.mood = "hang"
        started = time.monotonic()
        with pytest.raises(ScannerDownError, match=r"in time|timed out"):
            Clamd(daemon.url, timeout_seconds=0.3).scan(io.BytesIO(b"x"))
        assert time.monotonic() - started < 5

    @pytest.mark.parametrize("mood", ["drop", "babble"])
    def test_takes_no_unclear_answer_for_clean(self, daemon, mood):
        daemon.mood = mood
        with pytest.raises(ScannerDownError):
            Clamd(daemon.url).scan(io.BytesIO(b"x" * 3_000_000))

    @pytest.mark.parametrize("url", ["unix:///no/such.sock", "ftp://x", "tcp://", "nonsense"])
    def test_says_that_nothing_is_there(self, url):
        with pytest.raises(ScannerDownError):
            Clamd(url).scan(io.BytesIO(b"x"))

    def test_says_that_nobody_listens(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            url = f"tcp://127.0.0.1:{free.getsockname()[1]}"
            with pytest.raises(ScannerDownError, match="does not answer"):
                Clamd(url).scan(io.BytesIO(b"x"))


class TestDoctor:
    def test_says_what_happens_without_one(self, settings):
        settings.CLAMAV_URL = ""
        assert doctor_checks.virus_scanner().state == State.NOT_CONFIGURED

    def test_sees_one_that_works(self, daemon, settings):
        settings.CLAMAV_URL = daemon.url
        found = doctor_checks.virus_scanner()
        assert (found.state, "ClamAV 1.4.1" in found.sentence) == (State.OK, True)

    def test_sees_one_without_signatures(self, daemon, settings):
        settings.CLAMAV_URL = daemon.url
        daemon.knows = False
        assert "freshclam" in doctor_checks.virus_scanner().fix

    def test_sees_one_that_takes_too_little(self, daemon, settings):
        settings.CLAMAV_URL = daemon.url
        daemon.limit = 1_000_000
        assert "StreamMaxLength" in doctor_checks.virus_scanner().fix

    def test_sees_one_that_is_away(self, settings):
        settings.CLAMAV_URL = "unix:///no/such.sock"
        found = doctor_checks.virus_scanner()
        assert (found.state, "wait" in found.fix) == (State.BROKEN, True)
