import re

import pytest
from django.core.cache import cache
from django.http import QueryDict

from jobs.models import PostingSearch
from jobs.pipeline.suggesting import count_terms
from jobs.types import Facet, Facets
from matching.forms import JobsForm
from matching.tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


@pytest.fixture
def postings():
    made = [
        published(title="Python developer", country="GB", remote="REMOTE", level="SENIOR"),
        published(title="Python developer", country="FR", remote="HYBRID"),
        published(title="Nurse", country="GB", description="You care."),
    ]
    PostingSearch.objects.filter(pk=made[0].pk).update(category="IT Jobs")
    count_terms()
    return made


def shown(client, query):
    response = client.get(f"/jobs?{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


class TestPage:
    def test_offers_every_value_with_its_count(self, client, postings):
        page = shown(client, "q=python")

        for name, value in (("country", "GB"), ("remote", "HYBRID"), ("category", "IT Jobs")):
            assert f'name="{name}" value="{value}" form="job-search"' in page
        assert "Nurse" not in page

    def test_keeps_what_is_chosen_and_takes_it_away_by_a_link(self, client, postings):
        page = shown(client, "q=python&country=GB&remote=REMOTE")

        assert 'value="GB" form="job-search" checked' in page
        assert 'class="job-chip" href="?q=python&amp;remote=REMOTE"' in page
        assert 'class="job-chip" href="?q=python&amp;country=GB"' in page
        assert "1 open posting<" in page

    def test_names_a_country_nobody_thought_of(self, client):
        published(title="Croupier", country="GI")
        page = shown(client, "q=croupier")

        assert "Gibraltar" in page
        assert ">GI<" not in page

    def test_says_what_it_looked_for_instead(self, client, postings):
        page = shown(client, "q=pyhton")

        assert "Showing results for <b>python</b>." in page
        assert 'href="?q=pyhton&amp;exact=1"' in page
        assert "Python developer" in page
        assert "Python developer" not in shown(client, "q=pyhton&exact=1")

    def test_says_which_filter_to_loosen(self, client, postings):
        page = shown(client, "q=python&country=FR&remote=REMOTE")

        assert "No open posting answers this" in page
        assert 'href="?q=python&amp;remote=REMOTE">Without Country' in page
        assert 'href="?q=python&amp;country=FR">Without Where' in page

    def test_says_when_several_filters_are_in_the_way(self, client, postings):
        page = shown(client, "q=python&country=FR&remote=REMOTE&level=DIRECTOR")

        assert "Several filters together" in page
        assert 'href="?q=python">Without any filter: 2' in page

    def test_sorts_by_links(self, client, postings):
        page = shown(client, "q=python&sort=newest")

        assert '<a href="?q=python&amp;sort=newest" aria-current="true">Newest</a>' in page
        assert '<a href="?q=python&amp;sort=pay" >Pay</a>' in page

    @pytest.mark.parametrize(
        ("query", "offered"),
        [
            ("q=pyt", "Python developer"),
            ("place=Lond", "London"),
            ("q=", ""),
            ("q=%00", ""),
            ("place=%00", ""),
        ],
    )
    def test_suggests(self, client, postings, query, offered):
        page = client.get(f"/jobs/suggested?{query}").content.decode()

        assert ("<option" in page) is bool(offered)
        assert offered in page


class TestJobsForm:
    def form(self, query):
        return JobsForm(QueryDict(query))

    def test_reads_every_filter(self):
        asked = self.form(
            "country=GB&remote=REMOTE&type=CONTRACT&level=SENIOR&category=PR, Advertising"
            "&language=fr&source=lever&skill=SQL, Python&internship=true&pay=40,000&currency=EUR"
            "&since=7&place=London&radius=25&company=11111111-1111-4111-8111-111111111111"
        ).filters(include_samples=True)

        assert set(asked.set_names()) == {
            "countries", "remote", "employment_types", "levels", "categories", "languages",
            "sources", "skills", "internship", "min_pay", "pay_currency", "posted_since", "near",
            "companies",
        }  # fmt: skip
        assert asked.categories == ("PR, Advertising",)
        assert (asked.min_pay, asked.skills) == (40_000, ("SQL", "Python"))

    def test_has_a_chip_for_every_filter_it_reads(self):
        form = self.form("country=GB&country=FR&pay=1&since=1&internship=true&skill=SQL")

        assert len(form.chips(Facets())) == form.filter_count() == 6

    def test_leaves_nonsense_aside(self):
        asked = self.form("remote=x&type=x&level=x&company=x&since=2&pay=-1&currency=XXX&sort=x")

        assert not asked.filters(include_samples=True).narrows()
        assert asked.sort() == "relevance"

    def test_shows_six_values_and_hides_the_rest(self):
        found = Facets(categories=[Facet(f"C{n}", 9 - n) for n in range(9)])

        group = next(
            g for g in self.form("category=C8").facet_groups(found) if g.name == "category"
        )

        assert [line.value for line in group.lines] == ["C8", "C0", "C1", "C2", "C3", "C4"]
        assert [line.value for line in group.more] == ["C5", "C6", "C7"]
