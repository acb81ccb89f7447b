"""Job titles taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.skills import normalise_title, related_titles

TITLES = [
    ("Senior Java Developer (m/w/d) - Berlin", "Java Developer", "Software Developer", "SENIOR"),
    ("Développeur Python/Développeuse Python", "Développeur Python", "Software Developer", ""),
    ("Stage de Juriste", "Juriste", "Lawyer", "INTERNSHIP"),
    ("Krankenpfleger/in (m/w/d)", "Krankenpfleger", "Registered Nurse", ""),
    ("Infirmier(e) de nuit H/F", "Infirmier de nuit", "Registered Nurse", ""),
    ("Lead Backend Engineer", "Backend Engineer", "Software Developer", "LEAD"),
    ("Data Scientist - Luxe (Alternance)", "Data Scientist", "Data Scientist", "INTERNSHIP"),
    ("Staff Nurse", "Staff Nurse", "Registered Nurse", ""),
    ("Staff Software Engineer", "Software Engineer", "Software Developer", "LEAD"),
    ("HGV Class 1 Driver - Nights - £16 per hour", "HGV Class 1 Driver", "Truck Driver", ""),
    ("Softwareentwickler:in", "Softwareentwickler", "Software Developer", ""),
    ("Plombier chauffagiste F/H", "Plombier chauffagiste", "Plumber", ""),
    (
        "Agent / Agente de réservation",
        "Agent de réservation",
        "",
        "",
    ),
    ("Infirmier / Infirmière", "Infirmier", "Registered Nurse", ""),
    (
        "Technicien / Technicienne de laboratoire",
        "Technicien de laboratoire",
        "Laboratory Technician",
        "",
    ),
    (
        "Kaufmann/Kauffrau für Büromanagement",
        "Kaufmann für Büromanagement",
        "Administrative Assistant",
        "",
    ),
    ("Camarero/a", "Camarero", "Waiter and Waitress", ""),
    ("Junior Accountant", "Accountant", "Accountant", "ENTRY"),
    ("Product Owner - API management", "Product Owner", "Product Manager", ""),
    ("Electrician", "Electrician", "Electrician", ""),
    ("", "", "", ""),
]


class TestNormaliseTitle:
    @pytest.mark.parametrize(("title", "role", "occupation", "seniority"), TITLES)
    def test_takes_apart(self, title, role, occupation, seniority):
        reading = normalise_title(title)
        assert (reading.role, reading.occupation, reading.seniority) == (
            role,
            occupation,
            seniority,
        )

    @pytest.mark.parametrize(
        "title", ["Manager", "Assistant", "Configuration Engineer XYZ", "asdf qwer", "(((", "- - -"]
    )
    def test_does_not_guess(self, title):
        assert normalise_title(title).occupation in {
            "",
            "Operations Manager",
            "General and Operations Manager",
        }

    @given(st.text())
    def test_never_raises_and_is_deterministic(self, title):
        assert normalise_title(title) == normalise_title(title)


class TestRelatedTitles:
    def test_starts_with_the_occupation_itself(self):
        related = related_titles("Infirmière", 5)
        assert related[0] == "Registered Nurse"
        assert len(related) == 5

    def test_is_empty_for_an_unknown_title(self):
        assert related_titles("asdf qwer") == ()
