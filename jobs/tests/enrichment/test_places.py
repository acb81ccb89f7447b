"""Places as postings and people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.enrichment.places import find_place, place_of_area
from jobs.enrichment.towns import distance_km, nearest_place, suggest_places

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
    ("Atlanta, Georgia", None, "Atlanta", "US"),
    ("Savannah, Georgia, United States", None, "Savannah", "US"),
    ("Tbilisi, Georgia", None, "Tbilisi", "GE"),
    ("Georgia", None, "", "GE"),
    ("Hauts-de-Seine, Ile-de-France", "fr", "Hauts-de-Seine", "FR"),
    ("San Francisco, CA | New York City, NY", None, "San Francisco", "US"),
    ("SoMa, San Francisco", "us", "San Francisco", "US"),
    ("Bangalore, Karnataka", "in", "Bengaluru", "IN"),
    ("Paris 15e Arrondissement", None, "Paris", "FR"),
    ("Paris 15e", "fr", "Paris", "FR"),
    ("Paris (75015)", None, "Paris", "FR"),
    ("75 - Paris", "fr", "Paris", "FR"),
    ("Paris Cedex 09", "fr", "Paris", "FR"),
    ("Paris / Île-de-France", None, "Paris", "FR"),
    ("Lyon 3e", "fr", "Lyon", "FR"),
    ("69003 Lyon", None, "Lyon", "FR"),
    ("Lyon (69)", "fr", "Lyon", "FR"),
    ("Lyon et Paris", "fr", "Lyon", "FR"),
    ("La Défense (92)", "fr", "Puteaux", "FR"),
    ("Saint-Denis (93)", "fr", "Saint-Denis", "FR"),
    ("Aix en Provence", "fr", "Aix-en-Provence", "FR"),
    ("92 - Hauts-de-Seine", "fr", "Hauts-de-Seine", "FR"),
    ("IDF", "fr", "Île-de-France", "FR"),
    ("Région parisienne", "fr", "Île-de-France", "FR"),
    ("London, EC2A", None, "London", "GB"),
    ("London EC2", "gb", "London", "GB"),
    ("EC1V 9BD", "gb", "London", "GB"),
    ("City of London", None, "London", "GB"),
    ("Central London", None, "London", "GB"),
    ("Greater London", "gb", "London", "GB"),
    ("Canary Wharf, London", "gb", "London", "GB"),
    ("Docklands, East London", "gb", "London", "GB"),
    ("Shoreditch", "gb", "London", "GB"),
    ("Greater Manchester", "gb", "Greater Manchester", "GB"),
    ("M1 2AB", "gb", "Manchester", "GB"),
    ("Newcastle", "gb", "Newcastle upon Tyne", "GB"),
    ("Edinburgh, Scotland", None, "Edinburgh", "GB"),
    ("Hybrid - Leeds, UK", None, "Leeds", "GB"),
    ("Leeds or Manchester", "gb", "Leeds", "GB"),
    ("Remote - UK", None, "", "GB"),
    ("Remote (UK only)", None, "", "GB"),
    ("Anywhere in Spain", None, "", "ES"),
    ("Paris, France; London, UK", None, "Paris", "FR"),
    ("London, UK; Paris, France", None, "London", "GB"),
    ("Bengaluru/Bangalore", None, "Bengaluru", "IN"),
    ("Bengaluru / Bangalore, Karnataka", "in", "Bengaluru", "IN"),
    ("Bangalore Urban", "in", "Bengaluru", "IN"),
    ("Gurgaon, Haryana", "in", "Gurugram", "IN"),
    ("Gurugram", "in", "Gurugram", "IN"),
    ("Noida, UP", "in", "Noida", "IN"),
    ("Delhi NCR", "in", "Delhi", "IN"),
    ("New Delhi", None, "New Delhi", "IN"),
    ("Bombay", "in", "Mumbai", "IN"),
    ("Navi Mumbai", "in", "Navi Mumbai", "IN"),
    ("Trivandrum", "in", "Thiruvananthapuram", "IN"),
    ("Pan India", "in", "", "IN"),
    ("Frankfurt am Main", None, "Frankfurt am Main", "DE"),
    ("Frankfurt", "de", "Frankfurt am Main", "DE"),
    ("60311 Frankfurt", "de", "Frankfurt am Main", "DE"),
    ("München", None, "Munich", "DE"),
    ("80331 München, Bayern", None, "Munich", "DE"),
    ("Köln", None, "Köln", "DE"),
    ("Raum Stuttgart", "de", "Stuttgart", "DE"),
    ("Großraum Hamburg", "de", "Hamburg", "DE"),
    ("Berlin-Mitte", "de", "Berlin", "DE"),
    ("Halle (Saale)", "de", "Halle (Saale)", "DE"),
    ("Zürich", None, "Zürich", "CH"),
    ("Genève", None, "Geneva", "CH"),
    ("Wien, Österreich", None, "Vienna", "AT"),
    ("Madrid (Spain)", None, "Madrid", "ES"),
    ("Barcelona, Cataluña", None, "Barcelona", "ES"),
    ("Sevilla", None, "Sevilla", "ES"),
    ("28001 Madrid", "es", "Madrid", "ES"),
    ("Bilbao, País Vasco", "es", "Bilbao", "ES"),
    ("Lisboa", None, "Lisbon", "PT"),
    ("Porto, Portugal", None, "Porto", "PT"),
    ("São Paulo - SP", None, "São Paulo", "BR"),
    ("São Paulo/SP", "br", "São Paulo", "BR"),
    ("Rio de Janeiro, RJ", None, "Rio de Janeiro", "BR"),
    ("Milano", None, "Milan", "IT"),
    ("Milano (MI)", None, "Milan", "IT"),
    ("Roma, Lazio", None, "Rome", "IT"),
    ("Torino, Piemonte, Italia", None, "Turin", "IT"),
    ("Napoli (NA)", "it", "Naples", "IT"),
    ("Warszawa", None, "Warsaw", "PL"),
    ("Kraków, małopolskie", None, "Kraków", "PL"),
    ("Wrocław", None, "Wrocław", "PL"),
    ("Łódź", None, "Łódź", "PL"),
    ("Amsterdam, Noord-Holland", None, "Amsterdam", "NL"),
    ("Den Haag", None, "The Hague", "NL"),
    ("'s-Hertogenbosch", "nl", "'s-Hertogenbosch", "NL"),
    ("Utrecht", "nl", "Utrecht", "NL"),
    ("1012 AB Amsterdam", None, "Amsterdam", "NL"),
    ("Bruxelles", None, "Brussels", "BE"),
    ("Antwerpen", None, "Antwerp", "BE"),
    ("New York, NY", None, "New York City", "US"),
    ("NYC", None, "New York City", "US"),
    ("Bay Area", None, "San Francisco", "US"),
    ("San Francisco Bay Area, CA", None, "San Francisco", "US"),
    ("Los Angeles, California", None, "Los Angeles", "US"),
    ("Washington, DC", None, "Washington", "US"),
    ("Washington", "us", "Washington", "US"),
    ("Portland, OR", None, "Portland", "US"),
    ("Cambridge, MA", None, "Cambridge", "US"),
    ("US-TX-Richardson", None, "Richardson", "US"),
    ("USA - Texas - Austin", None, "Austin", "US"),
    ("United States", None, "", "US"),
    ("Toronto, ON, Canada", None, "Toronto", "CA"),
    ("Melbourne VIC 3000", None, "Melbourne", "AU"),
    ("Ohio", "us", "Ohio", "US"),
    ("Texas, USA", None, "Texas", "US"),
    ("Dublin, Ireland", None, "Dublin", "IE"),
    ("Dublin 2", "ie", "Dublin", "IE"),
    ("Singapore", None, "Singapore", "SG"),
    ("Sydney NSW", None, "Sydney", "AU"),
]


class TestFindPlace:
    @pytest.mark.parametrize(("text", "hint", "name", "country"), PLACES)
    def test_reads_what_postings_write(self, text, hint, name, country):
        place = find_place(text, hint)
        assert place is not None
        assert (place.name, place.country) == (name, country)

    @pytest.mark.parametrize("text", ["West Town, Backwell", "Inđija Village", "Bay"])
    def test_takes_no_small_namesake_abroad(self, text):
        assert find_place(text, "gb") is None

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Remote",
            "LOCATION",
            " , ",
            "100% télétravail",
            "()",
            "12345678901",
            "Anywhere",
            "Home based",
            "Worldwide",
            "Remote, EMEA",
            "Europe",
        ],
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


class TestNearestPlace:
    @pytest.mark.parametrize(
        ("lat", "lon", "country", "name"),
        [(48.86, 2.35, "FR", "Paris"), (53.79, -1.54, "GB", "Leeds"), (0.0, -30.0, "", None), (48.86, 2.35, "GB", None)],
    )  # fmt: skip
    def test_finds_the_town_at_a_point(self, lat, lon, country, name):
        place = nearest_place(lat, lon, country)
        assert (place and place.name) == name


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
