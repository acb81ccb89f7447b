import json

import pytest

from core.http import HttpClient, QuotaUsedUpError
from jobs.sources.boards import Board
from jobs.sources.details import DetailCalls, Details
from jobs.tests.adzuna import Reply

ACME, OTHER = Board("x", "acme", "Acme"), Board("x", "other", "Other")


def calls(most=10):
    return DetailCalls(
        path=lambda board, name: f"{board.token}/{name}",
        id_field="id",
        text_field="text",
        facts=("released",),
        most_a_run=most,
    )


def row(name, released="monday", **fields):
    return {"id": name, "released": released, **fields}


def text(name, body="new"):
    return Reply(body=json.dumps({"id": name, "text": body, "released": "ever"}).encode())


@pytest.fixture
def client(fake_site):
    return HttpClient(fake_site.url, attempts=1, sleep=[].append)


def published(**rows):
    return lambda names: {name: rows[name] for name in names if name in rows}


def nothing(_names):
    return {}


class TestComplete:
    def test_asks_for_what_is_new(self, fake_site, client):
        fake_site.say("/acme/1", text("1"))

        assert Details(calls(), nothing).complete(client, ACME, [row(1)]) == [
            {"id": 1, "released": "monday", "text": "new"}
        ]

    def test_asks_for_nothing_that_is_known(self, fake_site, client):
        known = published(**{"1": row("1", text="old", more=1)})

        found = Details(calls(), known).complete(client, ACME, [row("1", title="Baker")])

        assert found == [row("1", text="old", more=1, title="Baker")]
        assert fake_site.asked == []

    def test_looks_up_a_page_at_once_and_only_what_lacks_a_text(self, client):
        asked = []

        def known(names):
            asked.append(list(names))
            return {name: row(name, text="old") for name in names}

        rows = [row("1"), row("2", text="here"), None, 7, {}, {"id": None}, row("3")]
        found = Details(calls(), known).complete(client, ACME, rows)

        assert asked == [["1", "3"]]
        assert len(found) == len(rows)
        assert found[2:6] == [None, 7, {}, {"id": None}]

    def test_asks_again_for_what_changed(self, fake_site, client):
        fake_site.say("/acme/1", text("1"))
        known = published(**{"1": row("1", text="old")})

        (found,) = Details(calls(), known).complete(client, ACME, [row("1", "tuesday")])

        assert (found["text"], found["released"]) == ("new", "tuesday")

    @pytest.mark.parametrize("bad", [Reply(404), Reply(500), Reply(200, b"[]"), Reply(200, b"<p>")])
    def test_keeps_yesterdays_row_when_the_new_text_cannot_be_had(self, fake_site, client, bad):
        fake_site.say("/acme/1", bad)
        known = published(**{"1": row("1", text="old")})

        found = Details(calls(), known).complete(client, ACME, [row("1", "tuesday")])

        # Not released on tuesday: tomorrow it has to be seen as changed again.
        assert found == [row("1", "monday", text="old")]

    def test_leaves_out_what_has_no_text_yet_and_says_how_many(self, fake_site, client):
        fake_site.say("/acme/2", text("2"))
        completer = Details(calls(), nothing)

        found = completer.complete(client, ACME, [row("1"), row("2")])

        assert [each["id"] for each in found] == ["2"]
        assert completer.note.startswith("1 postings are not shown yet")

    def test_a_posting_that_truly_has_no_text_is_asked_for_once(self, fake_site, client):
        known = published(**{"1": row("1", text="")})

        assert Details(calls(), known).complete(client, ACME, [row("1", text=None)]) == [
            row("1", text="")
        ]
        assert fake_site.asked == []


class TestBudget:
    def serve(self, fake_site):
        fake_site.otherwise = lambda path: text(path.rpartition("/")[2])

    def test_is_never_exceeded(self, fake_site, client):
        self.serve(fake_site)
        completer = Details(calls(most=3), nothing)

        for _ in range(2):
            completer.complete(client, ACME, [row(str(number)) for number in range(4)])

        assert len(fake_site.asked) == 3
        assert completer.note.startswith("5 postings")

    def test_is_shared_among_boards(self, fake_site, client):
        self.serve(fake_site)
        completer = Details(calls(most=10), nothing, boards=2)
        rows = [row(str(number)) for number in range(20)]

        assert len(completer.complete(client, ACME, rows)) == 5
        assert len(completer.complete(client, OTHER, rows)) == 5

    def test_what_one_board_does_not_need_is_left_to_the_next(self, fake_site, client):
        self.serve(fake_site)
        completer = Details(calls(most=10), nothing, boards=2)

        assert len(completer.complete(client, ACME, [row("1")])) == 1
        assert len(completer.complete(client, OTHER, [row(str(n)) for n in range(20)])) == 9

    def test_two_failures_in_a_row_say_enough(self, fake_site, client):
        fake_site.otherwise = lambda _path: Reply(500)

        Details(calls(), nothing).complete(client, ACME, [row(str(n)) for n in range(9)])

        assert len(fake_site.asked) == 2

    def test_a_429_ends_the_asking(self, fake_site, client):
        fake_site.otherwise = lambda _path: Reply(429, b"", {"Retry-After": "9999"})
        completer = Details(calls(), nothing, boards=2)

        completer.complete(client, ACME, [row("1"), row("2")])
        completer.complete(client, OTHER, [row("3")])

        assert len(fake_site.asked) == 1

    def test_a_used_up_quota_ends_the_asking_and_not_the_run(self, fake_site):
        class Nothing:
            def take(self):
                raise QuotaUsedUpError("All calls of this day are used.")

        http = HttpClient(fake_site.url, ledger=Nothing())

        assert Details(calls(), nothing).complete(http, ACME, [row("1")]) == []
