"""New postings held as arrays answer what PostgreSQL answers one search at a time."""

import numpy as np
import pytest

from jobs.tests.factories import NOW
from matching import selectors
from matching.engines import local, scoring
from matching.engines.fresh import read_fresh
from matching.models import PostingVector
from matching.tests.engine.test_properties import profile
from matching.tests.engines.test_local import LEEDS, SUVA
from matching.tests.factories import published
from matching.types import Wishes

pytestmark = pytest.mark.django_db
ASKED = (
    Wishes(),
    Wishes(countries=("GB",)),
    Wishes(countries=("GB",), roles=("Backend developer", "Nurse")),
    Wishes(remote="ONLY"),
    Wishes(places=(LEEDS,)),
    Wishes(places=(LEEDS,), remote="ALSO"),
    Wishes(places=(SUVA,)),
    Wishes(pay_floor=50_000, pay_currency="GBP"),
    Wishes(levels=("SENIOR",)),
    Wishes(employment_types=("FULL_TIME",)),
    Wishes(hide_samples=True),
    Wishes(internship_only=True),
)


@pytest.fixture
def postings():
    """Work of many kinds, some of it twice, some over, some without a vector."""
    found = [
        published(title=title, description=f"Text {number} about {words}.", **fields)
        for number, (title, words, fields) in enumerate(
            [
                ("Backend developer", "Django and PostgreSQL", {}),
                ("Senior backend developer", "Python APIs", {"level": "SENIOR"}),
                ("Engineering manager", "people", {"level": "MANAGER", "country": "FR"}),
                ("Ward nurse", "patients", {"skills": ["nursing"], "remote": "REMOTE"}),
                ("Baker", "bread", {"skills": [], "lat": 53.9, "lon": -1.5}),
                ("Welder", "steel", {"lat": -18.1, "lon": -179.9}),
                ("Data analyst", "SQL", {"pay_yearly_max": 40_000, "pay_currency": "GBP", "pay_source": "STATED"}),
                ("Intern", "Python", {"is_internship": True, "employment_type": "INTERN"}),
                ("Driver", "vans", {"is_sample": True, "employment_type": "PART_TIME"}),
                ("Cook", "soup", {"status": "EXPIRED"}),
                ("病房护士", "照顾病人", {}),
            ]
        )
    ]  # fmt: skip
    twice = published(title="Backend developer", description=found[0].description)
    PostingVector.objects.filter(posting=found[4]).delete()
    return [*found, twice]


@pytest.fixture
def fresh(postings):
    ids = [posting.pk for posting in postings]
    return read_fresh(ids, engine_id=selectors.active_engine().pk, now=NOW)


class TestRanked:
    @pytest.mark.parametrize("wishes", ASKED, ids=str)
    def test_answers_as_one_search_does(self, fresh, postings, wishes):
        one = local.candidates(
            profile(),
            wishes,
            engine_id=fresh.engine_id,
            now=NOW,
            within=[posting.pk for posting in postings],
        )
        [passing] = fresh.passing([wishes])
        many = fresh.ranked(profile(), wishes, passing)
        without = {row.posting_id for row in many} - {row.posting_id for row in one}
        assert without <= {postings[4].pk}  # no vector, so that no way leads to it
        found = [row for row in many if row.posting_id not in without]
        assert [row.posting_id for row in found] == [row.posting_id for row in one]
        assert [row.relevance for row in found] == pytest.approx(
            [row.relevance for row in one], abs=2e-4
        )

    def test_of_nothing_is_nothing(self, fresh):
        assert fresh.ranked(profile(), Wishes(), np.zeros(0, np.intp)) == []


class TestPassing:
    def test_asks_no_more_of_the_database_for_more_postings(self, fresh, django_assert_num_queries):
        with django_assert_num_queries(3 + len(ASKED) + 2):  # and a savepoint
            fresh.passing(ASKED)

    def test_twice_is_the_same(self, fresh):
        first, second = fresh.passing([Wishes()]), fresh.passing([Wishes()])
        assert first[0].tolist() == second[0].tolist() == list(range(len(fresh.ids)))


class TestJudged:
    def test_is_what_the_scorer_says(self, fresh, postings):
        wishes = Wishes(countries=("GB",))
        ids = [posting.pk for posting in postings]
        found = fresh.judged(profile(), wishes, ids)
        assert found == scoring.judge_all(profile(), postings, wishes)

    def test_reads_a_text_once(self, fresh, django_assert_num_queries):
        fresh.judged(profile(), Wishes(), fresh.ids)
        with django_assert_num_queries(0):
            fresh.judged(profile(), Wishes(countries=("FR",)), fresh.ids)
