"""Made-up people in eight languages, written out in the formats resumes come in, with what a reader should find."""

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.sax.saxutils import escape as xml_escape


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


def as_text(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    lines = [person.name, f"{person.email} | {person.phone} | {person.place}", "", work.upper(), ""]
    for title, company, dates, bullets in person.jobs:
        lines += [f"{title}, {company}", dates, *(f"- {b}" for b in bullets), ""]
    lines += [education.upper(), ""]
    for degree, school, dates in person.studies:
        lines += [degree, f"{school}, {dates}", ""]
    lines += [skills.upper(), "", ", ".join(person.skills), "", languages.upper(), ""]
    lines += [f"{name}: {level}" for name, level in person.languages]
    return "\n".join(lines).encode()


def as_markdown(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    lines = [
        f"# {person.name}",
        "",
        f"{person.place} · {person.phone} · <{person.email}>",
        "",
        f"## {work}",
        "",
    ]
    for title, company, dates, bullets in person.jobs:
        lines += [
            f"### {company}",
            "",
            f"*{title}* | {dates}",
            "",
            *(f"- {b}" for b in bullets),
            "",
        ]
    lines += [f"## {education}", ""]
    for degree, school, dates in person.studies:
        lines += [f"**{school}** | {dates}", "", degree, ""]
    lines += [f"## {skills}", "", *(f"- {s}" for s in person.skills), "", f"## {languages}", ""]
    lines += [f"- {name} ({level})" for name, level in person.languages]
    return "\n".join(lines).encode()


def as_html(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    rows = "".join(
        f"<tr><td>{escape(d)}</td><td><b>{escape(t)}</b><br>{escape(c)}<ul>{''.join(f'<li>{escape(b)}</li>' for b in bs)}</ul></td></tr>"
        for t, c, d, bs in person.jobs
    )
    studies = "".join(
        f"<p>{escape(dates)}: {escape(degree)}, {escape(school)}</p>"
        for degree, school, dates in person.studies
    )
    spoken = ", ".join(f"{name} ({level})" for name, level in person.languages)
    return (
        f"<!doctype html><html><head><title>CV</title><style>p{{color:red}}</style></head><body><h1>{escape(person.name)}</h1>"
        f"<p>{escape(person.email)}<br>{escape(person.phone)}<br>{escape(person.place)}</p><h2>{escape(work)}</h2><table>{rows}</table>"
        f"<h2>{escape(education)}</h2>{studies}<h2>{escape(skills)}</h2><p>{escape(' • '.join(person.skills))}</p>"
        f"<h2>{escape(languages)}</h2><p>{escape(spoken)}</p><script>document.title='x'</script></body></html>"
    ).encode()


def as_docx(person: Person) -> bytes:
    work, education, skills, languages = person.headings
    parts = [
        paragraph(person.name, bold=True, size=36),
        paragraph(f"{person.place} | {person.phone} | {person.email}"),
        paragraph(work, bold=True, size=26),
    ]
    for title, company, dates, bullets in person.jobs:
        parts += [
            paragraph(f"{company}\t{dates}", bold=True),
            paragraph(title),
            *(paragraph(b, bullet=True) for b in bullets),
        ]
    parts.append(paragraph(education, bold=True, size=26))
    parts += [
        text
        for degree, school, dates in person.studies
        for text in (paragraph(f"{school}\t{dates}", bold=True), paragraph(degree))
    ]
    parts += [
        paragraph(skills, bold=True, size=26),
        paragraph("; ".join(person.skills)),
        paragraph(languages, bold=True, size=26),
    ]
    parts += [paragraph(f"{name} – {level}") for name, level in person.languages]
    return docx("".join(parts))


def paragraph(text: str, *, bold: bool = False, size: int = 22, bullet: bool = False) -> str:
    look = ("<w:b/>" if bold else "") + f'<w:sz w:val="{size}"/>'
    runs = "<w:r><w:tab/></w:r>".join(
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml_escape(part)}</w:t></w:r>'
        for part in text.split("\t")
    )
    listed = (
        '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        if bullet
        else ""
    )
    return f"<w:p>{listed}{runs}</w:p>"


def docx(body: str) -> bytes:
    """The smallest DOCX around a body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        )
        archive.writestr(
            "word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
            "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
            f"xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:body>{body}</w:body></w:document>",
        )
    return buffer.getvalue()


WRITERS = {"txt": as_text, "md": as_markdown, "html": as_html, "docx": as_docx}
