"""Which application a message is about, told by more than words."""

from datetime import UTC, datetime, timedelta

import pytest

from applications.mailbox.classifying import kind_of
from applications.mailbox.linking import link
from applications.mailbox.types import Address, Candidate, Message, Verdict

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SENT = NOW - timedelta(days=10)
JO = "jo.park@people-agency.example"


def told(text="Any news from your side?", *, sender=JO, subject="Hello", at=NOW, **more):
    return Message("f", "m@x", Address("", sender), (), subject, text, at, **more)


def candidate(key, title="Backend developer", company="Acme", **more):
    given = {"since": SENT, "applied_at": SENT, "last_sign_at": SENT}
    return Candidate(key, company, title, **given | more)


def found(message, *candidates):
    return link(message, kind_of(message), candidates)


class TestLink:
    def test_a_person_who_wrote_before_needs_no_name(self):
        known = candidate("a", addresses=frozenset({JO}))
        answer = found(told(), known, candidate("b", company="Globex"))
        assert (answer.verdict, answer.best) == (Verdict.FILED, "a")

    def test_an_office_that_wrote_before_tells_nothing(self):
        known = candidate("a", addresses=frozenset({"jobs@agency.example"}))
        assert found(told(sender="jobs@agency.example"), known).verdict == Verdict.ORPHAN

    def test_a_person_who_wrote_about_two_is_asked_about(self):
        both = [candidate(key, addresses=frozenset({JO})) for key in "ab"]
        assert found(told(), *both).verdict == Verdict.ASKED

    def test_a_recruiter_known_from_one_who_names_the_other_role_is_not_filed_with_the_first(self):
        jo = "jo@acme.com"
        first = candidate("a", addresses=frozenset({jo}))
        second = candidate("b", title="Platform engineer")
        text = "Unfortunately we will not be moving forward with your application for the Platform engineer role."
        answer = found(told(text, sender=jo, subject="Platform engineer"), first, second)
        assert answer.chances[0][0] == "b"

    def test_a_known_recruiter_with_something_new_is_asked_about_at_most(self):
        text = "I am working with a client who is looking for a data engineer."
        known = candidate("a", addresses=frozenset({JO}))
        assert found(told(text), known).verdict != Verdict.FILED

    def test_a_thread_decides(self):
        known = candidate("a", thread=frozenset({"one@acme.com"}))
        answer = found(told(sender="x@y.example", thread=("one@acme.com",)), known)
        assert (answer.verdict, answer.best) == (Verdict.FILED, "a")

    @pytest.mark.parametrize(("days", "is_filed"), [(0, True), (-30, False)])
    def test_nobody_answers_before_they_were_asked(self, days, is_filed):
        text = "Thank you for your application. We received your application."
        message = told(text, sender="hr@acme.com", at=NOW + timedelta(days=days))
        assert (found(message, candidate("a")).verdict == Verdict.FILED) is is_filed

    def test_a_name_that_is_a_word_counts_where_it_is_written_as_a_name(self):
        target = candidate("t", company="Target", title="Cashier")
        text = "Thank you for your application. We hit our target this month."
        assert found(told(text, sender="a@b.example"), target).verdict == Verdict.ORPHAN

    def test_nothing_tracked_is_nothing_found(self):
        assert found(told()).verdict == Verdict.ORPHAN
