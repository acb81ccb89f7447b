"""Looking at parts that work, fail, raise and hang; with real servers where they are healthy."""

import json
import logging
import socket
import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command

from core import doctor_checks, heartbeat
from core.doctor import examine, is_sound
from core.registry import Check, State, broken, checks, not_configured, ok, register_checks
from core.running import QUEUES

HERE = "core.tests.test_doctor."


def look_well():
    return ok("Fine.")


def look_absent():
    return not_configured("Not there.", "Set IT.")


def look_broken():
    return broken("Gone.", "Bring it back.")


def look_raising():
    raise ValueError("first line\nsecond line")


_never = threading.Event()


def look_hanging():
    _never.wait()


def check(name):
    return Check(name, f"{HERE}look_{name}")


class TestExamine:
    def test_keeps_the_order_whatever_answers_first(self):
        found = examine((check("broken"), check("absent"), check("well")))
        assert [each.name for each in found] == ["broken", "absent", "well"]
        assert [each.finding.state for each in found] == [
            State.BROKEN,
            State.NOT_CONFIGURED,
            State.OK,
        ]

    def test_takes_an_exception_for_the_finding(self):
        (found,) = examine((check("raising"),))
        assert found.finding.state == State.BROKEN
        assert found.finding.sentence == "ValueError: first line"

    def test_does_not_wait_for_a_part_that_hangs(self):
        started = time.monotonic()
        hanging, well = examine((check("hanging"), check("well")), patience_seconds=0.3)
        assert time.monotonic() - started < 2
        assert hanging.finding.state == State.BROKEN
        assert "No answer" in hanging.finding.sentence
        assert well.finding.state == State.OK

    def test_takes_a_check_that_cannot_be_imported_for_broken(self):
        (found,) = examine((Check("lost", "core.no_such.thing"),))
        assert found.finding.state == State.BROKEN


class TestIsSound:
    def test_only_what_is_broken_counts(self):
        assert is_sound(examine((check("well"), check("absent"))))
        assert not is_sound(examine((check("well"), check("broken"))))


class TestRegistry:
    def test_names_every_part_of_the_install(self):
        assert {each.name for each in checks()} >= {
            *("database", "vector extension", "redis", "broker", "web", "live", "workers"),
            *("beat", "storage", "mail", "language model", "adzuna key", "chromium", "ocr"),
        }

    def test_every_look_can_be_imported(self):
        assert all(callable(each.function()) for each in checks())

    def test_a_second_check_of_a_name_takes_the_firsts_place(self):
        before = checks()
        register_checks(before[0])
        assert checks() == before


class TestOcr:
    def stand_in(self, tmp_path, monkeypatch, script: str) -> None:
        """A program in tesseract's place."""
        program = tmp_path / "tesseract"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setenv("TESSERACT_PATH", str(program))

    def test_is_not_configured_when_turned_off(self, monkeypatch):
        monkeypatch.setenv("TESSERACT_PATH", "")
        assert doctor_checks.ocr().state == State.NOT_CONFIGURED
        assert "tesseract-ocr-deu" in doctor_checks.ocr().fix

    def test_is_ok_with_every_language(self, tmp_path, monkeypatch):
        self.stand_in(
            tmp_path, monkeypatch, "printf 'List:\\n%s\\n' eng deu fra spa por ita pol nld osd"
        )
        assert doctor_checks.ocr().state == State.OK

    def test_names_the_languages_it_lacks(self, tmp_path, monkeypatch):
        self.stand_in(tmp_path, monkeypatch, "printf '%s\\n' eng fra spa por ita nld osd")
        found = doctor_checks.ocr()
        assert (found.state, "deu, pol" in found.sentence) == (State.NOT_CONFIGURED, True)
        assert found.fix == "apt install tesseract-ocr-deu tesseract-ocr-pol"

    @pytest.mark.parametrize("script", ["exit 127", "echo osd"])
    def test_is_broken_when_it_cannot_read(self, script, tmp_path, monkeypatch):
        self.stand_in(tmp_path, monkeypatch, script)
        assert doctor_checks.ocr().state == State.BROKEN


@pytest.mark.django_db
class TestHealthyParts:
    @pytest.mark.parametrize("look", ["database", "vector_extension", "cache", "storage"])
    def test_are_ok(self, look):
        assert getattr(doctor_checks, look)().state == State.OK

    def test_redis_as_broker(self, settings):
        settings.CELERY_BROKER_URL = settings.CACHES["default"]["LOCATION"]
        assert doctor_checks.broker().state == State.OK

    def test_workers_when_every_queue_shows_life(self):
        heartbeat.show_life(*(heartbeat.queue_name(queue) for queue in QUEUES))
        assert doctor_checks.workers().state == State.OK

    def test_beat_when_it_ticked(self):
        heartbeat.show_life(heartbeat.BEAT)
        assert doctor_checks.beat().state == State.OK


@pytest.mark.django_db
class TestFaults:
    def test_workers_names_the_queue_nobody_reads(self):
        heartbeat.show_life(*(heartbeat.queue_name(queue) for queue in QUEUES if queue != "mail"))
        found = doctor_checks.workers()
        assert found.state == State.BROKEN
        assert "for: mail." in found.sentence

    def test_beat_that_never_ticked(self):
        assert doctor_checks.beat().state == State.BROKEN

    def test_database_without_its_tables(self, settings, monkeypatch):
        monkeypatch.setitem(settings.DATABASES["default"], "NAME", "postgres")
        found = doctor_checks.database()
        assert found.state == State.BROKEN
        assert "migrate" in found.fix
        assert doctor_checks.vector_extension().state == State.BROKEN

    def test_no_password_reaches_the_table(self, settings, monkeypatch):
        settings.CELERY_BROKER_URL = "redis://:secret-word@127.0.0.1:9/0"
        settings.CACHE_URL = "redis://:secret-word@127.0.0.1:9/0"
        monkeypatch.setitem(settings.DATABASES["default"], "PASSWORD", "secret-word")
        for look in (doctor_checks.broker, doctor_checks.cache, doctor_checks.database):
            found = look()
            assert found.state == State.BROKEN
            assert "secret-word" not in found.sentence + found.fix

    def test_storage_that_cannot_be_written(self, settings, tmp_path):
        (tmp_path / "file").touch()
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(tmp_path / "file" / "folder")},
            },
        }
        assert doctor_checks.storage().state == State.BROKEN

    def test_mail_server_that_is_not_there(self, settings):
        settings.MAIL_IS_CONFIGURED = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert doctor_checks.mail_server().state == State.BROKEN

    @pytest.mark.parametrize(
        ("app_id", "key", "state"),
        [
            ("", "", State.NOT_CONFIGURED),
            ("a", "", State.BROKEN),
            ("", "k", State.BROKEN),
            ("a", "k", State.OK),
        ],
    )
    def test_adzuna_key_counts_only_whole(self, settings, app_id, key, state):
        settings.ADZUNA_APP_ID, settings.ADZUNA_APP_KEY = app_id, key
        assert doctor_checks.adzuna().state == state


class TestLanguageModel:
    @pytest.mark.parametrize(
        ("answer", "state"),
        [(200, State.OK), (404, State.OK), (401, State.BROKEN), (503, State.BROKEN)],
    )
    def test_is_what_its_api_says(self, settings, answer, state):
        with serving(answer) as port:
            settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL = "k", f"http://127.0.0.1:{port}/v1"
            assert doctor_checks.language_model().state == state

    def test_without_a_key_is_a_choice(self, settings):
        settings.OPENAI_API_KEY = settings.OPENAI_BASE_URL = ""
        assert doctor_checks.language_model().state == State.NOT_CONFIGURED


class serving:  # noqa: N801 - used like a function
    """A server on loopback that answers one request with one status."""

    def __init__(self, status):
        self.status = status
        self.server = socket.create_server(("127.0.0.1", 0))

    def __enter__(self):
        threading.Thread(target=self.answer).start()
        return self.server.getsockname()[1]

    def answer(self):
        client, _ = self.server.accept()
        with client:
            client.recv(4096)
            client.sendall(f"HTTP/1.1 {self.status} x\r\nContent-Length: 0\r\n\r\n".encode())

    def __exit__(self, *_):
        self.server.close()


@pytest.mark.django_db
class TestCommand:
    def test_exits_1_when_something_is_broken_and_says_what(self):
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("doctor", "--json", stdout=out)
        assert ended.value.code == 1
        told = json.loads(out.getvalue())
        states = {part["name"]: part["state"] for part in told["parts"]}
        assert told["sound"] is False
        assert states["beat"] == "broken"
        assert states["redis"] == "ok"
        assert logging.root.manager.disable == logging.NOTSET  # it is silent for itself alone

    def test_table_has_one_row_per_part_and_the_fix(self):
        out = StringIO()
        with pytest.raises(SystemExit):
            call_command("doctor", stdout=out, no_color=True)
        rows = [line for line in out.getvalue().splitlines() if not line.startswith(" ")]
        assert [row.split("  ")[0] for row in rows] == [each.name for each in checks()]
        assert "→" in out.getvalue()
