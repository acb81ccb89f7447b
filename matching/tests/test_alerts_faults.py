"""No posting is mailed twice, whoever dies when: real processes, real races, real commits."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings as project
from django.db import connection, transaction
from django.utils import timezone

from jobs.tests.factories import PostingFactory
from matching import notifications, runs, transitions
from matching.models import Search, SearchHit
from matching.tests.mailbox import mail_server, new_postings, reader, send_due, states

pytestmark = pytest.mark.django_db(transaction=True)
State = SearchHit.State
WORKERS = 6
LATER = transitions.CLAIM + timedelta(minutes=1)
SEND = """
from uuid import UUID
from django.utils import timezone
from matching import notifications
print(notifications.send_alert(UUID("{search_id}"), now=timezone.now()))
"""


@pytest.fixture(autouse=True)
def engine():
    runs.ensure_engine("default")


@pytest.fixture
def letters(settings):
    with mail_server(settings) as found:
        yield found


def worker(search, letters):
    """A process of its own that sends this search's mail."""
    held = connection.settings_dict
    database = project.DATABASES["default"]
    where = f"{held['USER']}:{held['PASSWORD'] or ''}@{held['HOST'].replace('/', '%2F')}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"postgres://{where}:{held['PORT'] or database['PORT']}/{held['NAME']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{letters.port}",
        "SITE_URL": "https://jobs.example",
    }
    return subprocess.Popen(  # noqa: S603 - this project, from here
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", SEND.format(search_id=search.pk)],
        cwd=project.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def is_somebody_waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None


def kill_while(step, search, letters):
    letters.waits_at = step
    process = worker(search, letters)
    reached = letters.reached.wait(60)
    process.send_signal(signal.SIGKILL)
    said = process.communicate()
    assert reached, said
    letters.waits_at = ""
    letters.go_on.set()


class TestKilled:
    def test_nobody_the_mail_goes_out(self, letters):
        process = worker(search := reader(), letters)
        assert process.communicate()[0].strip() == "False"
        new_postings(2)
        process = worker(search, letters)
        assert process.communicate() == ("True\n", "")
        assert len(letters.taken) == 1
        assert states() == [State.SENT] * 2

    @pytest.mark.parametrize("step", ["EHLO", "RCPT"])
    def test_before_the_mail_is_handed_over_it_is_sent_once_later(self, letters, step):
        search = reader()
        new_postings(2)
        kill_while(step, search, letters)
        assert states() == [State.CLAIMED] * 2
        assert send_due(timezone.now()) == []  # perhaps only slow
        assert send_due(timezone.now() + LATER) == [True]
        assert send_due(timezone.now() + LATER * 10) == []
        assert len(letters.taken) == 1
        assert states() == [State.SENT] * 2

    def test_from_then_on_it_is_never_sent_again(self, letters):
        search = reader()
        new_postings(2)
        kill_while("TAKEN", search, letters)
        assert states() == [State.SENDING] * 2
        assert send_due(timezone.now() + LATER) == []
        assert states() == [State.UNCONFIRMED] * 2
        for _ in range(2):
            assert send_due(timezone.now() + LATER * 20) == []
        assert len(letters.taken) == 1

    def test_between_claim_and_writing_the_same_hits_make_the_same_mail(self, letters):
        search = reader()
        new_postings(2)
        first = transitions.claim(search.pk, now=timezone.now())
        notifications.due(now=timezone.now() + LATER)
        assert send_due(timezone.now() + LATER) == [True]
        assert letters.ids == [f"<{first.mail_id}@jobs.example>"]

    def test_one_thought_dead_does_not_send_what_was_taken_over(self, letters):
        search = reader()
        new_postings()
        now = timezone.now()
        slow = transitions.claim(search.pk, now=now)
        assert send_due(now + LATER) == [True]
        assert transitions.move(slow, State.SENDING, now=now) == 0
        assert len(letters.taken) == 1


class TestServer:
    @pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
    def test_that_says_not_now_gets_the_mail_later(self, letters, step):
        reader()
        new_postings(2)
        now = timezone.now()
        letters.answers = {step: "451 try later"}
        assert send_due(now) == [False]
        assert states() == [State.WAITING] * 2
        letters.answers = {}
        assert send_due(now + timedelta(minutes=5)) == []  # leaves it in peace for a while
        assert send_due(now + timedelta(minutes=11)) == [True]
        assert len(letters.taken) == 1

    @pytest.mark.parametrize("step", ["RCPT", "DATA"])
    def test_that_says_never_is_not_asked_again(self, letters, step):
        reader()
        new_postings()
        letters.answers = {step: "550 no such person"}
        assert send_due(timezone.now()) == [False]
        assert states() == [State.DROPPED]

    def test_that_is_away_costs_nothing(self, letters, settings):
        reader()
        new_postings()
        now = timezone.now()
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        assert send_due(now) == [False]
        settings.EMAIL_PORT = port
        assert send_due(now + LATER) == [True]
        assert len(letters.taken) == 1

    def test_that_breaks_off_may_have_taken_it(self, letters):
        reader()
        new_postings()
        letters.answers = {"DATA": "cut"}
        assert send_due(timezone.now()) == [False]
        assert states() == [State.UNCONFIRMED]
        letters.answers = {}
        assert send_due(timezone.now() + LATER * 20) == []


class TestRaces:
    def test_many_workers_send_one_mail(self, letters):
        for round_ in range(3):
            search = reader()
            new_postings(3, place=f"Town {round_}")
            gate = Barrier(WORKERS)

            def work(_n, search=search, gate=gate):
                gate.wait()
                try:
                    return notifications.send_alert(search.pk, now=timezone.now())
                finally:
                    connection.close()

            with ThreadPoolExecutor(WORKERS) as pool:
                assert sorted(pool.map(work, range(WORKERS))) == [False] * 5 + [True]
            letters_here = [one for one in letters.taken if one["To"] == search.owner.email]
            assert len(letters_here) == 1

    def test_a_hit_that_comes_while_two_workers_claim_makes_no_second_mail(self, letters):
        search = reader()
        new_postings(title="First")
        another = PostingFactory()

        def in_a_thread(work):
            try:
                return work()
            finally:
                connection.close()

        def hit():
            SearchHit.objects.create(
                search_id=search.pk, posting=another, first_seen_at=timezone.now()
            )

        def claim():
            return transitions.claim(search.pk, now=timezone.now())

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first = claim()
                pool.submit(in_a_thread, hit).result()
                second = pool.submit(in_a_thread, claim)
                while not is_somebody_waiting():
                    assert not second.done()
            assert second.result() is None
        assert len(first.posting_ids) == 1
        assert states() == [State.CLAIMED, State.WAITING]

    def test_hits_that_come_meanwhile_wait_for_the_next_mail(self, letters):
        search = reader()
        new_postings(title="First")
        claim = transitions.claim(search.pk, now=timezone.now())
        new_postings(title="Second")
        assert transitions.claim(search.pk, now=timezone.now()) is None
        assert states() == [State.CLAIMED, State.WAITING]
        assert len(claim.posting_ids) == 1

    def test_stopping_wins_over_a_mail_that_is_not_handed_over_yet(self, letters):
        search = reader()
        new_postings()
        claim = transitions.claim(search.pk, now=timezone.now())
        Search.objects.update(cadence="OFF")
        assert transitions.move(claim, State.SENDING, now=timezone.now()) == 0
        notifications.due(now=timezone.now() + LATER)
        assert states() == [State.DROPPED]
