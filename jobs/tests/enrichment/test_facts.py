"""Employment, level, remote, language, years, degree and conditions, each from a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.enrichment.cues import Cues
from jobs.enrichment.degree import degree_wanted
from jobs.enrichment.employment import employment_type
from jobs.enrichment.language import language_of
from jobs.enrichment.level import level_of
from jobs.enrichment.remote import remote_kind
from jobs.enrichment.titles import clean_title
from jobs.enrichment.visa import condition_flags
from jobs.enrichment.years import years_wanted


@pytest.mark.parametrize(
    ("contract_type", "contract_time", "stated", "title", "text", "expected"),
    [
        ("permanent", "full_time", "", "", "", "FULL_TIME"),
        ("permanent", "part_time", "", "", "", "PART_TIME"),
        ("contract", "full_time", "", "", "", "CONTRACT"),
        ("apprenticeship", "", "", "", "", "INTERN"),
        ("", "", "FULL_TIME", "", "", "FULL_TIME"),
        ("", "", "Contractor", "", "", "CONTRACT"),
        ("", "", "Freelance", "", "", "CONTRACT"),
        ("permanent", "", "", "Software Engineering Intern", "", "INTERN"),
        ("", "", "", "Stage - Data Analyst H/F", "", "INTERN"),
        ("", "", "", "Stage Manager", "", ""),
        ("", "", "", "Contracts Manager", "", ""),
        ("", "", "", "Werkstudent (m/w/d) IT", "", "INTERN"),
        ("", "", "", "Verkäufer in Teilzeit", "", "PART_TIME"),
        ("", "", "", "Internal Auditor", "", ""),
        ("", "", "", "Developer", "This is a 6 month contract, £450 per day", "CONTRACT"),
        ("", "", "", "Comptable", "Type de contrat : CDI, temps plein", "FULL_TIME"),
        ("", "", "", "Nurse", "Maternity cover until May", "TEMPORARY"),
        ("", "", "", "Volunteer driver", "", "VOLUNTEER"),
        ("", "", "", "", "", ""),
    ],
)
def test_employment_type(contract_type, contract_time, stated, title, text, expected):
    assert employment_type(contract_type, contract_time, stated, title, text) == expected


@pytest.mark.parametrize(
    ("stated", "title", "text", "years", "expected"),
    [
        ("", "Senior Java Developer", "", None, "SENIOR"),
        ("", "Junior Buyer", "", None, "ENTRY"),
        ("", "Lead Engineer", "", None, "LEAD"),
        ("", "Head of Marketing", "", None, "DIRECTOR"),
        ("", "Chief Financial Officer", "", None, "EXECUTIVE"),
        ("", "Store Manager", "", None, "MANAGER"),
        ("", "Account Manager", "", None, ""),
        ("", "Executive Assistant to the CEO", "", None, ""),
        ("", "Software Engineering Intern", "", None, "INTERNSHIP"),
        ("", "Stagiaire RH", "", None, "INTERNSHIP"),
        ("", "Développeur confirmé", "", None, "SENIOR"),
        ("", "Teamleiter Vertrieb", "", None, "LEAD"),
        ("", "Starszy programista", "", None, "SENIOR"),
        ("", "Graduate Civil Engineer", "", None, "ENTRY"),
        ("", "Staff Nurse", "", None, ""),
        ("", "Lead Generation Executive", "", None, ""),
        ("Mid-Senior level", "Developer", "", None, "SENIOR"),
        ("Entry level", "Developer", "", None, "ENTRY"),
        ("", "Developer", "no experience needed", None, "ENTRY"),
        ("", "Developer", "", 8, "SENIOR"),
        ("", "Developer", "", 3, "MID"),
        ("", "Developer", "", None, ""),
    ],
)
def test_level(stated, title, text, years, expected):
    assert level_of(stated, title, text, years) == expected


@pytest.mark.parametrize(
    ("hint", "workplace", "location", "title", "text", "expected"),
    [
        (None, "remote", "", "", "", "REMOTE"),
        (None, "On-site", "", "", "fully remote", "ONSITE"),
        (True, "", "Paris", "", "", "REMOTE"),
        (True, "", "Paris", "", "hybrid role", "HYBRID"),
        (None, "", "Remote - US", "", "", "REMOTE"),
        (None, "", "", "Developer (Remote)", "", "REMOTE"),
        (None, "", "", "", "You will work from home", "REMOTE"),
        (None, "", "", "", "2 jours de télétravail par semaine", "HYBRID"),
        (None, "", "", "", "3 days per week in the office", "HYBRID"),
        (None, "", "", "", "Homeoffice möglich", "HYBRID"),
        (None, "", "", "", "100% remote", "REMOTE"),
        (None, "", "", "", "This is not a remote role", "ONSITE"),
        (None, "", "", "", "remote sensing and hybrid cloud", ""),
        (None, "", "", "Remote Support Engineer", "", ""),
        (None, "", "", "", "office-based in Leeds", "ONSITE"),
        (None, "", "London", "Chef", "", ""),
        (False, "", "", "", "", ""),
    ],
)
def test_remote(hint, workplace, location, title, text, expected):
    assert remote_kind(hint, workplace, location, title, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are looking for a developer who will work with the team on our platform", "en"),
        ("Nous recherchons un développeur pour rejoindre notre équipe à Paris", "fr"),
        ("Wir suchen einen Entwickler für unser Team in Berlin mit Erfahrung in der Pflege", "de"),
        ("Buscamos un desarrollador para nuestro equipo con experiencia en la empresa", "es"),
        ("Procuramos um desenvolvedor para a nossa equipe com experiência em vendas", "pt"),
        ("Cerchiamo uno sviluppatore per il nostro team con esperienza nella vendita", "it"),
        ("Wij zoeken een ontwikkelaar voor ons team met ervaring in de zorg", "nl"),
        ("Poszukujemy programisty do naszego zespołu oraz oferujemy pracę w firmie", "pl"),
        ("Vi söker en utvecklare som vill arbeta med oss och att du har erfarenhet", "sv"),
        ("Мы ищем разработчика в нашу команду", "ru"),
        ("ソフトウェアエンジニアを募集しています", "ja"),
        ("我们正在寻找软件工程师", "zh"),
        ("نبحث عن مطور للانضمام إلى فريقنا", "ar"),
        ("", ""),
        ("Python Django SQL", ""),
        ("12345 !!! ???", ""),
    ],
)
def test_language(text, expected):
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5+ years of experience in sales", 5),
        ("• 3 or more years as a backend developer", 3),
        ("Essential\n2 years or more of commercial Python", 2),
        ("• 4 years in DevOps", 4),
        ("Over the last 3 years of growth we", None),
        ("3-5 years of relevant experience", 3),
        ("at least three years' experience", 3),
        ("minimum 2 years as a welder", 2),
        ("Expérience : 5 à 10 ans", 5),
        ("au moins 3 ans d'expérience", 3),
        ("mindestens 4 Jahre Berufserfahrung", 4),
        ("3 años de experiencia", 3),
        ("almeno 2 anni di esperienza", 2),
        ("Exp - 8 to 12 yrs", 8),
        ("2 years of Python experience and 5 years of experience in banking", 5),
        ("for over 50 years of experience", None),
        ("We have 20 years of experience in logistics", None),
        ("must be 18 years old", None),
        ("a 3 year contract", None),
        ("", None),
    ],
)
def test_years(text, expected):
    assert years_wanted(Cues(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bachelor's degree required", "BACHELOR"),
        ("Bachelor's or Master's degree in Computer Science", "BACHELOR"),
        ("Master's degree in statistics", "MASTER"),
        ("PhD in Physics", "DOCTORATE"),
        ("BS degree in Engineering", "BACHELOR"),
        ("De formation Bac +5", "MASTER"),
        ("Bac+2 en comptabilité", "VOCATIONAL"),
        ("High school diploma or GED", "SECONDARY"),
        ("NVQ Level 3 in Childcare", "VOCATIONAL"),
        ("abgeschlossenes Studium der Informatik", "BACHELOR"),
        ("abgeschlossene Berufsausbildung", "VOCATIONAL"),
        ("Licenciatura en derecho", "BACHELOR"),
        ("Diplôme d'Etat infirmier", "VOCATIONAL"),
        ("Bachelor's degree required, Master's preferred", "BACHELOR"),
        ("Scrum master with master data knowledge", ""),
        ("no degree required", ""),
        ("a high degree of independence", ""),
        ("", ""),
    ],
)
def test_degree(text, expected):
    assert degree_wanted(Cues(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We are unable to sponsor visas", {"no_visa"}),
        ("Visa sponsorship is available", {"visa_sponsored"}),
        ("No visa sponsorship available", {"no_visa"}),
        ("You must have the right to work in the UK", {"no_visa"}),
        ("SC cleared candidates only", {"clearance"}),
        ("Active TS/SCI clearance", {"clearance"}),
        ("Enhanced DBS check", {"background_check"}),
        ("A valid driver's license is required", {"driving_licence"}),
        ("Permis B exigé", {"driving_licence"}),
        ("Führerschein Klasse B", {"driving_licence"}),
        ("rotating shifts and on-call", {"shift_work"}),
        ("Schichtarbeit", {"shift_work"}),
        ("willing to travel", {"travel"}),
        ("50% travel", {"travel"}),
        ("a stack of cards, VISA and Mastercard", set()),
        ("", set()),
    ],
)
def test_conditions(text, expected):
    assert condition_flags(Cues(text).around) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("  Senior <strong>Python</strong> Developer ", "Senior Python Developer"),
        ("GRAPHISTE CONFIRMÉ H/F", "Graphiste Confirmé H/F"),
        ("HEAD OF IT AND HR", "Head of IT and HR"),
        ("Nurse - ref: ABC-1234", "Nurse"),
        ("*** URGENT *** Welder ***", "URGENT *** Welder"),
        ("SAP", "SAP"),
        ("👩\u200d💻 Développeur·euse <script>alert(1)</script>", "👩\u200d💻 Développeur·euse"),
        ("X" * 500, ("X" + "x" * 499)[:200]),
        ("", ""),
    ],
)
def test_clean_title(title, expected):
    assert clean_title(title) == expected


@given(st.text(max_size=500))
def test_no_fact_raises_on_any_text(text):
    cues = Cues(text)
    years = years_wanted(cues)
    assert years is None or 0 <= years <= 25
    assert level_of(text, text, text, years) == level_of(text, text, text, years)
    assert remote_kind(None, text, text, text, text) in {"", "ONSITE", "HYBRID", "REMOTE"}
    assert isinstance(language_of(text), str)
    assert isinstance(degree_wanted(cues), str)
    assert isinstance(employment_type(text, text, text, text, text), str)
    assert isinstance(condition_flags(cues.around), set)
