"""The market for a search."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from jobs.models import Company, DailyFigure
from jobs.selectors.market import ENOUGH, Pay, market_of
from jobs.selectors.remembered import forget
from jobs.types import PostingFilter
from matching.tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    cache.clear()


@pytest.fixture
def now():
    return timezone.now()


def paid(amount, currency="GBP", **fields):
    pay = {"pay_source": "STATED", "pay_yearly_min": amount - 1000, "pay_yearly_max": amount + 1000}
    now = timezone.now()
    return published(**pay, pay_currency=currency, first_seen_at=now, **fields)


class TestQuantile:
    @pytest.mark.parametrize(("share", "amount"), [(0.25, 20), (0.5, 30), (0.75, 40), (0, 10)])
    def test_lies_between_neighbours(self, share, amount):
        assert Pay("GBP", [10, 20, 30, 40, 50]).quantile(share) == amount

    def test_halves_the_gap(self):
        assert Pay("GBP", [10, 20]).quantile(0.5) == 15


class TestMarketOf:
    def test_counts_one_currency_of_stated_pay_and_no_samples(self, now):
        acme = Company.objects.create(key="acme", name="Acme")
        for amount in (40_000, 50_000, 60_000):
            paid(amount, company=acme)
        paid(1, currency="EUR")
        published(pay_source="PREDICTED", pay_yearly_min=9, pay_yearly_max=9, pay_currency="GBP")
        paid(999, is_sample=True)

        found = market_of("", PostingFilter(), now=timezone.now())

        assert found.counted == 5
        assert (found.pay.currency, found.pay.amounts) == ("GBP", [40_000, 50_000, 60_000])
        assert market_of("", PostingFilter(), now=now, currency="eur").pay.amounts == [1]
        assert (found.employers[0].name, found.employers[0].count) == ("Acme", 3)
        assert ("Django", 5) in found.skills
        assert len(found.weeks) == 12
        assert found.weeks[-1][1] == 4

    def test_asks_once_and_keeps_the_answer_until_postings_are_published(
        self, now, django_assert_num_queries
    ):
        paid(40_000)
        market_of("backend", PostingFilter(), now=now)  # what a process reads once
        for _ in range(2):
            forget()
            with django_assert_num_queries(1):
                market_of("", PostingFilter(), now=now)
        paid(60_000)
        with django_assert_num_queries(0):
            assert market_of("", PostingFilter(), now=now, currency="GBP").counted == 1
        forget()
        assert market_of("", PostingFilter(), now=now).counted == 2

    def test_of_nothing_is_nothing(self, now):
        found = market_of("unheard", PostingFilter(), now=now)
        assert (found.counted, found.employers, found.skills) == (0, [], [])


class TestMarketPage:
    def test_hides_pay_below_twenty(self, client):
        paid(40_000)
        page = client.get("/insights/market").content.decode()
        assert "1 of them states" in page
        assert "median" not in page

    def test_shows_pay_with_a_table_and_points_out_one_posting(self, client):
        own, *_others = [paid(40_000 + 1000 * n) for n in range(ENOUGH)]
        page = client.get(f"/insights/market?q=backend&posting={own.pk}").content.decode()
        assert "20 state it in GBP" in page
        assert "£49.5k" in page
        assert 'class="is-marked"' in page
        assert page.count("The same as a table") == 2
        assert f"posting={own.pk}" in client.get(f"/jobs/{own.pk}").content.decode()
        assert "pay of 20 like it" in client.get(f"/jobs/{own.pk}").content.decode()

    def test_keeps_the_filters_for_other_words(self, client):
        page = client.get("/insights/market?q=x&country=GB&country=FR&after=y").content.decode()
        assert page.count('type="hidden" name="country"') == 2
        assert 'name="after"' not in page

    def test_shows_the_days_where_they_were_counted(self, client):
        paid(40_000)
        today = timezone.now().date()
        for back in range(4):
            DailyFigure.objects.create(
                name="open_postings", day=today - timedelta(days=back), value=9
            )
        assert "day by day" in client.get("/insights/market").content.decode()
        assert "day by day" not in client.get("/insights/market?q=backend").content.decode()

    @pytest.mark.parametrize(
        "query", ["posting=x", "currency=%00%00%00", "country=zz", "pay=abc", "q=%22"]
    )
    def test_bears_nonsense(self, client, query):
        assert client.get(f"/insights/market?{query}").status_code == 200
