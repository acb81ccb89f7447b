"""Each job once: against the plainest Python that does the same."""

import random
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.models import uuid7
from jobs import selectors
from jobs.models import Cluster, ClusterMember, Company, Posting, PostingSearch, SourceQuality
from jobs.selectors import companies, ordering
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.types import PostingFilter

pytestmark = pytest.mark.django_db

NUMBER = 90
PLACES = ("London", "Leeds", "York")


@pytest.fixture(params=[1, 2])
def postings(request):
    """Postings of two sources, most of them in clusters of one to thirty, in three places."""
    cache.clear()
    dice = random.Random(request.param)
    now = timezone.now()
    sources = [SourceFactory(slug=slug, name=slug.title()) for slug in ("adzuna", "reed")]
    SourceQuality.objects.create(source=sources[1], score=0.9, measured_at=now)
    made = [
        PostingFactory(
            external_id=f"{number}",
            source=dice.choice(sources),
            title=dice.choice(["Welder", "Night welder"]),
            place=dice.choice(PLACES),
            country=dice.choice(["GB", "FR"]),
            pay_source="STATED",
            pay_currency="GBP",
            pay_yearly_max=dice.choice([None, 30_000, 40_000]),
            status="ACTIVE" if dice.random() < 0.9 else "EXPIRED",
            posted_at=now - timedelta(days=dice.randint(0, 6)),
        )
        for number in range(NUMBER)
    ]
    _cluster(made, dice)
    _make_searchable(made)
    return [one for one in made if one.status == "ACTIVE"]


def _cluster(postings, dice):
    left = list(postings)
    for size in (30, 10, 5, 3, 2, 2, 2):
        cluster = Cluster.objects.create(pk=uuid7())
        members = [left.pop(dice.randrange(len(left))) for _ in range(size)]
        ClusterMember.objects.bulk_create(
            ClusterMember(posting=one, cluster=cluster, spot=one.place) for one in members
        )


def _make_searchable(postings):
    copied = ("source_id", "country", "pay_yearly_max", "pay_currency", "posted_at")
    PostingSearch.objects.bulk_create(
        PostingSearch(
            posting=one,
            document="",
            is_active=one.status == "ACTIVE",
            **{name: getattr(one, name) for name in copied},
        )
        for one in postings
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_postingsearch SET document = setweight(to_tsvector('simple', title), 'A') "
            "FROM jobs_posting WHERE id = posting_id"
        )


def jobs_of(postings):
    """The job of each posting: its cluster, or itself."""
    member = dict(ClusterMember.objects.values_list("posting_id", "cluster_id"))
    return [member.get(one.pk, one.pk) for one in postings]


def walk(q="", *, once=True, limit=7, **asked):
    """Every posting of every page, in order."""
    shown, cursor = [], None
    for _ in range(NUMBER):
        page = selectors.search_postings(q, limit=limit, cursor=cursor, once=once, **asked)
        shown += page.postings
        cursor = page.next_cursor
        if cursor is None:
            return shown
    raise AssertionError("the pages have no end")


class TestSearch:
    @pytest.mark.parametrize("sort", ["relevance", "date", "pay"])
    @pytest.mark.parametrize("q", ["", "welder", "night"])
    @pytest.mark.parametrize(
        "filters",
        [PostingFilter(), PostingFilter(countries=("GB",)), PostingFilter(sources=("adzuna",))],
    )
    def test_lists_every_job_once_where_its_first_advertisement_stands(
        self, postings, q, sort, filters
    ):
        every = walk(q, once=False, sort=sort, filters=filters)

        once = walk(q, sort=sort, filters=filters)

        assert jobs_of(once) == list(dict.fromkeys(jobs_of(every)))
        assert {one.pk for one in once} <= {one.pk for one in every}

    @pytest.mark.parametrize("q", ["", "welder"])
    def test_does_so_behind_what_is_ranked_too(self, postings, monkeypatch, q):
        monkeypatch.setattr(ordering, "RANKED_OF_FEW", 20)
        monkeypatch.setattr(ordering, "RANKED_OF_MANY", 20)

        assert jobs_of(walk(q)) == list(dict.fromkeys(jobs_of(walk(q, once=False))))

    def test_shows_the_best_source_of_those_that_answer(self, postings):
        for filters, best in (
            (PostingFilter(), "reed"),
            (PostingFilter(countries=("GB",)), "reed"),
        ):
            page = selectors.search_postings(limit=50, filters=filters)
            wanted = set(filters.countries) or {"GB", "FR"}
            for shown in page.postings:
                here = page.elsewhere.get(shown.pk, selectors.Elsewhere()).here
                rivals = Posting.objects.filter(pk__in=[one.posting_id for one in here])
                if rivals.filter(source__slug=best, country__in=wanted).exists():
                    assert shown.source.slug == best

    def test_tells_where_else_a_job_is_open(self, postings):
        page = selectors.search_postings(limit=50)
        crowd = next(iter(page.elsewhere.values()))

        for shown in page.postings:
            elsewhere = page.elsewhere.get(shown.pk, selectors.Elsewhere())
            assert {one.place for one in elsewhere.other_places} <= {*PLACES} - {shown.place}
            assert all(one.source != shown.source.name for one in elsewhere.also_at)
        assert crowd.here

    def test_asks_as_often_for_a_job_in_many_places_as_for_one(
        self, postings, django_assert_max_num_queries
    ):
        selectors.search_postings(limit=1)
        for limit in (1, 50):
            with django_assert_max_num_queries(16):
                selectors.search_postings("welder", limit=limit)


class TestCompanyPage:
    def test_lists_every_job_once_over_all_pages(self, postings):
        acme = Company.objects.create(key="acme", name="Acme")
        Posting.objects.update(company=acme)
        shown, marker = [], ""
        for _ in range(NUMBER):
            page = companies.company_page(acme, now=timezone.now(), marker=marker, size=4)
            shown += page.postings
            marker = page.next_marker
            if not marker:
                break

        assert sorted(jobs_of(shown)) == sorted(set(jobs_of(postings)))
        every = companies.company_page(acme, now=timezone.now(), size=200, once=False)
        assert len(every.postings) == len(postings)


class TestKnownCount:
    @pytest.mark.parametrize(
        ("filters", "is_known"),
        [
            ({}, True),
            ({"countries": ("gb", "FR")}, True),
            ({"remote": ("REMOTE",)}, True),
            ({"sources": ("adzuna",)}, False),
            ({"countries": ("GB",), "remote": ("REMOTE",)}, False),
        ],
    )
    def test_is_exact_beyond_what_is_counted_where_the_table_has_it(
        self, postings, monkeypatch, filters, is_known
    ):
        monkeypatch.setattr(selectors.facets, "COUNTED_AT_MOST", 2)
        monkeypatch.setattr(selectors.search, "COUNTED_AT_MOST", 2)
        wanted = PostingFilter(**filters)
        every = selectors.matching_rows("", wanted).count()

        page = selectors.search_postings(filters=wanted)

        if is_known:
            assert (page.count, page.has_more_than_count) == (every, False)
        elif every > 2:
            assert (page.count, page.has_more_than_count) == (2, True)
