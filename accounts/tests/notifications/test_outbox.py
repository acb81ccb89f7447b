"""Every mail once: a real Celery worker, killed at each point of a send, and a real mail server."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone
from kombu import Connection

from accounts import tasks
from accounts.models import OutgoingMail
from accounts.notifications import outbox
from accounts.tests import mail_server

State = OutgoingMail.State
LATER = outbox.CLAIM + timedelta(minutes=1)
PATIENCE = 60.0


@pytest.fixture(scope="module")
def server():
    with mail_server.listening() as found:
        yield found


@pytest.fixture
def letters(server, settings):
    server.forget()
    mail_server.use(server, settings)
    yield server
    server.go_on.set()


def waiting_mail(key="reminder:1", **changes):
    letter = outbox.Letter("sam@example.org", "Call Acme", "Text\n.\n..dots", "<p>Text</p>")
    return outbox.queue(letter, key=key, kind="REMINDER", now=timezone.now(), **changes)


def deliver_later(mail, minutes=0):
    now = timezone.now() + LATER + timedelta(minutes=minutes)
    return [outbox.deliver(pk, now=now) for pk in outbox.put_in_order(now=now) if pk == mail.pk]


def until(found):
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Worker:
    """A real worker of the queue `mail`, whose child can be killed."""

    def __init__(self, port, log):
        held, redis = connection.settings_dict, project.REDIS_URL
        where = f"{held['USER']}:{held['PASSWORD'] or ''}@{held['HOST'].replace('/', '%2F')}"
        number = held["PORT"] or project.DATABASES["default"]["PORT"]
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DJANGO_SECRET_KEY": project.SECRET_KEY,
            "DATABASE_URL": f"postgres://{where}:{number}/{held['NAME']}",
            "REDIS_URL": redis,
            "CELERY_BROKER_URL": redis,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SITE_URL": "https://jobs.example",
        }
        words = "-A config worker -Q mail -c 1 --without-gossip --without-mingle --loglevel WARNING"
        self.log = log
        self.broker = Connection(redis, transport_options={"global_keyprefix": "cc-"})
        with log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603 - this project, from here
                [sys.executable, "-m", "celery", *words.split()],
                cwd=project.BASE_DIR,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def children(self):
        pid = self.process.pid
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def send(self, mail):
        tasks.send_mail.apply_async(
            kwargs={"mail_id": str(mail.pk)}, queue="mail", connection=self.broker
        )

    def kill_child(self):
        assert self.process.poll() is None, self.log.read_text()
        for child in self.children():
            os.kill(child, signal.SIGKILL)


@pytest.fixture(scope="module")
def worker(server, django_db_setup, tmp_path_factory):
    found = Worker(server.port, tmp_path_factory.mktemp("worker") / "log")
    yield found
    children = found.children()
    for pid in (found.process.pid, *children):
        os.kill(pid, signal.SIGKILL)
    found.process.wait()
    found.broker.release()


@contextmanager
def held(mail):
    """Nobody else can write this row meanwhile: whoever tries stands still."""
    locked, let_go = Event(), Event()

    def hold():
        with transaction.atomic():
            OutgoingMail.objects.select_for_update().get(pk=mail.pk)
            locked.set()
            let_go.wait(PATIENCE)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(hold)
        locked.wait(PATIENCE)
        try:
            yield
        finally:
            let_go.set()
            done.result()


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


def end_sessions_that_wait():
    """What a dead worker asked of the database and was not done yet is not done any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )


def kill_at(step, then_held, mail, worker, letters):
    """Kill the worker while the server stands at a step, or the row behind that step is held."""
    letters.waits_at = step
    if not step:
        with held(mail):
            worker.send(mail)
            until(is_somebody_waiting)
            worker.kill_child()
            end_sessions_that_wait()
        return
    worker.send(mail)
    assert letters.reached.wait(PATIENCE), worker.log.read_text()
    if then_held:
        with held(mail):
            letters.go_on.set()
            until(is_somebody_waiting)
            worker.kill_child()
            end_sessions_that_wait()
    else:
        worker.kill_child()
    letters.waits_at = ""
    letters.go_on.set()


@pytest.mark.django_db(transaction=True)
class TestKilled:
    def test_nobody_sends_it(self, worker, letters):
        mail = waiting_mail()
        worker.send(mail)
        until(lambda: OutgoingMail.objects.get().state == State.SENT)
        [letter] = letters.taken
        assert letter["Message-ID"] == mail.message_id
        assert letter.get_body(("plain",)).get_content().splitlines() == ["Text", ".", "..dots"]
        assert OutgoingMail.objects.get().body == ""

    @pytest.mark.parametrize(
        ("step", "then_held"),
        [
            pytest.param("", True, id="before it is claimed"),
            pytest.param("EHLO", False, id="while it connects"),
            pytest.param("MAIL", False, id="at MAIL"),
            pytest.param("RCPT", False, id="at RCPT"),
            pytest.param("RCPT", True, id="in DATA, before the last line"),
        ],
    )
    def test_before_the_server_took_it_is_sent_once_later(self, worker, letters, step, then_held):
        mail = waiting_mail()
        kill_at(step, then_held, mail, worker, letters)
        assert letters.taken == []
        deliver_later(mail)
        until(lambda: OutgoingMail.objects.get().state == State.SENT)
        assert deliver_later(mail, minutes=60) == []
        assert [letter["Message-ID"] for letter in letters.taken] == [mail.message_id]

    @pytest.mark.parametrize(
        "then_held",
        [
            pytest.param(False, id="before its 250 is read"),
            pytest.param(True, id="before its 250 is written down"),
        ],
    )
    def test_after_the_server_took_it_is_never_sent_again(self, worker, letters, then_held):
        mail = waiting_mail()
        kill_at("TAKEN", then_held, mail, worker, letters)
        assert OutgoingMail.objects.get().state == State.SENDING
        assert deliver_later(mail) == []
        assert OutgoingMail.objects.get().state == State.UNCONFIRMED
        assert deliver_later(mail, minutes=60 * 24) == []
        assert len(letters.taken) == 1


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_many_workers_send_one(self, letters):
        mail, gate = waiting_mail(), Barrier(4)

        def work(_n):
            gate.wait()
            try:
                return outbox.deliver(mail.pk, now=timezone.now())
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(work, range(4))) == [False] * 3 + [True]
        assert len(letters.taken) == 1

    def test_sends_nothing_that_was_taken_back_meanwhile(self, letters):
        mail = waiting_mail()
        letters.waits_at = "RCPT"
        with ThreadPoolExecutor(1) as pool:

            def work():
                try:
                    return outbox.deliver(mail.pk, now=timezone.now())
                finally:
                    connection.close()

            sent = pool.submit(work)
            assert letters.reached.wait(PATIENCE)
            assert outbox.set_aside(mail, now=timezone.now())
            letters.go_on.set()
            assert sent.result() is False
        assert letters.taken == []


@pytest.mark.django_db
class TestDeliver:
    @pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
    def test_is_tried_again_when_the_server_says_not_now(self, letters, step):
        mail, now = waiting_mail(), timezone.now()
        letters.answers = {step: "451 try later"}
        assert outbox.deliver(mail.pk, now=now) is False
        letters.answers = {}
        assert outbox.put_in_order(now=now) == []
        assert deliver_later(mail) == [True]
        assert "451" not in OutgoingMail.objects.get().error

    @pytest.mark.parametrize("step", ["RCPT", "DATA"])
    def test_is_given_up_when_the_server_says_never(self, letters, step):
        mail = waiting_mail()
        letters.answers = {step: "550 no such person"}
        assert outbox.deliver(mail.pk, now=timezone.now()) is False
        assert (OutgoingMail.objects.get().state, OutgoingMail.objects.get().error[:3]) == (
            State.FAILED,
            "550",
        )

    def test_is_unconfirmed_when_the_line_breaks_behind_the_last_line(self, letters):
        mail = waiting_mail()
        letters.answers = {"DATA": "cut"}
        assert outbox.deliver(mail.pk, now=timezone.now()) is False
        assert OutgoingMail.objects.get().state == State.UNCONFIRMED
        assert len(letters.taken) == 0

    def test_is_given_up_aloud_when_its_time_is_over(self, letters):
        mail = waiting_mail()
        assert outbox.put_in_order(now=timezone.now() + outbox.KEPT) == []
        mail.refresh_from_db()
        assert (mail.state, bool(mail.error)) == (State.FAILED, True)

    def test_goes_again_only_when_staff_say_so_and_under_the_same_id(self, letters):
        mail = waiting_mail()
        letters.answers = {"RCPT": "550 no"}
        outbox.deliver(mail.pk, now=timezone.now())
        letters.answers = {}
        assert outbox.send_again(mail, now=timezone.now())
        assert outbox.deliver(mail.pk, now=timezone.now())
        assert letters.ids == [mail.message_id]
        assert not outbox.send_again(mail, now=timezone.now())


@pytest.mark.django_db
class TestQueue:
    def test_makes_one_mail_for_one_occasion(self, letters):
        assert waiting_mail().pk == waiting_mail().pk
        assert waiting_mail("reminder:2").message_id != waiting_mail().message_id

    def test_lies_sealed(self, letters):
        assert "Text" not in waiting_mail().body

    def test_makes_none_where_no_mail_is_sent(self, settings):
        settings.MAIL_IS_CONFIGURED = False
        assert waiting_mail() is None
