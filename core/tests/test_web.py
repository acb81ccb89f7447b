"""Pages whose address somebody else chose, on loopback and not."""

import ipaddress
import socket

import pytest

from core.addresses import is_public
from core.web import NotAllowedError, PageGoneError, PublicWeb, WebError
from jobs.tests.adzuna import Reply
from jobs.tests.keyless import site_server

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site():
    with site_server() as fake:
        fake.say("/robots.txt", Reply(404))
        yield fake


def web(**options):
    return PublicWeb(allows=lambda _: True, **{"seconds_apart": 0.0, **options})


class TestIsPublic:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1",
            "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
            "::ffff:10.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe", "ff02::1", "fec0::1", "::7f00:1", "64:ff9b:1::7f00:1", "198.18.0.1",
            "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "2002:5db8:d822::1",
            "::ffff:168.63.129.16", "64:ff9b::a83f:8110", "2001:0:53aa:64c::1",
        ],
    )  # fmt: skip
    def test_refuses_what_is_not_on_the_internet(self, address):
        assert not is_public(ipaddress.ip_address(address))

    @pytest.mark.parametrize(
        "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:1.1.1.1", "64:ff9b::101:101"]
    )
    def test_lets_the_internet_through(self, address):
        assert is_public(ipaddress.ip_address(address))


class TestGuard:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/",
            "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://[::ffff:127.0.0.1]/",
            "http://0/", "https://127.0.0.1:443/x",
        ],
    )  # fmt: skip
    def test_never_reads_from_inside(self, url):
        with pytest.raises(WebError, match="not a place on the public internet"):
            PublicWeb(obeys_robots=False).get(url)

    @pytest.mark.parametrize(
        "url",
        [
            "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "//example.org",
            "http://", "http:///x", "javascript:alert(1)", "http://user:pass@example.org/",
            "http://exa mple.org/", "http://example.org/\r\nX: y", "http://[::1", "nonsense", "",
            "http://example.org:99999/", "http://example.org\\@127.0.0.1/", "http://x/" + "a" * 2001,
        ],
    )  # fmt: skip
    def test_knows_what_is_no_page(self, url):
        for obeys_robots in (False, True):
            with pytest.raises(WebError, match="not the address of a page"):
                PublicWeb(obeys_robots=obeys_robots).get(url)

    @pytest.mark.parametrize("port", [22, 25, 6379, 8080, 9200])
    def test_asks_only_the_usual_ports(self, port):
        with pytest.raises(WebError, match="usual ports"):
            PublicWeb(obeys_robots=False).get(f"http://example.org:{port}/")

    def test_a_redirect_to_the_inside_is_refused(self, site):
        site.say("/away", Reply(302, headers={"Location": "http://169.254.169.254/latest"}))
        only_loopback = PublicWeb(
            allows=lambda address: address.is_loopback, seconds_apart=0.0, obeys_robots=False
        )

        with pytest.raises(WebError, match="not a place on the public internet"):
            only_loopback.get(f"{site.url}/away")

    def test_connects_to_the_address_it_checked(self, site, monkeypatch):
        port = site.url.rpartition(":")[2]
        answers, real = iter(["127.0.0.1", "10.0.0.1"]), socket.getaddrinfo

        def rebinding(host, *words, **names):
            if host == "rebinding.example":
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 0))]
            return real(host, *words, **names)

        monkeypatch.setattr("core.web.socket.getaddrinfo", rebinding)
        site.say("/", Reply(body=b"hello", headers=HTML))

        page = web(obeys_robots=False).get(f"http://rebinding.example:{port}/")

        assert page.text == "hello"

    @pytest.mark.parametrize(
        ("error", "words"),
        [
            (socket.gaierror(socket.EAI_NONAME, "x"), "its name was not found, or .* no network"),
            (socket.gaierror(socket.EAI_AGAIN, "x"), "no network"),
        ],
    )
    def test_says_that_a_site_could_not_be_reached(self, monkeypatch, error, words):
        def nobody(*_, **__):
            raise error

        monkeypatch.setattr("core.web.socket.getaddrinfo", nobody)
        with pytest.raises(WebError, match=rf"nowhere\.example could not be reached: {words}"):
            PublicWeb(obeys_robots=False).get("http://nowhere.example/")

    def test_says_that_a_host_refuses(self):
        with pytest.raises(WebError, match="could not be reached: connection refused"):
            web(obeys_robots=False).get("http://127.0.0.1:9/")


class TestGet:
    def test_reads_a_page_in_its_character_set(self, site):
        site.say(
            "/a",
            Reply(
                body="Bäcker".encode("latin-1"),
                headers={"Content-Type": "text/html; charset=ISO-8859-1"},
            ),
        )
        site.say(
            "/b",
            Reply(
                body="<meta charset='windows-1252'>Bäcker".encode("cp1252"),
                headers={"Content-Type": "text/html"},
            ),
        )
        site.say(
            "/c",
            Reply(body="Bäcker".encode(), headers={"Content-Type": "text/html; charset=nonsense"}),
        )

        for path in ("/a", "/b", "/c"):
            assert "Bäcker" in web().get(site.url + path).text

    @pytest.mark.parametrize("name", ["idna", "undefined", "punycode", "unicode_escape", "rot13"])
    def test_takes_no_codec_of_pythons_own_for_a_character_set(self, site, name):
        kind = f"text/html; charset={name}"
        site.say("/a", Reply(body="Bäcker a-b".encode(), headers={"Content-Type": kind}))

        assert web().get(f"{site.url}/a").text == "Bäcker a-b"

    def test_asks_a_name_with_letters_of_its_own_language(self, site, monkeypatch):
        real = socket.getaddrinfo
        monkeypatch.setattr(
            "core.web.socket.getaddrinfo",
            lambda _host, *words, **names: real("127.0.0.1", *words, **names),
        )
        site.say("/a", Reply(body=b"here", headers=HTML))

        page = web(obeys_robots=False).get(f"{site.url.replace('127.0.0.1', 'bäcker.example')}/a")

        assert page.body == b"here"

    def test_follows_redirects_to_where_they_end(self, site):
        site.say("/a", Reply(301, headers={"Location": "/b"}))
        site.say("/b", Reply(body=b"here", headers=HTML))

        assert web().get(f"{site.url}/a").url == f"{site.url}/b"

    def test_gives_up_on_a_circle(self, site):
        site.say("/a", Reply(302, headers={"Location": "/a"}))

        with pytest.raises(WebError, match="redirects too often"):
            web().get(f"{site.url}/a")

    @pytest.mark.parametrize("status", [404, 410])
    def test_tells_what_is_gone(self, site, status):
        site.say("/a", Reply(status))

        with pytest.raises(PageGoneError):
            web().get(f"{site.url}/a")

    @pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
    def test_tells_what_it_was_answered(self, site, status):
        site.say("/a", Reply(status))

        with pytest.raises(WebError, match=str(status)):
            web().get(f"{site.url}/a")

    def test_reads_no_more_than_its_limit(self, site):
        site.say("/a", Reply(body=b"x" * 5000, headers=HTML))

        with pytest.raises(WebError, match="too large"):
            web(max_bytes=1000).get(f"{site.url}/a")

    def test_does_not_wait_for_ever(self, site):
        site.say("/a", Reply(slow=0.5))

        with pytest.raises(WebError, match="in time"):
            web(timeout_seconds=0.1).get(f"{site.url}/a")

    def test_keeps_a_distance_between_pages_of_a_host(self, site):
        slept, moment = [], [0.0]
        site.say("/a", Reply(body=b"x", headers=HTML))
        polite = web(
            seconds_apart=2.0, obeys_robots=False, clock=lambda: moment[0], sleep=slept.append
        )

        for _ in range(2):
            polite.get(f"{site.url}/a")

        assert slept == [2.0]


class TestRobots:
    def test_leaves_alone_what_the_site_closes(self, site):
        site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /private\n"))
        site.say("/open", Reply(body=b"x", headers=HTML))

        with pytest.raises(NotAllowedError):
            web().get(f"{site.url}/private/1")
        assert web().get(f"{site.url}/open").body == b"x"
        assert [path for path, _ in site.asked].count("/private/1") == 0

    def test_a_site_that_cannot_tell_is_left_alone_for_now(self, site):
        site.say("/robots.txt", Reply(503))

        with pytest.raises(WebError, match="does not tell"):
            web().get(f"{site.url}/open")

    def test_rules_that_are_closed_to_us_close_nothing(self, site):
        site.say("/robots.txt", Reply(403))
        site.say("/open", Reply(body=b"x", headers=HTML))

        assert web().get(f"{site.url}/open").body == b"x"

    def test_asks_once_a_host_and_keeps_the_distance_it_asks_for(self, site):
        slept, moment = [], [0.0]
        site.say("/robots.txt", Reply(body=b"User-agent: *\nCrawl-delay: 7\n"))
        site.say("/a", Reply(body=b"x", headers=HTML))
        polite = web(clock=lambda: moment[0], sleep=slept.append)

        for _ in range(3):
            polite.get(f"{site.url}/a")

        assert slept == [7.0, 7.0]
        assert [path for path, _ in site.asked].count("/robots.txt") == 1

    def test_a_page_elsewhere_is_asked_for_by_the_rules_there(self, site):
        with site_server() as other:
            other.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /b\n"))
            site.say("/a", Reply(302, headers={"Location": f"{other.url}/b"}))

            with pytest.raises(NotAllowedError):
                web().get(f"{site.url}/a")

            assert [path for path, _ in other.asked] == ["/robots.txt"]

    def test_so_is_one_of_the_same_site(self, site):
        site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /b\n"))
        site.say("/a", Reply(302, headers={"Location": "/b"}))

        with pytest.raises(NotAllowedError):
            web().get(f"{site.url}/a")

    def test_rules_may_be_kept_elsewhere(self, site):
        site.say("/robots.txt", Reply(301, headers={"Location": "/rules.txt"}))
        site.say("/rules.txt", Reply(body=b"User-agent: *\nDisallow: /a\n"))

        with pytest.raises(NotAllowedError):
            web().get(f"{site.url}/a")

    def test_of_a_huge_file_the_first_half_megabyte_counts(self, site):
        line = b"Disallow: /x\n"
        head = b"User-agent: *\nDisallow: /a\n"
        filler = line * ((512 * 1024 - len(head)) // len(line) - 1)
        # The limit falls into this line, whose beginning would open everything.
        body = head + filler + b"Allow: /".ljust(40, b"y") + b"\n" + line * 10_000
        site.say("/robots.txt", Reply(body=body))
        site.say("/open", Reply(body=b"x", headers=HTML))

        reader = web()
        with pytest.raises(NotAllowedError):
            reader.get(f"{site.url}/a")
        assert reader.get(f"{site.url}/open").body == b"x"

    def test_a_pause_too_long_is_not_made_shorter(self, site):
        slept = []
        site.say("/robots.txt", Reply(body=b"User-agent: *\nCrawl-delay: 90\n"))
        site.say("/a", Reply(body=b"x", headers=HTML))
        reader = web(sleep=slept.append)

        assert reader.get(f"{site.url}/a").body == b"x"
        with pytest.raises(NotAllowedError, match="longer pauses"):
            reader.get(f"{site.url}/a")
        assert slept == []

    def test_the_time_spent_waiting_is_not_the_pages(self, site):
        moment = [0.0]
        site.say("/robots.txt", Reply(body=b"User-agent: *\nCrawl-delay: 25\n"))
        site.say("/a", Reply(body=b"x", headers=HTML))

        def sleep(seconds):
            moment[0] += seconds

        reader = web(clock=lambda: moment[0], sleep=sleep)

        assert [reader.get(f"{site.url}/a").body for _ in range(3)] == [b"x"] * 3

    def test_a_person_who_opens_a_page_is_no_crawler(self, site):
        site.say("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /\n"))
        site.say("/a", Reply(body=b"x", headers=HTML))

        assert web(obeys_robots=False).get(f"{site.url}/a").body == b"x"
