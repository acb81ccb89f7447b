import pytest

from jobs.sources.links import LinkProber, State, is_public
from jobs.tests.adzuna import Reply

PAGE = "/jobs/1"


@pytest.fixture
def waits():
    return []


@pytest.fixture
def prober(waits):
    """A prober that may ask this machine; the pauses are noted and not waited for."""
    made = LinkProber(
        allows=lambda _address: True, ports=None, clock=lambda: 0.0, sleep=waits.append
    )
    yield made
    made.close()


def robots(text):
    return Reply(200, text.encode())


class TestIsPublic:
    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0",
         "::ffff:127.0.0.1", "fc00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1",
         "100.64.0.1"],
    )  # fmt: skip
    def test_refuses_the_inside(self, address):
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    def test_lets_the_open_internet_through(self, address):
        assert is_public(address)


class TestLook:
    @pytest.mark.parametrize(
        ("status", "state"),
        [
            (200, "ALIVE"),
            (404, "GONE"),
            (410, "GONE"),
            (403, "UNSURE"),
            (429, "UNSURE"),
            (500, "UNSURE"),
        ],
    )
    def test_tells_by_the_answer(self, prober, fake_site, status, state):
        fake_site.say(PAGE, Reply(status))

        look = prober.look(fake_site.url + PAGE)

        assert (look.state, look.status) == (State(state), status)

    def test_follows_a_redirect(self, prober, fake_site):
        fake_site.say(PAGE, Reply(302, headers={"Location": "/elsewhere"}))
        fake_site.say("/elsewhere", Reply(200))

        assert prober.look(fake_site.url + PAGE).state is State.ALIVE

    @pytest.mark.parametrize(
        "target", ["/", PAGE, "ftp://x.org/a", "http://[", "file:///etc/passwd"]
    )
    def test_is_unsure_of_redirects_that_lead_nowhere(self, prober, fake_site, target):
        fake_site.say(PAGE, Reply(302, headers={"Location": target}))

        assert prober.look(fake_site.url + PAGE).state is State.UNSURE

    def test_obeys_robots(self, prober, fake_site):
        fake_site.say("/robots.txt", robots("User-agent: *\nDisallow: /jobs/\n"))
        fake_site.say(PAGE, Reply(200))

        assert prober.look(fake_site.url + PAGE).state is State.UNSURE
        assert {path for path, _ in fake_site.asked} == {"/robots.txt"}

    def test_leaves_a_host_alone_whose_robots_cannot_be_read(self, prober, fake_site):
        fake_site.say("/robots.txt", Reply(503))
        fake_site.say(PAGE, Reply(200))

        assert prober.look(fake_site.url + PAGE).state is State.UNSURE

    def test_reads_robots_once_and_pauses_between_calls(self, prober, fake_site, waits):
        fake_site.say(PAGE, Reply(200))

        for _ in range(3):
            prober.look(fake_site.url + PAGE)

        assert [path for path, _ in fake_site.asked].count("/robots.txt") == 1
        assert waits == [2.0, 2.0]

    def test_keeps_the_pause_a_host_asks_for(self, prober, fake_site, waits):
        fake_site.say("/robots.txt", robots("User-agent: *\nCrawl-delay: 5\n"))
        fake_site.say(PAGE, Reply(200))
        for _ in range(2):
            prober.look(fake_site.url + PAGE)

        assert waits == [5.0]

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "", "http://user@127.0.0.1/", "http://127.0.0.1:9/a", "//x"]
    )
    def test_never_raises(self, prober, url):
        assert prober.look(url).state is State.UNSURE

    def test_connects_to_no_address_of_the_inside(self, fake_site):
        fake_site.say(PAGE, Reply(200))
        strict = LinkProber(ports=None)

        assert strict.look(fake_site.url + PAGE).state is State.UNSURE
        assert fake_site.asked == []

    def test_connects_to_no_odd_port(self, fake_site):
        strict = LinkProber(allows=lambda _address: True)

        assert strict.look(fake_site.url + PAGE).state is State.UNSURE
        assert fake_site.asked == []
