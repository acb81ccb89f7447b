"""What LinkedIn hands out about a made-up person: the PDF of 'Save to PDF', and the data archive."""

import io
import zipfile
from dataclasses import dataclass, field

from resumes.tests.parsing.pdfs import Text, pdf

_SIDEBAR = "0.16 0.24 0.29 rg 0 0 205 842 re f"
_WHITE = "1 1 1"


@dataclass(frozen=True)
class Labels:
    """The words of one language, as LinkedIn sets them; some it never translates."""

    contact: str
    skills: str
    summary: str
    work: str
    education: str
    languages: str = "Languages"
    certificates: str = "Certifications"


LABELS = {
    "en": Labels("Contact", "Top Skills", "Summary", "Experience", "Education"),
    "de": Labels("Kontakt", "Top-Kenntnisse", "Zusammenfassung", "Berufserfahrung", "Ausbildung"),
    "fr": Labels("Coordonnées", "Principales compétences", "Résumé", "Expérience", "Formation"),
    "es": Labels("Contactar", "Aptitudes principales", "Extracto", "Experiencia", "Educación"),
}


@dataclass(frozen=True)
class Role:
    title: str
    dates: str
    place: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Employer:
    """A company; with several roles its own line says how long they were in all."""

    name: str
    roles: tuple[Role, ...]
    total: str = ""


@dataclass(frozen=True)
class Member:
    name: str
    headline: str
    place: str
    email: str
    summary: tuple[str, ...]
    employers: tuple[Employer, ...]
    schools: tuple[tuple[str, str], ...]
    phone: str = ""
    profile: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    certificates: tuple[str, ...] = field(default=())


def saved_pdf(member: Member, labels: Labels, *, per_page: float = 740) -> bytes:
    """The two columns of 'Save to PDF': a dark sidebar on every page, no bold, sizes alone tell lines apart."""
    pages: list[list[Text]] = [_sidebar(member, labels)]
    y = 60.0
    for gap, size, line in _main(member, labels):
        y += gap
        if y > per_page:
            pages.append([])
            y = 60.0
        pages[-1].append(Text(224, y, line, size))
    for number, page in enumerate(pages, start=1):
        page.append(Text(500, 815, f"Page {number} of {len(pages)}", 9))
    return pdf(*pages, before=_SIDEBAR)


def _sidebar(member: Member, labels: Labels) -> list[Text]:
    rows: list[tuple[float, float, str]] = [(0, 13, labels.contact)]
    if member.phone:
        rows.append((20, 10.5, f"{member.phone} (Mobile)"))
    rows += [(16, 10.5, member.email), (8, 10.5, "")]
    rows += [(12, 10.5, line) for line in member.profile]
    for title, values in (
        (labels.skills, member.skills),
        (labels.languages, member.languages),
        (labels.certificates, member.certificates),
    ):
        if values:
            rows.append((34, 13, title))
            rows += [(18, 10.5, value) for value in values]
    texts, y = [], 60.0
    for gap, size, line in rows:
        y += gap
        if line:
            texts.append(Text(22, y, line, size, colour=_WHITE))
    return texts


def _main(member: Member, labels: Labels) -> list[tuple[float, float, str]]:
    rows: list[tuple[float, float, str]] = [
        (0, 26, member.name),
        (22, 12, member.headline),
        (17, 12, member.place),
        (36, 15.75, labels.summary),
    ]
    rows += [(20 if n == 0 else 15, 12, line) for n, line in enumerate(member.summary)]
    rows.append((38, 15.75, labels.work))
    for employer in member.employers:
        rows.append((28, 12, employer.name))
        if employer.total:
            rows.append((14, 10.5, employer.total))
        for role in employer.roles:
            rows += [(17, 11.5, role.title), (15, 10.5, role.dates)]
            if role.place:
                rows.append((14, 10.5, role.place))
            rows += [(18 if n == 0 else 14, 10.5, line) for n, line in enumerate(role.told)]
    rows.append((38, 15.75, labels.education))
    for school, degree in member.schools:
        rows += [(26, 12, school), (15, 10.5, degree)]
    return rows


def archive(tables: dict[str, str], *, encoding: str = "utf-8") -> bytes:
    """A zip file of tables by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in tables.items():
            packed.writestr(name, text.replace("\n", "\r\n").encode(encoding))
    return buffer.getvalue()
