"""Places as postings and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.enrichment.places import distance_km, find_place, place_of_area, suggest_places

PLACES = [
    ("75001", None, "Paris", "FR"),
    ("75001", "fr", "Paris", "FR"),
    ("Paris 1er", None, "Paris", "FR"),
    ("Paris (75)", None, "Paris", "FR"),
    ("8ème Arrondissement, Paris", "fr", "Paris", "FR"),
    ("London, UK", None, "London", "GB"),
    ("The City, Central London", "gb", "London", "GB"),
    ("South East London, London", "gb", "London", "GB"),
    ("London EC2A 4BX", None, "London", "GB"),
    ("SW1A 1AA", None, "London", "GB"),
    ("UK London", None, "London", "GB"),
    ("Belfast, Northern Ireland", None, "Belfast", "GB"),
    ("Remote - US", None, "", "US"),
    ("UK", "gb", "", "GB"),
    ("New York, NY 10001", None, "New York City", "US"),
    ("Boston MA", None, "Boston", "US"),
    ("Paris, TX", None, "Paris", "US"),
    ("London, Ontario", None, "London", "CA"),
    ("Cambridge", "us", "Cambridge", "US"),
    ("Cambridge, Cambridgeshire", "gb", "Cambridge", "GB"),
    ("Birmingham, AL", None, "Birmingham", "US"),
    ("Birmingham", None, "Birmingham", "GB"),
    ("St. Petersburg, Florida", None, "St. Petersburg", "US"),
    ("Surrey, South East England", "gb", "Surrey", "GB"),
    ("Oxfordshire, South East England", "gb", "Oxfordshire", "GB"),
    ("West Midlands, UK", "gb", "West Midlands", "GB"),
    ("Muenchen", None, "Munich", "DE"),
    ("10115 Berlin", None, "Berlin", "DE"),
    ("Wien", None, "Vienna", "AT"),
    ("Londres", "gb", "London", "GB"),
    ("東京", None, "Tokyo", "JP"),
    ("Georgia", "us", "Georgia", "US"),
    ("Georgia", None, "", "GE"),
    ("Hauts-de-Seine, Ile-de-France", "fr", "Hauts-de-Seine", "FR"),
    ("San Francisco, CA | New York City, NY", None, "San Francisco", "US"),
    ("SoMa, San Francisco", "us", "San Francisco", "US"),
    ("Bangalore, Karnataka", "in", "Bengaluru", "IN"),
    ("Sydney NSW", None, "Sydney", "AU"),
]


class TestFindPlace:
    @pytest.mark.parametrize(("text", "hint", "name", "country"), PLACES)
    def test_reads_what_postings_write(self, text, hint, name, country):
        place = find_place(text, hint)
        assert place is not None
        assert (place.name, place.country) == (name, country)

    @pytest.mark.parametrize(
        "text",
        ["", "Remote", "LOCATION", " , ", "100% télétravail", "()", "12345678901", "Anywhere"],
    )
    def test_finds_nothing_in_nothing(self, text):
        assert find_place(text) is None

    def test_gives_coordinates_and_the_geonames_number(self):
        place = find_place("Paris")
        assert place is not None
        assert place.geoname_id == 2988507
        assert place.lat == pytest.approx(48.85, abs=0.02)
        assert place.label == "Paris, Île-de-France, France"

    def test_tells_a_region_from_a_city(self):
        place = find_place("Ile-de-France, France", "fr")
        assert place is not None
        assert (place.kind, place.region) == ("region", "Île-de-France")

    @given(st.text(max_size=400), st.sampled_from([None, "gb", "US", "fr", "zz"]))
    def test_never_raises_and_is_deterministic(self, text, hint):
        assert find_place(text, hint) == find_place(text, hint)


class TestPlaceOfArea:
    def test_walks_from_the_narrowest_area(self):
        place = place_of_area(("US", "Maine", "Kennebec County", "Augusta"), "us")
        assert place is not None
        assert (place.name, place.region) == ("Augusta", "Maine")


class TestSuggestPlaces:
    @pytest.mark.parametrize(
        ("prefix", "first"),
        [("lond", "London"), ("par", "Paris"), ("new y", "New York City"), ("köl", "Köln"), ("münch", "Munich"), ("Bangal", "Bengaluru")],
    )  # fmt: skip
    def test_puts_the_likeliest_first(self, prefix, first):
        assert suggest_places(prefix, 5)[0].name == first

    @pytest.mark.parametrize("prefix", ["", "   ", "!!!", "zzzzzzzz"])
    def test_suggests_nothing_for_nothing(self, prefix):
        assert suggest_places(prefix) == []

    def test_keeps_to_the_limit(self):
        assert len(suggest_places("s", 5)) == 5


class TestDistance:
    def test_knows_how_far_paris_is_from_london(self):
        assert distance_km(48.8534, 2.3488, 51.5085, -0.1257) == pytest.approx(344, abs=2)
