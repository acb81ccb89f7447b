"""What every engine keeps to, asked of each in turn."""

from dataclasses import fields, replace
from datetime import timedelta

import numpy as np
import pytest
from google.cloud import talent_v4

from jobs.models import Posting
from jobs.tests.factories import NOW
from matching.engines import scoring
from matching.tests.engine.test_properties import profile
from matching.types import Candidate, Evidence, Fit, Part, WishedPlace, Wishes

pytestmark = pytest.mark.django_db

LEEDS = WishedPlace("Leeds", "GB", 53.8, -1.55, 30)
IN_LEEDS, IN_LONDON = {"lat": 53.9, "lon": -1.5}, {"lat": 51.5, "lon": -0.1}
PAID = {"pay_currency": "GBP", "pay_source": "STATED", "pay_period": "YEAR"}

FILTERS = {
    "country": (Wishes(countries=("GB",)), {"country": "GB"}, {"country": "FR"}),
    "several countries": (
        Wishes(countries=("GB", "IE")),
        {"country": "IE", "place": "Dublin"},
        {"country": "FR", "place": "Lyon"},
    ),
    "remote": (Wishes(remote="ONLY"), {"remote": "REMOTE"}, {"remote": "ONSITE"}),
    "remote in a country": (
        Wishes(remote="ONLY", countries=("GB",)),
        {"remote": "REMOTE"},
        {"remote": "REMOTE", "country": "FR"},
    ),
    "place": (Wishes(places=(LEEDS,)), IN_LEEDS, IN_LONDON),
    "place or remote": (
        Wishes(places=(LEEDS,), remote="ALSO"),
        {**IN_LONDON, "remote": "REMOTE"},
        IN_LONDON,
    ),
    "pay": (
        Wishes(pay_floor=50_000, pay_currency="GBP"),
        {"pay_min": 55_000, "pay_max": 60_000, "pay_yearly_max": 60_000, **PAID},
        {"pay_min": 35_000, "pay_max": 40_000, "pay_yearly_max": 40_000, **PAID},
    ),
    "pay nobody states": (
        Wishes(pay_floor=50_000, pay_currency="GBP"),
        {},
        {"pay_min": 35_000, "pay_max": 40_000, "pay_yearly_max": 40_000, **PAID},
    ),
    "level": (Wishes(levels=("SENIOR",)), {"level": "SENIOR"}, {"level": "ENTRY"}),
    "level told apart by us alone": (
        Wishes(levels=("SENIOR", "LEAD")),
        {"level": "LEAD"},
        {"level": "MID"},
    ),
    "level nobody states": (Wishes(levels=("SENIOR",)), {}, {"level": "ENTRY"}),
    "type": (
        Wishes(employment_types=("CONTRACT",)),
        {"employment_type": "CONTRACT"},
        {"employment_type": "PART_TIME"},
    ),
}


class TestFilters:
    @pytest.mark.parametrize("name", FILTERS)
    def test_hold(self, corpus, name):
        wishes, kept, dropped = FILTERS[name]
        yes = corpus.publish(**kept)
        corpus.publish(**{"description": "Another text about Django.", **dropped})
        assert corpus.found(wishes) == [yes.pk]

    def test_hold_for_internships(self, corpus):
        yes = corpus.publish(is_internship=True)
        yes.search.is_internship = True
        yes.search.save()
        corpus.publish(description="Another text about Django.")
        assert corpus.found(Wishes(internship_only=True)) == [yes.pk]

    def test_more_places_than_one_may_name_narrow_as_well(self, corpus):
        yes = corpus.publish(**IN_LEEDS)
        corpus.publish(description="Another text about Django.", **IN_LONDON)
        far = [WishedPlace(f"Place {n}", "GB", 10.0 + n, 10.0) for n in range(6)]
        assert corpus.found(Wishes(places=(*far, LEEDS))) == [yes.pk]


class TestWhatIsFound:
    def test_nothing_where_nothing_is(self, corpus):
        assert corpus.asks() == ()

    def test_only_what_is_open(self, corpus):
        kept = corpus.publish()
        closed = corpus.publish(description="Closed, about Django.")
        over = corpus.publish(
            description="Over, about Django.", expires_at=NOW + timedelta(minutes=1)
        )
        Posting.objects.filter(pk=closed.pk).update(status="EXPIRED")
        Posting.objects.filter(pk=over.pk).update(expires_at=NOW - timedelta(minutes=1))
        assert corpus.found() == [kept.pk]

    def test_the_right_work_first(self, corpus):
        nurse = corpus.publish(
            title="Ward nurse", description="Care for patients; some Python.", skills=["nursing"]
        )
        developer = corpus.publish()
        assert corpus.found() == [developer.pk, nurse.pk]

    def test_the_same_work_in_the_same_place_once(self, corpus):
        one, other = corpus.publish(), corpus.publish()
        (found,) = corpus.found()
        assert found in {one.pk, other.pk}

    def test_no_more_than_asked_for(self, corpus):
        for number in range(4):
            corpus.publish(description=f"Text {number} about Django.")
        assert corpus.found(limit=3) == corpus.found()[:3]

    def test_the_same_order_every_time(self, corpus):
        for number in range(8):
            corpus.publish(description=f"Text {number} about Django.")
        assert len(corpus.found()) == 8
        assert corpus.asks() == corpus.asks()

    def test_within_what_was_asked(self, corpus):
        one = corpus.publish()
        corpus.publish(description="Another text about Django.")
        assert corpus.found(within=[one.pk]) == [one.pk]
        assert corpus.found(within=[]) == []

    def test_nothing_that_is_unknown_here(self, corpus):
        kept = corpus.publish()
        if corpus.server:
            for number, name in enumerate(("elsewhere", "", "'; DROP TABLE")):
                stray = talent_v4.Job(
                    name=f"stray/{number}", requisition_id=name, title="Software developer"
                )
                corpus.server.jobs[stray.name] = stray
        assert corpus.found() == [kept.pk]

    def test_a_relevance_between_nothing_and_all(self, corpus):
        corpus.publish()
        (found,) = corpus.asks()
        assert isinstance(found, Candidate)
        assert 0 <= found.relevance <= 1


class TestWhatIsAsked:
    @pytest.mark.parametrize(
        "role", ["C++ & (dev | 'x') :*", "%s", "\\", '" OR "', "病房护士", "NOT"]
    )
    def test_strange_characters(self, corpus, role):
        kept = corpus.publish()
        assert corpus.found(Wishes(roles=(role,), countries=("GB",))) == [kept.pk]

    def test_a_very_long_resume(self, corpus):
        kept = corpus.publish()
        skills = [f"Skill{number}" for number in range(500)]
        long = profile(skills=["Django", "PostgreSQL", *skills])
        long = replace(long, text=long.text + " and more" * 50_000)
        assert corpus.found(resume=long) == [kept.pk]

    def test_a_resume_without_a_vector(self, corpus):
        corpus.publish()
        blank = replace(profile(), query_vector=np.zeros(256, np.float32))
        assert len(corpus.asks(resume=blank)) == 1


class TestExplanation:
    def test_is_one_dataclass_whoever_found_it(self, corpus):
        posting = corpus.publish()
        (found,) = corpus.found()
        fit = scoring.judge(profile(), Posting.objects.get(pk=found), Wishes())
        assert found == posting.pk
        assert [one.name for one in fields(fit)] == [one.name for one in fields(Fit)]
        assert all(isinstance(part, Part) for part in fit.parts)
        assert all(isinstance(line, Evidence) for line in fit.matched)
        assert Fit.from_json(fit.as_json()) == fit
