"""Order, badge, filter and API go by one number, over real matches."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from core.templatetags.ui import band_of as word_band
from matching import runs, selectors
from matching.models import Match, Search
from matching.tests.factories import published
from matching.types import BAND_FLOORS, Fit, band_of
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db
LINES = [
    "You have Django and PostgreSQL.",
    "You run Kubernetes in production.",
    "You write Terraform.",
    "You have 3+ years of such work.",
    "A degree in computer science.",
    "You build REST APIs for payments.",
    "Fluent German is required.",
]
TITLES = ["Backend developer", "Head of engineering", "Staff nurse", "Junior data analyst"]
texts = st.lists(st.sampled_from(LINES), max_size=5, unique=True).map("\n".join)
postings = st.lists(
    st.tuples(st.sampled_from(TITLES), texts, st.booleans()), min_size=4, max_size=12, unique=True
)


@pytest.fixture
def version():
    return ResumeVersionFactory()


class TestOneNumber:
    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(wanted=postings, floor=st.integers(0, 100))
    def test_orders_labels_filters_and_is_the_apis(self, version, wanted, floor):
        Match.objects.all().delete()
        Search.objects.all().delete()
        for title, text, is_excerpt in wanted:
            flags = ["is_excerpt"] if is_excerpt else []
            published(title=title, description=text, flags=flags)
        runs.match_version(version.pk)
        search = Search.objects.get()
        stored = Match.objects.filter(search=search)
        assert stored.exists()
        for match in stored:
            found = Fit.from_json(match.explanation)
            number = -1 if found.number is None else found.number
            assert match.number == number
            assert match.fit_low is None or match.fit_low <= match.fit <= match.fit_high
        rows = selectors.inbox(search, size=100).matches
        numbers = [match.number for match in rows]
        assert numbers == sorted(numbers, reverse=True)
        filtered = selectors.inbox(search, size=100, min_fit=floor).matches
        assert filtered == [match for match in rows if match.number >= floor]
        api = APIClient()
        api.force_authenticate(version.owner)
        answer = api.get(f"/api/v1/matches?search={search.pk}&limit=100&min_fit={floor}").json()
        assert [row["fit_score"] for row in answer["results"]] == [m.number for m in filtered]

    def test_is_on_the_badges_in_the_order_of_the_page(self, client, version):
        for number, line in enumerate(LINES):
            published(description=f"{line} You have Django. Team {number}.")
        runs.match_version(version.pk)
        client.force_login(version.owner)
        page = client.get("/matches").content.decode()
        shown = [int(figure) for figure in re.findall(r'<span class="num">(\d+)', page)]
        rows = selectors.inbox(Search.objects.get(), size=20).matches
        assert shown == [match.number for match in rows if match.number >= 0]
        assert len(shown) > 3

    def test_has_one_band_in_words_and_in_rules(self):
        names = {"STRONG": "strong", "GOOD": "good", "PARTIAL": "partial", "WEAK": "low"}
        assert [names[band_of(n)] for n in range(101)] == [word_band(n) for n in range(101)]
        assert BAND_FLOORS[-1][1] == 0
