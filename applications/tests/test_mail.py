"""Mail in: filed, asked about, proposed; by every door once."""

import io
import ssl
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.privacy import erase_person
from accounts.tests.factories import GuestFactory, ProfileFactory
from applications import services
from applications.ingest import folders
from applications.ingest.messages import TooManyMailsError, UnreadableMailError, take_in
from applications.ingest.proposing import proposed_status
from applications.models import Application, Interview, KeptFile, Mail, MailAddress, MailFolder
from applications.selectors.mail import questions
from applications.selectors.mail_words import question_of
from applications.states import Status
from applications.tests.factories import ApplicationFactory
from applications.tests.mails import invitation, message, raw, rejection
from core import imap
from core.tests.imap_server import PASSWORD, imap_server

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def acme(sam):
    return applied(sam, "Acme", "Backend developer")


def applied(owner, company, title):
    sent = NOW - timedelta(days=10)
    row = ApplicationFactory.create(owner=owner, company_name=company, title=title, status="APPLIED", applied_at=sent, last_sign_at=sent)  # fmt: skip
    Application.objects.filter(pk=row.pk).update(created_at=sent)
    row.refresh_from_db()
    return row


def take(owner, content, **kwargs):
    return services.upload_mail(owner=owner, raw=content, now=NOW, **kwargs)[0]


class TestTakingIn:
    def test_files_what_leaves_no_doubt_and_sets_nothing(self, sam, acme):
        mail = take(sam, rejection())
        acme.refresh_from_db()
        assert (mail.state, mail.application, mail.kind) == ("FILED", acme, "REJECTION")
        assert acme.status == Status.APPLIED
        assert acme.last_sign_at == mail.sent_at
        event = acme.events.get(kind="MAIL")
        assert (event.happened_at, event.data) == (mail.sent_at, {"mail": str(mail.pk)})

    def test_twice_is_once_also_by_another_door(self, sam, acme):
        token = services.make_mail_address(owner=sam, now=NOW)
        first = take(sam, rejection())
        assert services.upload_mail(owner=sam, raw=rejection(), now=NOW) == (first, False)
        received = services.receive_mail(recipients=[f"{token}@in.example"], raw=b"Received: x\r\n" + rejection(), now=NOW)  # fmt: skip
        assert received.mails == (first,)
        assert acme.events.filter(kind="MAIL").count() == 1

    def test_asks_which_of_two_at_one_employer(self, sam, acme):
        other = applied(sam, "Acme", "Platform engineer")
        mail = take(sam, raw("Dear Sam, unfortunately your application was not successful."))
        assert mail.state == Mail.State.ASKED
        (question,) = questions(sam.pk)
        assert set(question.choices) == {acme, other}
        assert "Which application at Acme" in question_of(mail, question.choices)

    def test_a_newsletter_that_names_the_employer_belongs_nowhere(self, sam, acme):
        text = "New jobs for you: Backend developer at Acme. See all jobs. Unsubscribe."
        mail = take(sam, raw(text, sender="Jobs <alert@indeed.com>", subject="Job alert: Acme", List_Unsubscribe="<https://x>"))  # fmt: skip
        assert (mail.state, mail.kind) == ("ORPHAN", "BULK")

    def test_the_next_mail_of_a_thread_needs_no_name(self, sam, acme):
        take(sam, raw("About the Backend developer role at Acme: could you send us your salary expectations?", sender="Jo <jo@people-agency.example>"), application=acme)  # fmt: skip
        mail = take(sam, raw("Any news?", sender="Jo <jo@people-agency.example>", subject="Hello again", message_id="<two@x>", References="<one@acme.com>"))  # fmt: skip
        assert (mail.state, mail.application) == ("FILED", acme)

    def test_what_the_person_wrote_themselves_proposes_nothing(self, sam, acme):
        take(sam, raw("Dear Sam, thank you for your application.", sender="Jo <jo@acme.com>"), application=acme)  # fmt: skip
        own = message("We would like to invite you to an interview: yes, with pleasure!", sender=sam.email, message_id="<mine@x>")  # fmt: skip
        del own["To"]
        own["To"] = "jo@acme.com"
        mail = take(sam, own.as_bytes())
        assert (mail.application, mail.kind, mail.proposal) == (acme, "OTHER", "")

    def test_nobody_elses_applications_are_looked_at(self, sam, acme):
        stranger = ProfileFactory.create().user
        assert take(stranger, rejection()).state == Mail.State.ORPHAN
        assert questions(stranger.pk) == []

    def test_keeps_what_came_attached_only_when_wanted(self, sam, acme):
        made = message()
        made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="offer.pdf")
        assert not take(sam, made.as_bytes()).files.exists()
        services.delete_mail(mail=Mail.objects.get())
        kept = take(sam, made.as_bytes(), keeps_files=True)
        assert bytes(kept.files.get().content) == b"%PDF"

    def test_refuses_what_is_none_and_what_is_too_much(self, sam, settings):
        with pytest.raises(UnreadableMailError):
            take(sam, b"\x89PNG")
        settings.MAILS_AN_HOUR = 1
        with pytest.raises(TooManyMailsError):
            take(sam, rejection())

    def test_much_by_one_door_does_not_close_another(self, sam, settings):
        settings.MAILS_AN_HOUR = 1
        take_in(owner=sam, raw=raw("Hi", message_id="<hi@x.com>"), door=Mail.Door.ADDRESS, now=NOW)
        with pytest.raises(TooManyMailsError):
            take_in(owner=sam, raw=rejection(), door=Mail.Door.ADDRESS, now=NOW)
        assert services.upload_mail(owner=sam, raw=rejection(), now=NOW)[1]


class TestProposals:
    @pytest.mark.parametrize(
        ("kind", "here", "to"),
        [("ACK", "SAVED", "APPLIED"), ("ACK", "APPLIED", None), ("REJECTION", "APPLIED", "REJECTED"), ("REJECTION", "GHOSTED", "REJECTED"), ("REJECTION", "REJECTED", None), ("INTERVIEW", "APPLIED", "INTERVIEW"), ("INTERVIEW", "OFFER", None), ("INTERVIEW", "GHOSTED", "INTERVIEW"), ("OFFER", "INTERVIEW", "OFFER"), ("OFFER", "ACCEPTED", None), ("QUESTION", "APPLIED", None), ("OTHER", "APPLIED", None), ("REJECTION", "SUBMITTING", None)],
    )  # fmt: skip
    def test_only_tell_news(self, kind, here, to):
        assert proposed_status(Mail.About(kind), Status(here)) == to

    def test_a_yes_moves_as_of_the_day_of_the_mail_and_can_be_undone(self, sam, acme):
        mail = take(sam, rejection())
        (question,) = questions(sam.pk)
        assert (
            question_of(question.mail, []) == "Acme seems to have declined: set Closed – rejected?"
        )
        services.accept_proposal(mail=mail, actor=sam, now=NOW)
        acme.refresh_from_db()
        event = acme.events.get(to_status="REJECTED")
        assert (acme.status, event.happened_at, event.data["mail"]) == ("REJECTED", mail.sent_at, str(mail.pk))  # fmt: skip
        assert questions(sam.pk) == []
        services.undo(event=event, actor=sam, now=NOW)
        with pytest.raises(services.AlreadyAnsweredError):
            services.accept_proposal(mail=mail, actor=sam, now=NOW)

    def test_a_no_leaves_everything(self, sam, acme):
        mail = services.decline_proposal(mail=take(sam, rejection()))
        acme.refresh_from_db()
        assert (mail.proposal, acme.status, questions(sam.pk)) == ("DECLINED", "APPLIED", [])

    def test_an_invitation_becomes_an_interview_and_its_change_changes_that(self, sam, acme):
        mail = take(sam, invitation())
        assert "Tue 1 Dec" in question_of(mail, [])
        services.accept_proposal(mail=mail, actor=sam, now=NOW)
        interview = acme.interviews.get()
        acme.refresh_from_db()
        assert (acme.status, interview.starts_at) == (
            "INTERVIEW",
            datetime(2026, 12, 1, 9, tzinfo=UTC),
        )
        assert (interview.time_zone, interview.kind) == ("Europe/Berlin", "VIDEO")
        later = take(sam, invitation(start="20261201T090000", message_id="<two@acme.com>"))
        services.accept_proposal(mail=later, actor=sam, now=NOW)
        assert acme.interviews.get().starts_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
        off = take(sam, invitation(method="CANCEL", message_id="<three@acme.com>"))
        assert "calls off" in question_of(off, [])
        services.accept_proposal(mail=off, actor=sam, now=NOW)
        assert acme.interviews.get().outcome == Interview.Outcome.CANCELLED

    def test_filing_it_elsewhere_asks_there(self, sam, acme):
        other = applied(sam, "Globex", "Backend developer")
        mail = take(sam, rejection())
        services.link_mail(mail=mail, application=other, actor=sam, now=NOW)
        (question,) = questions(sam.pk)
        assert question.mail.application == other
        assert services.link_mail(mail=mail, application=None, actor=sam, now=NOW).state == "ORPHAN"
        assert questions(sam.pk) == []


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_of_two_yeses_one_counts(self, sam, acme):
        mail, gate, told = take(sam, rejection()), threading.Barrier(2), []

        def say_yes():
            gate.wait()
            try:
                services.accept_proposal(mail=mail, actor=sam, now=NOW)
                told.append("done")
            except services.AlreadyAnsweredError:
                told.append("answered")
            finally:
                connection.close()

        threads = [threading.Thread(target=say_yes) for _ in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert sorted(told) == ["answered", "done"]
        assert acme.events.filter(to_status="REJECTED").count() == 1

    def test_the_same_message_by_two_doors_at_once_is_one(self, sam, acme):
        gate, came = threading.Barrier(2), []

        def bring():
            gate.wait()
            came.append(take(sam, rejection()).pk)
            connection.close()

        threads = [threading.Thread(target=bring) for _ in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        assert len(set(came)) == 1
        assert Mail.objects.count() == 1


class TestLeaving:
    def test_goes_with_its_application_and_with_the_person(self, sam, acme):
        made = message("Dear Sam, unfortunately we will not be moving forward with the Backend developer role.")  # fmt: skip
        made.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
        take(sam, made.as_bytes(), keeps_files=True)
        services.make_mail_address(owner=sam, now=NOW)
        services.delete_application(application=acme)
        assert not Mail.objects.exists()
        assert not KeptFile.objects.exists()
        take(sam, rejection())
        erase_person(sam)
        assert not Mail.objects.exists()
        assert not MailAddress.objects.exists()

    def test_a_guests_filed_mail_follows_them(self, sam):
        guest = GuestFactory.create()
        mail = take(guest, rejection(), application=applied(guest, "Acme", "Backend developer"))
        services.move_applications(guest_id=guest.pk, user_id=sam.pk)
        services.move_mails(guest_id=guest.pk, user_id=sam.pk)
        mail.refresh_from_db()
        assert mail.owner == sam


class TestAddress:
    def test_is_found_by_its_hash_and_shown_to_its_owner(self, sam, settings):
        settings.MAIL_IN_ADDRESS = "jobs+*@in.example"
        token = services.make_mail_address(owner=sam, now=NOW)
        row = MailAddress.objects.get()
        assert token not in f"{row.token_hash}{row.sealed_token}"
        assert services.shown_address(row) == f"jobs+{token}@in.example"
        for recipient in (
            f"JOBS+{token.upper()}@in.example",
            f"<{token}@in.example>",
            f'"Jobs, new" <{token}@in.example>',
        ):
            assert services.receive_mail(recipients=[recipient], raw=rejection(), now=NOW).is_known

    def test_a_new_one_ends_the_old_and_revoking_ends_all(self, sam):
        old, new = (services.make_mail_address(owner=sam, now=NOW) for _ in range(2))
        reach = lambda token: services.receive_mail(recipients=[f"{token}@x"], raw=rejection(), now=NOW).is_known  # noqa: E731  # fmt: skip
        assert not reach(old)
        assert reach(new)
        services.revoke_mail_address(owner=sam)
        assert not reach(new)


class TestPipe:
    def pipe(self, monkeypatch, content, *recipients):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        try:
            call_command("receive_mail", *recipients, stderr=io.StringIO())
        except SystemExit as status:
            return status.code
        return 0

    def test_tells_the_mail_server_what_to_do(self, sam, acme, monkeypatch, settings):
        token = services.make_mail_address(owner=sam, now=NOW)
        to = f"{token}@in.example"
        assert self.pipe(monkeypatch, rejection(), to) == 0
        assert self.pipe(monkeypatch, rejection(), to) == 0
        assert Mail.objects.get().door == Mail.Door.ADDRESS
        assert self.pipe(monkeypatch, rejection(), "nobody@in.example") == 67
        assert self.pipe(monkeypatch, b"\x00", to) == 65
        settings.MAILS_AN_HOUR = 0
        assert self.pipe(monkeypatch, rejection(), to) == 75


class TestFolder:
    @pytest.fixture
    def box(self, tmp_path, settings, monkeypatch):
        settings.WEB_ALLOWS_PRIVATE = True
        with imap_server(tmp_path) as found:
            context = ssl.create_default_context(cafile=found.certificate)
            monkeypatch.setattr(imap.ssl, "create_default_context", lambda: context)
            yield found

    def connect(self, sam, box, password=PASSWORD):
        return services.connect_folder(owner=sam, host="127.0.0.1", port=box.port, username="sam@mail.example", password=password, folder="INBOX", now=NOW)  # fmt: skip

    def test_is_read_once_and_remembers_how_far(self, sam, acme, box):
        box.messages = {4: rejection(), 9: b"\x00 no message"}
        row = self.connect(sam, box)
        assert PASSWORD not in row.sealed_password
        assert folders.due(now=NOW) == [row.pk]
        assert folders.read_folder(row.pk, now=NOW) == 1
        assert folders.read_folder(row.pk, now=NOW) == 0
        row.refresh_from_db()
        assert (row.state, row.uid_validity, row.last_uid) == ("READ", 7, 9)
        assert row.next_at == NOW + folders.EVERY
        assert Mail.objects.get().state == Mail.State.FILED

    def test_goes_on_at_once_while_there_is_more(self, sam, box, monkeypatch):
        monkeypatch.setattr(folders, "AT_ONCE", 2)
        box.messages = {n: raw(f"Hi {n}", message_id=f"<{n}@x.com>") for n in range(1, 6)}
        row = self.connect(sam, box)
        assert [folders.read_folder(row.pk, now=NOW) for _ in range(4)] == [2, 2, 1, 0]

    def test_what_was_read_of_another_mailbox_says_nothing_about_this_one(
        self, sam, box, monkeypatch
    ):
        box.messages = {4: raw("Hi")}
        row, fetch = self.connect(sam, box), imap.fetch_new

        def fetch_while_another_is_named(account, **how):
            self.connect(sam, box)
            return fetch(account, **how)

        monkeypatch.setattr(imap, "fetch_new", fetch_while_another_is_named)
        assert folders.read_folder(row.pk, now=NOW) == 0
        row.refresh_from_db()
        assert (row.state, row.last_uid, row.next_at) == ("WAITING", 0, NOW)

    def test_a_refused_password_is_tried_three_times_and_no_more(self, sam, box):
        row, now = self.connect(sam, box, password="wrong"), NOW
        for _ in range(5):
            folders.read_folder(row.pk, now=now)
            now += timedelta(days=1)
        row.refresh_from_db()
        assert (row.state, row.trouble, row.failures) == ("STOPPED", "refused", 3)
        assert len([said for said in box.said if said.startswith("AUTHENTICATE")]) == 3

    def test_passwords_are_not_tried_out_through_us(self, sam, box):
        for number in range(10):
            self.connect(sam, box, password=f"guess {number}")
        with pytest.raises(services.TooManyTriesError):
            self.connect(sam, box, password="guess 10")

    def test_is_not_read_on_the_inside(self, sam, settings):
        row = services.connect_folder(owner=sam, host="localhost", username="a@b", password="x", folder="INBOX", now=NOW)  # fmt: skip
        folders.read_folder(row.pk, now=NOW)
        row.refresh_from_db()
        assert (row.state, row.trouble) == ("FAILING", "not_public")
        assert services.disconnect_folder(owner=sam)
        assert not MailFolder.objects.exists()


def test_an_unknown_folder_is_no_error():
    assert folders.read_folder(UUID(int=1), now=timezone.now()) == 0
