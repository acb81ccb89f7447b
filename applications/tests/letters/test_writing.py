"""A model writes: pieces to the stream and to the row, one run at a time, nothing believed unchecked."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import redis
from django.conf import settings as live_settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import ModelUsage
from applications import services
from applications.drafting import keeping, writing
from applications.drafting.streams import Sanitised
from applications.models import CoverLetter, LetterVersion, WritingSample
from applications.services.ledger import hold
from applications.services.letters import UnderWayError
from core.tests.llm.test_untrusted import ATTACKS
from core.tests.llm_server import Turn

pytestmark = pytest.mark.django_db
TRUE = (
    "Dear hiring team,\n\nSince April 2019 I have worked as Assistant Practice Manager at Northfield "
    "Surgery.\n\nI would be glad to talk with you.\n\nKind regards,\nHelen Marsh"
)
LIE = TRUE.replace("I would be", "I led a team of 40 engineers at Northfield Surgery. I would be")
State = CoverLetter.State


def ask(application, **more):
    wishes = {"tone": "WARM", "length": "SHORT", "language": "en"}
    return services.ask_for_letter(
        application=application,
        actor=application.owner,
        wishes=wishes,
        now=timezone.now(),
        **more,
    )


def streamed(letter):
    client = redis.Redis.from_url(live_settings.REDIS_URL)
    return [fields[b"e"].decode() for _id, fields in client.xrange(f"cc-letter:{letter.pk}")]


@pytest.fixture
def queued(model, application):
    model.says(TRUE)
    return ask(application)


class TestWrite:
    def test_keeps_a_version_that_says_who_wrote_it(self, model, queued):
        assert writing.write(letter_id=queued.pk)
        kept = LetterVersion.objects.get()
        assert (kept.text, kept.produced_by, kept.state) == (TRUE, "model:small", "CLEAR")
        queued.refresh_from_db()
        assert (queued.state, queued.draft) == (State.READY, "")
        assert ModelUsage.objects.get().purpose == "LETTER"

    def test_streams_every_piece_and_the_end(self, model, queued):
        writing.write(letter_id=queued.pk)
        events = streamed(queued)
        assert '"begin": true' in events[0]
        assert '"end": "READY"' in events[-1]
        assert len(events) > 20

    def test_sends_no_name_and_no_order_of_the_posting(self, model, application):
        application.description += "\n" + "\n".join(ATTACKS)
        application.save()
        letter = ask(application)
        writing.write(letter_id=letter.pk)
        sent = str(model.asked[0]["messages"])
        assert "Helen" not in sent
        assert "Ignore previous" not in sent
        assert "under oath" in sent

    def test_sends_the_persons_own_samples(self, model, queued, helen):
        WritingSample.objects.create(owner=helen, text="Short sentences suit me.")
        writing.write(letter_id=queued.pk)
        assert "Short sentences suit me." in str(model.asked[0]["messages"])
        assert ModelUsage.objects.get().categories == ["LETTER", "POSTING", "RESUME"]

    @pytest.mark.parametrize(
        "lie",
        [
            "I led a team of 40 engineers at Northfield Surgery.",
            "I worked at Google from 2010 to 2014.",
            "I hold a doctorate from Oxford.",
            "I saved £900,000.",
        ],
    )
    def test_a_lie_is_blocked_whatever_the_prompt_said(self, model, application, lie):
        model.says(TRUE.replace("I would be", f"{lie} I would be"))
        writing.write(letter_id=ask(application).pk)
        assert LetterVersion.objects.get().state == "BLOCKED"
        with pytest.raises(services.LetterBlockedError) as refused:
            services.finish_letter(
                application=application, actor=application.owner, now=timezone.now()
            )
        assert [each.text for each in refused.value.blocked] == [lie]

    def test_a_message_delivered_twice_writes_one_letter(self, model, queued):
        assert writing.write(letter_id=queued.pk)
        assert not writing.write(letter_id=queued.pk)
        assert LetterVersion.objects.count() == 1
        assert len(model.asked) == 1

    def test_markup_and_links_lead_nowhere(self, model, application):
        model.says(TRUE.replace("I would", "![x](http://evil.example/a) <b>I</b> would"))
        letter = ask(application)
        writing.write(letter_id=letter.pk)
        assert "evil.example" not in LetterVersion.objects.get().text
        assert "evil.example" not in "".join(streamed(letter))

    def test_one_paragraph_is_put_in_its_place(self, model, queued, application):
        writing.write(letter_id=queued.pk)
        model.says("I speak French.")
        writing.write(letter_id=ask(application, paragraph=1).pk)
        last = LetterVersion.objects.order_by("-number").first()
        assert last.text.split("\n\n") == [
            "Dear hiring team,",
            "I speak French.",
            *TRUE.split("\n\n")[2:],
        ]

    def test_another_letter_is_another_question(self, model, queued, application):
        writing.write(letter_id=queued.pk)
        writing.write(letter_id=ask(application).pk)
        assert len(model.asked) == 2


class TestFailure:
    @pytest.mark.parametrize(
        ("turn", "failure"),
        [
            (Turn(refusal="No."), "model_refused"),
            (Turn(TRUE, ending="length"), "model_cut_short"),
            (Turn("<b></b>"), "model_bad_answer"),
            (Turn(TRUE, mood="truncate"), "model_away"),
        ],
    )
    def test_says_why_and_keeps_what_came(self, model, application, turn, failure):
        model.answers(turn)
        letter = ask(application)
        assert not writing.write(letter_id=letter.pk)
        letter.refresh_from_db()
        assert (letter.state, letter.failure) == (State.FAILED, failure)
        assert '"end": "FAILED"' in streamed(letter)[-1]
        assert not LetterVersion.objects.exists()

    def test_what_came_can_be_kept(self, model, application):
        model.answers(Turn(TRUE, mood="truncate"))
        letter = ask(application)
        writing.write(letter_id=letter.pk)
        kept = services.keep_draft(
            application=application, actor=application.owner, now=timezone.now()
        )
        assert kept.text
        assert TRUE.startswith(kept.text)
        letter.refresh_from_db()
        assert (letter.state, letter.failure) == (State.READY, "")

    def test_consent_withdrawn_meanwhile_sends_nothing(self, model, queued, helen):
        helen.profile.ai_consent_at = None
        helen.profile.save()
        writing.write(letter_id=queued.pk)
        queued.refresh_from_db()
        assert (queued.state, queued.failure) == (State.FAILED, "no_ai_consent")
        assert model.asked == []


class TestErased:
    def test_nothing_is_written_of_who_is_gone(self, model, application, helen):
        model.answers(Turn(TRUE, piece=1))
        letter = ask(application)
        ticks = iter(range(10_000))

        def clock():
            if next(ticks) == 6:
                ModelUsage.objects.all().delete()
                CoverLetter.objects.all().delete()
            return float(next(ticks))

        assert not writing.write(letter_id=letter.pk, clock=clock)


class TestStop:
    def test_ends_it_keeps_what_came_and_nothing_more_is_written(self, model, queued, application):
        letter = keeping.claim(queued.pk, now=timezone.now())
        assert keeping.beat(letter, "Dear hiring team,\n\nSince", now=timezone.now())
        kept = services.stop_letter(
            application=application, actor=application.owner, now=timezone.now()
        )
        assert kept.text == "Dear hiring team,\n\nSince"
        assert not keeping.beat(letter, TRUE, now=timezone.now())
        assert not keeping.settle(letter, State.READY)
        assert LetterVersion.objects.count() == 1

    def test_ends_it_also_where_the_resume_is_gone(self, model, queued, application, helen):
        letter = keeping.claim(queued.pk, now=timezone.now())
        keeping.beat(letter, "Dear hiring team,", now=timezone.now())
        helen.version.delete()
        application.refresh_from_db()
        assert (
            services.stop_letter(
                application=application, actor=application.owner, now=timezone.now()
            )
            is None
        )
        letter.refresh_from_db()
        assert letter.state == State.STOPPED

    def test_a_stream_that_is_stopped_reads_no_further(self, model, application):
        model.answers(Turn(TRUE, piece=1))
        letter = ask(application)
        ticks = iter(range(10_000))

        def clock():
            if next(ticks) == 6:
                services.stop_letter(
                    application=application, actor=application.owner, now=timezone.now()
                )
            return float(next(ticks))

        assert not writing.write(letter_id=letter.pk, clock=clock)
        letter.refresh_from_db()
        assert letter.state == State.STOPPED
        assert len(streamed(letter)) < len(TRUE) / 2
        assert "Kind regards" not in LetterVersion.objects.get().text

    def test_what_is_not_under_way_is_not_stopped(self, application):
        assert (
            services.stop_letter(
                application=application, actor=application.owner, now=timezone.now()
            )
            is None
        )


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_who_saves_while_a_model_ends_is_told_so_and_the_letter_is_kept(
        self, queued, application
    ):
        """A page holds the application, then wants the letter; so must the worker."""
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                hold(application)
                written = pool.submit(_written, queued.pk)
                _wait_until_somebody_waits_for_us(written)
                with pytest.raises(UnderWayError):
                    services.save_letter(
                        application=application,
                        text="Dear team.",
                        base=0,
                        actor=application.owner,
                        now=timezone.now(),
                    )
            assert written.result()
        assert LetterVersion.objects.get().text == TRUE


def _written(letter_id):
    try:
        return writing.write(letter_id=letter_id)
    finally:
        connection.close()


def _wait_until_somebody_waits_for_us(work):
    until = time.monotonic() + 8
    with connection.cursor() as cursor:
        while not work.done() and time.monotonic() < until:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


class TestSweep:
    def test_a_worker_that_died_is_followed_by_another_once_then_it_failed(self, model, queued):
        dead = keeping.claim(queued.pk, now=timezone.now())
        later = timezone.now() + writing.SILENT + timedelta(seconds=1)
        assert writing.waiting_too_long(now=later) == [queued.pk]
        assert not keeping.beat(dead, "late words", now=later)
        assert writing.write(letter_id=queued.pk)
        assert not keeping.settle(dead, State.READY)
        assert LetterVersion.objects.count() == 1

        CoverLetter.objects.update(state=State.WRITING, tries=2)
        later = timezone.now() + writing.SILENT + timedelta(seconds=1)
        assert writing.waiting_too_long(now=later) == []
        queued.refresh_from_db()
        assert (queued.state, queued.failure) == (State.FAILED, "interrupted")

    def test_a_lost_message_is_sent_again_and_given_up_at_last(self, model, queued):
        now = timezone.now()
        assert writing.waiting_too_long(now=now) == []
        assert writing.waiting_too_long(now=now + timedelta(minutes=3)) == [queued.pk]
        writing.waiting_too_long(now=now + timedelta(minutes=30))
        queued.refresh_from_db()
        assert queued.state == State.FAILED

    def test_one_that_writes_is_left_alone(self, model, queued):
        keeping.claim(queued.pk, now=timezone.now())
        assert writing.waiting_too_long(now=timezone.now()) == []


class TestAsking:
    def test_is_refused_without_consent_quota_or_model(self, application, settings, model, helen):
        settings.AI_PERSON_DAY_TOKENS = 10
        with pytest.raises(Exception, match="used up"):
            ask(application)
        settings.OPENAI_BASE_URL = ""
        with pytest.raises(Exception, match="No language model"):
            ask(application)
        assert not CoverLetter.objects.exists()

    def test_nothing_else_is_done_to_a_letter_under_way(self, queued, application):
        actor, now = application.owner, timezone.now()
        with pytest.raises(Exception, match="being written"):
            services.compose_letter(application=application, actor=actor, wishes={}, now=now)
        with pytest.raises(Exception, match="being written"):
            services.save_letter(application=application, text="x", base=0, actor=actor, now=now)

    def test_the_page_says_who_can_write_it(self, client, model, application, helen):
        client.force_login(helen)
        shown = client.get(reverse("letter", args=[application.pk])).content.decode()
        assert "Have small write it" in shown
        helen.profile.ai_consent_at = None
        helen.profile.save()
        shown = client.get(reverse("letter", args=[application.pk])).content.decode()
        assert "Have small write it" not in shown
        assert reverse("settings-ai") in shown

    def test_the_page_of_a_letter_under_way_shows_what_came(self, client, queued, application):
        letter = keeping.claim(queued.pk, now=timezone.now())
        keeping.beat(letter, "Dear hiring", now=timezone.now())
        client.force_login(application.owner)
        shown = client.get(reverse("letter", args=[application.pk])).content.decode()
        assert "Dear hiring" in shown
        assert "Stop" in shown
        assert "Look again" in shown


class TestSanitised:
    @pytest.mark.parametrize("size", [1, 2, 5, 80])
    def test_shows_words_and_never_a_part_of_markup(self, size):
        text = (
            "Dear [team](http://evil.example/?q=1), ![p](http://evil.example/x) <img src=x> a [b] c"
        )
        shown = Sanitised()
        seen = ""
        for at in range(0, len(text), size):
            seen += shown.hear(text[at : at + size])
            assert "evil" not in seen
            assert "<" not in seen
        seen += shown.rest()
        assert seen == shown.text == "Dear team, p  a [b] c"
