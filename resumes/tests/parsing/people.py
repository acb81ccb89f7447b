"""Made-up people in eight languages, and what a reader should find in their resumes."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Person:
    language: str
    name: str
    email: str
    phone: str
    place: str
    headings: tuple[str, str, str, str]
    jobs: list[tuple[str, str, str, list[str]]]
    """(title, company, dates as written, bullets)"""
    spans: list[tuple[str, str]]
    """(ISO start, ISO end or '') of each job"""
    studies: list[tuple[str, str, str]]
    """(degree, school, dates as written)"""
    skills: list[str]
    languages: list[tuple[str, str]]
    extra: dict[str, Any] = field(default_factory=dict)

    def truth(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "location": self.place,
            "experience": [
                {
                    "title": t,
                    "company": c,
                    "dates": " - ".join(filter(None, (start, end or "present"))),
                }
                for (t, c, _, _), (start, end) in zip(self.jobs, self.spans, strict=True)
            ],
            "education": [{"degree": d, "institution": s} for d, s, _ in self.studies],
            "skills": self.skills,
            "languages": [name for name, _ in self.languages],
        }


PEOPLE = [
    Person(
        "en",
        "Amelia Okafor",
        "amelia.okafor@example.com",
        "+44 20 7946 0958",
        "Leeds, United Kingdom",
        ("Work Experience", "Education", "Skills", "Languages"),
        [
            (
                "Ward Sister",
                "Northfield General Hospital",
                "March 2019 – Present",
                [
                    "Led a team of 14 nurses on an acute medical ward.",
                    "Cut medication errors by a third within a year.",
                ],
            ),
            (
                "Staff Nurse",
                "St Brannock's Clinic",
                "Sept 2014 – Feb 2019",
                ["Cared for up to eight patients per shift."],
            ),
        ],
        [("2019-03", ""), ("2014-09", "2019-02")],
        [("BSc Nursing", "University of Leeds", "2011 – 2014")],
        ["Patient assessment", "Wound care", "Triage", "IV therapy"],
        [("English", "native"), ("Igbo", "fluent")],
    ),
    Person(
        "de",
        "Jürgen Großmann",
        "juergen.grossmann@example.de",
        "+49 30 901820",
        "Berlin, Deutschland",
        ("Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen"),
        [
            (
                "Projektleiter",
                "Weber Maschinenbau GmbH",
                "04/2018 – heute",
                [
                    "Leitung von drei Werksumbauten mit einem Budget von 4 Mio. Euro.",
                    "Einführung eines Kanban-Systems in der Montage.",
                ],
            ),
            (
                "Konstrukteur",
                "Altmark Fördertechnik AG",
                "10/2012 – 03/2018",
                ["Auslegung von Förderanlagen in SolidWorks."],
            ),
        ],
        [("2018-04", ""), ("2012-10", "2018-03")],
        [("Diplom Maschinenbau", "Technische Universität Dresden", "10/2006 – 09/2012")],
        ["SolidWorks", "AutoCAD", "SAP PP", "Lean Production"],
        [("Deutsch", "Muttersprache"), ("Englisch", "verhandlungssicher")],
    ),
    Person(
        "fr",
        "Élodie Lefèvre",
        "elodie.lefevre@example.fr",
        "06 12 34 56 78",
        "Lyon, France",
        ("Expérience professionnelle", "Formation", "Compétences", "Langues"),
        [
            (
                "Responsable de boutique",
                "Maison Dubreuil",
                "janvier 2020 – aujourd'hui",
                [
                    "Encadrement de six vendeurs.",
                    "Hausse du chiffre d'affaires de 18 % en deux ans.",
                ],
            ),
            (
                "Vendeuse",
                "Galerie Saint-Aubin",
                "septembre 2016 – décembre 2019",
                ["Conseil aux clients et tenue de caisse."],
            ),
        ],
        [("2020-01", ""), ("2016-09", "2019-12")],
        [("BTS Management commercial opérationnel", "Lycée Jean Moulin", "2014 – 2016")],
        ["Gestion des stocks", "Vente", "Merchandising", "Excel"],
        [("Français", "langue maternelle"), ("Espagnol", "B2")],
    ),
    Person(
        "es",
        "Íñigo Fernández Ruiz",
        "inigo.fernandez@example.es",
        "+34 912 345 678",
        "Madrid, España",
        ("Experiencia laboral", "Formación académica", "Habilidades", "Idiomas"),
        [
            (
                "Jefe de cocina",
                "Restaurante El Olivar",
                "mayo de 2019 – actualidad",
                [
                    "Dirección de una brigada de nueve cocineros.",
                    "Diseño de la carta de temporada.",
                ],
            ),
            (
                "Cocinero",
                "Hotel Mirador del Mar",
                "junio de 2014 – abril de 2019",
                ["Elaboración de menús para banquetes de 200 personas."],
            ),
        ],
        [("2019-05", ""), ("2014-06", "2019-04")],
        [
            (
                "Técnico superior en Dirección de Cocina",
                "Escuela de Hostelería de Madrid",
                "2012 – 2014",
            )
        ],
        ["Cocina mediterránea", "Control de costes", "APPCC", "Repostería"],
        [("Español", "nativo"), ("Inglés", "intermedio")],
    ),
    Person(
        "pt",
        "João Magalhães",
        "joao.magalhaes@example.pt",
        "+351 21 234 5678",
        "Lisboa, Portugal",
        ("Experiência profissional", "Formação", "Competências", "Idiomas"),
        [
            (
                "Gestor de logística",
                "Transportes Ribeiro Lda",
                "fevereiro de 2017 – presente",
                [
                    "Coordenação de 40 viaturas em três armazéns.",
                    "Redução dos custos de combustível em 12 %.",
                ],
            ),
            (
                "Assistente administrativo",
                "Porto Azul Seguros",
                "setembro de 2012 – janeiro de 2017",
                ["Apoio à equipa comercial."],
            ),
        ],
        [("2017-02", ""), ("2012-09", "2017-01")],
        [("Licenciatura em Gestão", "Universidade de Lisboa", "2009 – 2012")],
        ["SAP", "Planeamento de rotas", "Negociação", "Power BI"],
        [("Português", "língua materna"), ("Inglês", "avançado")],
    ),
    Person(
        "it",
        "Chiara D'Angelo",
        "chiara.dangelo@example.it",
        "+39 02 1234 5678",
        "Milano, Italia",
        ("Esperienza lavorativa", "Istruzione e formazione", "Competenze", "Lingue"),
        [
            (
                "Contabile",
                "Studio Bianchi S.r.l.",
                "marzo 2018 – oggi",
                ["Gestione della contabilità di 35 clienti.", "Chiusura dei bilanci annuali."],
            ),
            (
                "Impiegata amministrativa",
                "Ferramenta Rossi S.p.A.",
                "settembre 2013 – febbraio 2018",
                ["Fatturazione e recupero crediti."],
            ),
        ],
        [("2018-03", ""), ("2013-09", "2018-02")],
        [
            (
                "Laurea triennale in Economia aziendale",
                "Università degli Studi di Milano",
                "2010 – 2013",
            )
        ],
        ["Contabilità generale", "IVA", "Zucchetti", "Excel"],
        [("Italiano", "madrelingua"), ("Francese", "buono")],
    ),
    Person(
        "pl",
        "Łukasz Wiśniewski",
        "lukasz.wisniewski@example.pl",
        "+48 22 123 45 67",
        "Kraków, Polska",
        ("Doświadczenie zawodowe", "Wykształcenie", "Umiejętności", "Języki obce"),
        [
            (
                "Starszy programista",
                "Nordica Software Sp. z o.o.",
                "kwiecień 2019 – obecnie",
                [
                    "Rozwój systemu rozliczeń dla 2 mln klientów.",
                    "Wdrożenie testów automatycznych.",
                ],
            ),
            (
                "Programista",
                "Bank Wiślany",
                "lipiec 2014 – marzec 2019",
                ["Utrzymanie bankowości internetowej."],
            ),
        ],
        [("2019-04", ""), ("2014-07", "2019-03")],
        [("Magister informatyki", "Akademia Górniczo-Hutnicza", "2009 – 2014")],
        ["Java", "Spring Boot", "PostgreSQL", "Docker"],
        [("Angielski", "C1"), ("Niemiecki", "B1")],
    ),
    Person(
        "nl",
        "Sanne van der Berg",
        "sanne.vanderberg@example.nl",
        "+31 20 123 4567",
        "Utrecht, Nederland",
        ("Werkervaring", "Opleiding", "Vaardigheden", "Talen"),
        [
            (
                "Accountmanager",
                "Zonnewind Energie B.V.",
                "januari 2020 – heden",
                ["Beheer van 60 zakelijke klanten.", "Omzet in een jaar met 22% verhoogd."],
            ),
            (
                "Verkoopmedewerker",
                "Bakker & Zonen",
                "augustus 2015 – december 2019",
                ["Advies aan klanten in de winkel."],
            ),
        ],
        [("2020-01", ""), ("2015-08", "2019-12")],
        [("HBO Commerciële Economie", "Hogeschool Utrecht", "2011 – 2015")],
        ["Acquisitie", "Onderhandelen", "Salesforce", "Presenteren"],
        [("Nederlands", "moedertaal"), ("Duits", "goed")],
    ),
]
