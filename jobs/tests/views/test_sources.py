import pytest

from jobs.models import Source, SourceQuality
from jobs.pipeline.figures import count_days
from jobs.tests.factories import PostingFactory, SourceFactory

pytestmark = pytest.mark.django_db


class TestSources:
    def test_teaches_while_nothing_is_read(self, client):
        assert "No source is read yet" in client.get("/sources").content.decode()

    def test_shows_freshness_terms_limits_and_a_counted_number(self, client, now):
        source = SourceFactory()
        Source.objects.update(
            terms_url="https://x.example/terms", last_good_at=now, attribution="Jobs by Adzuna"
        )
        PostingFactory.create_batch(3, source=source)
        count_days(now=now)
        PostingFactory(source=source)  # counted at the next publish, not for every visitor
        page = client.get("/sources").content.decode()
        for words in (
            "3 open postings",
            "https://x.example/terms",
            "Jobs by Adzuna",
            "25 × a minute",
            "250 × a day",
        ):
            assert words in page

    def test_shows_a_quota_that_never_comes_back_as_such(self, client):
        PostingFactory(source=SourceFactory(slug="jooble", name="Jooble"))
        assert "16 × a day, 500 × in all" in client.get("/sources").content.decode()

    def test_shows_how_many_links_were_gone(self, client, now):
        posting = PostingFactory()
        SourceQuality.objects.create(
            source=posting.source, measured_at=now, links_checked=40, dead_link_rate=0.025
        )
        assert "2.5 % of links looked at were gone" in client.get("/sources").content.decode()

    def test_counts_itself_before_there_are_figures(self, client):
        PostingFactory()
        assert "1 open posting," in client.get("/sources").content.decode()


class TestApi:
    def test_lists_sources_with_health(self, client, now):
        PostingFactory()
        Source.objects.filter(slug="adzuna").update(is_enabled=False)
        found = {row["slug"]: row for row in client.get("/api/v1/sources").json()["results"]}
        assert found["adzuna"]["health"] == "PAUSED"
        assert found["adzuna"]["open_postings"] == 1
        assert found["adzuna"]["limits"]["day"] == 250

    def test_batch_status_says_how_each_source_is(self, client):
        SourceFactory(failures=1)
        found = client.get("/api/v1/batch/status").json()
        assert {row["slug"]: row["health"] for row in found["sources"]}[
            "adzuna"
        ] == "NOT_CONFIGURED"
        assert found["runs"] == []
