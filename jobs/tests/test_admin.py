"""Lists of staff over many rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from core.models import uuid7
from jobs.models import Cluster, ClusterMember, LinkCheck, Posting, PostingSearch
from jobs.tests.factories import PostingFactory

pytestmark = pytest.mark.django_db

LISTS = ("posting", "postingsearch", "clustermember", "cluster", "linkcheck", "facetcount")
TEXTS = ('"description"', '"description_html"', '"raw"')


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def make(number):
    """So many postings, each with every row that may stand beside it."""
    for _ in range(number):
        posting = PostingFactory()
        cluster = Cluster.objects.create(pk=uuid7())
        ClusterMember.objects.create(posting=posting, cluster=cluster, spot="")
        LinkCheck.objects.create(posting=posting, last_checked_at=timezone.now(), state="ALIVE")
        PostingSearch.objects.create(
            posting=posting,
            document="",
            country=posting.country,
            language="en",
            posted_at=posting.posted_at,
        )


def queries_of(client, name, **query):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse(f"admin:jobs_{name}_changelist"), query)
    assert answer.status_code == 200
    return [one["sql"] for one in asked]


class TestLongLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_take_the_same_queries_for_one_row_and_sixty(self, staff, name):
        make(1)
        queries_of(staff, name)  # what a process reads once
        few = queries_of(staff, name)
        make(59)

        assert len(queries_of(staff, name)) == len(few)

    @pytest.mark.parametrize("name", LISTS)
    def test_read_no_texts_and_look_for_no_values_in_every_posting(self, staff, name):
        make(2)

        asked = queries_of(staff, name)

        read = [sql for sql in asked if any(f'"jobs_posting".{text}' in sql for text in TEXTS)]
        assert read == []
        assert [sql for sql in asked if "DISTINCT" in sql and "jobs_posting" in sql] == []

    def test_count_a_cluster_without_reading_all_of_them(self, staff):
        make(3)

        counting = [sql for sql in queries_of(staff, "cluster") if "COUNT(*)" in sql]

        assert len(counting) == 1
        assert "jobs_clustermember" not in counting[0]


class TestFilters:
    def test_offer_the_values_there_are_and_keep_only_the_chosen(self, staff):
        make(1)
        elsewhere = PostingFactory(country="FR")
        PostingSearch.objects.create(
            posting=elsewhere, document="", country="FR", posted_at=elsewhere.posted_at
        )
        url = reverse("admin:jobs_posting_changelist")

        page = staff.get(url)
        chosen = staff.get(url, {"country": "FR"})

        assert "?country=FR" in page.content.decode()
        assert list(chosen.context["cl"].queryset) == [Posting.objects.get(country="FR")]
