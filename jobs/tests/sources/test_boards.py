import json

import pytest

from core.http import HttpClient, HttpTransientError, MemoryBreaker
from jobs.sources import greenhouse, lever
from jobs.sources.base import SourceError
from jobs.sources.board_clients import BoardClients, board_address
from jobs.sources.board_feed import BoardSource
from jobs.sources.boards import Board, read_boards
from jobs.tests.adzuna import Reply
from jobs.tests.boards import greenhouse_job, lever_job
from jobs.tests.keyless import jobs_answer, list_answer


def make_source(fake, *tokens, system=greenhouse.SYSTEM, **client):
    slug = system.manifest.slug
    boards = [Board(slug, token, token.capitalize()) for token in tokens]
    return BoardSource(system, asking(fake.url, slug, attempts=1, **client), boards=boards)


def asking(url, slug="greenhouse", **client):
    return BoardClients(
        {slug: url},
        lambda address, headers: HttpClient(
            address, headers=headers or {}, sleep=[].append, **client
        ),
    )


def say(fake, token, *replies):
    fake.say(f"/boards/{token}/jobs", *replies)


class TestReadBoards:
    def test_the_shipped_list_can_be_read_and_covers_every_system(self):
        boards = read_boards()

        assert len(boards) >= 20
        assert {board.system for board in boards} == {
            "greenhouse", "lever", "ashby", "smartrecruiters", "recruitee", "personio", "workable",
        }  # fmt: skip

    def test_skips_comments_and_keeps_each_board_once(self, tmp_path):
        path = tmp_path / "boards.txt"
        path.write_text(
            "\ufeff# ours\n\n  lever-eu  Acme  Acme & Söhne GmbH \nGREENHOUSE a A\ngreenhouse a B\n"
        )

        assert read_boards(path) == [
            Board("lever-eu", "Acme", "Acme & Söhne GmbH"),
            Board("greenhouse", "a", "A"),
        ]

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            ("greenhouse stripe", "employer's name"),
            ("workday acme Acme", "workday is not one of"),
            ("lever ../../admin Acme", "cannot be the name"),
            ("lever a/b?c Acme", "cannot be the name"),
            ("lever http://x Acme", "cannot be the name"),
        ],
    )
    def test_names_the_line_that_is_wrong(self, tmp_path, line, why):
        path = tmp_path / "mine.txt"
        path.write_text(f"greenhouse a A\n{line}\n")

        with pytest.raises(SourceError, match=f"mine.txt, line 2.*{why}"):
            read_boards(path)

    @pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
    def test_says_that_a_list_cannot_be_read(self, tmp_path, content):
        path = tmp_path / "boards.txt"
        if content:
            path.write_bytes(content)

        with pytest.raises(SourceError, match="cannot be read"):
            read_boards(path)


class TestBoardSource:
    def test_reads_board_after_board(self, fake_site):
        say(fake_site, "one", jobs_answer([greenhouse_job(1)]))
        say(fake_site, "two", jobs_answer([greenhouse_job(2), greenhouse_job(3)]))
        source = make_source(fake_site, "one", "two")

        pages = list(source.pages(None))

        assert [(page.origin["employer"], page.count) for page in pages] == [("One", 1), ("Two", 2)]
        assert pages[-1].next_cursor is None
        assert (source.is_complete, source.stopped_early) == (True, "")
        assert fake_site.asked[0] == ("/boards/one/jobs", {"content": "true"})

    def test_goes_on_from_a_cursor_with_what_it_knew(self, fake_site):
        for token in ("one", "three"):
            say(fake_site, token, jobs_answer([greenhouse_job(1)]))
        say(fake_site, "two", Reply(500))
        tokens = ("one", "two", "three", "four")
        first = list(make_source(fake_site, *tokens).pages(None))
        cursor = json.loads(json.dumps(first[1].next_cursor))
        fake_site.asked.clear()
        source = make_source(fake_site, *tokens)

        assert list(source.pages(cursor)) == []
        assert [path for path, _ in fake_site.asked] == ["/boards/four/jobs"]
        assert not source.is_complete
        assert "no board called four" in source.stopped_early
        assert "Not read this time: two" in source.stopped_early

    def test_a_board_that_is_gone_is_named_and_does_not_stop_the_others(self, fake_site):
        say(fake_site, "two", jobs_answer([greenhouse_job(2)]))
        source = make_source(fake_site, "one", "two")

        assert len(list(source.pages(None))) == 1
        assert source.stopped_early == "There is no board called one."
        assert source.is_complete

    @pytest.mark.parametrize("bad", [Reply(500), Reply(403, b"no"), Reply(200, b"<p>hi")])
    def test_a_board_that_fails_makes_the_feed_incomplete(self, fake_site, bad):
        say(fake_site, "one", jobs_answer([greenhouse_job(1)]))
        say(fake_site, "two", bad)
        say(fake_site, "three", jobs_answer([greenhouse_job(3)]))
        source = make_source(fake_site, "one", "two", "three")

        assert len(list(source.pages(None))) == 2
        assert not source.is_complete
        assert "Not read this time: two" in source.stopped_early

    def test_two_failures_in_a_row_say_enough(self, fake_site):
        for token in ("two", "three", "four"):
            say(fake_site, token, Reply(500))
        say(fake_site, "one", jobs_answer([greenhouse_job(1)]))
        source = make_source(fake_site, "one", "two", "three", "four")

        assert len(list(source.pages(None))) == 1
        assert len(fake_site.asked) == 3
        assert "two, three, four" in source.stopped_early
        assert not source.is_complete

    def test_fails_when_nothing_could_be_read(self, fake_site):
        for token in ("one", "two", "three"):
            say(fake_site, token, Reply(500))

        with pytest.raises(HttpTransientError):
            list(make_source(fake_site, "one", "two", "three").pages(None))

        assert len(fake_site.asked) == 2

    def test_names_what_opened_the_breaker(self):
        clients = asking("http://127.0.0.1:9", breaker=MemoryBreaker(failures=4))
        boards = [Board("greenhouse", token, token) for token in ("one", "two")]
        source = BoardSource(greenhouse.SYSTEM, clients, boards=boards)

        with pytest.raises(HttpTransientError, match="cannot be reached"):
            list(source.pages(None))

    def test_says_when_there_is_none_of_the_boards(self, fake_site):
        with pytest.raises(SourceError, match="none of these boards: one, two"):
            list(make_source(fake_site, "one", "two").pages(None))

    def test_stops_with_what_it_has_when_told_to_slow_down(self, fake_site):
        say(fake_site, "one", jobs_answer([greenhouse_job(1)]))
        say(fake_site, "two", Reply(429, b"", {"Retry-After": "86400"}))
        source = make_source(fake_site, "one", "two", "three")

        assert len(list(source.pages(None))) == 1
        assert "two, three" in source.stopped_early
        assert "429" in source.stopped_early
        assert not source.is_complete

    def test_needs_a_board(self, fake_site):
        with pytest.raises(SourceError, match="names none on Greenhouse"):
            make_source(fake_site)


class TestLeverPages:
    def test_asks_for_a_hundred_at_a_time(self, fake_site):
        jobs = [lever_job(number) for number in range(150)]
        fake_site.say("/postings/acme", list_answer(jobs[:100]), list_answer(jobs[100:]))
        source = make_source(fake_site, "acme", system=lever.SYSTEM)

        pages = list(source.pages(None))

        assert [page.count for page in pages] == [100, 50]
        assert pages[0].next_cursor == {
            "board": 0, "skip": 100, "gone": [], "failed": [], "empty": [],
        }  # fmt: skip
        assert [query["skip"] for _, query in fake_site.asked] == ["0", "100"]

    def test_ends_after_a_full_last_page(self, fake_site):
        jobs = [lever_job(number) for number in range(100)]
        fake_site.say("/postings/acme", list_answer(jobs), list_answer([]))
        source = make_source(fake_site, "acme", system=lever.SYSTEM)

        assert [page.count for page in source.pages(None)] == [100, 0]

    def test_is_not_kept_for_ever_by_a_mirror_that_ignores_skip(self, fake_site):
        fake_site.say("/postings/acme", list_answer([lever_job(n) for n in range(100)]))
        source = make_source(fake_site, "acme", system=lever.SYSTEM)

        assert len(list(source.pages(None))) == 1
        assert len(fake_site.asked) == 2
        assert source.is_complete


class TestBoardAddress:
    def test_puts_the_name_into_the_host(self):
        template = "https://{board}.recruitee.com/api"

        assert board_address(template, Board("recruitee", "Acme-2", "Acme")) == (
            "https://acme-2.recruitee.com/api"
        )

    def test_leaves_an_address_without_a_place_for_it_alone(self):
        board = Board("recruitee", "acme", "Acme")

        assert board_address("http://127.0.0.1:1/api", board) == "http://127.0.0.1:1/api"

    @pytest.mark.parametrize(
        "token",
        ["evil.com/x", "evil.com#", "evil.com?", "a@evil.com", "a:b@evil", "evil.com:80", "-a", "a-",
         "a.b", "a%2eb", "a b", "a\\b", "ä", "a" * 64, "", "a\n", "127.0.0.1"],
    )  # fmt: skip
    def test_a_name_cannot_change_the_host(self, token):
        with pytest.raises(SourceError, match="cannot be a part of the address"):
            board_address("https://{board}.recruitee.com/api", Board("recruitee", token, "X"))

    def test_an_address_that_is_no_site_is_refused(self):
        with pytest.raises(SourceError, match="no address of a site"):
            board_address("file:///{board}", Board("recruitee", "acme", "Acme"))


class TestBoardClients:
    def test_gives_each_board_its_own_address_and_counts_all_retries(self, fake_site):
        clients = asking(f"{fake_site.url}/{{board}}", "recruitee", attempts=2)
        fake_site.say("/one/offers", Reply(500), Reply(200))
        fake_site.say("/two/offers", Reply(500), Reply(200))

        for token in ("one", "two", "one"):
            clients(Board("recruitee", token, token)).get("offers")

        assert [path for path, _ in fake_site.asked] == [
            "/one/offers", "/one/offers", "/two/offers", "/two/offers", "/one/offers",
        ]  # fmt: skip
        assert clients.retries == 2

    def test_one_address_has_one_client(self, fake_site):
        clients = asking(fake_site.url)
        one, two = (Board("greenhouse", token, token) for token in ("one", "two"))

        assert clients(one) is clients(two)
