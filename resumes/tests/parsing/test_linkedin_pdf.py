"""'Save to PDF' of LinkedIn: two columns, companies that head groups of roles, and lengths of time beside the dates."""

from datetime import date

import pytest

from resumes.parsing.read import parse_bytes
from resumes.tests.parsing.linkedin import LABELS, Employer, Member, Role, saved_pdf

TODAY = date(2026, 11, 1)

MEMBERS = {
    "en": Member(
        name="Amara Okafor",
        headline="Staff Data Engineer at Northwind Labs | Streaming, Python, Cloud",
        place="Greater Manchester, England, United Kingdom",
        email="amara.okafor@example.com",
        phone="+44 20 7946 0123",
        profile=(
            "www.linkedin.com/in/amara-",
            "okafor-data (LinkedIn)",
            "amara.example.org (Portfolio)",
        ),
        summary=(
            "I build the pipelines other teams stand on, from events to reports.",
            "Before that I taught mathematics for four years.",
        ),
        skills=("Apache Kafka", "Data Modeling", "Python"),
        languages=(
            "English (Native or Bilingual)",
            "Igbo (Native or Bilingual)",
            "French (Limited Working)",
        ),
        certificates=("AWS Certified Data Analytics", "Professional Scrum Master I"),
        employers=(
            Employer(
                "Northwind Labs",
                (
                    Role(
                        "Staff Data Engineer",
                        "March 2022 - Present (4 years 9 months)",
                        "Manchester, United Kingdom",
                        (
                            "Own the streaming platform that forty teams publish their events to.",
                            "- Cut the cost of storage by 38 percent",
                        ),
                    ),
                    Role(
                        "Senior Data Engineer",
                        "January 2020 - March 2022 (2 years 3 months)",
                        "Manchester, United Kingdom",
                    ),
                ),
                "6 years 11 months",
            ),
            Employer(
                "Contoso Retail",
                (
                    Role(
                        "Data Analyst",
                        "June 2016 - December 2019 (3 years 7 months)",
                        "Leeds, United Kingdom",
                        ("Reported sales of 240 stores every morning before they opened.",),
                    ),
                ),
            ),
        ),
        schools=(
            ("University of Leeds", "Master of Science - MS, Statistics · (2014 - 2015)"),
            ("University of Lagos", "Bachelor of Science - BS, Mathematics · (2006 - 2010)"),
        ),
    ),
    "de": Member(
        name="Jonas Brückner",
        headline="Leiter Einkauf bei Muster Anlagenbau GmbH",
        place="Stuttgart, Baden-Württemberg, Deutschland",
        email="jonas.brueckner@example.com",
        phone="+49 711 5550123",
        summary=("Einkäufer mit Blick für Lieferketten und mit Geduld in Verhandlungen.",),
        skills=("Verhandlungsführung", "SAP MM"),
        languages=("Deutsch (Native or Bilingual)", "Englisch (Professional Working)"),
        employers=(
            Employer(
                "Muster Anlagenbau GmbH",
                (
                    Role(
                        "Leiter Einkauf",
                        "Mai 2021 - Present (5 Jahre 7 Monate)",
                        "Stuttgart, Deutschland",
                    ),
                    Role(
                        "Strategischer Einkäufer",
                        "Februar 2017 - Mai 2021 (4 Jahre 4 Monate)",
                        "Stuttgart, Deutschland",
                    ),
                ),
                "9 Jahre 10 Monate",
            ),
        ),
        schools=(
            (
                "Hochschule Esslingen",
                "Bachelor of Engineering, Wirtschaftsingenieurwesen · (2012 - 2016)",
            ),
        ),
    ),
    "fr": Member(
        name="Élodie Marchand",
        headline="Responsable logistique chez Transports Duval",
        place="Lyon, Auvergne-Rhône-Alpes, France",
        email="elodie.marchand@example.com",
        summary=("Je fais arriver les marchandises à l'heure, en équipe.",),
        skills=("Gestion de stock", "Lean"),
        languages=("Français (Native or Bilingual)",),
        employers=(
            Employer(
                "Transports Duval",
                (
                    Role(
                        "Responsable logistique",
                        "septembre 2019 - Present (7 ans 3 mois)",
                        "Lyon, France",
                        ("Pilotage de trois entrepôts et de quarante-cinq personnes.",),
                    ),
                ),
            ),
            Employer(
                "Agence Rivière",
                (
                    Role(
                        "Assistante logistique",
                        "janvier 2017 - août 2019 (2 ans 8 mois)",
                        "Lyon, France",
                    ),
                ),
            ),
        ),
        schools=(("Université Lumière Lyon 2", "Master, Logistique · (2014 - 2016)"),),
    ),
    "es": Member(
        name="Lucía Herrero",
        headline="Enfermera en Hospital San Mateo",
        place="Valencia, Comunidad Valenciana, España",
        email="lucia.herrero@example.com",
        summary=("Enfermera de urgencias con doce años de experiencia en triaje.",),
        skills=("Triaje", "Urgencias"),
        languages=("Español (Native or Bilingual)",),
        employers=(
            Employer(
                "Hospital San Mateo",
                (
                    Role(
                        "Enfermera", "marzo de 2018 - Present (8 años 9 meses)", "Valencia, España"
                    ),
                ),
            ),
            Employer(
                "Clínica del Mar",
                (
                    Role(
                        "Auxiliar de enfermería",
                        "enero de 2014 - febrero de 2018 (4 años 2 meses)",
                        "Alicante, España",
                    ),
                ),
            ),
        ),
        schools=(("Universidad de Valencia", "Grado, Enfermería · (2009 - 2013)"),),
    ),
}


@pytest.fixture(params=sorted(MEMBERS), scope="module")
def read(request):
    member = MEMBERS[request.param]
    return member, parse_bytes(saved_pdf(member, LABELS[request.param]), today=TODAY)


class TestSavedPdf:
    def test_contact_data_of_both_columns(self, read):
        member, parsed = read
        basics = parsed.resume["basics"]
        assert (basics["name"], basics["email"], basics["label"]) == (
            member.name,
            member.email,
            member.headline,
        )
        assert basics.get("phone", "") == member.phone
        assert basics["location"]["city"] == member.place.split(",", maxsplit=1)[0]
        assert basics["summary"] == " ".join(member.summary)

    def test_every_role_under_its_company(self, read):
        member, parsed = read
        expected = [(r.title, e.name, r.place) for e in member.employers for r in e.roles]
        assert [
            (j["position"], j["name"], j.get("location", "")) for j in parsed.resume["work"]
        ] == expected

    def test_dates_without_the_lengths_of_time(self, read):
        _, parsed = read
        for job in parsed.resume["work"]:
            assert len(job["startDate"]) == len("2020-01")
        assert "endDate" not in parsed.resume["work"][0]

    def test_schools_and_degrees(self, read):
        member, parsed = read
        found = [
            (s["institution"], s["startDate"], s["endDate"]) for s in parsed.resume["education"]
        ]
        expected = [(school, degree[-12:-8], degree[-5:-1]) for school, degree in member.schools]
        assert found == expected
        for study, (_, degree) in zip(parsed.resume["education"], member.schools, strict=True):
            assert degree.startswith(study["studyType"])
            assert study["area"] in degree

    def test_lists_of_the_sidebar(self, read):
        member, parsed = read
        assert [s["name"] for s in parsed.resume["skills"]] == list(member.skills)
        assert [f"{x['language']} ({x['fluency']})" for x in parsed.resume["languages"]] == list(
            member.languages
        )
        assert [c["name"] for c in parsed.resume.get("certificates", [])] == list(
            member.certificates
        )

    def test_a_second_page_goes_on_where_the_first_ended(self):
        member = MEMBERS["en"]
        parsed = parse_bytes(saved_pdf(member, LABELS["en"], per_page=380), today=TODAY)
        assert parsed.pages > 1
        assert [j["name"] for j in parsed.resume["work"]] == [
            "Northwind Labs",
            "Northwind Labs",
            "Contoso Retail",
        ]
        assert [s["institution"] for s in parsed.resume["education"]] == [
            "University of Leeds",
            "University of Lagos",
        ]

    def test_an_address_broken_over_two_lines(self):
        parsed = parse_bytes(saved_pdf(MEMBERS["en"], LABELS["en"]), today=TODAY)
        profiles = {p["network"]: p["url"] for p in parsed.resume["basics"]["profiles"]}
        assert profiles["LinkedIn"] == "www.linkedin.com/in/amara-okafor-data"
