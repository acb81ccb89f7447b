"""Alerts on a real webhook and a real mail server, both on loopback."""

import json
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller

from accounts import alerting
from accounts.models import Alert
from core.alerts import Finding, Severity

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
WARNING = Finding("jobs.adzuna.stopped", Severity.WARNING, "Adzuna stopped", "boom", "/ops")
CRITICAL = Finding("jobs.adzuna.stopped", Severity.CRITICAL, "Adzuna stopped twice", "boom", "/ops")


class Hook:
    def __init__(self):
        self.texts, self.status = [], 200
        self.asked, self.hangs = 0, None


@contextmanager
def webhook():
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            hook.asked += 1
            if hook.hangs and hook.hangs.wait(30):
                return
            if hook.status == 200:
                hook.texts.append((self.path, body["text"]))
            self.send_response(hook.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    hook.url = f"http://127.0.0.1:{server.server_port}/services/T0/s3cret"
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Letters:
    def __init__(self):
        self.subjects = []

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, _server, _session, envelope
    ):
        text = envelope.content.decode()
        subject = next(line for line in text.splitlines() if line.startswith("Subject:"))
        self.subjects.append((envelope.rcpt_tos, subject))
        return "250 OK"


@pytest.fixture
def hook(settings):
    with webhook() as found:
        settings.ALERT_WEBHOOK_URL = found.url
        settings.SITE_URL = "https://jobs.example"
        yield found


@pytest.fixture
def letters(settings):
    handler = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.ALERT_EMAILS = ["ops@example.org"]
    yield handler
    controller.stop()


class TestReconcile:
    def test_doing_it_twice_changes_nothing(self):
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        before = Alert.objects.values().get()
        alerting.reconcile("jobs.", [WARNING], now=LATER)

        assert Alert.objects.values().get() == before

    def test_closes_what_is_over_and_leaves_others_alone(self):
        other = Finding("desk.late", Severity.INFO, "Late")
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        alerting.reconcile("desk.", [other], now=NOW)
        alerting.reconcile("jobs.", [], now=LATER)

        assert Alert.objects.get(key=WARNING.key).closed_at == LATER
        assert list(alerting.open_alerts().values_list("key", flat=True)) == ["desk.late"]

    def test_what_comes_back_is_a_new_alert(self):
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        alerting.reconcile("jobs.", [], now=LATER)
        alerting.reconcile("jobs.", [WARNING], now=LATER)

        assert Alert.objects.count() == 2

    def test_keeps_its_prefix(self):
        with pytest.raises(ValueError, match="desk"):
            alerting.reconcile("desk.", [WARNING], now=NOW)

    def test_shows_the_worst_first(self):
        others = [Finding("jobs.a", Severity.INFO, "a"), Finding("jobs.z", Severity.CRITICAL, "z")]
        alerting.reconcile("jobs.", [*others, WARNING], now=NOW)

        titles = alerting.open_alerts().values_list("title", flat=True)
        assert list(titles) == ["z", "Adzuna stopped", "a"]


class TestTellWaiting:
    @pytest.mark.parametrize("status", [404, 500, 302])
    def test_a_webhook_out_of_order_does_not_silence_the_mail(self, hook, letters, status):
        hook.status = status
        alerting.reconcile("jobs.", [CRITICAL], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 1
        assert alerting.tell_waiting(now=LATER) == 0
        assert len(letters.subjects) == 1

    @pytest.mark.parametrize(
        "url", ["hooks.example/x", "http://[", "https://h:x/", "http://a b/\n"]
    )
    def test_an_address_that_is_none_leaves_the_alert_waiting(self, settings, url):
        settings.ALERT_WEBHOOK_URL, settings.ALERT_EMAILS = url, []
        alerting.reconcile("jobs.", [WARNING], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 0
        assert Alert.objects.get().claimed_at is None

    def test_an_alarm_does_not_wait_behind_a_crowd_nobody_takes(self, hook, letters):
        hook.status = 404
        crowd = [Finding(f"jobs.{n:02}", Severity.WARNING, "x") for n in range(50)]
        alerting.reconcile("jobs.", crowd, now=NOW)
        alerting.reconcile("desk.", [Finding("desk.a", Severity.CRITICAL, "y")], now=LATER)

        assert alerting.tell_waiting(now=LATER) == 1
        assert len(letters.subjects) == 1

    def test_a_webhook_that_hangs_is_waited_for_once_and_the_mail_goes_out(
        self, hook, letters, monkeypatch
    ):
        hook.hangs = threading.Event()
        monkeypatch.setattr("core.alerts.WEBHOOK_SECONDS", 0.2)
        crowd = [Finding(f"jobs.{n:02}", Severity.WARNING, "x") for n in range(20)]
        alarms = [Finding(f"jobs.a{n}", Severity.CRITICAL, "y") for n in range(3)]
        alerting.reconcile("jobs.", [*crowd, *alarms], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 3

        hook.hangs.set()
        assert (len(letters.subjects), hook.asked) == (3, 1)
        assert Alert.objects.filter(told="", claimed_at=None).count() == 20

    def test_a_slow_webhook_does_not_use_up_the_time_of_the_task(self, hook, letters):
        crowd = [Finding(f"jobs.{n:02}", Severity.WARNING, "x") for n in range(9)]
        alerting.reconcile("jobs.", crowd, now=NOW)
        moments = iter(range(0, 1000, 25))

        assert alerting.tell_waiting(now=NOW, clock=lambda: float(next(moments))) == 2
        assert alerting.tell_waiting(now=LATER) == 7

    def test_a_title_of_several_lines_is_a_subject_of_one(self, letters):
        odd = Finding("jobs.a", Severity.CRITICAL, "Acme\rBcc: all@example.org")
        alerting.reconcile("jobs.", [odd], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 1
        assert "Acme Bcc: all@example.org" in letters.subjects[0][1]

    def test_tells_a_warning_once_on_the_webhook_alone(self, hook, letters):
        alerting.reconcile("jobs.", [WARNING], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 1
        assert alerting.tell_waiting(now=LATER) == 0
        text = "[Warning] Adzuna stopped\nboom\nhttps://jobs.example/ops"
        assert hook.texts == [("/services/T0/s3cret", text)]
        assert letters.subjects == []

    def test_tells_by_mail_too_when_it_is_critical(self, hook, letters):
        alerting.reconcile("jobs.", [CRITICAL], now=NOW)
        alerting.tell_waiting(now=NOW)

        assert letters.subjects == [
            (["ops@example.org"], "Subject: [Critical] Adzuna stopped twice")
        ]

    def test_tells_again_when_it_gets_worse_but_not_when_it_gets_better(self, hook, letters):
        for finding in (WARNING, CRITICAL, WARNING):
            alerting.reconcile("jobs.", [finding], now=NOW)
            alerting.tell_waiting(now=NOW)

        assert [text.partition("]")[0] for _, text in hook.texts] == ["[Warning", "[Critical"]

    def test_tells_the_end_once_as_loud_as_the_beginning(self, hook, letters):
        alerting.reconcile("jobs.", [CRITICAL], now=NOW)
        alerting.tell_waiting(now=NOW)
        alerting.reconcile("jobs.", [], now=LATER)

        assert [alerting.tell_waiting(now=LATER) for _ in range(2)] == [1, 0]
        assert hook.texts[-1][1].startswith("[Recovered] Adzuna stopped twice")
        assert len(letters.subjects) == 2

    def test_says_nothing_of_what_was_over_before_anybody_heard(self, hook):
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        alerting.reconcile("jobs.", [], now=NOW)

        assert alerting.tell_waiting(now=NOW) == 0
        assert hook.texts == []

    def test_tries_again_when_the_webhook_does_not_take_it_and_shows_no_secret(self, hook, caplog):
        hook.status = 403
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        assert alerting.tell_waiting(now=NOW) == 0
        hook.status = 200

        assert alerting.tell_waiting(now=LATER) == 1
        assert "was not told" in caplog.text
        assert "s3cret" not in caplog.text

    def test_takes_over_what_somebody_claimed_and_never_told(self, hook):
        alerting.reconcile("jobs.", [WARNING], now=NOW)
        Alert.objects.update(claimed_at=NOW)

        assert alerting.tell_waiting(now=LATER) == 0
        assert alerting.tell_waiting(now=NOW + alerting.CLAIM + timedelta(seconds=1)) == 1

    def test_information_is_only_logged(self, hook):
        alerting.reconcile("jobs.", [Finding("jobs.x", Severity.INFO, "slow")], now=NOW)
        alerting.tell_waiting(now=NOW)

        assert hook.texts == []
        assert Alert.objects.get().told == "INFO"
