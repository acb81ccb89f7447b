from datetime import timedelta

import pytest

from jobs import likeness
from jobs.models import Cluster, ClusterMember, Posting, PostingKeys
from jobs.pipeline import clustering
from jobs.tests.adzuna import job
from jobs.tests.pipeline.runs import run_import, write_jobs

pytestmark = pytest.mark.django_db

TEXT = (
    "We bake sourdough bread for the whole town and look for somebody who enjoys early hours. "
    "You knead, shape and bake by hand, keep the ovens clean and help in the shop at noon. "
    "We pay for your training, give you bread to take home and every second weekend off. "
    "Our bakery stands by the river; the team is seven people who have baked together for years."
)


def ad(number, **changes):
    """An advertisement of one bakery; the same job unless changed."""
    row = job(number, title="Baker", description=TEXT)
    return {**row, **changes}


def unified(number, source="greenhouse", **changes):
    """The same job as another source lists it."""
    return {
        "source": source, "external_id": str(number), "title": "Baker (m/f/d)",
        "company": "Hartwell & Finch Ltd", "location": "London", "country": "GB",
        "description": f"Job Description\n{TEXT}", "posted_at": "2026-11-20T00:00:00Z", **changes,
    }  # fmt: skip


def clusters():
    """The external ids that stand together, sorted."""
    found = {}
    for member in ClusterMember.objects.select_related("posting"):
        found.setdefault(member.cluster_id, []).append(member.posting.external_id)
    return sorted(sorted(ids) for ids in found.values())


@pytest.fixture
def publish(tmp_path, now):
    """Publish rows at a moment."""
    files = iter(range(1000))

    def run(*rows, at=now, **what):
        return run_import(
            write_jobs(tmp_path / f"gb_{next(files)}.jsonl", list(rows)), now=at, **what
        )

    return run


class TestGroupStaged:
    def test_groups_one_job_across_sources_and_within_one(self, publish):
        publish(ad(1), ad(2, title="Head of payroll"))
        publish(unified(3))
        run = publish(ad(4))

        assert clusters() == [["1", "3", "4"]]
        assert run.counts["regrouped"] == 1

    def test_groups_what_comes_in_one_run(self, publish):
        run = publish(ad(1), ad(2))

        assert clusters() == [["1", "2"]]
        assert run.counts["regrouped"] == 2

    def test_groups_across_the_batches_of_a_run(self, publish, monkeypatch):
        monkeypatch.setattr(clustering, "POSTINGS_AT_ONCE", 2)
        rows = [ad(number, title=title) for title in ("Baker", "Cook") for number in range(5)]
        rows = [{**row, "id": str(number)} for number, row in enumerate(rows)]

        run = publish(*rows)

        assert clusters() == [["0", "1", "2", "3", "4"], ["5", "6", "7", "8", "9"]]
        assert run.counts["regrouped"] == 10

    def test_holds_the_pairs_of_one_batch_at_a_time(self, publish, monkeypatch):
        held = []

        def partition(same, apart, **standing):
            held.append(len(same) + len(apart))
            return likeness.partition(same, apart, **standing)

        monkeypatch.setattr(clustering, "partition", partition)
        monkeypatch.setattr(clustering, "POSTINGS_AT_ONCE", 5)
        publish(
            *[
                ad(number, description=f"{TEXT} Job ref: B-{100 + number // 2}")
                for number in range(30)
            ]
        )

        assert len(held) == 6
        assert 0 < max(held) <= 5 * (12 + 16)
        assert len(clusters()) > 1

    def test_changes_nothing_the_second_time(self, publish, now):
        publish(ad(1), ad(2))
        before = list(ClusterMember.objects.order_by("pk").values())

        run = publish(ad(1), ad(2), at=now + timedelta(hours=1))

        assert list(ClusterMember.objects.order_by("pk").values()) == before
        assert run.counts["regrouped"] == 0

    def test_deletes_and_changes_no_posting(self, publish):
        publish(ad(1))
        before = Posting.objects.values().get()

        publish(unified(2))

        assert Posting.objects.filter(external_id="1").values().get() == before
        assert Posting.objects.count() == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Senior baker"},
            {"title": "Baker II"},
            {"title": "Shop assistant"},
            {"description": TEXT + " Job ref: B-77"},
        ],
        ids=["level", "number", "role", "requisition"],
    )
    def test_keeps_apart_what_differs(self, publish, changes):
        publish(ad(1, description=TEXT + " Job ref: B-12"), ad(2, **changes))

        found = clusters()

        assert found == []

    def test_one_job_in_two_places_is_one_cluster_with_two_spots(self, publish):
        leeds = {"location": {"display_name": "Leeds, West Yorkshire", "area": ["UK", "Leeds"]}}
        publish(ad(1), ad(2, **leeds, latitude=53.8, longitude=-1.55))

        assert clusters() == [["1", "2"]]
        assert ClusterMember.objects.values("spot").distinct().count() == 2

    def test_places_listed_under_one_id_are_one_cluster(self, publish):
        publish(
            unified(1, place_key="london", title="Oven keeper", description=""),
            unified(1, place_key="leeds", title="Bread maker", description="", location="Leeds"),
        )

        assert clusters() == [["1", "1"]]

    def test_a_posting_that_becomes_another_job_leaves_its_cluster(self, publish, now):
        publish(ad(1), ad(2), ad(3))

        publish(ad(2, title="Head of payroll"), at=now + timedelta(days=1))

        assert clusters() == [["1", "3"]]

    def test_a_posting_that_changes_a_little_stays(self, publish):
        publish(ad(1), ad(2))
        cluster = Cluster.objects.get()

        publish(ad(1, description=TEXT + " Start soon."), ad(2, description=TEXT + " Start soon."))

        assert Cluster.objects.get() == cluster
        assert clusters() == [["1", "2"]]

    def test_a_later_posting_joins_the_cluster_there_is(self, publish):
        publish(ad(1), ad(2))
        cluster = Cluster.objects.get()

        publish(ad(3))

        assert Cluster.objects.get() == cluster
        assert clusters() == [["1", "2", "3"]]

    def test_counts_reposts_by_later_days_of_one_source(self, publish):
        first = "2026-11-01T00:00:00Z"
        publish(ad(1, created=first), unified(9, posted_at="2026-11-03T00:00:00Z"))
        publish(ad(2, created="2026-11-10T00:00:00Z"), ad(3, created="2026-11-10T09:00:00Z"))

        found = set(ClusterMember.objects.values_list("repost_count", flat=True))
        began = set(ClusterMember.objects.values_list("first_posted_at", flat=True))
        assert found == {1}
        assert [moment.isoformat() for moment in began] == ["2026-11-01T00:00:00+00:00"]

    def test_keeps_keys_of_every_posting(self, publish):
        publish(ad(1))

        keys = PostingKeys.objects.get().keys
        assert len(keys) == len(set(keys)) > 5
        assert all(0 < key < 2**63 for key in keys)

    def test_is_undone_with_the_run_that_fails(self, publish, monkeypatch):
        publish(ad(1))

        def fail(*_args):
            raise RuntimeError("no")

        monkeypatch.setattr("jobs.pipeline.publishing._close", fail)
        with pytest.raises(Exception, match="no"):
            publish(ad(2))

        assert not ClusterMember.objects.exists()
        assert PostingKeys.objects.count() == 1
