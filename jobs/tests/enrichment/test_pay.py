"""Pay in words and in numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.enrichment.pay import pay_from_fields, pay_from_text

TRUSTED = [
    ("60 000 – 80 000 EUR", "FR", 60000, 80000, "EUR", "YEAR"),
    ("£450/day", "GB", 450, 450, "GBP", "DAY"),
    ("$32/hr", "US", 32, 32, "USD", "HOUR"),
    ("45-50k€", "FR", 45000, 50000, "EUR", "YEAR"),
    ("45k-55k", "GB", 45000, 55000, "GBP", "YEAR"),
    ("€3.200 brutto/Monat", "DE", 3200, 3200, "EUR", "MONTH"),
    ("120,000 - 150,000 per annum", "US", 120000, 150000, "USD", "YEAR"),
    ("12-18 LPA", "IN", 1200000, 1800000, "INR", "YEAR"),
    ("5 to 8 Lakhs", "IN", 500000, 800000, "INR", "YEAR"),
    ("Rs.1,50,000 - 2,00,000 per annum", "IN", 150000, 200000, "INR", "YEAR"),
    ("£12.50 - £14.00 per hour", "GB", "12.50", 14, "GBP", "HOUR"),
    ("48 K€ brut annuel", "FR", 48000, 48000, "EUR", "YEAR"),
    ("1.234,56 € mensuels", "ES", "1234.56", "1234.56", "EUR", "MONTH"),
    ("8 000 - 12 000 zł brutto / mies.", "PL", 8000, 12000, "PLN", "MONTH"),
    ("CHF 110'000 – 130'000", "CH", 110000, 130000, "CHF", "YEAR"),
    ("90000 - 60000", "GB", 60000, 90000, "GBP", "YEAR"),
    ("R$ 5.000,00", "BR", 5000, 5000, "BRL", "MONTH"),
    ("$70,000.00/yr - $90,000.00/yr", "US", 70000, 90000, "USD", "YEAR"),
    ("60 - 80,000 GBP", "GB", 60000, 80000, "GBP", "YEAR"),
    ("TJM 500€", "FR", 500, 500, "EUR", "DAY"),
    ("C$55,000 - C$60,000", "CA", 55000, 60000, "CAD", "YEAR"),
    ("$55,000 - $60,000", "AU", 55000, 60000, "AUD", "YEAR"),
    ("¥4,500,000 - ¥6,000,000", "JP", 4500000, 6000000, "JPY", "YEAR"),
]

PROSE = [
    (
        "We raised $50 million. Salary: £45,000 - £55,000 per annum plus 10% bonus",
        "GB",
        45000,
        55000,
    ),
    ("The base salary range is $150,000 - $180,000", "US", 150000, 180000),
    ("ANNUAL SALARY\n\n$125,175 to $155,514", "US", 125175, 155514),
    ("RÉMUNÉRATION : 40 à 45K€ selon profil", "FR", 40000, 45000),
    ("£500 per day outside IR35", "GB", 500, 500),
    ("Rate: 45 EUR/h", "DE", 45, 45),
]

NO_PAY = [
    ("Competitive", "GB"),
    ("401k match up to $5,000", "US"),
    ("manage a budget of £2m", "GB"),
    ("$10,000 sign-on bonus", "US"),
    ("a company with €300 million in revenue", "FR"),
    ("24/7 support, 5 years of experience, 100% remote", "GB"),
    ("£500 referral bonus for every friend", "GB"),
    ("working with 12,000 customers since 1998", "US"),
]


class TestPayFromText:
    @pytest.mark.parametrize(("text", "country", "low", "high", "currency", "period"), TRUSTED)
    def test_reads_what_people_write(self, text, country, low, high, currency, period):
        pay = pay_from_text(text, country, trusted=True).pay
        assert pay is not None
        assert (pay.min, pay.max) == (Decimal(low), Decimal(high))
        assert (pay.currency, pay.period) == (currency, period)

    @pytest.mark.parametrize(("text", "country", "low", "high"), PROSE)
    def test_finds_pay_in_a_description(self, text, country, low, high):
        pay = pay_from_text(text, country).pay
        assert pay is not None
        assert (pay.min, pay.max) == (low, high)

    @pytest.mark.parametrize(("text", "country"), NO_PAY)
    def test_leaves_other_money_alone(self, text, country):
        assert pay_from_text(text, country).pay is None

    def test_says_why_an_absurd_amount_was_dropped(self):
        reading = pay_from_text("1000000000 USD", "US", trusted=True)
        assert (reading.pay, reading.problem) == (None, "too_high")

    @given(st.text(), st.sampled_from(["GB", "FR", "IN", ""]), st.booleans())
    def test_never_raises_and_keeps_the_order(self, text, country, trusted):
        pay = pay_from_text(text, country, trusted=trusted).pay
        assert pay is None or pay.min <= pay.max

    @given(
        st.from_regex(
            r"(£|€|\$|Rs)?\d{1,9}([.,]\d{1,3})?k? ?(-|to) ?(£|€)?\d{1,9}k? ?(per|/) ?(hour|day|year)",
            fullmatch=True,
        )
    )
    def test_keeps_the_order_of_anything_that_looks_like_pay(self, text):
        pay = pay_from_text(text, "GB", trusted=True).pay
        assert pay is None or Decimal(0) < pay.min <= pay.max


class TestYearlyEquivalent:
    @pytest.mark.parametrize(
        ("text", "country", "yearly", "rule"),
        [
            ("€3.200 brut/mois sur 13 mois", "FR", 41600, "MONTH×13"),
            ("1.500 € brutos al mes en 14 pagas", "ES", 21000, "MONTH×14"),
            ("1.400 € al mese per 14 mensilità", "IT", 19600, "MONTH×14"),
            ("2.900 € im Monat, 13. Monatsgehalt", "DE", 37700, "MONTH×13"),
            ("EUR 2.800 brutto pro Monat (14x)", "AT", 39200, "MONTH×14"),
            ("€ 3.000 per maand plus 13e maand", "NL", 39000, "MONTH×13"),
            ("€ 3.000 per month", "NL", 36000, "MONTH×12"),
            ("40 000 € par an sur 13 mois", "FR", 40000, "YEAR×1"),
            ("$32/hr", "US", 66560, "HOUR×2080"),
            ("£450/day", "GB", 103500, "DAY×230"),
            ("£700 per week", "GB", 36400, "WEEK×52"),
        ],
    )
    def test_carries_its_rule(self, text, country, yearly, rule):
        pay = pay_from_text(text, country, trusted=True).pay
        assert pay is not None
        assert (pay.yearly_max, pay.rule) == (yearly, rule)


class TestBound:
    @pytest.mark.parametrize(
        ("text", "bound"),
        [("up to £45k", "UP_TO"), ("bis zu 75.000 € p.a.", "UP_TO"), ("jusqu'à 42 000 €", "UP_TO"), ("hasta 30.000 €", "UP_TO"),
         ("from £24,500", "FROM"), ("ab 2.800 €", "FROM"), ("od 8 000 zł", "FROM"), ("à partir de 30 000 €", "FROM"),
         ("£24,500", ""), ("from £24,500 to £28,000", "")],
    )  # fmt: skip
    def test_tells_which_end_is_stated(self, text, bound):
        pay = pay_from_text(text, "GB", trusted=True).pay
        assert pay is not None
        assert pay.bound == bound

    @pytest.mark.parametrize(
        ("low", "high", "bound"), [(0, 30000, "UP_TO"), (30000, None, "FROM"), (1, 2, "")]
    )
    def test_is_known_from_fields_too(self, low, high, bound):
        pay = pay_from_fields(low, high, "GBP", "", "GB").pay
        assert (pay.bound if pay else "") == bound


class TestPayFromFields:
    def test_says_that_the_ends_were_swapped(self):
        reading = pay_from_fields(60000, 30000, "", "", "GB")
        assert reading.problem == "swapped"

    def test_swaps_a_minimum_above_the_maximum(self):
        pay = pay_from_fields(60000, 30000, "", "", "GB").pay
        assert pay is not None
        assert (pay.min, pay.max, pay.period) == (30000, 60000, "YEAR")

    def test_infers_an_hourly_wage_from_its_size(self):
        pay = pay_from_fields(12.5, 14, "GBP", "", "GB").pay
        assert pay is not None
        assert (pay.period, pay.yearly_min, pay.rule) == (
            "HOUR",
            Decimal("26000.00"),
            "HOUR×2080 (period inferred)",
        )

    def test_distrusts_a_period_that_cannot_be(self):
        pay = pay_from_fields(15, 16, "USD", "year", "US").pay
        assert pay is not None
        assert pay.period == "HOUR"

    def test_marks_a_prediction(self):
        pay = pay_from_fields("53235.79", None, "", "", "GB", predicted=True).pay
        assert pay is not None
        assert (pay.source, pay.max) == ("PREDICTED", Decimal("53235.79"))

    @pytest.mark.parametrize(
        ("low", "high", "problem"),
        [(None, None, ""), (0, 0, ""), ("", "", ""), ("n/a", None, "not_a_number"), (float("nan"), None, "not_a_number"),
         (-5, None, "not_a_number"), (float("inf"), 1e30, "not_a_number"), (10**11, None, "too_high")],
    )  # fmt: skip
    def test_drops_what_cannot_be_money(self, low, high, problem):
        reading = pay_from_fields(low, high, "", "", "GB")
        assert (reading.pay, reading.problem) == (None, problem)

    def test_needs_a_currency(self):
        assert pay_from_fields(50000, None, "", "", "").problem == "no_currency"

    @given(
        st.one_of(st.none(), st.floats(), st.integers(), st.text()),
        st.one_of(st.none(), st.floats(), st.text()),
    )
    def test_never_raises(self, low, high):
        pay = pay_from_fields(low, high, "EUR", "", "FR").pay
        assert pay is None or pay.min <= pay.max
