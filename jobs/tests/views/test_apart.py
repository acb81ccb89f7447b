"""Staff say that two postings are two jobs, on the page of one of them."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from jobs.models import NotDuplicate, Posting
from jobs.tests.pipeline.runs import run_import, write_jobs
from jobs.tests.pipeline.test_clustering import ad, clusters

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(tmp_path, now):
    """One job listed twice."""
    run_import(write_jobs(tmp_path / "gb.jsonl", [ad(1), ad(2)]), now=now)
    return [Posting.objects.get(external_id=str(n)) for n in (1, 2)]


def address(pair):
    return reverse("posting-apart", args=[pair[0].pk, pair[1].pk])


class TestApart:
    def test_sets_two_apart_and_takes_it_back(self, client, two):
        client.force_login(UserFactory(is_staff=True))
        page = f"/jobs/{two[0].pk}"
        assert address(two) in client.get(page).content.decode()

        said = client.post(address(two), follow=True)

        assert said.redirect_chain[-1][0] == page
        assert "Kept apart by staff" in said.content.decode()
        assert clusters() == []

        client.post(address(two), {"together": "1"})

        assert clusters() == [["1", "2"]]
        assert not NotDuplicate.objects.exists()

    def test_is_for_staff(self, client, two):
        client.force_login(UserFactory())

        assert client.post(address(two)).status_code == 403
        assert "Not a duplicate" not in client.get(f"/jobs/{two[0].pk}").content.decode()
        assert not NotDuplicate.objects.exists()

    def test_refuses_one_posting_twice_in_words(self, client, two):
        client.force_login(UserFactory(is_staff=True))

        said = client.post(address([two[0], two[0]]), follow=True)

        assert "A posting cannot be told apart from itself" in said.content.decode()

    def test_knows_no_such_posting(self, client, two):
        client.force_login(UserFactory(is_staff=True))
        nobody = "11111111-1111-4111-8111-111111111111"

        assert client.post(f"/jobs/{two[0].pk}/apart/{nobody}").status_code == 404
        assert client.get(address(two)).status_code == 405
