"""JobPosting as it stands in real pages: tidy, nested, escaped, broken."""

import json

import pytest

from jobs.sources.base import RejectedError
from jobs.sources.jobposting import find, read, rows_of

URL = "https://www.acme.example/jobs/17"
TIDY = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Baker (m/f/d)",
    "description": "<p>You bake <b>bread</b>.</p>",
    "identifier": {"@type": "PropertyValue", "name": "Acme", "value": "R-17"},
    "datePosted": "2026-11-20",
    "validThrough": "2026-12-20T00:00",
    "employmentType": ["FULL_TIME", "CONTRACTOR"],
    "hiringOrganization": {
        "@type": "Organization",
        "name": "Acme",
        "sameAs": "https://acme.example",
    },
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Lyon",
            "addressRegion": "Auvergne-Rhône-Alpes",
            "postalCode": "69002",
            "addressCountry": "FR",
        },
        "geo": {"latitude": "45.75", "longitude": 4.85},
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {"minValue": 28000, "maxValue": "32000", "unitText": "YEAR"},
    },
}


def page(*documents, kind="application/ld+json"):
    scripts = "".join(
        f'<script type="{kind}">{one if isinstance(one, str) else json.dumps(one)}</script>'
        for one in documents
    )
    return f"<!doctype html><html><head><title>x</title>{scripts}</head><body>Hello</body></html>"


def only(*documents, **options):
    rows = rows_of(find(page(*documents, **options), URL), URL)
    assert len(rows) == 1
    return read(rows[0], {}, source="pages")


class TestRead:
    def test_takes_every_field_of_a_tidy_one(self):
        found = only(TIDY)

        assert (found.title, found.company) == ("Baker (m/f/d)", "Acme")
        assert found.external_id == "acme.example:R-17"
        assert found.location_text == "Lyon, Auvergne-Rhône-Alpes, 69002, FR"
        assert (found.country_hint, found.lat, found.lon) == ("fr", 45.75, 4.85)
        assert (found.pay_min, found.pay_max, found.pay_currency, found.pay_period) == (
            28000, 32000, "EUR", "YEAR",
        )  # fmt: skip
        assert not found.pay_is_predicted
        assert found.employment_type_text == "FULL_TIME, CONTRACTOR"
        assert found.posted_at.isoformat() == "2026-11-20T00:00:00+00:00"
        assert found.expires_at.isoformat() == "2026-12-20T00:00:00+00:00"
        assert found.source_url == URL

    @pytest.mark.parametrize(
        ("salary", "expected"),
        [
            (30000, (30000, 30000, "", "")),
            ("30000", (30000, 30000, "", "")),
            ({"currency": "GBP", "value": 18.5, "unitText": "HOUR"}, (18.5, 18.5, "GBP", "HOUR")),
            ({"currency": "GBP", "value": {"value": 18.5, "unitText": "HOUR"}}, (18.5, 18.5, "GBP", "HOUR")),
            ({"currency": "usd", "minValue": 1, "maxValue": 2}, (1, 2, "USD", "")),
            ([{"currency": "EUR", "value": {"minValue": 5, "unitText": "DAY"}}], (5, 5, "EUR", "DAY")),
        ],
    )  # fmt: skip
    def test_takes_pay_however_it_is_written(self, salary, expected):
        found = only({**TIDY, "baseSalary": salary})

        assert (found.pay_min, found.pay_max, found.pay_currency, found.pay_period) == expected

    @pytest.mark.parametrize("salary", [None, "", {}, [], {"value": {}}, {"value": None}, True])
    def test_no_pay_is_no_pay(self, salary):
        found = only({**TIDY, "baseSalary": salary})

        assert (found.pay_min, found.pay_max) == (None, None)

    def test_an_estimate_is_no_statement(self):
        estimate = {"currency": "EUR", "value": {"minValue": 1, "maxValue": 2}}
        found = only({**TIDY, "baseSalary": None, "estimatedSalary": [estimate]})

        assert found.pay_is_predicted

    def test_words_instead_of_numbers_are_read_as_pay_text(self):
        assert only({**TIDY, "baseSalary": "£30k–£35k a year"}).pay_text == "£30k–£35k a year"

    def test_remote_ones_say_where_applicants_live(self):
        found = only(
            {
                **TIDY,
                "jobLocation": None,
                "jobLocationType": "TELECOMMUTE",
                "applicantLocationRequirements": [
                    {"@type": "Country", "name": "Germany"},
                    {"@type": "Country", "name": "Austria"},
                ],
            }
        )

        assert (found.remote_hint, found.location_text) == (True, "Germany, Austria")

    def test_requirements_in_their_own_fields_join_the_description(self):
        found = only(
            {
                **TIDY,
                "skills": "Sourdough",
                "experienceRequirements": {"monthsOfExperience": 36},
                "educationRequirements": {"credentialCategory": "bachelor degree"},
            }
        )

        for words in ("Sourdough", "3 years of experience", "bachelor degree"):
            assert words in found.description

    def test_one_row_per_place_with_a_key_that_lasts(self):
        places = [
            {"address": {"addressLocality": name, "addressCountry": {"name": "France"}}}
            for name in ("Lyon", "Paris")
        ]
        rows = rows_of([{**TIDY, "jobLocation": places}], URL)

        found = [read(row, {}, source="pages") for row in rows]

        assert [one.location_text for one in found] == ["Lyon, France", "Paris, France"]
        assert [one.place_key for one in found] == ["lyon, france", "paris, france"]
        assert len({one.external_id for one in found}) == 1

    def test_without_an_identifier_the_address_is_it(self):
        found = only({**TIDY, "identifier": None})

        assert found.external_id == only({**TIDY, "identifier": ""}).external_id
        assert found.external_id.startswith("acme.example:")

    def test_refuses_one_without_a_title(self):
        with pytest.raises(RejectedError, match="no title"):
            only({**TIDY, "title": " "})

    def test_a_plain_address_and_a_place_in_words(self):
        assert (
            only({**TIDY, "jobLocation": {"address": "Lyon, France"}}).location_text
            == "Lyon, France"
        )
        assert only({**TIDY, "jobLocation": "Lyon"}).location_text == "Lyon"


class TestFind:
    @pytest.mark.parametrize(
        "document",
        [
            {"@graph": [{"@type": "WebPage"}, TIDY]},
            [{"@type": "BreadcrumbList"}, TIDY],
            {"@type": "WebPage", "mainEntity": TIDY},
            {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": TIDY}]},
            {**TIDY, "@type": ["JobPosting", "Thing"]},
            {**TIDY, "@type": "http://schema.org/JobPosting"},
        ],
        ids=["graph", "list", "nested", "item list", "types", "absolute type"],
    )  # fmt: skip
    def test_finds_it_wherever_it_stands(self, document):
        assert only(document).title == "Baker (m/f/d)"

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(TIDY).replace('"', "&quot;"),
            json.dumps(TIDY)[:-1] + ",}",
            "// comment\n" + json.dumps(TIDY),
            "<!-- \n" + json.dumps(TIDY) + "\n-->",
            json.dumps(TIDY).replace("bread", "bread\n\twith tabs"),
            "\ufeff" + json.dumps(TIDY),
        ],
        ids=["escaped", "trailing comma", "comment", "html comment", "control characters", "bom"],
    )
    def test_reads_what_is_nearly_json(self, text):
        assert only(text).company == "Acme"

    def test_a_broken_block_does_not_hide_a_good_one(self):
        assert only('{"@type": "JobPosting", ', TIDY).title == "Baker (m/f/d)"

    def test_the_same_twice_is_one(self):
        assert len(find(page(TIDY, TIDY), URL)) == 1

    def test_several_are_several(self):
        assert len(find(page(TIDY, {**TIDY, "title": "Miller"}), URL)) == 2

    def test_reads_microdata(self):
        html = """<div itemscope itemtype="http://schema.org/JobPosting">
            <h1 itemprop="title">Baker</h1><div itemprop="description">We bake.</div>
            <span itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization">
              <b itemprop="name">Acme</b></span>
            <span itemprop="jobLocation" itemscope itemtype="http://schema.org/Place">
              <span itemprop="address" itemscope itemtype="http://schema.org/PostalAddress">
                <i itemprop="addressLocality">Lyon</i></span></span></div>"""
        (row,) = rows_of(find(html, URL), URL)

        found = read(row, {}, source="pages")

        assert (found.title, found.company, found.location_text) == ("Baker", "Acme", "Lyon")

    @pytest.mark.parametrize(
        "html",
        ["", " ", "<", "<html>", "\x00\x00", "no job here", page({"@type": "Article"}), page("null"),
         page("[" * 3000), page('"JobPosting"'), "<script type='application/ld+json'>"],
    )  # fmt: skip
    def test_finds_nothing_where_nothing_is(self, html):
        assert find(html, URL) == []
