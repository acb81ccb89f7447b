"""The words resumes use for their sections, in English, French, German, Spanish, Portuguese, Italian, Polish and Dutch."""

import re
import unicodedata
from functools import lru_cache

_PHRASES: dict[str, str] = {
    "work": """experience|where i ve worked|where i have worked|what i ve done|what i have done|my experience|my work|my career|jobs|work and experience
        |work experience|professional experience|employment|employment history|work history|career
        history|career|professional background|relevant experience|relevant work experience|industry experience|experiences
        |professional history|positions held|internships|internship|internship experience|internships and experience
        |teaching experience|research experience|research|military experience|military service|clinical experience|positions
        |job history|career experience|professional experiences|work|additional experience|other experience
        |freelance experience|consulting experience|leadership experience|academic experience|academic appointments
        |appointments|career summary and experience|experience and internships|selected experience|employment record
        |expérience|expériences|expérience professionnelle|expériences professionnelles|parcours professionnel|emplois
        |parcours|stages|stage|expériences de travail|expérience de travail|carrière|stages et expériences
        |berufserfahrung|beruflicher werdegang|berufliche erfahrung|berufspraxis|praktische erfahrung|werdegang|praktika
        |praktikum|berufliche laufbahn|arbeitserfahrung|tätigkeiten|berufliche stationen|berufstätigkeit|erfahrung
        |erfahrungen|berufliche tätigkeit|beruf|berufsweg|praxiserfahrung
        |experiencia|experiencia laboral|experiencia profesional|historial laboral|trayectoria profesional|prácticas
        |experiencia de trabajo|trayectoria|trayectoria laboral|recorrido profesional|empleo|historial profesional|vida laboral
        |experiência|experiência profissional|experiências profissionais|histórico profissional|experiências|estágios|estágio
        |percurso profissional|trajetória profissional|atuação profissional
        |esperienza|esperienze|esperienza lavorativa|esperienze lavorative|esperienza professionale|esperienze professionali
        |carriera|percorso professionale|tirocini|stage e tirocini
        |doświadczenie|doświadczenie zawodowe|przebieg kariery|historia zatrudnienia|praktyki|praktyki i staże|staże
        |kariera zawodowa|przebieg pracy zawodowej|doświadczenie i staże|zatrudnienie
        |werkervaring|ervaring|loopbaan|arbeidsverleden|professionele ervaring|stages|stage ervaring|carrière|relevante werkervaring
        |beroepservaring|arbeidservaring""",
    "education": """education|where i studied|where i ve studied|my education|educational background|academic background|academic history|academics|education and training
        |training and education|academic qualifications|educational qualifications|qualifications|degrees|studies
        |education and qualifications|educational qualification|academic record|education history|schooling|academic profile
        |formation|formations|études|parcours académique|formation académique|diplômes|cursus|parcours scolaire|scolarité
        |formation et diplômes|diplômes et formations|études et formations|éducation|formation initiale|diplômes et formation
        |ausbildung|bildung|studium|schulbildung|akademischer werdegang|bildungsweg|schule|ausbildung und studium|hochschulbildung
        |aus und weiterbildung|schulische ausbildung|akademische ausbildung|bildungsgang|studium und ausbildung|bildungsabschlüsse
        |educación|formación|formación académica|estudios|formación y estudios|titulación|educación y formación|estudios realizados
        |educação|formação|formação acadêmica|formação académica|escolaridade|estudos|habilitações académicas|habilitações literárias
        |formação educacional|educação e formação
        |istruzione|formazione|istruzione e formazione|titoli di studio|studi|percorso di studi|formazione accademica|educazione
        |percorso formativo|formazione e istruzione
        |wykształcenie|edukacja|wykształcenie i szkolenia|studia|przebieg edukacji|nauka
        |opleiding|opleidingen|onderwijs|studie|studies|scholing|opleiding en training|opleidingen en cursussen|vooropleiding""",
    "skills": """what i know|what i can do|what i m good at|my skills|toolbox|toolkit|tech stack|stack|my toolbox|skill set|skillset|skills|technical skills|key skills|core skills|core competencies|competencies|areas of expertise|expertise
        |technologies|technical proficiencies|proficiencies|tools|software|skills and tools|skills and technologies|abilities
        |technical expertise|top skills|professional skills|relevant skills|skills summary|hard skills|soft skills|it skills
        |computer skills|technical competencies|tech stack|technology|technical summary|skills and expertise|key competencies
        |additional skills|specialties|specialities|skills and abilities|programming languages|programming skills|toolbox
        |tools and technologies|technical knowledge|technical|skillset|skill set|skills and interests|skills summary|strengths and skills
        |qualifications and skills|summary of skills|skill highlights|programs|programs skills|technical tools|technologies and tools
        |other skills|personal skills|digital skills|languages and technologies|core strengths|areas of knowledge|skills profile
        |compétences|compétences techniques|compétences clés|savoir faire|savoir être|outils|compétences informatiques|logiciels
        |compétences professionnelles|principales compétences|informatique|atouts|domaines de compétence|aptitudes|qualités|compétences et outils
        |kenntnisse|fähigkeiten|fachkenntnisse|kompetenzen|kernkompetenzen|it kenntnisse|edv kenntnisse|technische kenntnisse
        |top kenntnisse|fähigkeiten und kenntnisse|kenntnisse und fähigkeiten|qualifikationen|fachliche kenntnisse|besondere kenntnisse
        |skills und kenntnisse|fertigkeiten|programmierkenntnisse|technische fähigkeiten|weitere kenntnisse|persönliche fähigkeiten
        |fachkompetenzen|soziale kompetenzen|stärken|softwarekenntnisse|edv
        |habilidades|competencias|aptitudes|conocimientos|habilidades técnicas|conocimientos técnicos|competencias técnicas
        |capacidades|destrezas|herramientas|informática|conocimientos informáticos|habilidades y competencias|competencias digitales
        |habilidades clave|aptitudes principales|aptitudes y competencias
        |competências|habilidades|conhecimentos|aptidões|competências técnicas|habilidades técnicas|conhecimentos técnicos
        |ferramentas|competências digitais|habilidades e competências|competências pessoais|conhecimentos informáticos
        |competenze|capacità|competenze tecniche|abilità|conoscenze|competenze informatiche|conoscenze informatiche|competenze digitali
        |competenze professionali|capacità e competenze|capacità e competenze personali|competenze personali|strumenti|competenze chiave
        |umiejętności|kompetencje|umiejętności techniczne|kluczowe kompetencje|znajomość programów|technologie|umiejętności i kompetencje
        |kwalifikacje|umiejętności zawodowe|narzędzia|obsługa komputera|kluczowe umiejętności
        |vaardigheden|competenties|kennis|technische vaardigheden|computervaardigheden|kennis en vaardigheden|kerncompetenties
        |vaardigheden en competenties|computerkennis|technische kennis|eigenschappen""",
    "languages": """languages|language skills|spoken languages|language proficiency|foreign languages|languages spoken|language
        |language competencies|linguistic skills
        |langues|langue|compétences linguistiques|langues étrangères|langues parlées
        |sprachen|sprachkenntnisse|fremdsprachen|sprache|sprachliche kenntnisse
        |idiomas|lenguas|idioma|conocimiento de idiomas|línguas|competências linguísticas|conhecimentos de línguas
        |lingue|lingue straniere|competenze linguistiche|conoscenza delle lingue|lingue conosciute|conoscenze linguistiche
        |języki|języki obce|znajomość języków|znajomość języków obcych|język
        |talen|talenkennis|taalvaardigheden|taalkennis|taal""",
    "certificates": """certifications|certificates|certification|licenses|licenses and certifications|certifications and licenses
        |professional certifications|credentials|licenses certifications|licensure|certificates and licenses|certifications and training
        |training and certifications|trainings|training|certifications and activities|professional development|courses and certifications
        |certifications and awards|courses|online courses|certificates and courses|professional training|licences|accreditations
        |certifications et formations|formations complémentaires|certificats|habilitations|permis
        |zertifikate|zertifizierungen|weiterbildung|weiterbildungen|fortbildungen|fortbildung|zertifikate und weiterbildungen|lehrgänge|kurse
        |schulungen|weiterbildung und zertifikate|führerschein
        |certificaciones|certificados|cursos|cursos y certificaciones|formación complementaria|licencias|otros cursos|formación adicional
        |certificações|certificados|cursos e certificações|cursos complementares|formação complementar
        |certificazioni|certificati|corsi|corsi e certificazioni|corsi di formazione|attestati|patente|patenti
        |certyfikaty|szkolenia|kursy|kursy i szkolenia|certyfikaty i szkolenia|szkolenia i certyfikaty|kursy i certyfikaty|prawo jazdy
        |certificaten|certificeringen|cursussen|trainingen|cursussen en trainingen|cursussen en certificaten|rijbewijs""",
    "projects": """projects|personal projects|selected projects|academic projects|side projects|key projects|project experience
        |notable projects|open source|open source projects|relevant projects|university projects|course projects|research projects
        |projects and research|portfolio|open source contributions|technical projects|professional projects|class projects|student projects
        |projets|projets personnels|projets académiques|réalisations|projets universitaires
        |projekte|projekterfahrung|ausgewählte projekte|eigene projekte|persönliche projekte|projektübersicht|private projekte
        |proyectos|proyectos personales|proyectos destacados|projetos|projetos pessoais|portfólio|projetos acadêmicos
        |progetti|progetti personali|projekty|projekty własne|projecten|persoonlijke projecten""",
    "publications": """publications|selected publications|papers|articles|publications and presentations|presentations|conference papers
        |journal articles|patents|patents and publications|publications and patents|talks|invited talks|conferences|books|conference presentations
        |publications et communications|articles et publications|brevets|veröffentlichungen|publikationen|vorträge|patente
        |publicaciones|publicações|artigos|pubblicazioni|publikacje|publicaties|patentes|brevetti|ponencias""",
    "volunteer": """volunteer|volunteering|volunteer experience|volunteer work|community service|community involvement|involvement
        |extracurricular activities|extracurriculars|activities|leadership and activities|campus involvement|on campus involvement
        |leadership|activities and leadership|volunteer and leadership|volunteer activities|social engagement|leadership and involvement
        |involvement experience|civic engagement|community|community engagement|leadership activities|social work|memberships
        |extra curricular activities|affiliations|professional affiliations|professional memberships|organizations|service|outreach
        |bénévolat|engagement associatif|activités extrascolaires|vie associative|engagements|activités associatives|associations
        |ehrenamt|ehrenamtliches engagement|ehrenamtliche tätigkeiten|engagement|soziales engagement|ehrenamtliche tätigkeit|mitgliedschaften
        |voluntariado|actividades extracurriculares|voluntariado y actividades|trabajo voluntario|atividades extracurriculares
        |trabalho voluntário|experiência voluntária|volontariato|attività extracurriculari|attività di volontariato
        |wolontariat|działalność dodatkowa|działalność społeczna|działalność
        |vrijwilligerswerk|nevenactiviteiten|vrijwilligerservaring|nevenfuncties|bestuurservaring|lidmaatschappen""",
    "awards": """awards|honors|honours|honors and awards|awards and honors|achievements|accomplishments|scholarships|awards and achievements
        |key achievements|awards and recognition|recognition|recognitions|distinctions|fellowships|awards and scholarships|grants
        |awards and certifications|selected honors|honors awards|academic achievements|professional achievements|honours and awards
        |prix|distinctions|récompenses|prix et distinctions|bourses|distinctions et prix
        |auszeichnungen|preise|stipendien|auszeichnungen und stipendien|erfolge|ehrungen|preise und auszeichnungen
        |premios|reconocimientos|logros|becas|premios y reconocimientos|prêmios|conquistas|bolsas|prémios|reconhecimentos
        |premi|riconoscimenti|premi e riconoscimenti|borse di studio|nagrody|osiągnięcia|wyróżnienia|nagrody i wyróżnienia|stypendia
        |prijzen|onderscheidingen|prestaties|beurzen""",
    "summary": """summary|profile|professional summary|about|about me|objective|career objective|executive summary|personal statement
        |professional profile|career summary|overview|highlights|summary of qualifications|personal profile|introduction|bio|biography
        |career profile|professional objective|statement|background|profile summary|career highlights|who i am|career goal|career goals
        |qualifications summary|resume summary|career overview|resume objective|key highlights|qualification highlights|professional overview
        |profil|profil professionnel|résumé|à propos|à propos de moi|objectif|objectif professionnel|présentation|accroche
        |kurzprofil|über mich|profil|zusammenfassung|persönliches profil|berufsziel|zur person|berufliches profil|kurzvorstellung|motivation
        |perfil|perfil profesional|resumen|sobre mí|acerca de mí|objetivo|objetivo profesional|resumen profesional|extracto|presentación
        |perfil profissional|resumo|sobre mim|resumo profissional|sobre|apresentação|objetivos
        |profilo|profilo professionale|sommario|chi sono|obiettivo|riepilogo|su di me|presentazione|obiettivo professionale|profilo personale
        |podsumowanie|profil zawodowy|o mnie|cel zawodowy|podsumowanie zawodowe|cel
        |profiel|samenvatting|over mij|persoonlijk profiel|profielschets|wie ben ik|doel|professioneel profiel""",
    "interests": """interests|hobbies|hobbies and interests|interests and hobbies|personal interests|activities and interests
        |interests and activities|passions|leisure
        |centres d intérêt|centres d intérêts|loisirs|intérêts|hobbies et intérêts|loisirs et intérêts
        |interessen|hobbys|freizeit|hobbys und interessen|interessen und hobbys|hobbies und interessen
        |intereses|aficiones|pasatiempos|intereses personales|interesses|passatempos|hobbies e interesses
        |interessi|interessi personali|hobby|hobby e interessi|interessi e hobby|zainteresowania|hobby i zainteresowania
        |hobby s|interesses en hobby s|vrije tijd|hobbys en interesses|hobby s en interesses""",
    "references": """references|referees|reference|references available upon request|recommendations|testimonials|références
        |referenzen|referencias|referências|referenze|referencje|referenties""",
    "contact": """contact|contact information|contact details|contact me|personal information|personal details|personal data|personal info
        |details|info|contact info|profiles|links|social|social media|online|online profiles|websites|social links|find me online|web
        |coordonnées|informations personnelles|contacts|données personnelles|état civil|liens|réseaux
        |contactar|contattami|kontakt|kontaktdaten|persönliche daten|persönliche angaben|angaben zur person|persönliches|adresse|anschrift
        |contacto|datos personales|datos de contacto|información personal|información de contacto|redes|enlaces
        |contato|dados pessoais|informações pessoais|informações de contato|contactos|informação pessoal
        |contatti|dati personali|informazioni personali|recapiti|dati anagrafici
        |dane osobowe|dane kontaktowe|informacje osobiste|dane
        |contactgegevens|persoonlijke gegevens|personalia|persoonlijke informatie|gegevens""",
    "coursework": """coursework|relevant coursework|relevant courses|key courses|modules|selected coursework|cours suivis|materias
        |teaching|thesis|dissertation|theses|disciplinas|vakken""",
    "other": """additional information|miscellaneous|other|other information|additional|focus areas|personality
        |declaration|availability|work authorization|security clearance|clearance|notes|informations complémentaires|divers
        |sonstiges|weitere angaben|otros|otros datos|información adicional|outros|informações adicionais|altro|ulteriori informazioni
        |inne|informacje dodatkowe|klauzula|dodatkowe informacje|overige|overig|overige informatie|diversen|autres|values|philosophy
        |life philosophy|my life philosophy|my time|a day of my life|most proud of|quote""",
}
# A heading may qualify one of these: "Customer Service Experience", "Expérience en restauration".
_HEADS: dict[str, str] = {
    "volunteer": "volunteer experience|volunteering experience|involvement|activities|volunteer|volunteering|ehrenamt|bénévolat|voluntariado|wolontariat",
    "work": "experience|experiences|employment|internships|internship|history|erfahrung|berufserfahrung|expérience|expériences|experiencia|experiência|esperienza|esperienze|doświadczenie|werkervaring|ervaring|appointments|positions",
    "education": "education|formation|ausbildung|educación|formación académica|formação|istruzione|wykształcenie|opleiding|studies|qualifications",
    "skills": "skills|compétences|kenntnisse|fähigkeiten|habilidades|competencias|competências|competenze|umiejętności|vaardigheden|technologies|proficiencies|competencies|expertise|kompetenzen|strengths",
    "projects": "projects|projets|projekte|proyectos|projetos|progetti|projekty|projecten",
    "certificates": "certifications|certificates|licenses|zertifikate|certificats|certificaciones|certificações|certificazioni|certyfikaty|certificaten|courses|trainings",
    "publications": "publications|publikationen|presentations|patents|talks",
    "awards": "awards|honors|achievements|accomplishments|scholarships|auszeichnungen|distinctions",
    "languages": "languages|sprachen|langues|idiomas|lingue|języki|talen",
    "coursework": "coursework",
    "summary": "summary|profile|objective|statement",
    "interests": "interests|hobbies",
}
_LETTER_SPACED = re.compile(r"^(?:\w ){3,}\w$")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_MAX_WORDS = 6
_HEADING_CHARACTERS = 45


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Lower-case letters without accents, one blank between words; letter-spaced headings are closed up."""
    text = text.strip()
    if _LETTER_SPACED.match(text):
        text = text.replace(" ", "")
    text = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ß", "ss"))
    return _NOT_LETTERS.sub(" ", "".join(c for c in text if not unicodedata.combining(c))).strip()


def _table(phrases: dict[str, str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for kind, listed in phrases.items():
        for phrase in listed.split("|"):
            table.setdefault(normal(" ".join(phrase.split())), kind)
    table.pop("", None)
    return table


EXACT = _table(_PHRASES)
EXACT |= {key.replace(" and ", " "): kind for key, kind in EXACT.items() if " and " in key}
_HEAD_WORDS = _table(_HEADS)
_CLOSED_UP = {key.replace(" ", ""): kind for key, kind in EXACT.items() if " " in key}
"""Headings whose blanks were lost between widely spaced letters."""


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> str | None:
    """The section a heading names when its words are exactly those of a known heading."""
    if len(text) > 60:
        return None
    key = normal(text)
    kind = EXACT.get(key) or EXACT.get(key.replace(" and ", " ")) or _CLOSED_UP.get(key)
    if kind is None:
        kind = _compound(key)
    if kind is None and " " in key:
        kind = _both(
            re.split(r"\s*(?:&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\ben\b|/|,|\+)\s*", text)
        )
    return kind


_COMPOUNDS = {
    "skills": ("kenntnisse", "fahigkeiten", "kompetenzen", "vaardigheden", "competenties"),
    "education": ("ausbildung", "hochschulbildung", "opleiding", "opleidingen"),
    "work": ("erfahrung", "erfahrungen", "laufbahn", "werdegang", "ervaring"),
    "certificates": (
        "weiterbildung",
        "weiterbildungen",
        "fortbildung",
        "fortbildungen",
        "zertifikate",
    ),
    "volunteer": ("ehrenamt", "engagement"),
}
_COMPOUND_WORDS = 4


def _compound(key: str) -> str | None:
    """German and Dutch join words: 'EDV- und Technikkenntnisse', 'Schul- und Berufsausbildung'."""
    words = key.split()
    if (
        not words
        or len(words) > _COMPOUND_WORDS
        or not (len(words) == 1 or words[-2] in ("und", "en"))
    ):
        return None
    for kind, ends in _COMPOUNDS.items():
        if any(words[-1].endswith(end) and len(words[-1]) > len(end) + 1 for end in ends):
            return kind
    return None


def _both(parts: list[str]) -> str | None:
    """'Skills & Languages': headed by the part that matters most when both are headings."""
    kinds = [EXACT.get(normal(part)) for part in parts if part.strip()]
    if len(kinds) < 2 or not all(kinds):
        return None
    return next(
        (kind for kind in ("work", "education", "skills", "projects") if kind in kinds), kinds[0]
    )


@lru_cache(maxsize=4096)
def loose_heading_kind(text: str) -> str | None:
    """The section of a heading that qualifies a known word; only for lines that look like headings."""
    exact = heading_kind(text)
    if exact or len(text) > 60 or any(c in text for c in ".;@|") or any(c.isdigit() for c in text):
        return exact
    words = normal(text.split(":", maxsplit=1)[0] if text.endswith(":") else text).split()
    if not 1 < len(words) <= _MAX_WORDS:
        return None
    for length in (2, 1):
        for phrase in (" ".join(words[-length:]), " ".join(words[:length])):
            if phrase in _HEAD_WORDS:
                return _HEAD_WORDS[phrase]
    return None


def is_heading_over_two(first: str, second: str) -> bool:
    """Whether two lines make a heading only together: 'Academic' over 'Background', 'LANGUA' over 'GES'."""
    letters = all(
        any(c.isalpha() for c in t) and not any(c.isdigit() for c in t) for t in (first, second)
    )
    if len(first) + len(second) > _HEADING_CHARACTERS or not letters:
        return False
    both = heading_kind(first) and heading_kind(second)
    if both and not first.rstrip().endswith(("&", "/", ",", "-")):
        return False
    return bool(
        heading_kind(f"{first} {second}")
        or heading_kind(first.replace(" ", "") + second.replace(" ", ""))
    )
