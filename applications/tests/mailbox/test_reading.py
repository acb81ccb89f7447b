"""Messages out of bytes: ordinary ones, forwarded ones, and those made to do harm."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.mailbox.dates import read_date
from applications.mailbox.forwarding import newest_part
from applications.mailbox.reading import attachment_bytes, read
from applications.mailbox.texts import header_text, html_text, links_in
from applications.mailbox.types import UnreadableError
from applications.tests.mails import invitation, message, raw

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
OWN = frozenset({"sam@okafor.example"})


def reading(content):
    return read(content, now=NOW, zone=BERLIN, own=OWN)


class TestRead:
    def test_tells_who_when_and_what(self):
        found = reading(raw("Hi", References="<a@x> <b@x>", In_Reply_To="<b@x>"))
        assert (found.sender.name, found.sender.address) == ("Acme Recruiting", "jobs@acme.com")
        assert found.sent_at == datetime(2026, 11, 22, 8, tzinfo=UTC)
        assert (found.message_id, found.thread) == ("one@acme.com", ("a@x", "b@x"))
        assert found.text == "Hi"

    def test_the_same_message_has_the_same_fingerprint_by_every_door(self):
        again = b"Received: from elsewhere\r\n" + raw("Hi")
        assert reading(again).fingerprint == reading(raw("Hi")).fingerprint
        bare = reading(raw("Hi", message_id=""))
        assert bare.fingerprint == reading(raw("Hi", message_id="")).fingerprint
        assert bare.fingerprint != reading(raw("Ho", message_id="")).fingerprint

    def test_html_becomes_text_without_scripts_or_pictures(self):
        made = EmailMessage()
        made["From"], made["Subject"] = "a@b.com", "x"
        made.set_content("<style>p{}</style><p>Hi&nbsp;<b>Sam</b><img src='https://t.example/1.gif'></p><script>evil()</script><p>1 &lt; 2 <a href='https://cal.example/x'>Choose</a></p>", subtype="html")  # fmt: skip
        found = reading(made.as_bytes())
        assert found.text == "Hi Sam\n\n1 < 2 Choose [https://cal.example/x]"
        assert found.links == ("https://cal.example/x",)

    @pytest.mark.parametrize("charset", ["iso-8859-1", "utf-8", "windows-1252"])
    def test_reads_charsets(self, charset):
        head = f"From: a@b.com\nContent-Type: text/plain; charset={charset}\n\n"
        assert reading(head.encode() + "Grüße".encode(charset)).text == "Grüße"

    @pytest.mark.parametrize(
        "charset", ["klingon", "unicode_escape", "idna", "\x00", "rot13", "hex"]
    )
    def test_a_charset_nobody_knows_is_guessed(self, charset):
        head = f"From: a@b.com\nContent-Type: text/plain; charset={charset}\n\n"
        assert reading(head.encode() + "Grüße".encode()).text.startswith("Gr")

    def test_lists_attachments_and_keeps_their_content_apart(self):
        made = message()
        made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../Offer.pdf")
        (attachment,) = reading(made.as_bytes()).attachments
        assert (attachment.name, attachment.size) == (".._Offer.pdf", 4)
        assert attachment_bytes(made.as_bytes())[0][1] == b"%PDF"

    def test_finds_the_date_of_an_invitation(self):
        found = reading(invitation()).invitation
        assert found.starts_at == datetime(2026, 12, 1, 9, tzinfo=UTC)
        assert (found.minutes, found.time_zone) == (60, "Europe/Berlin")
        assert found.place == "https://meet.example/acme"
        assert reading(invitation(method="CANCEL")).invitation.is_cancelled

    def test_no_message_comes_from_the_future(self):
        assert reading(raw(date="Fri, 01 Jan 2100 00:00:00 +0000")).sent_at == NOW
        assert reading(raw(date="Sun, 99 Foo 2026")).sent_at == NOW


FORWARDS = {
    "gmail-en": "fyi\n\n---------- Forwarded message ---------\nFrom: Acme Recruiting <jobs@acme.com>\nDate: Fri, Nov 20, 2026 at 10:12 AM\nSubject: Your application\nTo: <sam@okafor.example>\n\n\nDear Sam",
    "gmail-de": "---------- Forwarded message ---------\nVon: Acme Recruiting <jobs@acme.com>\nDate: Fr., 20. Nov. 2026 um 10:12 Uhr\nSubject: Your application\nTo: <sam@okafor.example>\n\nDear Sam",
    "gmail-es": "---------- Forwarded message ---------\nDe: Acme Recruiting <jobs@acme.com>\nDate: vie, 20 nov 2026 a las 10:12\nSubject: Your application\nTo: <sam@okafor.example>\n\nDear Sam",
    "outlook-en": "________________________________\nFrom: Acme Recruiting <jobs@acme.com>\nSent: Friday, November 20, 2026 10:12 AM\nTo: Sam <sam@okafor.example>\nSubject: Your application\n\nDear Sam",
    "outlook-fr": "De : Acme Recruiting <jobs@acme.com>\nEnvoyé : vendredi 20 novembre 2026 10:12\nÀ : Sam <sam@okafor.example>\nObjet : Your application\n\nDear Sam",
    "outlook-nl": "Van: Acme Recruiting <jobs@acme.com>\nVerzonden: vrijdag 20 november 2026 10:12\nAan: Sam\nOnderwerp: Your application\n\nDear Sam",
    "outlook-pl": "Od: Acme Recruiting <jobs@acme.com>\nWysłano: piątek, 20 listopada 2026 10:12\nDo: Sam\nTemat: Your application\n\nDear Sam",
    "outlook-pt": "De: Acme Recruiting <jobs@acme.com>\nEnviada em: sexta-feira, 20 de novembro de 2026 10:12\nPara: Sam\nAssunto: Your application\n\nDear Sam",
    "outlook-old": "-----Ursprüngliche Nachricht-----\nVon: Acme Recruiting [mailto:jobs@acme.com]\nGesendet: Freitag, 20. November 2026 10:12\nAn: Sam\nBetreff: Your application\n\nDear Sam",
    "apple-de": "Anfang der weitergeleiteten Nachricht:\n\nVon: Acme Recruiting <jobs@acme.com>\nBetreff: Your application\nDatum: 20. November 2026 um 10:12:00 MEZ\nAn: sam@okafor.example\n\nDear Sam",
    "apple-it": "Inizio messaggio inoltrato:\n\n> Da: Acme Recruiting <jobs@acme.com>\n> Oggetto: Your application\n> Data: 20 novembre 2026 alle ore 10:12:00 CET\n> A: sam@okafor.example\n> \n> Dear Sam",
    "apple-en": "Begin forwarded message:\n\n*From: *Acme Recruiting <jobs@acme.com>\n*Subject: **Your application*\n*Date: *20 November 2026 at 10:12:00 CET\n*To: *sam@okafor.example\n\nDear Sam",
    "thunderbird": "-------- Weitergeleitete Nachricht --------\nBetreff: \tYour application\nDatum: \tFri, 20 Nov 2026 10:12:00 +0100\nVon: \tAcme Recruiting <jobs@acme.com>\nAn: \tsam@okafor.example\n\nDear Sam",
}  # fmt: skip


class TestForwarded:
    @pytest.mark.parametrize("form", FORWARDS)
    def test_is_taken_for_what_was_forwarded(self, form):
        found = reading(raw(FORWARDS[form], sender="Sam <sam@okafor.example>", subject="Fwd: Your application"))  # fmt: skip
        assert found.is_forwarded
        assert (found.sender.name, found.sender.address) == ("Acme Recruiting", "jobs@acme.com")
        assert (found.subject, found.text) == ("Your application", "Dear Sam")
        assert found.sent_at == datetime(2026, 11, 20, 9, 12, tzinfo=UTC)

    def test_a_message_that_came_along_whole(self):
        made = message("see below", sender="sam@okafor.example", subject="WG: x")
        made.add_attachment(message("Dear Sam", message_id="<inner@acme.com>"))
        found = reading(made.as_bytes())
        assert (found.sender.address, found.text) == ("jobs@acme.com", "Dear Sam")
        assert found.message_id == "inner@acme.com"

    def test_an_answer_that_quotes_is_none(self):
        text = "Thanks!\n\n" + FORWARDS["outlook-en"]
        found = reading(raw(text, sender="HR <hr@acme.com>", subject="RE: Your application"))
        assert found.sender.address == "hr@acme.com"
        assert newest_part(found.text) == "Thanks!\n\n________________________________"

    @pytest.mark.parametrize(
        ("said", "day"),
        [("11/24/2026 9:05 PM", "24 21:05"), ("24.11.2026, 21:05", "24 21:05"), ("mar. 3 mars 2026 à 09h12", "03 09:12"), ("wt., 24 lis 2026 o 10:12", "24 10:12"), ("terça-feira, 24 de novembro de 2026 10:12", "24 10:12")],
    )  # fmt: skip
    def test_dates_are_read_in_many_forms(self, said, day):
        assert f"{read_date(said, BERLIN):%d %H:%M}" == day

    def test_a_date_nobody_can_read_is_none(self):
        assert read_date("yesterday", BERLIN) is None
        assert read_date("99 Nov 2026", BERLIN) is None


class TestHarm:
    @pytest.mark.parametrize(
        ("content", "key"),
        [(b"x" * (10 * 1024 * 1024 + 1), "too_large"), (b"", "no_message"), (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "no_message"), (b"just words", "no_message"), (b"A: b\n\nx", "no_message")],
        ids=["large", "empty", "picture", "words", "no header"],
    )  # fmt: skip
    def test_what_is_no_message_is_refused(self, content, key):
        with pytest.raises(UnreadableError, match=key):
            reading(content)

    def test_nesting_without_end_is_refused(self):
        part = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
        nested = "From: a@b.com\n" + "".join(part.format(n) for n in range(900))
        with pytest.raises(UnreadableError, match="too_nested"):
            reading(nested.encode())

    @pytest.mark.parametrize(
        "markup",
        ["<div>" * 50_000, "<script>" * 50_000, "<!--" * 50_000, "<a href='http://x'>y" * 20_000, "<" * 200_000, "&#" + "9" * 200_000 + ";", "<b id=1></i>" * 20_000, "<a " * 200_000, "<a href=http://" * 40_000],
        ids=["nested", "scripts", "comments", "anchors", "angles", "entity", "formatting", "open", "links"],
    )  # fmt: skip
    def test_markup_made_to_be_slow_is_read_at_once(self, markup):
        began = time.process_time()
        html_text(markup)
        links_in(markup, "")
        assert time.process_time() - began < 2

    @pytest.mark.parametrize(
        "header",
        ["=?utf-8?b?" + "A" * 9999, "=?x-no?q?=FF?=", "=?utf-8?q?" + "=FF" * 50 + "?=", "\udcff", "=?utf-8?b?!!!?="],
    )  # fmt: skip
    def test_headers_that_break_the_library_are_read_somehow(self, header):
        assert isinstance(header_text(header), str)

    @given(st.binary(max_size=400))
    @settings(max_examples=150, deadline=None)
    def test_bytes_of_any_kind_are_a_message_or_refused(self, noise):
        head = b"From: a@b.com\nSubject: x\nContent-Type: multipart/mixed; boundary=q\n"
        for content in (noise, head + noise, head + b"\n--q\n" + noise + b"\n--q--"):
            try:
                found = reading(content)
            except UnreadableError:
                continue
            found.text.encode()
            assert "\x00" not in repr(found).replace("\\\\", "").replace("\\x00", "\x00")
