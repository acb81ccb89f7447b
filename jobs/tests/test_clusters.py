"""What staff say about clusters, and what lists and pages read of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from jobs import selectors, services
from jobs.models import LinkCheck, NotDuplicate, Posting, SourceQuality, SourceRule
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.tests.pipeline.runs import run_import, write_jobs
from jobs.tests.pipeline.test_clustering import TEXT, ad, clusters, unified

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def three(tmp_path, now):
    """One job listed three times by one source."""
    run_import(write_jobs(tmp_path / "gb.jsonl", [ad(1), ad(2), ad(3)]), now=now)
    return [Posting.objects.get(external_id=str(n)) for n in (1, 2, 3)]


class TestMarkNotDuplicate:
    def test_sets_two_apart_and_leaves_the_third_with_one_of_them(self, staff, three):
        services.mark_not_duplicate(actor=staff, one=three[1], other=three[0])

        assert clusters() in ([["1", "3"]], [["2", "3"]])

    def test_is_remembered_when_they_are_published_again(self, staff, three, tmp_path, now):
        services.mark_not_duplicate(actor=staff, one=three[0], other=three[1])
        rows = [ad(n, description=f"{TEXT} Start soon.") for n in (1, 2)]

        run_import(write_jobs(tmp_path / "gb2.jsonl", rows), now=now + timedelta(days=1))

        assert not any({"1", "2"} <= set(ids) for ids in clusters())

    def test_is_undone(self, staff, three):
        services.mark_not_duplicate(actor=staff, one=three[0], other=three[1])

        services.undo_not_duplicate(actor=staff, one=three[1], other=three[0])

        assert clusters() == [["1", "2", "3"]]
        assert not NotDuplicate.objects.exists()

    def test_twice_changes_nothing(self, staff, three):
        first = services.mark_not_duplicate(actor=staff, one=three[0], other=three[1])
        before = clusters()

        assert services.mark_not_duplicate(actor=staff, one=three[1], other=three[0]) == first
        assert clusters() == before

    def test_is_refused_to_others(self, three):
        with pytest.raises(services.NotStaffError):
            services.mark_not_duplicate(actor=UserFactory(), one=three[0], other=three[1])
        with pytest.raises(services.NotStaffError):
            services.undo_not_duplicate(actor=UserFactory(), one=three[0], other=three[1])

    def test_is_refused_for_one_posting(self, staff, three):
        with pytest.raises(services.SamePostingError):
            services.mark_not_duplicate(actor=staff, one=three[0], other=three[0])


class TestApi:
    def test_marks_and_undoes(self, client, staff, three):
        client.force_login(staff)
        pair = {"one": str(three[0].pk), "other": str(three[1].pk)}
        url = "/api/v1/admin/not-duplicates"

        assert client.post(url, pair, "application/json").status_code == 200
        assert NotDuplicate.objects.get().marked_by == staff
        assert client.delete(url, pair, "application/json").status_code == 204
        assert not NotDuplicate.objects.exists()

    def test_knows_no_such_posting(self, client, staff, three):
        client.force_login(staff)
        pair = {"one": str(three[0].pk), "other": str(uuid4())}

        answer = client.post("/api/v1/admin/not-duplicates", pair, "application/json")

        assert answer.status_code == 404

    def test_is_for_staff(self, client, three):
        client.force_login(UserFactory())
        pair = {"one": str(three[0].pk), "other": str(three[1].pk)}

        answer = client.post("/api/v1/admin/not-duplicates", pair, "application/json")

        assert answer.status_code == 403
        assert not NotDuplicate.objects.exists()


class TestAdmin:
    @pytest.mark.parametrize(
        "model",
        ["cluster", "clustermember", "notduplicate", "postingkeys", "linkcheck", "sourcequality",
         "postingarchive", "sourcerule"],
    )  # fmt: skip
    def test_shows_every_list(self, client, staff, three, model):
        client.force_login(staff)

        answer = client.get(reverse(f"admin:jobs_{model}_changelist"))

        assert answer.status_code == 200

    def test_sets_two_apart_and_takes_it_back(self, client, staff, three):
        client.force_login(staff)
        chosen = [str(three[0].pk), str(three[1].pk)]
        client.post(
            reverse("admin:jobs_clustermember_changelist"),
            {"action": "not_one_job", "_selected_action": chosen},
        )
        mark = NotDuplicate.objects.get()

        client.post(
            reverse("admin:jobs_notduplicate_changelist"),
            {"action": "take_back", "_selected_action": [str(mark.pk)]},
        )

        assert not NotDuplicate.objects.exists()
        assert clusters() == [["1", "2", "3"]]

    def test_refuses_a_rule_that_could_take_for_ever(self, client, staff):
        client.force_login(staff)
        rule = {
            "source": str(SourceFactory().pk), "effect": "EXCLUDE", "field": "title",
            "match": "REGEX", "pattern": "(a+)+$", "is_enabled": "on",
        }  # fmt: skip

        answer = client.post(reverse("admin:jobs_sourcerule_add"), rule)

        assert "A group that repeats can take for ever" in answer.content.decode()
        assert not SourceRule.objects.exists()


class TestBestOfCluster:
    def test_a_posting_alone_is_its_own_best(self):
        posting = PostingFactory()

        view = selectors.best_of_cluster(posting)

        assert (view.best, view.also_at, view.other_places) == (posting, [], [])

    def test_prefers_open_then_whole_then_the_better_source(self, three, tmp_path, now):
        run_import(write_jobs(tmp_path / "greenhouse.jsonl", [unified(9)]), now=now)
        whole = Posting.objects.get(external_id="9")
        Posting.objects.exclude(pk=whole.pk).update(flags=["is_excerpt"])
        Posting.objects.filter(pk=three[0].pk).update(status="EXPIRED")

        view = selectors.best_of_cluster(three[1])

        assert view.best == whole
        assert view.also_at[-1] == three[0]

        SourceQuality.objects.create(source=whole.source, score=0.1, measured_at=now)
        SourceQuality.objects.create(source=three[0].source, score=0.9, measured_at=now)
        Posting.objects.update(flags=[])
        assert selectors.best_of_cluster(three[1]).best in three[1:]

    def test_shows_other_places_once_each(self, three, tmp_path, now):
        leeds = {"location": "Leeds", "external_id": "7"}
        rows = [unified(7, **leeds), unified(8, **{**leeds, "external_id": "8"})]
        run_import(write_jobs(tmp_path / "greenhouse.jsonl", rows), now=now)

        view = selectors.best_of_cluster(three[0])

        assert [posting.place for posting in view.other_places] == ["Leeds"]
        assert view.best.place == "London"

    def test_asks_as_often_for_two_as_for_many(self, three, django_assert_num_queries):
        with django_assert_num_queries(2):
            selectors.best_of_cluster(three[0])


class TestShownOnce:
    def test_keeps_the_first_of_each_job_and_place(self, three):
        alone = PostingFactory(external_id="alone")
        ranked = [three[2].pk, alone.pk, three[0].pk, three[1].pk]

        assert selectors.shown_once(ranked) == [three[2].pk, alone.pk]


class TestGhostSigns:
    def test_of_a_posting_alone(self, now):
        posting = PostingFactory(posted_at=now - timedelta(days=40))

        signs = selectors.ghost_signs(posting, now=now)

        assert (signs.age_days, signs.repost_count, signs.closing_date) == (40, 0, None)
        assert not signs.was_gone_when_checked

    def test_count_from_the_first_time_the_job_was_listed(self, tmp_path, now):
        rows = [
            ad(1, created="2026-10-01T00:00:00Z"),
            ad(2, created="2026-11-01T00:00:00Z"),
            ad(3, created="2026-11-20T00:00:00Z"),
        ]
        run_import(write_jobs(tmp_path / "gb.jsonl", rows), now=now, expiry_days=365)

        signs = selectors.ghost_signs(Posting.objects.get(external_id="3"), now=now)

        assert (signs.age_days, signs.repost_count) == (52, 2)

    def test_name_the_closing_date_and_the_last_look(self, now):
        posting = PostingFactory(expires_at=now, flags=["has_closing_date"])
        LinkCheck.objects.create(posting=posting, last_checked_at=now, state="GONE")

        signs = selectors.ghost_signs(posting, now=now)

        assert signs.closing_date == now.date()
        assert signs.was_gone_when_checked
        assert signs.last_checked_at == now
