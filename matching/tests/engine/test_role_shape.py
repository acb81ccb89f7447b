"""Another shape of role never outranks the right one, in four languages."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.fitting import fit
from matching.engine.posting import read_posting
from matching.engine.resume import read_resume
from matching.engine.shape import leads_people
from matching.types import Fit, PostingFacts, Wishes

TODAY = date(2026, 11, 22)
# For each language: trades with lines of such work, and how a title says that it leads others.
TRADES = {
    "en": {
        "Backend developer": "You build REST services in Python and Django on PostgreSQL.",
        "Staff nurse": "You give medication and keep care plans of thirty patients.",
        "Accountant": "You prepare monthly accounts and VAT returns in SAP.",
        "Electrician": "You install and test wiring in new houses.",
        "Chef": "You cook the menu of the day for two hundred guests.",
        "Warehouse operative": "You pick orders and drive a forklift.",
    },
    "fr": {
        "Développeur backend": "Vous développez des services REST en Python et Django.",
        "Infirmier": "Vous administrez les traitements et suivez trente patients.",
        "Comptable": "Vous préparez les comptes mensuels et la TVA dans SAP.",
        "Électricien": "Vous installez et contrôlez le câblage de maisons neuves.",
        "Cuisinier": "Vous cuisinez le menu du jour pour deux cents clients.",
    },
    "de": {
        "Softwareentwickler": "Sie bauen REST-Dienste in Python und Django auf PostgreSQL.",
        "Krankenpfleger": "Sie geben Medikamente und führen Pflegepläne für dreißig Patienten.",
        "Buchhalter": "Sie erstellen Monatsabschlüsse und Umsatzsteuermeldungen in SAP.",
        "Elektriker": "Sie verlegen und prüfen Leitungen in neuen Häusern.",
        "Koch": "Sie kochen das Tagesmenü für zweihundert Gäste.",
    },
    "es": {
        "Desarrollador backend": "Usted construye servicios REST en Python y Django.",
        "Enfermero": "Usted administra la medicación y sigue a treinta pacientes.",
        "Contable": "Usted prepara las cuentas mensuales y el IVA en SAP.",
        "Electricista": "Usted instala y revisa el cableado de casas nuevas.",
        "Cocinero": "Usted cocina el menú del día para doscientos clientes.",
    },
}
LEADING = {
    "en": ["{} manager", "Head of {}s", "Director, {}s", "{} team leader"],
    "fr": ["Responsable {}", "Directeur {}", "Chef d'équipe {}", "Chef de service {}"],
    "de": ["Teamleiter {}", "Leiter {}", "Abteilungsleiterin {}", "Leitung {}"],
    "es": ["Jefe de equipo {}", "Director {}", "Responsable {}", "Encargada {}"],
}
JUNIOR = {"en": "Junior {}", "fr": "{} débutant", "de": "Junior {}", "es": "{} júnior"}
SENIOR = {"en": "Senior {}", "fr": "{} senior", "de": "Senior {}", "es": "{} senior"}

people = st.sampled_from(sorted(TRADES)).flatmap(
    lambda language: st.tuples(st.just(language), st.sampled_from(sorted(TRADES[language])))
)


def judged(language, held, asked, work, *, since="2019-01", excerpt=False) -> Fit:
    """The fit of somebody who did just this work, for a posting with the same words."""
    done = work.removeprefix("You ")
    parsed = {
        "basics": {"name": "Sam Example"},
        "work": [
            {"name": "Acme", "position": held, "startDate": since, "endDate": "2026-05",
             "highlights": [done]}
        ],
    }  # fmt: skip
    profile = read_resume(parsed, done, language, today=TODAY)
    facts = PostingFacts(
        title=asked,
        description=work,
        language=language,
        country="GB",
        years_wanted=2,
        is_excerpt=excerpt,
    )
    wishes = Wishes(countries=("GB",), languages=(language,))
    found = fit(profile, read_posting(facts), wishes)
    assert found.number is not None
    return found


class TestAnotherShape:
    @settings(max_examples=150, deadline=None)
    @given(person=people, way=st.integers(0, 3), excerpt=st.booleans(), told_again=st.booleans())
    def test_of_leading_people_never_outranks_the_work_itself(
        self, person, way, excerpt, told_again
    ):
        language, role = person
        work = TRADES[language][role]
        manager = LEADING[language][way].format(role)
        said = f"{work}\n{role}: {work} {role}." if told_again else work
        right = judged(language, role, role, work, excerpt=excerpt)
        wrong = judged(language, role, manager, said, excerpt=excerpt)
        assert wrong.cap_note == "OTHER_SHAPE", manager
        assert wrong.number < right.number

    @settings(max_examples=100, deadline=None)
    @given(person=people, way=st.integers(0, 3))
    def test_of_doing_the_work_never_outranks_leading_it(self, person, way):
        language, role = person
        work = TRADES[language][role]
        manager = LEADING[language][way].format(role)
        right = judged(language, manager, manager, work)
        wrong = judged(language, manager, role, work)
        assert wrong.cap_note == "OTHER_SHAPE", manager
        assert wrong.number < right.number

    @settings(max_examples=100, deadline=None)
    @given(person=people, upwards=st.booleans())
    def test_two_levels_off_never_outranks_the_right_level(self, person, upwards):
        language, role = person
        work = TRADES[language][role]
        junior, senior = JUNIOR[language].format(role), SENIOR[language].format(role)
        held, asked = (junior, senior) if upwards else (senior, junior)
        right, wrong = judged(language, held, held, work), judged(language, held, asked, work)
        assert wrong.cap_note == "OTHER_SHAPE"
        assert wrong.number < right.number


class TestLeadsPeople:
    @pytest.mark.parametrize(
        ("title", "leads"),
        [
            ("Teamleiter Softwareentwicklung", True),
            ("Pflegedienstleitung", True),
            ("Jefe de contabilidad", True),
            ("Chef d'équipe logistique", True),
            ("Projektleiter Bau", False),
            ("Chef de projet", False),
            ("Jefe de proyecto", False),
            ("Assistent der Geschäftsleitung", False),
            ("Key Account Manager", False),
        ],
    )
    def test_is_read_in_other_languages(self, title, leads):
        assert read_posting(PostingFacts(title=title, description="")).leads_people is leads


class TestTitlesOfLeaders:
    @pytest.mark.parametrize(
        "title",
        ["Store Manager", "Managerin", "Head of Sales", "Director", "Directora", "Chief Nurse", "VP Sales",
         "Vice President", "Team Lead", "Teamleader", "Abteilungsleiterin", "Bauleitung", "Directeur", "Directrice",
         "Responsable", "Chef d'équipe", "Cheffe de service", "Cadre de santé", "Gerente", "Jefa", "Encargado",
         "Direttore", "Responsabile", "Caposquadra", "Supervisor", "Superintendent", "Kierownik", "Dyrektorka",
         "Teamleider", "Afdelingshoofd", "Geschäftsführerin"],
    )  # fmt: skip
    def test_of_a_title_that_says_so(self, title):
        assert leads_people(title, "")
        assert leads_people(title.upper(), "") == leads_people(title, "")

    @pytest.mark.parametrize("title", ["Nurse", "Product Manager", "Software engineer", "Chefkoch"])
    def test_not_of_one_that_does_not(self, title):
        assert not leads_people(title, "")
