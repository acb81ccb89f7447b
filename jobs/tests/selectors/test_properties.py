"""Search against the plainest Python that does the same, over made-up postings of every kind."""

import random
from collections import Counter
from datetime import timedelta
from itertools import islice
from math import asin, cos, radians, sin, sqrt

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.errors import BadCursorError
from jobs import selectors
from jobs.models import Company, FacetCount, Posting, PostingSearch
from jobs.pipeline.counting import add_up_counts
from jobs.selectors import facets, filtering, ordering, search
from jobs.selectors.filtering import Question
from jobs.selectors.words import written
from jobs.tests.factories import PostingFactory, SourceFactory
from jobs.types import Near, PostingFilter, start_of_day

pytestmark = pytest.mark.django_db

NUMBER = 140
WORDS = ("baker", "pastry", "chef", "welder", "nurse", "plumber", "night", "team")
COUNTRIES, LANGUAGES = ("GB", "FR", "DE", ""), ("en", "fr", "")
REMOTE, TYPES = ("", *Posting.Remote.values), ("", "FULL_TIME", "CONTRACT")
LEVELS, CATEGORIES = ("", "SENIOR", "ENTRY"), ("", "IT Jobs", "PR, Advertising Jobs")
LONDON = Near(lat=51.5, lon=-0.12, radius_km=300)


@pytest.fixture(params=[1, 2])
def postings(request):
    """Open postings, some closed ones and some samples, with their search rows."""
    cache.clear()
    dice = random.Random(request.param)
    now = timezone.now()
    sources = [SourceFactory(slug=slug, name=slug.title()) for slug in ("adzuna", "lever")]
    companies = [Company.objects.create(key=name, name=name.title()) for name in ("acme", "globex")]
    made = [_posting(number, dice, now, sources, companies) for number in range(NUMBER)]
    Posting.objects.bulk_create(made)
    PostingSearch.objects.bulk_create(map(_search_row, made))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE jobs_postingsearch SET document = setweight(to_tsvector('simple', title), 'A') "
            "|| setweight(to_tsvector('simple', description), 'D') "
            "FROM jobs_posting WHERE id = posting_id"
        )
    return [one for one in made if one.status == "ACTIVE"]


def _posting(number, dice, now, sources, companies):
    title = " ".join(dice.sample(WORDS, 2))
    text = " ".join(dice.choices(WORDS, k=dice.randint(1, 9)))
    pay = dice.choice([None, 30_000, 45_000, 45_000, 80_000])
    where = dice.choice([(None, None), (51.5, -0.1), (48.85, 2.35), (52.5, 13.4), (53.4, -2.2)])
    return PostingFactory.build(
        external_id=f"{number}",
        source=dice.choice(sources),
        title=title,
        description=text,
        company=dice.choice([None, *companies]),
        category=dice.choice(CATEGORIES),
        country=dice.choice(COUNTRIES),
        language=dice.choice(LANGUAGES),
        remote=dice.choice(REMOTE),
        employment_type=dice.choice(TYPES),
        level=dice.choice(LEVELS),
        is_internship=dice.random() < 0.2,
        is_sample=dice.random() < 0.1,
        status="ACTIVE" if dice.random() < 0.9 else "EXPIRED",
        skills=dice.sample(["Python", "SQL", "Bread"], dice.randint(0, 3)),
        pay_source="STATED" if pay else "NONE",
        pay_max=pay,
        pay_yearly_max=pay,
        pay_currency=dice.choice(["GBP", "EUR"]) if pay else "",
        lat=where[0],
        lon=where[1],
        # few moments, so that orders have ties to break
        posted_at=start_of_day(now, dice.randint(0, 40)) + timedelta(hours=dice.choice([1, 5])),
    )


def _search_row(posting):
    copied = (
        "is_sample", "source_id", "company_id", "category", "country", "language", "remote",
        "employment_type", "level", "is_internship", "pay_yearly_max", "pay_currency", "lat", "lon",
        "posted_at",
    )  # fmt: skip
    values = {name: getattr(posting, name) for name in copied}
    return PostingSearch(
        posting=posting, document="", is_active=posting.status == "ACTIVE", **values
    )


def _has_words(q):
    return lambda one: all(word in f"{one.title} {one.description}".split() for word in q.split())


def _kilometres(one):
    lat, lon, here, there = map(radians, (one.lat, one.lon, LONDON.lat, LONDON.lon))
    square = sin((lat - here) / 2) ** 2 + cos(lat) * cos(here) * sin((lon - there) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(square))


def _walk(q="", *, limit=7, **asked):
    """Every posting of every page, in order, and the cursor of each page."""
    ids, cursor = [], None
    for _ in range(NUMBER):
        page = selectors.search_postings(q, limit=limit, cursor=cursor, with_facets=False, **asked)
        ids += [one.pk for one in page.postings]
        cursor = page.next_cursor
        if cursor is None:
            return ids
    raise AssertionError("the pages have no end")


class TestFilters:
    CASES = {
        "countries": (PostingFilter(countries=("gb", "FR")), lambda o: o.country in {"GB", "FR"}),
        "remote": (PostingFilter(remote=("REMOTE",)), lambda o: o.remote == "REMOTE"),
        "type": (PostingFilter(employment_types=("CONTRACT",)), lambda o: o.employment_type == "CONTRACT"),
        "level": (PostingFilter(levels=("ENTRY",)), lambda o: o.level == "ENTRY"),
        "language": (PostingFilter(languages=("fr",)), lambda o: o.language == "fr"),
        "category": (PostingFilter(categories=("IT Jobs",)), lambda o: o.category == "IT Jobs"),
        "source": (PostingFilter(sources=("lever",)), lambda o: o.source.slug == "lever"),
        "skills": (PostingFilter(skills=("SQL", "Bread")), lambda o: {"SQL", "Bread"} <= set(o.skills)),
        "internship": (PostingFilter(internship=True), lambda o: o.is_internship),
        "no internship": (PostingFilter(internship=False), lambda o: not o.is_internship),
        "pay": (PostingFilter(min_pay=45_000, pay_currency="eur"), lambda o: (o.pay_yearly_max or 0) >= 45_000 and o.pay_currency == "EUR"),
        "stipend": (PostingFilter(min_stipend=80_000), lambda o: (o.pay_max or 0) >= 80_000),
        "samples": (PostingFilter(include_samples=False), lambda o: not o.is_sample),
        "near": (PostingFilter(near=LONDON), lambda o: o.lat is not None and _kilometres(o) <= LONDON.radius_km),
    }  # fmt: skip

    @pytest.mark.parametrize("q", ["", "baker", "pastry night"])
    @pytest.mark.parametrize("name", CASES)
    def test_leave_what_python_would_leave(self, postings, name, q):
        asked, keeps = self.CASES[name]
        wanted = {one.pk for one in postings if keeps(one) and _has_words(q)(one)}

        found = _walk(q, filters=asked, limit=50)

        assert set(found) == wanted
        assert len(found) == len(wanted)

    def test_go_together(self, postings):
        since = start_of_day(timezone.now(), 30)
        acme = Company.objects.get(key="acme")
        asked = PostingFilter(countries=("GB",), companies=(acme.pk,), posted_since=since)

        found = _walk("team", filters=asked)

        assert set(found) == {
            one.pk
            for one in postings
            if one.country == "GB" and one.company == acme and one.posted_at >= since
            and _has_words("team")(one)
        }  # fmt: skip


class TestPages:
    @pytest.mark.parametrize("limit", [1, 6, 50])
    @pytest.mark.parametrize("q", ["", "baker"])
    def test_by_date_are_the_full_sort_cut_up(self, postings, q, limit):
        hits = [one for one in postings if _has_words(q)(one)]
        hits.sort(key=lambda one: (one.posted_at, one.pk), reverse=True)

        assert _walk(q, sort="date", limit=limit) == [one.pk for one in hits]

    @pytest.mark.parametrize("currency", ["GBP", ""])
    @pytest.mark.parametrize("few", [0, 10_000])
    def test_by_pay_put_what_compares_first(self, postings, monkeypatch, currency, few):
        monkeypatch.setattr(filtering, "FEW", few)
        usual = Counter(one.pay_currency for one in postings if one.pay_currency)
        compared = currency or min(usual, key=lambda code: (-usual[code], code))
        hits = [one for one in postings if not currency or one.pay_currency == currency]

        def place(one):
            pay = one.pay_yearly_max if one.pay_currency == compared else None
            return (pay is not None, pay or 0, one.posted_at, one.pk)

        wanted = sorted(hits, key=place, reverse=True)

        found = _walk(sort="pay", filters=PostingFilter(pay_currency=currency))

        assert found == [one.pk for one in wanted]

    @pytest.mark.parametrize(("kind", "few", "ranked"), [("few", 10_000, 9), ("many", 0, 4), ("many", 0, 400)])  # fmt: skip
    def test_by_relevance_hold_every_hit_once(self, postings, monkeypatch, kind, few, ranked):
        monkeypatch.setattr(filtering, "FEW", few)
        monkeypatch.setattr(ordering, "RANKED_OF_FEW", ranked)
        monkeypatch.setattr(ordering, "RANKED_OF_MANY", ranked)
        wanted = {one.pk for one in postings if _has_words("baker")(one)}

        by_limit = [_walk("baker", limit=limit) for limit in (1, 4, 50)]

        assert by_limit[0] == by_limit[1] == by_limit[2]
        assert set(by_limit[0]) == wanted
        assert len(by_limit[0]) == len(wanted)

    def test_by_relevance_rank_all_of_few(self, postings):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT posting_id FROM jobs_postingsearch, CAST(%s AS tsquery) AS query "
                "WHERE is_active AND document @@ query "
                "ORDER BY ts_rank(document, query, 32) DESC, posted_at DESC, posting_id DESC",
                [written("baker team")],
            )
            wanted = [row[0] for row in cursor.fetchall()]

        assert _walk("baker team") == wanted

    def test_go_on_in_the_order_they_began_in(self, postings, monkeypatch):
        whole = _walk("baker")
        first = selectors.search_postings("baker", limit=5)
        monkeypatch.setattr(filtering, "FEW", 0)  # as if statistics had changed in between

        rest = selectors.search_postings("baker", limit=200, cursor=first.next_cursor)

        assert [one.pk for one in (*first.postings, *rest.postings)] == whole

    def test_refuse_the_marker_of_another_order(self, postings):
        cursor = selectors.search_postings("baker", limit=5).next_cursor
        for sort in ("date", "pay"):
            with pytest.raises(BadCursorError):
                selectors.search_postings("baker", sort=sort, cursor=cursor)


def _brute(postings, keeps):
    """Counts of each facet's values over the postings that pass."""
    now = timezone.now()
    values = {
        "countries": lambda o: o.country,
        "remote": lambda o: o.remote,
        "employment_types": lambda o: o.employment_type,
        "levels": lambda o: o.level,
        "categories": lambda o: o.category,
        "sources": lambda o: o.source.slug,
        "languages": lambda o: o.language,
        "internship": lambda o: "true" if o.is_internship else "false",
        "companies": lambda o: str(o.company_id or ""),
    }
    hits = [one for one in postings if keeps(one)]
    counted = {
        name: {v: n for v, n in Counter(map(value, hits)).items() if v}
        for name, value in values.items()
    }
    counted["posted"] = {
        str(days): sum(one.posted_at >= start_of_day(now, days) for one in hits)
        for days in facets.POSTED_WITHIN
    }
    return counted


def _shown(found, name):
    return {one.value: one.count for one in getattr(found, name)}


class TestFacets:
    @pytest.mark.parametrize("include_samples", [True, False])
    @pytest.mark.parametrize("q", ["", "baker", "nurse night", "nothing"])
    def test_are_what_python_counts(self, postings, q, include_samples):
        asked = PostingFilter(include_samples=include_samples)

        page = selectors.search_postings(q, filters=asked)

        wanted = _brute(
            postings, lambda one: _has_words(q)(one) and (include_samples or not one.is_sample)
        )
        assert {name: _shown(page.facets, name) for name in wanted} == wanted
        assert page.count == page.facets.counted == sum(wanted["internship"].values())

    def test_of_a_filter_leave_that_filter_out(self, postings):
        asked = PostingFilter(countries=("GB",), levels=("SENIOR",))
        gb, senior = (lambda o: o.country == "GB"), (lambda o: o.level == "SENIOR")

        found = selectors.search_postings("team", filters=asked).facets

        words = _has_words("team")
        wanted = _brute(postings, lambda o: words(o) and senior(o))["countries"]
        assert _shown(found, "countries") == wanted
        assert _shown(found, "levels") == _brute(postings, lambda o: words(o) and gb(o))["levels"]
        both = _brute(postings, lambda o: words(o) and gb(o) and senior(o))
        assert _shown(found, "remote") == both["remote"]

    def test_stay_exact_whatever_writes(self, postings):
        def check():
            cache.clear()
            still = list(Posting.objects.filter(status="ACTIVE", search__is_active=True))
            wanted = _brute(still, lambda one: True)
            found = selectors.search_postings().facets
            assert {name: _shown(found, name) for name in wanted} == wanted

        PostingSearch.objects.filter(country="GB").update(country="IE")
        Posting.objects.filter(country="GB").update(country="IE")
        check()
        gone = [one.pk for one in islice(postings, 20)]
        PostingSearch.objects.filter(pk__in=gone).update(is_active=False)
        check()
        Posting.objects.filter(pk__in=[one.pk for one in postings[30:50]]).delete()
        check()
        add_up_counts()
        check()

    def test_are_one_row_for_each_value_once_added_up(self, postings):
        add_up_counts()

        names = FacetCount.objects.values_list("facet", "value", "is_sample")
        assert len(names) == len(set(names)) > 0
        assert not FacetCount.objects.filter(postings__lte=0).exists()

    def test_of_very_many_are_a_sample(self, postings, monkeypatch):
        monkeypatch.setattr(facets, "_VERY_MANY", 1)
        monkeypatch.setattr(facets, "_SAMPLED", 10**9)  # all of it

        found = selectors.search_postings("baker").facets

        wanted = _brute(postings, _has_words("baker"))
        assert _shown(found, "countries") == wanted["countries"]


class TestCount:
    def test_is_exact_up_to_its_bound_and_says_so_beyond(self, postings, monkeypatch):
        hits = sum(map(_has_words("baker"), postings))
        for bound in (hits - 1, hits, hits + 1):
            monkeypatch.setattr(search, "COUNTED_AT_MOST", bound)
            monkeypatch.setattr(facets, "COUNTED_AT_MOST", bound)
            for with_facets in (True, False):
                page = selectors.search_postings("baker", with_facets=with_facets)
                assert page.count == min(hits, bound)
                assert page.has_more_than_count is (hits > bound)

    def test_does_not_believe_an_estimate_alone(self, postings, monkeypatch):
        monkeypatch.setattr(facets, "_VERY_MANY", 0)
        hits = sum(map(_has_words("baker"), postings))

        assert facets.count(Question.asked("baker", PostingFilter())) == hits

    def test_says_what_each_filter_costs(self, postings):
        asked = PostingFilter(countries=("GB",), levels=("SENIOR",))

        found = selectors.counts_without("baker", asked)

        words = _has_words("baker")
        assert found == {
            "countries": sum(words(o) and o.level == "SENIOR" for o in postings),
            "levels": sum(words(o) and o.country == "GB" for o in postings),
            "": sum(map(words, postings)),
        }
