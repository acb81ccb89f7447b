from datetime import timedelta

import pytest

from core.web import PublicWeb
from jobs.models import ClusterMember, LinkCheck, Posting, Source, SourceQuality
from jobs.models.clusters import Cluster
from jobs.pipeline.freshness import check_links, measure_sources, score_of
from jobs.sources.links import LinkProber
from jobs.tests.adzuna import Reply
from jobs.tests.factories import PostingFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return SourceFactory(slug="board", name="Board")


@pytest.fixture
def posting(source, fake_site):
    return PostingFactory(source=source, redirect_url=f"{fake_site.url}/jobs/1")


@pytest.fixture
def look(now):
    """Look at pages on a day, on this machine."""

    def check(day=0, **what):
        web = PublicWeb(allows=lambda _address: True, sleep=lambda _seconds: None)
        return check_links(
            prober=LinkProber(web), now=now + timedelta(days=day), **{"per_source": 10, **what}
        )

    return check


class TestCheckLinks:
    def test_remembers_a_page_that_is_there(self, posting, fake_site, look, now):
        fake_site.say("/jobs/1", Reply(200))

        assert look() == {"ALIVE": 1, "GONE": 0, "UNSURE": 0}
        check = LinkCheck.objects.get()
        assert (check.state, check.status, check.last_checked_at) == ("ALIVE", 200, now)

    def test_closes_what_is_gone_on_two_days(self, posting, look):
        look(0)
        posting.refresh_from_db()
        assert posting.status == "ACTIVE"

        look(1)

        posting.refresh_from_db()
        assert posting.status == "DELETED"

    def test_does_not_look_twice_on_one_day(self, posting, look):
        look(0)

        assert sum(look(0.5).values()) == 0
        posting.refresh_from_db()
        assert posting.status == "ACTIVE"

    def test_a_page_that_is_there_again_starts_anew(self, posting, fake_site, look):
        look(0)
        fake_site.say("/jobs/1", Reply(200))
        look(1)
        fake_site.say("/jobs/1", Reply(410))
        look(2)

        posting.refresh_from_db()
        assert posting.status == "ACTIVE"
        assert LinkCheck.objects.get().gone_since is not None

    def test_a_server_in_trouble_closes_nothing(self, posting, fake_site, look):
        fake_site.say("/jobs/1", Reply(503))

        for day in range(3):
            look(day)

        posting.refresh_from_db()
        assert posting.status == "ACTIVE"

    def test_looks_at_few_of_a_source_and_at_none_that_forbids_it(self, source, fake_site, look):
        for number in range(5):
            PostingFactory(source=source, redirect_url=f"{fake_site.url}/jobs/{number}")
        closed = SourceFactory(slug="closed", name="Closed", links_may_be_checked=False)
        PostingFactory(source=closed, redirect_url=f"{fake_site.url}/closed/1")

        assert sum(look(per_source=3).values()) == 3
        assert not any(path.startswith("/closed") for path, _ in fake_site.asked)

    def test_comes_back_to_what_was_gone_before_looking_elsewhere(self, source, fake_site, look):
        for number in range(4):
            PostingFactory(source=source, redirect_url=f"{fake_site.url}/jobs/{number}")
        look(0, per_source=1)

        look(1, per_source=1)

        assert LinkCheck.objects.count() == 1
        assert Posting.objects.filter(status="DELETED").count() == 1

    def test_never_asks_an_address_of_the_inside(self, posting, fake_site, now):
        found = check_links(now=now, per_source=5)

        assert found == {"ALIVE": 0, "GONE": 0, "UNSURE": 1}
        assert fake_site.asked == []


class TestMeasureSources:
    def test_scores_by_parts(self, source, now):
        for number in range(4):
            PostingFactory(
                source=source,
                flags=["is_complete"] if number else [],
                pay_source="STATED" if number < 2 else "NONE",
                posted_at=now - timedelta(days=3 if number else 20),
            )

        assert measure_sources(now=now) == 1

        quality = SourceQuality.objects.get(source=source)
        assert quality.parts == {"complete": 0.75, "paid": 0.5, "fresh": 0.75, "unique": 1.0}
        assert quality.dead_link_rate is None
        assert 0 < quality.score < 1

    def test_counts_dead_links_and_repeats_of_its_own(self, source, now):
        postings = [PostingFactory(source=source) for _ in range(6)]
        for number, posting in enumerate(postings):
            LinkCheck.objects.create(
                posting=posting, last_checked_at=now, state="GONE" if number < 2 else "ALIVE"
            )
        cluster = Cluster.objects.create()
        for posting in postings[:2]:
            ClusterMember.objects.create(posting=posting, cluster=cluster, spot="1")

        measure_sources(now=now)

        quality = SourceQuality.objects.get()
        assert quality.dead_link_rate == pytest.approx(2 / 6)
        assert quality.parts["alive"] == pytest.approx(0.6667)
        assert quality.parts["unique"] == pytest.approx(0.8333)

    def test_of_nothing_is_nothing(self, now):
        Source.objects.create(slug="empty", name="Empty")

        assert measure_sources(now=now) == 0


class TestScoreOf:
    def test_leaves_the_weight_of_what_nobody_measured_to_the_rest(self):
        assert score_of({"complete": 1.0, "fresh": 1.0}) == 1.0
        assert score_of({}) == 0.0
