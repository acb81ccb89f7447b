"""The few words a resume needs around what the person wrote, in the languages the parser reads, and their dates."""

from collections.abc import Mapping

LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "pl", "nl")
_ORDER = (
    "summary",
    "work",
    "education",
    "skills",
    "languages",
    "projects",
    "volunteer",
    "certificates",
    "publications",
    "awards",
    "interests",
    "references",
    "contact",
    "present",
    "grade",
    "courses",
    "tools",
    "page",
)
_WORDS = {
    "en": "Profile|Work experience|Education|Skills|Languages|Projects|Volunteering|Certificates|Publications|Awards|Interests|References|Contact|Present|Grade|Courses|Tools|Page",
    "fr": "Profil|Expérience professionnelle|Formation|Compétences|Langues|Projets|Bénévolat|Certifications|Publications|Distinctions|Centres d’intérêt|Références|Contact|aujourd’hui|Note|Cours|Outils|Page",
    "de": "Profil|Berufserfahrung|Ausbildung|Kenntnisse|Sprachen|Projekte|Ehrenamt|Zertifikate|Publikationen|Auszeichnungen|Interessen|Referenzen|Kontakt|heute|Note|Kurse|Werkzeuge|Seite",
    "es": "Perfil|Experiencia laboral|Formación académica|Habilidades|Idiomas|Proyectos|Voluntariado|Certificaciones|Publicaciones|Premios|Intereses|Referencias|Contacto|actualidad|Nota|Cursos|Herramientas|Página",
    "pt": "Perfil|Experiência profissional|Formação académica|Competências|Idiomas|Projetos|Voluntariado|Certificações|Publicações|Prémios|Interesses|Referências|Contacto|presente|Nota|Cursos|Ferramentas|Página",
    "it": "Profilo|Esperienza professionale|Istruzione e formazione|Competenze|Lingue|Progetti|Volontariato|Certificazioni|Pubblicazioni|Riconoscimenti|Interessi|Referenze|Contatti|oggi|Voto|Corsi|Strumenti|Pagina",
    "pl": "Profil|Doświadczenie zawodowe|Wykształcenie|Umiejętności|Języki|Projekty|Wolontariat|Certyfikaty|Publikacje|Nagrody|Zainteresowania|Referencje|Kontakt|obecnie|Ocena|Kursy|Narzędzia|Strona",
    "nl": "Profiel|Werkervaring|Opleiding|Vaardigheden|Talen|Projecten|Vrijwilligerswerk|Certificaten|Publicaties|Prijzen|Interesses|Referenties|Contact|heden|Cijfer|Cursussen|Hulpmiddelen|Pagina",
}
_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}


def language_or_english(language: str | None) -> str:
    """Return the language if there are words in it, else English."""
    return language if language in LANGUAGES else "en"


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language by what they name."""
    colon = "\u00a0:" if language == "fr" else ":"
    return dict(zip(_ORDER, _WORDS[language].split("|"), strict=True)) | {"colon": colon}


def written_date(iso: str, language: str) -> str:
    """Return an ISO date as people write it there, no more precise than a month."""
    year, _, rest = iso.partition("-")
    month = rest.partition("-")[0]
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    if language == "de":  # the custom of German resumes
        return f"{int(month):02}/{year}"
    return f"{_MONTHS[language].split()[int(month) - 1]} {year}"


def written_period(start: str, end: str, *, language: str, is_open: bool) -> str:
    """Return a period in words; one without an end goes on when `is_open`, else it is one date."""
    first = written_date(start, language) if start else ""
    last = written_date(end, language) if end else ""
    if first and not last and is_open:
        last = words_in(language)["present"]
    if first == last:
        return first
    return " – ".join(filter(None, (first, last)))
