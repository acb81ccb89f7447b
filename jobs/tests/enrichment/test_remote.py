"""Where the work is done, in nine languages; `remote` that speaks of something else."""

import pytest

from jobs.enrichment import RawPosting, enrich

IN_TEXT = [
    # English
    ("This is a fully remote position.", "REMOTE"),
    ("We are a remote-first company.", "REMOTE"),
    ("100% remote, anywhere in the EU", "REMOTE"),
    ("You can work from anywhere.", "REMOTE"),
    ("This role is home based with monthly travel.", "REMOTE"),
    ("Location: Remote", "REMOTE"),
    ("Location : Remote Experience : 5-10 Years", "REMOTE"),
    ("Job Location: Remote (India)", "REMOTE"),
    ("Workplace type: Remote", "REMOTE"),
    ("Remote, UK", "REMOTE"),
    ("Permanent work from home", "REMOTE"),
    ("This is a remote role based in the UK", "REMOTE"),
    ("Candidates may work remotely from any state.", "REMOTE"),
    ("WFH role, day shift", "REMOTE"),
    ("telecommuting position", "REMOTE"),
    ("Hybrid working, 3 days a week in the office", "HYBRID"),
    ("You will be in the office three days per week.", "HYBRID"),
    ("2-3 days per week in our London office", "HYBRID"),
    ("London (2 to 3 days in office per week)", "HYBRID"),
    ("will work onsite 3x per week", "HYBRID"),
    ("This is a hybrid role with 2 days remote per week", "HYBRID"),
    ("In-Office: Hybrid (3 days per week in-office)", "HYBRID"),
    ("work from home up to 2 days a week", "HYBRID"),
    ("flexibility to work from home occasionally", "HYBRID"),
    ("Partially remote", "HYBRID"),
    ("on site Tuesdays and Thursdays, otherwise remote", "HYBRID"),
    ("Employees are expected in the office at least two days a week", "HYBRID"),
    ("50% office, 50% home", "HYBRID"),
    ("Hybrid - Manchester", "HYBRID"),
    ("This is an on-site position.", "ONSITE"),
    ("5 days a week in the office", "ONSITE"),
    ("Monday to Friday, fully office based", "ONSITE"),
    ("This position is not remote.", "ONSITE"),
    ("No remote work.", "ONSITE"),
    ("no remote", "ONSITE"),
    ("Remote work is not available for this role", "ONSITE"),
    ("This is not a work from home role", "ONSITE"),
    ("Position Role Type: Onsite", "ONSITE"),
    ("Location: Bengaluru, HSR(Onsite) | Full-time", "ONSITE"),
    ("Work Location: In person", "ONSITE"),
    ("Must be able to work on site in Austin", "ONSITE"),
    # French
    ("Télétravail 2 jours par semaine", "HYBRID"),
    ("2 jours de télétravail/semaine", "HYBRID"),
    ("télétravail partiel possible", "HYBRID"),
    ("Télétravail : 2j / semaine", "HYBRID"),
    ("Possibilité de télétravail", "HYBRID"),
    ("Poste en full remote", "REMOTE"),
    ("100% télétravail", "REMOTE"),
    ("télétravail total", "REMOTE"),
    ("Poste en présentiel", "ONSITE"),
    ("Pas de télétravail", "ONSITE"),
    ("poste non éligible au télétravail", "ONSITE"),
    # German
    ("Homeoffice möglich", "HYBRID"),
    ("Mobiles Arbeiten", "HYBRID"),
    ("bis zu 3 Tage Homeoffice pro Woche", "HYBRID"),
    ("hybrides Arbeiten im Team", "HYBRID"),
    ("Home-Office-Möglichkeit nach der Einarbeitung", "HYBRID"),
    ("100% remote aus Deutschland", "REMOTE"),
    ("vollständig remote", "REMOTE"),
    ("Arbeitsort: Remote", "REMOTE"),
    ("Arbeit vor Ort in Hamburg", "ONSITE"),
    ("kein Homeoffice möglich", "ONSITE"),
    # Spanish
    ("Trabajo 100% remoto", "REMOTE"),
    ("Modalidad: remoto", "REMOTE"),
    ("teletrabajo 100%", "REMOTE"),
    ("Modalidad híbrida", "HYBRID"),
    ("2 días de teletrabajo a la semana", "HYBRID"),
    ("posibilidad de teletrabajo", "HYBRID"),
    ("Modalidad presencial", "ONSITE"),
    ("trabajo presencial en oficina", "ONSITE"),
    # Portuguese
    ("Modelo de trabalho: híbrido", "HYBRID"),
    ("Trabalho 100% remoto", "REMOTE"),
    ("Home office integral", "REMOTE"),
    ("regime de teletrabalho", "REMOTE"),
    ("Modelo de trabalho: presencial", "ONSITE"),
    # Italian
    ("smart working 2 giorni a settimana", "HYBRID"),
    ("modalità ibrida", "HYBRID"),
    ("possibilità di smart working", "HYBRID"),
    ("full remote", "REMOTE"),
    ("lavoro da remoto", "REMOTE"),
    ("Lavoro in sede", "ONSITE"),
    ("lavoro in presenza", "ONSITE"),
    # Polish
    ("praca zdalna", "REMOTE"),
    ("100% zdalnie", "REMOTE"),
    ("praca hybrydowa", "HYBRID"),
    ("możliwość pracy zdalnej 2 dni w tygodniu", "HYBRID"),
    ("praca stacjonarna w Krakowie", "ONSITE"),
    ("tryb pracy: stacjonarny", "ONSITE"),
    # Dutch
    ("hybride werken", "HYBRID"),
    ("2 dagen per week thuiswerken", "HYBRID"),
    ("mogelijkheid om thuis te werken", "HYBRID"),
    ("volledig remote", "REMOTE"),
    ("je werkt 5 dagen op kantoor", "ONSITE"),
    # not about where the work is done
    ("remote sensing engineer for satellite images", ""),
    ("support remote sites and remote patients", ""),
    ("lead cross-functional and remote teams", ""),
    ("design hybrid cloud and hybrid vehicles", ""),
    ("On-site amenities such as a gym and cafeteria", ""),
    ("free onsite parking", ""),
    ("provide on-site support to customers", ""),
    ("We offer remote, hybrid and onsite options depending on the team", ""),
    ("working for the Home Office and local government", ""),
    ("a care home in Leeds", ""),
    ("take-home pay and a home office budget", ""),
    ("remote control of drones and remote access tools", ""),
    ("Take the test from a remote location, which may include your home", ""),
    ("Flexible working hours", ""),
    ("3 days of training", ""),
    ("25 days of holiday, office in Leeds", ""),
    ("Microsoft Office and office management", ""),
]


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_reads_it_from_the_text(text, expected):
    raw = RawPosting(source="test", external_id="1", title="Analyst", description=text)
    assert enrich(raw).remote == expected


@pytest.mark.parametrize(
    ("location", "title", "expected"),
    [
        ("Remote - UK", "Analyst", "REMOTE"),
        ("Anywhere in Spain", "Analyst", "REMOTE"),
        ("Home based", "Analyst", "REMOTE"),
        ("London (Hybrid)", "Analyst", "HYBRID"),
        ("Berlin / Remote", "Analyst", "REMOTE"),
        ("Télétravail, France", "Analyste", "REMOTE"),
        ("Worldwide", "Analyst", "REMOTE"),
        ("Leeds", "Analyst (m/w/d) - remote", "REMOTE"),
        ("Leeds", "Lead Designer - Remote", "REMOTE"),
        ("Leeds", "Remote Customer Advisor", "REMOTE"),
        ("Leeds", "Remote Sensing Scientist", ""),
        ("Leeds", "Intern (Summer 2026) (Onsite)", "ONSITE"),
        ("Leeds", "Homecare Worker", ""),
        ("Leeds", "Care Home Manager", ""),
        ("Leeds", "Back Office Assistant", ""),
    ],
)
def test_reads_it_from_place_and_title(location, title, expected):
    raw = RawPosting(source="test", external_id="1", title=title, location_text=location)
    assert enrich(raw).remote == expected
