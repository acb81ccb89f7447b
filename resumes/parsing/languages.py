"""Languages a person speaks: their names in eight languages, and how well each is spoken."""

import re

from resumes.parsing.document import Line, clean
from resumes.parsing.facts import Fact
from resumes.parsing.lists import LEVEL, labelled, split_list
from resumes.parsing.paragraphs import joined
from resumes.parsing.vocabulary import heading_kind, normal

_LANGUAGES = (
    "maori samoan tongan fijian hawaiian aymara wolof zulu xhosa hausa somali tigrinya kurdish pashto dari kazakh uzbek azerbaijani mongolian burmese khmer lao sinhala maltese frisian breton corsican occitan "
    "creole haitian quechua guarani lingala bambara fula twi kinyarwanda shona oriya odia assamese konkani sindhi kashmiri flemish moldovan "
    "suahili kurdisch persisch hebraisch vietnamesisch thailandisch bulgarisch slowakisch slowenisch finnisch norwegisch lettisch litauisch albanisch mazedonisch bosnisch hindi "
    "suedois danois norvegien finnois tcheque slovaque hongrois bulgare croate serbe albanais hebreu coreen vietnamien breton "
    "sueco danes noruego finlandes checo hungaro bulgaro croata hebreo coreano ucraniano rumano vasco "
    "svedese danese norvegese finlandese ceco ungherese bulgaro croato serbo albanese ebraico coreano ucraino turco "
    "szwedzki dunski norweski finski slowacki wegierski bulgarski chorwacki serbski rumunski litewski bialoruski turecki arabski koreanski "
    "zweeds deens noors fins tsjechisch hongaars roemeens grieks koreaans oekraiens fries afrikaans berbers "
    "english german french spanish italian portuguese polish dutch russian chinese mandarin cantonese japanese korean arabic hindi bengali urdu punjabi tamil telugu "
    "marathi gujarati kannada malayalam turkish greek hebrew swedish norwegian danish finnish icelandic czech slovak hungarian romanian bulgarian serbian croatian "
    "slovenian slovene ukrainian belarusian lithuanian latvian estonian catalan basque galician welsh irish latin persian farsi thai vietnamese indonesian malay "
    "tagalog filipino swahili afrikaans amharic yoruba igbo albanian macedonian bosnian georgian armenian nepali luxembourgish esperanto "
    "englisch deutsch franzosisch spanisch italienisch portugiesisch polnisch niederlandisch hollandisch russisch chinesisch japanisch arabisch turkisch griechisch "
    "schwedisch danisch tschechisch ungarisch rumanisch ukrainisch kroatisch serbisch "
    "anglais allemand francais espagnol italien portugais polonais neerlandais russe chinois japonais arabe turc grec roumain ukrainien "
    "ingles aleman frances espanol castellano italiano portugues polaco neerlandes holandes ruso chino japones arabe turco griego catalan catala euskera gallego valenciano rumano "
    "alemao espanhol polones holandes russo chines japones "
    "inglese tedesco francese spagnolo portoghese polacco olandese russo cinese giapponese arabo rumeno greco "
    "angielski niemiecki francuski hiszpanski wloski portugalski polski niderlandzki holenderski rosyjski chinski japonski ukrainski czeski "
    "engels duits frans spaans italiaans portugees pools nederlands russisch chinees japans arabisch turks vlaams"
)
_LANGUAGE_NAMES = frozenset(_LANGUAGES.split())
LANGUAGE_LEVEL = re.compile(
    r"\b(?:native(?: speaker)?|mother tongue|(?:first|second|home|third) language|level \d|niveau \d|nivel \d|bilingual|fluent|fluency|proficient|proficiency|professional(?: working)?(?: proficiency)?|full professional|limited working|elementary|"
    r"conversational|conversant|intermediate|advanced|basic|beginner|working (?:knowledge|proficiency)|business fluent|good|excellent|very good|[ABC][12](?:\s*[-–/]\s*[ABC][12])?\+?|"
    r"muttersprache?l?e?r?|fließend|verhandlungssicher|gute? kenntnisse|grundkenntnisse|sehr gut|gut|langue maternelle|maternelle|courant|bilingue|intermédiaire|notions|scolaire|lu, écrit, parlé|"
    r"nativo|nativa|lengua materna|materna|fluido|avanzado|intermedio|básico|bilingüe|língua materna|fluente|avançado|intermediário|intermédio|"
    r"madrelingua|lingua madre|fluente|ottimo|buono|scolastico|avanzato|intermedio|base|ojczysty|biegły|biegle|zaawansowany|średniozaawansowany|komunikatywny|podstawowy|"
    r"moedertaal|vloeiend|goed|uitstekend|redelijk|basis|toefl|ielts|delf|dalf|dele)\b[^,;|•]*",
    re.IGNORECASE,
)
_WITH_LEVEL = re.compile(r"^([A-ZÀ-Ý][^\W\d_]{2,20})\s*(?:[:(–—-]|\s-\s)\s*(.+)$")
_SIGNED = re.compile(
    r"[Tt]e [Rr]eo(?: M[āa]ori)?|(?:[A-Z][a-z]+ )?Sign Language|(?:[A-ZÀ-Ý]\w+ )?Gebärdensprache|[Ll]angue des signes(?: [^\W\d_]+)?|[Ll]engua de (?:signos|señas)(?: [^\W\d_]+)?|"
    r"[Ll]íngua (?:gestual|de sinais|brasileira de sinais)(?: [^\W\d_]+)?|[Ll]ingua dei segni(?: [^\W\d_]+)?|\w+ język migowy|(?:\w+ )?[Gg]ebarentaal"
)
_OTHERS = re.compile(
    r"^(?:other|foreign|further|autres?|altr[ae]|otr[ao]s?|outr[ao]s?|weitere|andere|inne)\b[^:]{3,25}:\s*",
    re.IGNORECASE,
)


def language_row(line: Line) -> str | None:
    """What a line that is labelled 'Languages' lists."""
    named = labelled(line)
    return named[1] if named is not None and heading_kind(named[0]) == "languages" else None


def read_languages(lines: list[Line]) -> list[tuple[Fact, Fact | None]]:
    """Languages and how well they are spoken, each as written."""
    found: list[tuple[Fact, Fact | None]] = []
    for line in rows_of_languages(lines):
        for piece in _language_pieces(line):
            name = language_name(piece) or _unlisted(piece)
            if name:
                rest = _fluency_of(piece.replace(name, "", 1))
                found.append((Fact(name, line, 0.92), Fact(rest, line, 0.85) if rest else None))
            elif (
                found
                and found[-1][1] is None
                and len(piece) < 60
                and (LANGUAGE_LEVEL.search(piece) or LEVEL.match(piece))
            ):
                found[-1] = (found[-1][0], Fact(clean(piece), line, 0.8))
    return found


def rows_of_languages(lines: list[Line]) -> list[Line]:
    """The lines as paragraphs, or as they are where each begins with a language."""
    first = [line.text.split()[0] for line in lines if line.text.split()]
    own = len(lines) > 1 and all(normal(word) in _LANGUAGE_NAMES for word in first)
    return lines if own else joined(lines)


def _unlisted(piece: str) -> str | None:
    """'Wolof: fluent' names a language by what it says of it."""
    match = _WITH_LEVEL.match(piece)
    return (
        match[1]
        if match and LANGUAGE_LEVEL.search(match[2]) and not LANGUAGE_LEVEL.search(match[1])
        else None
    )


def _language_pieces(line: Line) -> list[str]:
    row = language_row(line)
    if row is None and len(line.segments) > 1:
        return line.segments
    return _language_parts(_OTHERS.sub("", row if row is not None else line.text))


def _fluency_of(text: str) -> str:
    """What is left of 'German (fluent)' or 'Mother tongue: German' without the name."""
    text = text.strip(" :–—-|,.·•")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    return text.strip(" :–—-|,.·•") if len(text) < 60 else ""


def _language_parts(text: str) -> list[str]:
    parts = split_list(text)
    whole: list[str] = []
    for part in parts:
        if whole and language_name(part) is None and _unlisted(part) is None:
            whole[-1] += ", " + part
        else:
            whole.append(part)
    return whole


def language_name(text: str) -> str | None:
    """The name of a language in a text, as written there."""
    signed = _SIGNED.search(text)
    if signed:
        return signed[0]
    for match in re.finditer(r"[^\W\d_]+", text):
        if normal(match[0]) in _LANGUAGE_NAMES:
            return match[0]
    return None
