"""Mailboxes somebody else names: over TLS, from the public internet, with an end."""

import ssl
from datetime import date

import pytest

from core.imap import Account, Bookmark, ImapError, fetch_new
from core.tests.imap_server import PASSWORD, imap_server

SINCE = date(2026, 10, 25)


@pytest.fixture
def box(tmp_path):
    with imap_server(tmp_path) as found:
        found.messages = {n: f"Subject: {n}\r\n\r\nx".encode() for n in (3, 5, 8)}
        yield found


def fetch(box, *, bookmark=None, most=10, **account):
    given = {
        "host": "127.0.0.1",
        "port": box.port,
        "username": "sam@mail.example",
        "password": PASSWORD,
    }
    context = ssl.create_default_context(cafile=box.certificate)
    return fetch_new(
        Account(**given | account),
        since=SINCE,
        bookmark=bookmark or Bookmark(),
        most=most,
        allows=lambda _address: True,
        context=context,
    )  # fmt: skip


class TestFetchNew:
    def test_reads_what_is_new_and_changes_nothing(self, box):
        batch = fetch(box)
        assert [(m.uid, m.raw[:10]) for m in batch.messages] == [(3, b"Subject: 3"), (5, b"Subject: 5"), (8, b"Subject: 8")]  # fmt: skip
        assert (batch.bookmark, batch.has_more) == (Bookmark(7, 8), False)
        assert not [said for said in box.said if said.startswith(("SELECT", "UID STORE", "CLOSE"))]

    def test_goes_on_after_the_bookmark_in_bounded_batches(self, box):
        first = fetch(box, most=2)
        assert ([m.uid for m in first.messages], first.has_more) == ([3, 5], True)
        second = fetch(box, bookmark=first.bookmark, most=2)
        assert ([m.uid for m in second.messages], second.has_more) == ([8], False)
        assert fetch(box, bookmark=second.bookmark).messages == ()

    def test_begins_anew_when_the_server_numbers_anew(self, box):
        batch = fetch(box, bookmark=Bookmark(6, 8))
        assert len(batch.messages) == 3
        assert batch.bookmark == Bookmark(7, 8)

    def test_signs_in_where_only_login_is_spoken(self, box):
        box.capabilities = "IMAP4rev1"
        assert len(fetch(box).messages) == 3

    def test_names_folders_as_servers_do(self, box):
        assert len(fetch(box, folder="Büro").messages) == 3

    def test_leaves_what_is_too_large(self, box):
        box.messages[5] = b"x" * 11_000_000
        batch = fetch(box)
        assert [m.uid for m in batch.messages] == [3, 8]
        assert batch.bookmark.last_uid == 8

    @pytest.mark.parametrize(
        ("changes", "key"),
        [({"password": "wrong"}, "refused"), ({"password": "a\r\nb LOGOUT"}, "refused"), ({"folder": "Nope"}, "no_folder"), ({"folder": 'x"\r\n'}, "no_folder"), ({"host": "no such host"}, "no_host")],
    )  # fmt: skip
    def test_says_why_it_cannot(self, box, changes, key):
        with pytest.raises(ImapError) as told:
            fetch(box, **changes)
        assert told.value.key == key

    def test_a_server_that_announces_more_than_there_is_room_for_is_left(self, box):
        box.lies_about_size = True
        with pytest.raises(ImapError, match="odd"):
            fetch(box)

    def test_a_certificate_of_nobody_is_not_trusted(self, box):
        with pytest.raises(ImapError, match="unreachable"):
            fetch_new(
                Account("127.0.0.1", box.port, "sam", "x"),
                since=SINCE,
                bookmark=Bookmark(),
                most=1,
                allows=lambda _address: True,
            )

    @pytest.mark.parametrize(
        ("host", "port", "key"),
        [("127.0.0.1", 993, "not_public"), ("localhost", 993, "not_public"), ("169.254.169.254", 993, "not_public"), ("10.0.0.1", 993, "not_public"), ("1.1.1.1", 22, "no_host")],
    )  # fmt: skip
    def test_never_connects_to_the_inside(self, host, port, key):
        with pytest.raises(ImapError) as told:
            fetch_new(Account(host, port, "a", "b"), since=SINCE, bookmark=Bookmark(), most=1)
        assert told.value.key == key

    def test_no_traceback_tells_a_password(self):
        assert "hunter2" not in repr(Account("h", 993, "u", "hunter2"))
