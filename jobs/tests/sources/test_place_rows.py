import pytest

from jobs.sources import greenhouse, lever, recruitee, workable
from jobs.sources.place_rows import (
    MOST_PLACES,
    PLACE,
    PostedPlace,
    address_name,
    one_per_place,
    place_key,
    place_names,
    where,
)
from jobs.tests.boards import greenhouse_job, lever_job
from jobs.tests.more_boards import recruitee_job, workable_job


def listed(row):
    return [PostedPlace(name=name) for name in row["places"]]


class TestOnePerPlace:
    def test_the_first_place_keeps_the_row_as_it_is(self):
        row = {"id": 1, "places": ["Paris", "London"]}

        first, second = one_per_place([row], listed)

        assert first == row
        assert second[PLACE]["name"] == "London"
        assert {**second, PLACE: None} == {**row, PLACE: None}

    def test_leaves_alone_what_is_no_object_and_what_has_no_place(self):
        rows = [None, 7, {"places": []}, {"places": ["", " ; "]}]

        assert one_per_place(rows, listed) == rows

    def test_keeps_as_many_as_a_search_can_bear(self):
        row = {"places": [f"Newtown {number}" for number in range(100)]}

        assert len(one_per_place([row], listed)) == MOST_PLACES


class TestWhere:
    def test_names_the_place_of_a_row(self):
        row = {"places": ["Paris", "London"]}
        first, second = one_per_place([row], listed)

        assert (where(first, listed)["location_text"], where(first, listed)["place_key"]) == (
            "Paris",
            "",
        )
        assert (where(second, listed)["location_text"], where(second, listed)["place_key"]) == (
            "London",
            "london",
        )

    def test_a_country_or_an_area_alone_is_a_place(self):
        found = where({}, lambda _row: [PostedPlace(name="", country="ca", area=("Canada",))])

        assert (found["country_hint"], found["area"]) == ("ca", ("Canada",))


class TestPlaceKey:
    def test_does_not_mind_case_and_punctuation(self):
        assert place_key(" Zürich,  CH ") == place_key("zürich (CH)") == "zürich ch"

    def test_long_names_stay_apart(self):
        one, other = (place_key("x" * 200 + end) for end in "ab")

        assert one != other
        assert len(one) == len(other) == 120


class TestPlaceNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("", []),
            ("Paris, France", ["Paris, France"]),
            ("Paris, France; London, UK", ["Paris, France", "London, UK"]),
            ("New York | San Francisco |", ["New York", "San Francisco"]),
            ("Berlin / Munich", ["Berlin", "Munich"]),
            ("Île-de-France/Paris", ["Île-de-France/Paris"]),
            ("Remote - US; Remote - Canada", ["Remote - US", "Remote - Canada"]),
            (
                "Remote - US, Canada or Mexico",
                ["Remote - US", "Remote - Canada", "Remote - Mexico"],
            ),
            ("Remote in Germany & Austria", ["Remote - Germany", "Remote - Austria"]),
            ("Remote - Georgia, US", ["Remote - Georgia, US"]),
            ("Remote - Austin, Texas", ["Remote - Austin, Texas"]),
            ("Remote", ["Remote"]),
        ],
    )
    def test_reads_the_places_of_a_text(self, text, names):
        assert place_names(text) == names


class TestAddressName:
    def test_names_each_part_once_from_narrow_to_wide(self):
        assert address_name("Berlin", "Berlin", None, "", "Germany") == "Berlin, Germany"


class TestPlacesOfGreenhouse:
    def names(self, text, *offices):
        listed = [{"name": name, "location": location} for name, location in offices]
        row = greenhouse_job(1, location={"name": text}, offices=listed)
        return [place.name for place in greenhouse.places(row)]

    def test_the_text_says_more_than_the_offices(self):
        assert self.names("Paris, France", ("EMEA", None), ("France", "France")) == [
            "Paris, France"
        ]

    def test_commas_between_offices_part_places(self):
        offices = (("Paris", "Paris, France"), ("London", "London, UK"))

        assert self.names("Paris, London", *offices) == ["Paris, France", "London, UK"]
        assert self.names("Paris, Texas", *offices) == ["Paris, Texas"]

    @pytest.mark.parametrize("text", ["", "Multiple Locations", "Various locations", "N/A"])
    def test_offices_stand_in_for_a_text_that_says_nothing(self, text):
        offices = (("Paris", "Paris, France"), ("Remote", None))

        assert self.names(text, *offices) == ["Paris, France", "Remote"]


class TestPlacesOfLever:
    def test_the_country_is_only_the_first_places(self):
        categories = {"location": "Toronto", "allLocations": ["London", "Toronto"]}
        rows = one_per_place([lever_job(1, categories=categories)], lever.places)

        found = [lever.read(row, {"employer": "Acme"}) for row in rows]

        assert [(raw.location_text, raw.country_hint) for raw in found] == [
            ("Toronto", "ca"),
            ("London", None),
        ]


class TestPlacesOfRecruitee:
    def test_the_shown_place_comes_first(self):
        listed = [
            {"city": "Utrecht", "country": "Netherlands", "country_code": "NL"},
            {"city": "Amsterdam", "country": "Netherlands", "country_code": "NL"},
        ]

        found = recruitee.places(recruitee_job(1, locations=listed))

        assert [place.name for place in found] == ["Amsterdam, Netherlands", "Utrecht, Netherlands"]
        assert {place.country for place in found} == {"nl"}

    def test_remote_work_without_a_place_says_so(self):
        row = recruitee_job(
            1, city=None, country=None, state_code=None, locations=[], location="Remote job"
        )

        assert [place.name for place in recruitee.places(row)] == ["Remote job"]


class TestPlacesOfWorkable:
    def test_hidden_places_stay_hidden(self):
        listed = [
            {"city": "Paris", "country": "France", "countryCode": "FR", "hidden": False},
            {"city": "Secret", "country": "France", "countryCode": "FR", "hidden": True},
        ]

        names = [place.name for place in workable.places(workable_job(1, locations=listed))]

        assert names == ["Paris, France"]

    def test_a_job_listed_once_per_place_is_one_with_all_of_them(self):
        listed = [
            workable_job(1, city=city, state="", locations=[])
            for city in ("Paris", "Lyon", "Paris")
        ]
        other = workable_job(2)

        one, two = workable.rows({"jobs": [*listed, other]})

        assert [place.name for place in workable.places(one)] == [
            "Paris, France", "Lyon, France", "Paris, France",
        ]  # fmt: skip
        assert two == other
