"""Postings that come more than once, in several places, or bit by bit, through the pipeline."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from jobs.models import Posting
from jobs.pipeline.known import known_rows
from jobs.tests.keyless import BY_SLUG, PAGED, SPREAD
from jobs.tests.pipeline.refreshes import go, set_boards

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shape", PAGED, ids=lambda shape: shape.slug)
class TestPages:
    def test_a_posting_on_two_pages_is_one(self, shape, configured, settings, tmp_path, now):
        boards = (f"{shape.slug} acme Acme", f"{shape.slug} other Other") if shape.is_board else ()
        set_boards(settings, tmp_path, *boards)
        shape.say_pages(configured, [shape.job(1), shape.job(2)], [shape.job(2), shape.job(3)])

        run = go(shape.slug, now)

        assert (run.counts["created"], run.counts["rejected"]) == (3, 0)
        assert run.stages.get(stage="DEDUPE").rejected == 1


@pytest.mark.parametrize("shape", SPREAD, ids=lambda shape: shape.slug)
class TestSeveralPlaces:
    def offer(self, shape, configured, now, *names):
        shape.say_jobs(configured, shape.in_places(1, names), shape.job(2))
        return go(shape.slug, now)

    def open_places(self, shape):
        active = Posting.objects.filter(status="ACTIVE").exclude(
            external_id=str(shape.job(2)[shape.id_field])
        )
        return sorted(active.values_list("place", flat=True))

    def test_each_place_is_a_posting(self, shape, configured, now):
        run = self.offer(shape, configured, now, "Paris", "Berlin", "Madrid")

        assert run.counts["created"] == 4
        assert self.open_places(shape) == ["Berlin", "Madrid", "Paris"]

    def test_a_place_that_vanishes_closes_alone(self, shape, configured, now):
        self.offer(shape, configured, now, "Paris", "Berlin", "Madrid")
        ids = set(Posting.objects.values_list("id", flat=True))

        run = self.offer(shape, configured, now + timedelta(days=1), "Paris", "Madrid")

        assert (run.counts["created"], run.counts["expired"]) == (0, 1)
        assert self.open_places(shape) == ["Madrid", "Paris"]
        assert set(Posting.objects.values_list("id", flat=True)) == ids

    def test_one_place_keeps_its_identity_when_others_come(self, shape, configured, now):
        self.offer(shape, configured, now, "Paris")
        before = set(Posting.objects.values_list("pk", flat=True))

        run = self.offer(shape, configured, now + timedelta(days=1), "Paris", "Berlin")

        assert (run.counts["created"], run.counts["unchanged"]) == (1, 2)
        assert before < set(Posting.objects.filter(status="ACTIVE").values_list("pk", flat=True))


class TestDetails:
    def test_a_text_is_asked_for_once(self, configured, now):
        shape = BY_SLUG["smartrecruiters"]
        shape.say_jobs(configured, shape.job(1), shape.job(2))
        go(shape.slug, now)
        first = len(configured.asked)

        run = go(shape.slug, now + timedelta(days=1))

        assert (first, len(configured.asked) - first) == (3, 1)
        assert (run.counts["unchanged"], run.counts["expired"]) == (2, 0)

    def test_a_posting_released_anew_is_asked_for_again(self, configured, now):
        shape = BY_SLUG["smartrecruiters"]
        shape.say_jobs(configured, shape.job(1), shape.job(2))
        go(shape.slug, now)
        again = shape.job(2, releasedDate="2026-11-22T08:00:00.000Z")
        shape.say_jobs(configured, shape.job(1), again)
        configured.asked.clear()

        go(shape.slug, now + timedelta(days=1))

        assert [path.rpartition("/")[2] for path, _ in configured.asked] == [
            "postings",
            again["id"],
        ]

    def test_other_sources_postings_are_not_taken_for_its_own(self, configured, now):
        shape, other = BY_SLUG["smartrecruiters"], BY_SLUG["arbeitnow"]
        other.say_jobs(configured, other.job(1, slug=shape.job(1)["id"]))
        go(other.slug, now)
        shape.say_jobs(configured, shape.job(1))

        assert go(shape.slug, now).counts["created"] == 1
        assert known_rows(shape.slug, [shape.job(1)["id"], "none"]).keys() == {shape.job(1)["id"]}


@pytest.mark.parametrize("slug", ["smartrecruiters", "recruitee", "personio", "workable"])
def test_the_command_refreshes_one_system(slug, configured, capsys):
    BY_SLUG[slug].say_jobs(configured, BY_SLUG[slug].job(1), BY_SLUG[slug].job(2))

    call_command("refresh_jobs", "--source", slug, "--json")

    figures = json.loads(capsys.readouterr().out)
    assert (figures["source"], figures["created"], figures["open"]) == (slug, 2, 2)
