import pytest

from core.addresses import is_public
from core.web import PublicWeb
from jobs.sources.links import LinkProber, State
from jobs.tests.adzuna import Reply

PAGE = "/jobs/1"


@pytest.fixture
def waits():
    return []


@pytest.fixture
def prober(waits):
    """A prober that may ask this machine; the pauses are noted and not waited for."""
    return LinkProber(
        PublicWeb(
            allows=lambda _address: True,
            clock=lambda: 0.0,
            sleep=waits.append,
            longest_wait_seconds=10.0,
        )
    )


def robots(text):
    return Reply(200, text.encode())


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

    def test_leaves_a_host_alone_that_asks_for_pauses_too_long_for_a_sample(
        self, prober, fake_site, waits
    ):
        fake_site.say("/robots.txt", robots("User-agent: *\nCrawl-delay: 11\n"))
        fake_site.say(PAGE, Reply(200))

        assert [prober.look(fake_site.url + PAGE).state for _ in range(2)] == ["ALIVE", "UNSURE"]
        assert waits == []

    def test_connects_to_no_address_of_the_inside(self, fake_site):
        fake_site.say(PAGE, Reply(200))

        assert LinkProber().look(fake_site.url + PAGE).state is State.UNSURE
        assert fake_site.asked == []

    def test_nor_where_a_redirect_leads_inside(self, prober, fake_site):
        prober.web.allows = lambda address: is_public(address) or str(address) == "127.0.0.1"
        fake_site.say(PAGE, Reply(302, headers={"Location": "http://169.254.169.254/latest"}))

        assert prober.look(fake_site.url + PAGE).state is State.UNSURE
