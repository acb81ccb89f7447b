"""Which of the skills asked for a version shows: by one posting, by a saved search."""

import pytest
from django.urls import reverse
from django.utils import timezone

from matching import runs, services
from matching.tests.factories import SearchFactory, published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db

ASKS = (
    "About the job. We build shops for the web.\n\nRequirements:\n- Three years of Django\n"
    "- PostgreSQL in production\n- Kubernetes\n\nNice to have:\n- Kafka"
)


@pytest.fixture
def version():
    return ResumeVersionFactory()


@pytest.fixture
def posting():
    return published(
        title="Backend developer",
        description=ASKS,
        skills=["Django", "PostgreSQL", "Kubernetes", "Kafka"],
        must_skills=["Django", "PostgreSQL", "Kubernetes"],
        language="fr",
    )


def names(coverage, verdict):
    return {one.name for one in coverage.wanted if one.verdict == verdict}


class TestCoverage:
    def test_of_a_posting_says_what_is_shown_and_what_is_not(self, version, posting):
        found = services.coverage_of_posting(version=version, posting=posting, now=timezone.now())
        assert names(found, "MISSING") >= {"Kubernetes"}
        assert "Django" not in names(found, "MISSING")
        assert found.wanted[0].verdict == "MISSING"
        assert 0 < found.percent < 100

    def test_of_a_search_counts_postings(self, version, posting):
        published(
            title="Backend developer",
            description=ASKS.replace("web", "world"),
            skills=["Django", "Kubernetes"],
            must_skills=["Django", "Kubernetes"],
        )
        search = SearchFactory(owner=version.owner, resume=version.resume)
        runs.match_search(search.pk)
        search.refresh_from_db()
        found = services.coverage_of_search(version=version, search=search, now=timezone.now())
        assert found.postings == 2
        kubernetes = next(one for one in found.wanted if one.name == "Kubernetes")
        assert kubernetes.postings == 2

    def test_of_nothing_is_no_number(self, version):
        search = SearchFactory(owner=version.owner)
        found = services.coverage_of_search(version=version, search=search, now=timezone.now())
        assert (found.postings, found.percent) == (0, None)


class TestDoors:
    def test_page(self, client, version, posting, settings):
        client.force_login(version.owner)
        SearchFactory(owner=version.owner)
        url = reverse("resume-coverage", args=[version.pk])
        assert "By a saved search" in client.get(url).content.decode()
        text = client.get(url, {"posting": posting.pk}).content.decode()
        assert "Kubernetes" in text
        assert "in the language of this posting" in text
        assert client.get(url, {"posting": "nonsense"}).status_code == 404
        other = SearchFactory()
        assert client.get(url, {"search": other.pk}).status_code == 404

    def test_api(self, client, version, posting):
        client.force_login(version.owner)
        url = reverse("api-resume-coverage", args=[version.pk])
        told = client.get(url, {"posting": posting.pk}).json()
        assert {"name", "verdict", "is_must", "postings", "asks", "shows"} == set(told["wanted"][0])
        assert client.get(url).status_code == 400
        client.force_login(SearchFactory().owner)
        assert client.get(url, {"posting": posting.pk}).status_code == 404
