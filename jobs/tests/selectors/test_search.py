import math
from datetime import timedelta

import pytest
from django.core.cache import cache

from core.errors import BadCursorError
from jobs import selectors
from jobs.models import Posting
from jobs.tests.adzuna import job
from jobs.tests.factories import PostingFactory
from jobs.tests.pipeline.runs import run_import, write_jobs
from jobs.types import Near, PostingFilter

pytestmark = pytest.mark.django_db

LONDON = (51.5074, -0.1278)
PARIS = (48.8566, 2.3522)


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


@pytest.fixture
def publish(tmp_path, now):
    def publish(*rows, **what):
        run_import(write_jobs(tmp_path / "rows.jsonl", list(rows)), now=now, **what)

    return publish


def found(q="", **options):
    page = selectors.search_postings(q, **options)
    return [posting.external_id for posting in page.postings]


class TestWords:
    def test_a_title_counts_more_than_a_description(self, publish):
        publish(
            job(1, title="Cook", description="You work beside our welder."),
            job(2, title="Welder", description="You join parts."),
        )

        page = selectors.search_postings("welder")

        assert [posting.external_id for posting in page.postings] == ["2", "1"]
        assert 1 > page.scores[0] > page.scores[1] > 0

    def test_stems_in_the_language_of_the_posting(self, publish):
        french = "Nous recherchons des développeuses pour notre équipe dans la ville de Lyon."
        publish(
            job(1, title="Nurses wanted", description="We are looking for nurses in our hospital."),
            job(
                2,
                title="Développeurs expérimentés",
                description=french,
                redirect_url="https://www.adzuna.fr/land/ad/2",
            ),
        )

        assert found("nurse") == ["1"]
        assert found("développeur") == ["2"]

    @pytest.mark.parametrize("words", ["C++", "c++ developer", "C#", ".NET"])
    def test_finds_skills_made_of_signs(self, publish, words):
        publish(
            job(1, title="C++, C# and .NET developer"),
            job(2, title="C developer", description="parts"),
        )

        assert found(words) == ["1"]

    @pytest.mark.parametrize(
        ("words", "ids"),
        [
            ('"pastry chef"', ["1"]),
            ("chef -pastry", ["2"]),
            ("pastry or plumber", ["1", "3"]),
            ("hartwell plumber", ["3"]),
            ("pastries", ["1"]),
            ("' & | ! :* \\ ( \x00", []),
            ("x" * 3000, []),
            ("   ", ["1", "2", "3"]),
        ],
    )
    def test_reads_what_people_type(self, publish, words, ids):
        publish(
            job(1, title="Pastry chef"), job(2, title="Chef, no bread"), job(3, title="Plumber")
        )

        assert sorted(found(words)) == ids


class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "ids"),
        [
            ({"countries": ("gb",)}, ["1", "2"]),
            ({"countries": ("FR", "DE")}, ["3"]),
            ({"remote": ("REMOTE",)}, ["2"]),
            ({"levels": ("SENIOR",)}, ["1"]),
            ({"internship": True}, ["3"]),
            ({"employment_types": ("FULL_TIME",)}, ["1"]),
            ({"min_pay": 40000}, ["1"]),
            ({"min_pay": 40000, "pay_currency": "eur"}, []),
            ({"min_stipend": 35000}, ["1"]),
            ({"sources": ("elsewhere",)}, []),
            ({"near": Near(lat=LONDON[0], lon=LONDON[1], radius_km=30)}, ["1"]),
            ({"near": Near(lat=LONDON[0], lon=LONDON[1], radius_km=400)}, ["1", "3"]),
            (
                {
                    "near": Near(lat=LONDON[0], lon=LONDON[1], radius_km=30),
                    "remote_anywhere": True,
                },
                ["1", "2"],
            ),
        ],
    )
    def test_keep_what_was_asked_for(self, publish, filters, ids):
        publish(
            job(
                1, title="Senior engineer", contract_time="full_time", salary_min=50000,
                salary_max=60000, latitude=LONDON[0], longitude=LONDON[1],
            ),
            job(
                2, title="Remote engineer", salary_is_predicted="1", salary_min=90000,
                salary_max=90000, latitude=55.95, longitude=-3.19,
                description="This role is fully remote, work from home anywhere in the UK.",
                location={"display_name": "Edinburgh", "area": ["UK", "Scotland", "Edinburgh"]},
            ),
            job(
                3, title="Internship engineering", salary_min=None, salary_max=None,
                latitude=PARIS[0], longitude=PARIS[1],
                redirect_url="https://www.adzuna.fr/land/ad/3",
                location={"display_name": "Paris", "area": ["France", "Paris"]},
            ),
        )  # fmt: skip

        assert sorted(found(filters=PostingFilter(**filters))) == ids

    def test_posted_since(self, publish, now):
        publish(job(1), job(2, created=(now - timedelta(days=9)).isoformat()))

        assert found(filters=PostingFilter(posted_since=now - timedelta(days=7))) == ["1"]

    def test_samples_can_be_left_out_and_closed_postings_are(self, publish, now):
        publish(job(1), source="sample")
        publish(job(2), job(3, created="2016-01-01T00:00:00Z"))

        assert sorted(found()) == ["1", "2"]
        assert found(filters=PostingFilter(include_samples=False)) == ["2"]
        assert selectors.live_count(now=now) == 1
        assert selectors.live_count(["fr"], now=now) == 0
        assert selectors.sample_count(now=now) == 1


class TestDistance:
    @pytest.mark.parametrize(
        ("here", "there", "kilometres"),
        [
            (LONDON, PARIS, 343.6),
            ((0, 179.9), (0, -179.9), 22.2),
            ((89.9, 0), (89.9, 180), 22.2),
            (LONDON, LONDON, 0),
        ],
    )
    def test_is_the_one_on_a_sphere(self, publish, here, there, kilometres):
        publish(job(1, latitude=there[0], longitude=there[1]))
        posting = Posting.objects.get()
        posting.search.lat, posting.search.lon = there
        posting.search.save()

        def within(radius):
            return found(
                filters=PostingFilter(near=Near(lat=here[0], lon=here[1], radius_km=radius))
            )

        assert within(kilometres * 1.01 + 0.01) == ["1"]
        assert kilometres == 0 or within(math.floor(kilometres * 0.99)) == []


class TestPages:
    @pytest.mark.parametrize(
        ("q", "sort"), [("", "relevance"), ("baker", "relevance"), ("baker", "date")]
    )
    def test_together_hold_every_posting_once_in_one_order(self, publish, now, q, sort):
        publish(
            *(
                job(
                    n,
                    created=(now - timedelta(hours=n % 3)).isoformat(),
                    description="baker " * (n % 4),
                )
                for n in range(23)
            )
        )
        ids, cursor = [], None
        for _ in range(99):
            page = selectors.search_postings(q, sort=sort, limit=5, cursor=cursor)
            ids += [posting.external_id for posting in page.postings]
            cursor = page.next_cursor
            if cursor is None:
                break

        assert ids == found(q, sort=sort, limit=50)
        assert len(ids) == len(set(ids)) == 23
        assert page.count == 23

    @pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMiwzXQ", "////", "ä", "W10"])
    def test_refuse_a_marker_that_is_none(self, cursor):
        with pytest.raises(BadCursorError):
            selectors.search_postings(cursor=cursor)

    def test_take_the_same_queries_for_one_posting_and_fifty(
        self, publish, django_assert_num_queries
    ):
        publish(*(job(n) for n in range(60)))
        selectors.text_configurations()
        for limit in (1, 50):
            with django_assert_num_queries(8):
                page = selectors.search_postings("baker", limit=limit)
                assert all(posting.source.name for posting in page.postings)


class TestFacets:
    def test_count_each_value(self, publish):
        publish(
            job(1, contract_time="full_time"),
            job(2, contract_time="full_time"),
            job(3, contract_time="part_time", redirect_url="https://www.adzuna.fr/land/ad/3",
                location={"display_name": "Paris", "area": ["France", "Paris"]}),
        )  # fmt: skip

        facets = selectors.search_postings().facets

        assert facets.counted == 3
        assert [(f.value, f.count) for f in facets.countries] == [("GB", 2), ("FR", 1)]
        assert [(f.value, f.count) for f in facets.employment_types] == [
            ("FULL_TIME", 2),
            ("PART_TIME", 1),
        ]

    def test_are_empty_where_nothing_is_found(self, publish):
        assert selectors.search_postings("nothing").facets.counted == 0


class TestPostingDetail:
    def test_is_there_open_or_closed(self):
        posting = PostingFactory(status="EXPIRED")

        assert selectors.posting_detail(posting.pk) == posting
        posting.delete()
        assert selectors.posting_detail(posting.pk) is None
