"""Answers kept for a day, and never a day too long."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta

import grpc
import pytest
from django.core.cache import cache
from django.db import connection, transaction

from core.cache import ForgivingRedisCache
from jobs.models import IndexGeneration, Posting
from jobs.selectors import index_generation
from jobs.tests.adzuna import job
from jobs.tests.factories import NOW
from jobs.tests.pipeline.runs import run_import, write_jobs
from matching import selectors, services
from matching.engines import caching
from matching.engines.protocol import Question
from matching.tests.engine.test_properties import profile
from matching.tests.factories import published
from matching.types import WishedPlace, Wishes

pytestmark = pytest.mark.django_db

FEW_QUERIES = 4


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def question(**fields):
    engine = selectors.active_engine()
    return Question(
        **{"profile": profile(), "wishes": Wishes(), "engine_id": engine.pk, "now": NOW} | fields
    )


def answered(**fields):
    return [row.posting_id for row in caching.answer(question(**fields)).rows]


class TestAnswer:
    def test_the_second_time_asks_nothing_but_what_is_still_open(
        self, django_assert_max_num_queries
    ):
        published()
        published(description="Another text about Django.")
        first = caching.answer(question())
        with django_assert_max_num_queries(FEW_QUERIES):
            assert caching.answer(question()) == first
        assert len(first.rows) == 2

    def test_is_the_same_page_kept_or_not(self):
        for number in range(4):
            published(description=f"Text {number} about Python and REST APIs.")
        fresh = services.match_profile(profile(), Wishes(), now=NOW, top=3)
        kept = services.match_profile(profile(), Wishes(), now=NOW, top=3)
        assert kept == fresh
        assert len(kept.rows) == 3

    def test_leaves_out_what_ended_since(self):
        ends = published(expires_at=NOW + timedelta(hours=1))
        closed = published(description="Another text about Django.")
        stays = published(description="Yet another text about Django.")
        assert len(answered()) == 3
        Posting.objects.filter(pk=closed.pk).update(status="EXPIRED")
        assert set(answered()) == {ends.pk, stays.pk}
        assert answered(now=NOW + timedelta(hours=2)) == [stays.pk]

    def test_shows_a_new_posting_at_the_next_match(self):
        published()
        before = answered()
        new = published(description="Another text about Django.")
        assert set(answered()) == {*before, new.pk}

    def test_shows_what_a_run_published_and_changed(self, tmp_path):
        run_import(write_jobs(tmp_path / "a.jsonl", [job(1, title="Backend developer")]), now=NOW)
        (first,) = answered()
        rows = [job(1, title="Python developer"), job(2, title="Django developer")]
        run_import(write_jobs(tmp_path / "b.jsonl", rows), now=NOW)
        assert len(answered()) == 2
        assert first in answered()

    def test_keeps_ids_and_scores_and_no_posting(self):
        posting = published()
        asked = question()
        caching.answer(asked)
        held = cache.get(caching.key_of(asked))
        (row,) = held["rows"]
        assert row[0] == str(posting.pk)
        assert posting.title not in json.dumps(held)
        ttl = cache._cache.get_client().ttl(cache.make_key(caching.key_of(asked)))
        assert 24 * 3600 - 60 < ttl <= 24 * 3600

    def test_works_without_redis(self, monkeypatch):
        gone = ForgivingRedisCache("redis://127.0.0.1:1", {"OPTIONS": {"socket_timeout": 0.2}})
        monkeypatch.setattr(caching, "cache", gone)
        posting = published()
        assert answered() == answered() == [posting.pk]

    def test_of_the_second_choice_is_not_kept(self, remote):
        posting = remote.publish()
        remote.server.fails["search_jobs"] = [grpc.StatusCode.UNAVAILABLE]
        assert caching.answer(question()).engine == "local"
        assert caching.answer(question()).engine == "talent"
        assert caching.answer(question()).engine == "talent"
        assert remote.server.calls["search_jobs"] == 2
        assert answered() == [posting.pk]

    def test_is_kept_shortly_while_talent_solution_is_behind(self, remote):
        remote.publish()
        asked = question()
        caching.answer(asked)
        ttl = cache._cache.get_client().ttl(cache.make_key(caching.key_of(asked)))
        assert 0 < ttl <= caching.BEHIND_SECONDS


class TestKey:
    def test_forgets_how_a_text_is_spaced_and_composed(self):
        one = question(profile=replace(profile(), text="Zoë  Example\n\nBuilt APIs"))
        other = question(profile=replace(profile(), text="Zoe\u0308 Example Built\tAPIs "))
        assert caching.key_of(one) == caching.key_of(other)

    @pytest.mark.parametrize(
        "changed",
        [
            {"wishes": Wishes(remote="ONLY")},
            {"wishes": Wishes(places=(WishedPlace("Leeds", "GB", 1.0, 2.0),))},
            {"wishes": Wishes(pay_floor=1)},
            {"limit": 3},
            {"engine_id": "01a213aa-259b-722d-9b1f-9867b5c6dd34"},
            {"profile": replace(profile(), text="Another life")},
            {"profile": replace(profile(), degree=1)},
        ],
    )
    def test_differs_where_the_answer_may(self, changed):
        assert caching.key_of(question()) != caching.key_of(question(**changed))

    def test_does_not_differ_by_the_hour(self):
        later = NOW + timedelta(hours=3)
        assert caching.key_of(question()) == caching.key_of(question(now=later))

    def test_differs_by_engine(self, remote, settings):
        talent = caching.key_of(question())
        settings.MATCHING_ENGINE = "local"
        assert caching.key_of(question()) != talent

    def test_is_the_same_in_every_process(self):
        program = (
            "import json, os, django; django.setup();"
            "from matching.engines.caching import _plain;"
            "from matching.tests.engine.test_properties import profile;"
            "print(json.dumps(_plain(profile()), sort_keys=True))"
        )
        said = {
            subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-c", program],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert said == {json.dumps(caching._plain(profile()), sort_keys=True) + "\n"}


class TestGeneration:
    def test_grows_when_something_opens_or_changes_and_not_when_it_closes(self):
        posting = published()
        opened = index_generation()
        assert opened > 0
        posting.search.level = "SENIOR"
        posting.search.save()
        changed = index_generation()
        assert changed > opened
        posting.search.is_active = False
        posting.search.save()
        assert index_generation() == changed

    def test_a_run_that_finds_the_same_again_changes_nothing(self, tmp_path):
        path = write_jobs(tmp_path / "a.jsonl", [job(1, title="Backend developer")])
        run_import(path, now=NOW)
        before = index_generation()
        run_import(path, now=NOW)
        assert index_generation() == before


@pytest.mark.django_db(transaction=True)
class TestTwoConnections:
    def test_a_change_counts_for_others_when_they_can_see_it(self):
        started, seen = threading.Event(), threading.Event()

        def publish():
            try:
                with transaction.atomic():
                    published()
                    started.set()
                    assert seen.wait(10)
            finally:
                connection.close()

        before = index_generation()
        assert answered() == []
        other = threading.Thread(target=publish)
        other.start()
        assert started.wait(10)
        with transaction.atomic():  # nobody waits for anybody
            published(description="Meanwhile, about Django.")
        meanwhile = index_generation()
        assert len(answered()) == 1
        seen.set()
        other.join()
        assert index_generation() > meanwhile > before
        assert len(answered()) == 2
        assert IndexGeneration.objects.count() == 2
