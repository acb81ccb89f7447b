"""One posting from a source's words to ours."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.enrichment import RawPosting, enrich
from jobs.enrichment.cues import Cues

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


def raw(**given_fields) -> RawPosting:
    return RawPosting(**{"source": "test", "external_id": "1", "title": "Developer"} | given_fields)


DESCRIPTION = """<p>Acme builds trams. We offer £60,000 - £70,000 per annum and private health insurance.</p>
<h3>What you will do</h3><ul><li>Build services in Python and Django</li></ul>
<h3>Requirements</h3><ul><li>5+ years of experience with PostgreSQL</li><li>Bachelor's degree</li><li>Docker is a plus</li></ul>
<h3>Nice to have</h3><ul><li>Kubernetes</li></ul>
<h3>Benefits</h3><ul><li>Free yoga and nursing rooms</li></ul><p>Hybrid role. No visa sponsorship.</p>"""


class TestEnrich:
    def test_reads_every_fact_of_a_full_posting(self):
        found = enrich(
            raw(
                title="Senior <b>Python</b> Developer",
                description=DESCRIPTION,
                location_text="The City, Central London",
                country_hint="gb",
            )
        )
        assert found.title == "Senior Python Developer"
        assert (found.place, found.region, found.country, found.geoname_id) == (
            "London",
            "England",
            "GB",
            2643743,
        )
        assert (found.level, found.remote, found.language) == ("SENIOR", "HYBRID", "en")
        assert (found.years_wanted, found.degree_wanted) == (5, "BACHELOR")
        assert found.pay is not None
        assert (found.pay.min, found.pay.max, found.pay.source) == (
            Decimal(60000),
            Decimal(70000),
            "STATED",
        )
        assert found.skills[0] == "Python"
        assert found.occupation == "Software Developer"
        assert {"has_salary", "has_skills", "no_visa"} <= found.flags
        assert "<script" not in found.description_html

    def test_tells_musts_from_wishes_and_perks(self):
        found = enrich(raw(description=DESCRIPTION))
        assert "PostgreSQL" in found.must_skills
        assert {"Kubernetes", "Docker"} <= set(found.nice_skills)
        assert not {"Nursing", "Insurance", "Fitness instruction"} & set(found.skills)

    def test_prefers_pay_stated_in_the_text_to_a_prediction(self):
        found = enrich(
            raw(
                description="Salary £40,000 per annum",
                country_hint="gb",
                pay_min=99000,
                pay_is_predicted=True,
            )
        )
        assert found.pay is not None
        assert (found.pay.min, found.pay.source) == (Decimal(40000), "STATED")

    def test_keeps_a_prediction_marked(self):
        found = enrich(
            raw(country_hint="gb", pay_min=39000.5, pay_max=39000.5, pay_is_predicted=True)
        )
        assert "has_predicted_salary" in found.flags
        assert "has_salary" not in found.flags

    def test_trusts_the_coordinates_of_the_source(self):
        found = enrich(raw(location_text="London, UK", country_hint="gb", lat=51.6, lon=-0.2))
        assert (found.lat, found.lon) == (51.6, -0.2)

    @pytest.mark.parametrize(
        ("lat", "lon"), [(0.0, 0.0), (95.0, 1.0), (float("nan"), 2.0), (51.0, None)]
    )
    def test_does_not_trust_impossible_ones(self, lat, lon):
        found = enrich(raw(location_text="London, UK", country_hint="gb", lat=lat, lon=lon))
        assert found.lat == pytest.approx(51.509, abs=0.01)

    def test_calls_an_excerpt_incomplete(self):
        assert "is_complete" not in enrich(raw(description="word " * 300, is_excerpt=True)).flags
        assert "is_complete" in enrich(raw(description="word " * 300)).flags

    def test_says_nothing_about_an_empty_posting(self):
        found = enrich(raw(title="", description=""))
        assert (found.place, found.pay, found.skills, found.flags) == ("", None, (), frozenset())

    def test_an_internship_is_one_however_it_is_said(self):
        assert enrich(raw(title="Stage assistant RH H/F")).is_internship
        assert enrich(raw(title="Analyst", contract_type="apprenticeship")).is_internship

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
    @given(
        st.text(),
        st.text(),
        st.text(),
        st.one_of(st.none(), st.floats(), st.text()),
        st.sampled_from([None, "gb", "xx", "france"]),
    )
    def test_never_raises_and_is_deterministic(self, title, description, place, pay, hint):
        posting = raw(
            title=title,
            description=description,
            location_text=place,
            area=(place,),
            pay_min=pay,
            pay_text=description,
            country_hint=hint,
        )
        found = enrich(posting)
        assert found == enrich(posting)
        assert found.pay is None or found.pay.min <= found.pay.max
        assert set(found.must_skills) | set(found.nice_skills) <= set(found.skills)

    @pytest.mark.parametrize(
        "junk",
        [
            "<" * 20_000,
            "&lt;" * 5_000,
            "£1 " * 5_000,
            "a\n" * 10_000,
            "no visa " * 3_000,
            "1 year " * 3_000,
            "(" * 20_000,
            "- " * 9_000,
        ],
    )
    def test_survives_hostile_repetition_in_time(self, junk):
        assert isinstance(
            enrich(
                raw(title=junk, description=junk, location_text=junk, company=junk, pay_text=junk)
            ).flags,
            frozenset,
        )


class TestSections:
    @pytest.mark.parametrize(
        ("text", "word", "kind"),
        [
            ("Requirements\n• Python", "Python", "MUST"),
            ("Nice to have:\n• Python", "Python", "NICE"),
            ("Ihr Profil\n• Python", "Python", "MUST"),
            ("Profil recherché :\n• Python", "Python", "MUST"),
            ("Benefits\n• Python course", "Python", "ELSE"),
            ("Your tasks\n• Python", "Python", "WORK"),
            ("Requirements\n• Python is a plus", "Python", "NICE"),
            ("We use Python.", "Python", ""),
            ("Requirements: SQL. Nice to have: Python", "Python", "NICE"),
        ],
    )
    def test_knows_where_a_word_stands(self, text, word, kind):
        assert Cues(text).section_at(text.index(word)) == kind


@pytest.mark.needs_data
@pytest.mark.skipif(not DATA.exists(), reason="the measurement data is not beside the project")
def test_real_postings_keep_their_coverage():
    with gzip.open(DATA / "adzuna" / "gb.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for _, line in zip(range(400), file, strict=False)]
    found = [
        enrich(
            raw(
                title=r["title"],
                description=r["description"],
                location_text=r["location"]["display_name"],
                country_hint="gb",
                pay_min=r.get("salary_min"),
                is_excerpt=True,
            )
        )
        for r in rows
    ]
    assert sum(bool(f.country) for f in found) == len(found)
    assert sum(bool(f.place) for f in found) > 0.75 * len(found)
    assert sum(bool(f.skills) for f in found) > 0.85 * len(found)
    assert sum(f.language == "en" for f in found) > 0.95 * len(found)
