"""Lists of neighbours, made in batches."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from jobs.models import Cluster, ClusterMember
from jobs.signals import postings_published
from jobs.tests.factories import NOW
from matching import tasks
from matching.engines import neighbours
from matching.engines.indexing import ALGORITHM
from matching.models import EngineVersion, Neighbours, PostingVector
from matching.selectors import active_engine, kept_neighbours, still_open
from matching.tests.factories import index, published
from matching.types import Wishes

pytestmark = pytest.mark.django_db


def refresh(now=NOW, limit=neighbours.BATCH):
    return neighbours.refresh(engine=active_engine(), now=now, limit=limit)


@pytest.fixture
def three():
    texts = ("You have Django and build APIs.", "You have Django and test APIs.", "You cook.")
    return [
        published(description=text, title="Chef" if "cook" in text else "Backend developer")
        for text in texts
    ]


@pytest.fixture
def without_dense():
    EngineVersion.objects.filter(state="ACTIVE").update(state="RETIRED")
    return EngineVersion.objects.create(
        name="plain", algorithm=ALGORITHM, state="ACTIVE", artefacts={"dense": "none"}
    )


class TestRefresh:
    def test_orders_everybody_else_by_likeness(self, three):
        assert refresh() == 3
        found = kept_neighbours(three[0].pk)
        assert list(found) == [three[1].pk, three[2].pk]
        assert all(1 >= one >= other >= 0 for one, other in pairwise(found.values()))

    def test_twice_does_nothing_until_something_is_new_changed_or_old(self, three):
        assert [refresh(), refresh()] == [3, 0]
        new = published(description="You have Django too.")
        assert refresh() == 1
        assert new.pk not in kept_neighbours(three[0].pk)
        three[2].description, three[2].content_hash = "You have Django and APIs.", "changed"
        three[2].save()
        with connection.cursor() as cursor:
            index([three[2]], cursor)
        assert refresh() == 1
        later = NOW + neighbours.RENEWED_AFTER + timedelta(seconds=1)
        assert refresh(later) == 4
        assert new.pk in kept_neighbours(three[0].pk)

    def test_goes_on_batch_by_batch_and_chunk_by_chunk(self, three, monkeypatch):
        refresh()
        whole = {one.pk: (one.near, one.scores) for one in Neighbours.objects.all()}
        Neighbours.objects.all().delete()
        monkeypatch.setattr(neighbours, "CHUNK", 1)
        assert [refresh(limit=2), refresh(limit=2), refresh(limit=2)] == [2, 1, 0]
        assert {one.pk: (one.near, one.scores) for one in Neighbours.objects.all()} == whole

    def test_lists_a_job_once_and_never_the_own_one(self, three):
        cluster = Cluster.objects.create()
        copies = [published(description="You have Django and test APIs.") for _ in range(3)]
        for posting in (three[1], *copies):
            ClusterMember.objects.create(posting=posting, cluster=cluster, spot=str(posting.pk))
        refresh()
        members = {three[1].pk, *(one.pk for one in copies)}
        assert len(members & set(kept_neighbours(three[0].pk))) == 1
        assert not members & set(kept_neighbours(copies[0].pk))

    def test_leaves_out_what_is_over(self, three):
        three[1].expires_at = NOW - timedelta(days=1)
        three[1].save()
        assert refresh() == 2
        assert list(kept_neighbours(three[0].pk)) == [three[2].pk]

    def test_of_a_posting_alone_is_empty_and_of_none_is_nothing(self):
        assert refresh() == 0
        alone = published()
        assert refresh() == 1
        assert kept_neighbours(alone.pk) is None
        assert refresh() == 0

    def test_is_made_anew_by_another_engine(self, three):
        refresh()
        other = EngineVersion.objects.create(name="two", algorithm="x", state="READY")
        PostingVector.objects.filter(posting=three[0]).update(engine=other)
        assert neighbours.refresh(engine=other, now=NOW) == 1

    def test_follows_publishing(self, three, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            postings_published.send(
                None, run_id="0193a000-0000-7000-8000-000000000001", created=3, updated=0
            )
        tasks.refresh_neighbours()
        assert Neighbours.objects.count() == 3


class TestNearestNow:
    def test_says_the_same_as_the_list(self, three):
        refresh()
        found = neighbours.nearest_to(three[0], engine=active_engine(), now=NOW, top=5)
        listed = kept_neighbours(three[0].pk)
        assert [one.posting_id for one in found] == list(listed)
        assert [one.score for one in found] == pytest.approx(list(listed.values()), abs=2e-4)

    def test_of_a_posting_without_a_place_is_that_of_its_text(self, three):
        def found():
            near = neighbours.nearest_to(three[0], engine=active_engine(), now=NOW, top=5)
            return {one.posting_id: one.score for one in near}

        placed = found()
        PostingVector.objects.filter(posting=three[0]).delete()
        assert found() == pytest.approx(placed, abs=2e-3)

    def test_of_a_text_is_what_it_is_about(self, three):
        def found(text):
            asked = neighbours.nearest_to_text(
                text, Wishes(), engine=active_engine(), now=NOW, top=5
            )
            return [one.posting_id for one in asked]

        assert found("Chef\nYou cook.")[0] == three[2].pk
        assert found("Backend developer\nYou have Django and test APIs.")[0] == three[1].pk
        assert found("⠿⠿ ⠿") == []


class TestAnEngineWithoutDenseVectors:
    def test_compares_fields_of_work(self, without_dense):
        texts = ("You have Django and build APIs.", "You test Django APIs.", "You cook.")
        names = ("Backend developer", "Software tester", "Chef")
        made = [
            published(title=title, description=text)
            for title, text in zip(names, texts, strict=True)
        ]
        assert refresh() == 3
        assert list(kept_neighbours(made[0].pk)) == [made[1].pk, made[2].pk]
        found = neighbours.nearest_to_text(
            "Cook\nYou cook in a kitchen.", Wishes(), engine=without_dense, now=NOW, top=1
        )
        assert [one.posting_id for one in found] == [made[2].pk]


class TestStillOpen:
    def test_keeps_the_order_and_the_number_asked_for(self, three):
        near = {three[2].pk: 0.9, three[0].pk: 0.5, three[1].pk: 0.1}
        found = still_open(near, now=timezone.now(), top=2, owner_id=None)
        assert [(posting.pk, score) for posting, score in found] == [
            (three[2].pk, 0.9), (three[0].pk, 0.5),
        ]  # fmt: skip
