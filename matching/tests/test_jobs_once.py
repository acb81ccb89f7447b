"""One job, advertised more than once, in the lists of a person."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from core.models import uuid7
from jobs.models import Cluster, ClusterMember, PostingSearch, SourceQuality
from jobs.tests.factories import SourceFactory
from matching import runs, selectors, services
from matching.models import Search
from matching.tests.factories import published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def job():
    """One job: in London at Adzuna and at Reed, the better source, and in four other places."""
    reed = SourceFactory(slug="reed", name="Reed")
    SourceQuality.objects.create(source=reed, score=0.9, measured_at=timezone.now())
    made = [published(), published(source=reed)]
    made += [published(place=place) for place in ("Leeds", "York", "Hull", "Bath")]
    together(made)
    PostingSearch.objects.filter(posting=made[1]).update(source=reed)
    return made


def together(postings, **fields):
    cluster = Cluster.objects.create(pk=uuid7())
    ClusterMember.objects.bulk_create(
        ClusterMember(posting=one, cluster=cluster, spot=one.place, **fields) for one in postings
    )


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


class TestInbox:
    @pytest.fixture
    def search(self, version, job):
        published(title="Django developer")
        runs.match_version(version.pk)
        return Search.objects.get()

    def shown(self, search):
        return [match.posting for match in selectors.inbox(search).matches]

    def test_lists_each_job_once_by_its_best_source(self, search, job):
        shown = self.shown(search)

        assert len(shown) == selectors.new_since_last_look(search) == 2
        [of_the_job] = [one for one in shown if one in job]
        assert (
            of_the_job != job[0]
        )  # the same in the same place, from the source that is not as good

    def test_a_word_counts_for_every_advertisement(self, search, job):
        services.record_verdict(user=search.owner, posting=job[1], verdict="SAVE")

        assert not set(self.shown(search)) & set(job)
        assert selectors.new_since_last_look(search) == 1

        services.undo_verdict(user=search.owner, posting=job[1])

        assert set(self.shown(search)) & set(job)

    def test_not_for_me_because_of_the_place_leaves_other_places(self, search, job):
        said = {"verdict": "NOT_FOR_ME", "reason": "PLACE"}
        services.record_verdict(user=search.owner, posting=job[1], **said)

        [left] = [one for one in self.shown(search) if one in job]

        assert left.place != "London"

    def test_takes_the_same_queries_for_one_job_and_many(
        self, client, search, django_assert_max_num_queries
    ):
        client.force_login(search.owner)
        client.get("/matches")
        with django_assert_max_num_queries(24):
            client.get("/matches")


class TestRows:
    def test_name_other_sources_and_places(self, client, job):
        page = client.get("/jobs")

        assert page.content.decode().count('<article class="row-item') == 1
        text = text_of(page)
        assert "6 open postings" in text
        assert re.search(r"also in \w+ , \w+ and [23] more places", text)

    def test_lead_to_each_of_them(self, client, job):
        page = client.get("/jobs?source=reed")
        text = page.content.decode()

        assert "also at" in text_of(page)
        assert f'href="/jobs/{job[0].pk}"' in text
        assert f'href="/jobs/{job[1].pk}#elsewhere"' in text

    def test_say_facts_of_an_old_job_and_no_verdict(self, client):
        old = timezone.now() - timedelta(days=64)
        posting = published(posted_at=old)
        together([posting], repost_count=4, first_posted_at=old)

        assert "posted 64 days ago reposted 4 times no closing date" in text_of(client.get("/jobs"))

    def test_say_nothing_of_the_kind_about_samples(self, client):
        old = timezone.now() - timedelta(days=64)
        published(posted_at=old, is_sample=True)

        assert "posted 64 days ago" not in text_of(client.get("/jobs"))

    def test_take_the_same_queries_for_one_and_twenty(
        self, client, job, django_assert_max_num_queries
    ):
        client.get("/jobs")
        for query in ("source=reed", ""):
            with django_assert_max_num_queries(20):
                client.get(f"/jobs?{query}")


class TestPostingPage:
    def test_lists_the_same_job_elsewhere(self, client, job):
        page = client.get(f"/jobs/{job[0].pk}")
        text = text_of(page)

        assert "In the same place Reed" in text
        assert "In 4 other places" in text
        for other in job[1:]:
            assert f'href="/jobs/{other.pk}"' in page.content.decode()

    def test_leads_from_an_excerpt_to_the_whole_and_from_closed_to_open(self, client, job):
        job[0].flags = ["is_excerpt"]
        job[0].status = "EXPIRED"
        job[0].save()

        text = text_of(client.get(f"/jobs/{job[0].pk}"))

        assert "Still open at Reed" in text
        assert "Read all of it as Reed has it" in text

    def test_of_a_job_advertised_once_has_no_such_part(self, client):
        posting = published()

        text = text_of(client.get(f"/jobs/{posting.pk}"))

        assert "elsewhere" not in text
        assert "no closing date" in text


class TestApi:
    def test_tells_where_else_and_lists_once_when_asked(self, client, job):
        every = client.get("/api/v1/jobs").json()
        once = client.get("/api/v1/jobs?once=true").json()

        assert len(every["results"]) == every["count"] == once["count"] == 6
        [row] = once["results"]
        assert len(row["other_places"]) in {4, 3}
        london = next(one for one in every["results"] if one["id"] == str(job[0].pk))
        assert london["also_at"] == [{"id": str(job[1].pk), "source": "Reed", "place": "London"}]

    def test_tells_the_signs_of_one(self, client, job):
        found = client.get(f"/api/v1/jobs/{job[0].pk}").json()

        assert found["signs"]["repost_count"] == 0
        assert found["signs"]["closing_date"] is None
        assert [one["source"] for one in found["also_at"]] == ["Reed"]
