"""Kinds of schools and schools, grades and degrees, titles of talks and skills, labels and what stands behind them."""

from collections import Counter

import pytest

from resumes.parsing.dates import find_periods
from resumes.parsing.degrees import NOTE, without_grade
from resumes.parsing.education import read_studies
from resumes.parsing.evidence import weights
from resumes.parsing.kinds import settle
from resumes.parsing.lexicon import is_district, is_place, school_score
from resumes.parsing.places import find_place
from resumes.parsing.schools import is_kind_of_school
from resumes.tests.parsing.test_telling_apart import lines, studied


def most_likely(text: str) -> str:
    spoken = weights("", lines(text))
    return max(spoken, key=lambda kind: spoken[kind])


class TestStudies:
    @pytest.mark.parametrize("text", ["Liceo artistico", "Lycée technique", "Technikum logistyczne", "Liceo delle scienze umane"])  # fmt: skip
    def test_a_kind_of_school(self, text):
        assert is_kind_of_school(text)

    @pytest.mark.parametrize("text", ["Liceo Klee-Barabino", "Liceo", "Lycée de Suscinio", "LICEO ARTISTICO", "Hotelschool Stella Maris"])  # fmt: skip
    def test_a_school(self, text):
        assert not is_kind_of_school(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Liceo artistico | Liceo Klee-Barabino | 2011",
            "Liceo artistico\nLiceo Klee-Barabino\n2011",
            "Liceo Klee-Barabino\nLiceo artistico\n2011",
            "2011 | Liceo artistico\nLiceo Klee-Barabino",
        ],
    )
    def test_of_two_schools_the_kind_is_the_degree(self, text):
        assert [studied(study) for study in read_studies(lines(text))] == [
            ("Liceo artistico", "Liceo Klee-Barabino")
        ]

    def test_a_kind_of_school_alone_stays_the_school(self):
        text = "Liceo scientifico\n2005 – 2010\nUniversità di Parma\nLaurea in Lettere\n2010 – 2013"
        assert [studied(study)[1] for study in read_studies(lines(text))] == [
            "Liceo scientifico",
            "Università di Parma",
        ]

    @pytest.mark.parametrize("text", ["Hotelschool Stella Maris", "Muziekschool De Linde", "Fischereischule", "Grundskola"])  # fmt: skip
    def test_a_school_by_a_compound_word(self, text):
        assert school_score(text)

    @pytest.mark.parametrize("text", ["Preschool teacher", "Playschool"])
    def test_children_are_not_taught_for_a_degree(self, text):
        assert not school_score(text)

    def test_the_compound_word_tells_which_is_the_school(self):
        found = read_studies(
            lines("Restaurant en keuken (BSO) | 2009 – 2013\nHotelschool Stella Maris")
        )
        assert studied(found[0]) == ("Restaurant en keuken (BSO)", "Hotelschool Stella Maris")

    @pytest.mark.parametrize("grade", ["110/110 e lode", "30/30", "17,5/20", "9.1/10"])
    def test_a_grade_by_what_it_is_out_of(self, grade):
        (study,) = read_studies(
            lines(f"Restauro dei dipinti\nOpificio delle Pietre Dure\n2008 – 2013\n{grade}")
        )
        assert studied(study) in {
            ("Restauro dei dipinti", "Opificio delle Pietre Dure"),
            ("Opificio delle Pietre Dure", "Restauro dei dipinti"),
        }

    @pytest.mark.parametrize(
        "text", ["Laurea in Lettere, 110/110", "Laurea in Lettere (110 e lode)"]
    )
    def test_a_grade_leaves_its_degree(self, text):
        found = read_studies(lines(f"{text} | 2010 – 2013\nUniversità di Parma"))
        assert studied(found[0]) == ("Laurea Lettere", "Università di Parma")

    @pytest.mark.parametrize("text", ["08/2013", "01/10/2015", "Level 4/5"])
    def test_no_grade(self, text):
        assert without_grade(text) == text

    @pytest.mark.parametrize("text", ["Tesis meritoria", "Tesi sul restauro", "Sobresaliente"])
    def test_honours_are_a_note(self, text):
        assert NOTE.match(text)


class TestSections:
    @pytest.mark.parametrize(
        "text",
        [
            "«Sombra y taza», Feria del Café, Manizales\n«Suelos vivos», encuentro de cooperativas, Popayán",
            "«Il blu ritrovato», Kermes 118\nVisite guidate al cantiere, Giornate FAI",
        ],
    )
    def test_titles_in_quotation_marks_are_publications(self, text):
        assert most_likely(text) == "publications"

    def test_leisure_in_italian(self):
        assert most_likely("Canto corale, vela, pane fatto in casa") == "interests"

    def test_a_list_beside_the_skills_must_say_more_than_that_it_is_one(self):
        bare, rooted = {"skills": 2.1, "interests": 1.1}, {"skills": 4.1}
        assert settle(Counter(["skills"]), [bare, rooted]) == [None, "skills"]


class TestHead:
    @pytest.mark.parametrize(
        "text", ["Abito in: Via dei Serragli 88, 50124 Firenze", "Mi trovi qui: Via Roma 5, Firenze"]
    )  # fmt: skip
    def test_a_label_is_no_part_of_the_street(self, text):
        found = find_place(lines(text), None, [])
        assert found is not None
        assert found.text == text.partition(": ")[2]

    def test_a_street_is_put_together_behind_its_postcode(self):
        found = find_place(lines("Via dei Serragli 88, 50124\nFirenze"), None, [])
        assert found is not None
        assert found.text == "Via dei Serragli 88, 50124 Firenze"

    def test_a_town_with_its_region(self):
        assert is_district("Genova, Liguria")
        found = find_place(lines("Genova, Liguria · +39 333 555 0155 · me.example/x"), None, [])
        assert found is not None
        assert found.text == "Genova, Liguria"


def test_an_elision_belongs_to_the_date():
    (period,) = find_periods("D'avril 2013 à août 2015")
    assert (period.first, period.start, period.end) == (0, "2013-04", "2015-08")


def test_a_number_behind_a_town_is_part_of_the_place_and_behind_another_name_makes_none():
    assert is_place("Nantes (44)")
    assert not is_place("Laurea in Fisica, 12")
