from datetime import date, timedelta

import pytest
import redis
from django.conf import settings

from accounts.tests.factories import GuestFactory, UserFactory
from core.models import uuid7
from jobs.models import DailyFigure, RedirectClick, SearchLog, SourceRun
from jobs.pipeline import figures
from jobs.pipeline.figures import count_days, note_search, record_click, write_searches
from jobs.selectors.counting import figures_by_label, history, top_searches
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.types import PostingFilter

pytestmark = pytest.mark.django_db

NO_FILTERS = PostingFilter()


class TestNormalised:
    @pytest.mark.parametrize(
        ("words", "counted"),
        [
            ("  Python   Developer ", "python developer"),
            ("nurse ann@example.org", "nurse"),
            ("call +44 20 7946 0958 now", "call now"),
            ("C++ 17", "c++ 17"),
            ("a\x00b", "ab"),
            ("x" * 300, "x" * 120),
        ],
    )
    def test_keeps_the_words_and_nothing_personal(self, words, counted):
        assert figures.normalised(words) == counted


class TestFiltersHash:
    def test_is_empty_without_filters_and_stable_with(self):
        assert figures.filters_hash(NO_FILTERS) == ""
        assert figures.filters_hash(PostingFilter(include_samples=False)) == ""
        one, same, other = (
            figures.filters_hash(PostingFilter(countries=countries))
            for countries in (("GB",), ("GB",), ("FR",))
        )
        assert one == same != other


class TestWriteSearches:
    def test_adds_up_what_was_searched_and_writes_nothing_before(self, now):
        for words in ("Nurse", "nurse ", "welder"):
            note_search(words, NO_FILTERS, now=now)
        assert not SearchLog.objects.exists()

        assert write_searches(now=now) == 3
        note_search("nurse", NO_FILTERS, now=now)
        assert write_searches(now=now) == 1

        assert dict(SearchLog.objects.values_list("words", "count")) == {"nurse": 3, "welder": 1}

    def test_adds_a_batch_once_when_the_worker_died_before_forgetting_it(self, now):
        note_search("nurse", NO_FILTERS, now=now)
        server = redis.Redis.from_url(settings.REDIS_URL)
        write_searches(now=now)
        # the same batch again, as it lay there when the worker died
        batch = figures.CountedBatch.objects.get().name
        server.hset(batch, mapping={f'["{now.date()}", "nurse", ""]': 1})
        server.sadd("cc-counting:batches", batch)

        assert write_searches(now=now) == 0
        assert SearchLog.objects.get().count == 1
        assert server.exists(batch) == 0

    def test_finds_nothing_to_do(self, now):
        assert write_searches(now=now) == 0

    def test_a_search_works_while_redis_is_away(self, now, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        note_search("nurse", NO_FILTERS, now=now)


class TestCountSearch:
    @pytest.mark.parametrize(
        "path", ["/jobs?q=Nurse", "/api/v1/jobs?q=nurse", "/api/v1/jobs/search?q=NURSE"]
    )
    def test_is_made_by_every_door_to_the_search(self, client, now, path):
        client.get(path)
        write_searches(now=now)
        assert SearchLog.objects.get().words == "nurse"

    def test_counts_no_second_page(self, client, now):
        client.get("/jobs?q=nurse&after=x")
        assert write_searches(now=now) == 0


class TestTopSearches:
    def test_counts_words_over_days_and_filters(self, now):
        today = now.date()
        for day, words, mark, count in [
            (today, "nurse", "", 3), (today - timedelta(days=1), "nurse", "x", 2),
            (today, "welder", "", 4), (today, "", "y", 9), (today - timedelta(days=40), "old", "", 99),
        ]:  # fmt: skip
            SearchLog.objects.create(day=day, words=words, filters_hash=mark, count=count)

        found = top_searches(30, 5, now=now)

        assert [(one.words, one.count) for one in found] == [("nurse", 5), ("welder", 4)]


class TestRecordClick:
    def test_keeps_one_row_however_often_it_is_delivered(self, now):
        posting, user, key = PostingFactory(), UserFactory(), uuid7()
        for _ in range(2):
            record_click(click_id=key, posting_id=posting.pk, user_id=user.pk, at=now)
        click = RedirectClick.objects.get()
        assert (click.posting, click.user, click.at) == (posting, user, now)

    def test_does_not_name_a_guest_nor_mind_a_posting_that_is_gone(self, now):
        posting, guest = PostingFactory(), GuestFactory()
        record_click(click_id=uuid7(), posting_id=posting.pk, user_id=guest.pk, at=now)
        record_click(click_id=uuid7(), posting_id=uuid7(), user_id=None, at=now)
        assert RedirectClick.objects.get().user is None

    def test_comes_from_the_redirect_without_waiting(
        self, client, settings, django_capture_on_commit_callbacks
    ):
        settings.CELERY_TASK_ALWAYS_EAGER = True
        posting = PostingFactory()
        with django_capture_on_commit_callbacks(execute=True):
            client.get(f"/jobs/{posting.pk}/go")
            assert not RedirectClick.objects.exists()
        assert RedirectClick.objects.get().posting == posting


class TestCountDays:
    def test_counts_open_postings_every_way_and_again_the_same(self, now):
        PostingFactory(category="IT", place="London", first_seen_at=now)
        PostingFactory(category="Health", country="FR", place="Paris", first_seen_at=now)
        PostingFactory(status="EXPIRED")
        PostingFactory(is_sample=True)
        SourceRun.objects.create(
            source=SourceFactory(), trigger="MANUAL", state="DONE", started_at=now
        )
        SearchLog.objects.create(day=now.date(), words="x", count=7)

        count_days(now=now)
        first = sorted(map(str, DailyFigure.objects.values_list("name", "day", "labels", "value")))
        count_days(now=now)
        again = sorted(map(str, DailyFigure.objects.values_list("name", "day", "labels", "value")))

        assert first == again
        assert figures_by_label("open_postings", "category") == {"IT": 1, "Health": 1}
        assert figures_by_label("open_postings", "country") == {"GB": 1, "FR": 1}
        assert figures_by_label("open_postings", "source") == {"adzuna": 2}
        assert history("open_postings", {}, since=date(2026, 1, 1)) == [(now.date(), 2)]
        assert history("searches", {}, since=now.date()) == [(now.date(), 7)]
        assert history("runs", {"state": "DONE"}, since=now.date()) == [(now.date(), 1)]
        assert history("open_postings", {"country": "FR", "place": "Paris"}, since=now.date())

    def test_drops_what_is_counted_no_more(self, now):
        posting = PostingFactory(category="IT")
        count_days(now=now)
        posting.delete()
        count_days(now=now)
        assert figures_by_label("open_postings", "category") == {}
