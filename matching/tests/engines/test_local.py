"""Candidates from PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection

from jobs.models import SourceQuality
from jobs.tests.factories import NOW, SourceFactory
from matching import selectors
from matching.engines import local
from matching.engines.indexing import VectorIndexer
from matching.models import PostingVector
from matching.tests.engine.test_properties import profile
from matching.tests.factories import index, published
from matching.types import WishedPlace, Wishes

pytestmark = pytest.mark.django_db
LEEDS = WishedPlace("Leeds", "GB", 53.8, -1.55, 30)
SUVA = WishedPlace("Suva", "FJ", -18.1, 179.9, 50)
NORTH = WishedPlace("North Pole", "", 89.5, 60.0, 200)


@pytest.fixture
def found():
    def ask(wishes=Wishes(), **fields):  # noqa: B008 - frozen
        engine = selectors.active_engine()
        rows = local.candidates(profile(), wishes, engine_id=engine.pk, now=NOW, **fields)
        return [row.posting_id for row in rows]

    return ask


class TestCandidates:
    def test_puts_the_right_work_first(self, found):
        nurse = published(title="Ward nurse", description="Care for patients.", skills=["nursing"])
        developer = published()
        assert found() == [developer.pk, nurse.pk]

    def test_words_nobody_knows_are_unlike_everything_and_no_more(self):
        # A cosine of nothing is no number: it would be stored, shown first, and break the API.
        published()
        published(title="病房护士", description="照顾病人。")
        engine = selectors.active_engine()
        for text in (profile(), replace(profile(), query_vector=np.zeros(256, np.float32))):
            rows = local.candidates(text, Wishes(), engine_id=engine.pk, now=NOW)
            assert len(rows) == 2
            assert all(0 <= row.relevance <= 1 for row in rows)

    def test_never_shows_what_is_over(self, found):
        published(status="EXPIRED")
        published(expires_at=NOW - timedelta(minutes=1))
        deleted = published()
        deleted.status = "DELETED"
        deleted.save()
        assert found() == []

    @pytest.mark.parametrize(
        ("wishes", "kept", "dropped"),
        [
            (Wishes(countries=("GB",)), {}, {"country": "FR"}),
            (Wishes(remote="ONLY"), {"remote": "REMOTE"}, {"remote": "ONSITE"}),
            (
                Wishes(places=(LEEDS,)),
                {"lat": 53.9, "lon": -1.5},
                {"lat": 51.5, "lon": -0.1},
            ),
            (  # across the line of dates
                Wishes(places=(SUVA,)),
                {"lat": -18.1, "lon": -179.9},
                {"lat": -18.1, "lon": 170.0},
            ),
            (  # where meridians meet
                Wishes(places=(NORTH,)),
                {"lat": 89.0, "lon": -120.0},
                {"lat": 84.0, "lon": 0.0},
            ),
            (
                Wishes(places=(LEEDS,), remote="ALSO"),
                {"lat": 51.5, "lon": -0.1, "remote": "REMOTE"},
                {"lat": 51.5, "lon": -0.1},
            ),
            (
                Wishes(pay_floor=50_000, pay_currency="GBP"),
                {"pay_yearly_max": 60_000, "pay_currency": "GBP", "pay_source": "STATED"},
                {"pay_yearly_max": 40_000, "pay_currency": "GBP", "pay_source": "STATED"},
            ),
            (Wishes(levels=("SENIOR",)), {"level": "SENIOR"}, {"level": "ENTRY"}),
            (
                Wishes(employment_types=("FULL_TIME",)),
                {"employment_type": "FULL_TIME"},
                {"employment_type": "PART_TIME"},
            ),
            (Wishes(hide_samples=True), {}, {"is_sample": True}),
        ],
    )
    def test_filters_inside(self, found, wishes, kept, dropped):
        yes = published(**kept)
        published(**{"description": "Another text.", **dropped})
        assert found(wishes) == [yes.pk]

    def test_what_is_not_stated_rules_nothing_out(self, found):
        bare = published(country="", place="")
        wishes = Wishes(countries=("GB",), places=(LEEDS,), levels=("SENIOR",), pay_floor=50_000)
        assert found(wishes) == [bare.pk]

    def test_narrows_to_the_given_postings(self, found):
        published()
        new = published(description="A fresh text.")
        assert found(within=[new.pk]) == [new.pk]

    def test_shows_the_same_text_in_the_same_place_once(self, found):
        published()
        published()
        assert len(found()) == 1

    def test_is_the_same_twice(self, found):
        for number in range(6):
            published(description=f"Text {number} about Python.")
        assert found() == found()

    def test_costs_the_same_queries_for_one_and_for_many(
        self, found, django_assert_max_num_queries
    ):
        published()
        with django_assert_max_num_queries(12):
            found()
        for number in range(20):
            published(description=f"Text {number}")
        with django_assert_max_num_queries(12):
            found()

    def test_survives_signs_of_a_query_language(self, found):
        published()
        odd = Wishes(roles=("C++ & (dev | 'x') :*", "%s", "\\"), countries=("GB",))
        assert len(found(odd)) == 1


class TestIndexer:
    def test_publishes_again_over_what_was_there(self):
        posting = published()
        before = PostingVector.objects.get(posting=posting)
        posting.title = "Ward nurse"
        with connection.cursor() as cursor:
            assert index([posting], cursor) == 1
        after = PostingVector.objects.get(posting=posting)
        assert after.pk == before.pk
        assert after.embedding != before.embedding

    def test_refuses_a_foreign_payload(self):
        with connection.cursor() as cursor:
            assert VectorIndexer().publish(cursor.cursor, b"another engine") == 0

    def test_of_nothing_is_nothing(self):
        indexer = VectorIndexer()
        with connection.cursor() as cursor:
            assert indexer.publish(cursor.cursor, indexer.compute([])) == 0

    def test_exact_and_indexed_scans_agree_on_the_first(self, found, monkeypatch):
        published(title="Ward nurse", description="Care for patients.", skills=[])
        best = published()
        exact = found(replace(Wishes(), countries=("GB",)))
        monkeypatch.setattr(local, "EXACT_BELOW", 0)
        assert found(replace(Wishes(), countries=("GB",))) == exact
        assert exact[0] == best.pk


class TestTheSameTwice:
    def test_the_better_source_stands_for_both(self, found):
        good = SourceFactory(slug="good")
        SourceQuality.objects.create(source=good, score=0.9, measured_at=NOW)
        for number in range(6):
            text = f"You have Django and PostgreSQL, {number}."
            better, worse = published(source=good, description=text), published(description=text)
            assert better.pk in found()
            assert worse.pk not in found()
