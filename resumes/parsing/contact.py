"""Who the person is: name, mail, phone, place, links, headline; searched in the header first, then everywhere."""

import re
import unicodedata
from itertools import zip_longest

from resumes.parsing.document import Document, Line, clean
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import is_district, is_place, title_score
from resumes.parsing.phones import EMAIL, PHONE
from resumes.parsing.sections import Section
from resumes.parsing.vocabulary import heading_kind, loose_heading_kind, normal

_SPACED_EMAIL = re.compile(
    r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?\.\s?[\w-]+)*\.[A-Za-z]{2,10}"
)
_URL = re.compile(
    r"(?<![@\w.])(?:https?:/{1,2}[^\s|<>()]+|www\.[^\s|<>()]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|co|ai|app|info|eu|de|fr|es|it|pl|nl|pt|uk|ca|ch|at|be|br|in|tech|page|site|xyz|edu|gov|us|blog|cv|design)(?:/[^\s|<>()]*)?(?![\w@]))",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^(?:e-?mail|mail|phone|mobile|cell|tel(?:efon|éfono|efone|éphone|efoon)?|mobil|handy|address|adresse|anschrift|location|based in|wohnort|dirección|"
    r"morada|endereço|indirizzo|residenza|adres|woonplaats|ciudad|ville|stadt|city|localidad|ubicación|localização|lieu|abito (?:a|in)|vivo (?:a|in|en|em)|moro em|resido en|domicilio|domicile|domicílio|mieszkam w|zamieszkanie|miejsce zamieszkania|(?:ik )?woon(?: in|achtig in)?|(?:ich )?wohne in|wohnhaft in|j.habite(?: à)?|i live in|home|name|nombre|nom|nome|imię i nazwisko|naam)\s*\.?\s*:\s*",
    re.IGNORECASE,
)
_NAME_LABEL = re.compile(
    r"^(?:full name|first names?(?:\(s\))?\s*/\s*(?:surnames?|last names?)(?:\(s\))?|first name\(s\) / surname\(s\)|name|nombre(?: y apellidos)?|nom(?: et prénom)?|nome(?: completo)?|imię i nazwisko|naam|vor- und nachname)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[^:|]{2,30}:\s")
_SPLIT = re.compile(
    r"\s*[|•·∙◦⋄♦▪■●|\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u2302\u260d\U0001f300-\U0001faff]\s*|\s{3,}|\t| [–—/-] |\s*;\s*"
)
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "le",
        "van",
        "der",
        "den",
        "von",
        "zu",
        "da",
        "dos",
        "das",
        "do",
        "del",
        "di",
        "du",
        "el",
        "al",
        "bin",
        "ibn",
        "ter",
        "ten",
        "y",
        "e",
        "i",
        "af",
        "av",
        "della",
        "dalla",
        "san",
        "st",
        "mc",
        "o",
    ]
)
_CREDENTIALS = re.compile(
    r",?\s+(?:ph\.?d|m\.?d|mba|cpa|pmp|rn|bsn|msc|m\.?sc|b\.?sc|esq|cfa|pe|shrm-cp|cissp|dds|dr)\.?(?:,.*)?$",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|herr|frau|m|mme|sr|sra|mgr|inż|ing|dipl\.-ing)\.?\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_TITLE_LINE = re.compile(
    r"^(?:curriculum vitae|cv|resume|résumé|lebenslauf|currículum(?: vitae)?|curriculum|życiorys|europass|hoja de vida|bewerbung)\s*(?:of|von|de|:|–|-)?\s*",
    re.IGNORECASE,
)
_NETWORKS = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "twitter.com": "Twitter",
    "x.com": "X",
    "stackoverflow.com": "Stack Overflow",
    "medium.com": "Medium",
    "behance.net": "Behance",
    "dribbble.com": "Dribbble",
    "xing.com": "XING",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "youtube.com": "YouTube",
    "orcid.org": "ORCID",
    "scholar.google.com": "Google Scholar",
    "kaggle.com": "Kaggle",
    "bitbucket.org": "Bitbucket",
    "researchgate.net": "ResearchGate",
    "leetcode.com": "LeetCode",
    "mastodon.social": "Mastodon",
}
_BROKEN = re.compile(
    r"(?:[\w.-]+@[\w.-]*|(?:https?://|www\.|[\w-]+\.[a-z]{2,}/)\S*)(?<=[-@/._])$|[\w.+-]{2,}[._-]$"
)
_REST = re.compile(r"[A-Za-z0-9][\w.@/?=&%-]*")
_HEAD_LINES = 25
_TOP_LINES = 60
_BODY_POINTS = 12


def contact_lines(sections: list[Section]) -> list[Line]:
    """Where contact data stands: the header, then contact sections, in reading order."""
    head = [line for s in sections if s.kind == "header" for line in s.lines]
    return head + [line for s in sections if s.kind == "contact" for line in s.lines]


def pieces(line: Line) -> list[str]:
    """The parts of a contact line: 'a | b · c' and what wide white space divides."""
    return [part for segment in line.segments for part in map(clean, _SPLIT.split(segment)) if part]


def _whole_texts(lines: list[Line]) -> list[tuple[Line, str]]:
    """Each line with its text, and with the first word of the next line where an address was broken between the two."""
    texts: list[tuple[Line, str]] = []
    for line, following in zip_longest(lines, lines[1:]):
        text = line.text
        if (
            following is not None
            and following.block == line.block
            and _BROKEN.search(text)
            and (rest := _REST.match(following.text))
        ):
            text += rest[0]
        texts.append((line, text))
    return texts


def find_email(
    head: list[Line], lines: list[Line], annotations: list[str] | None = None
) -> Fact | None:
    """The person's address; what a link behind it says counts where the line shows it broken or not at all."""
    written = _written_email(head, lines)
    linked = [
        match[0]
        for url in annotations or []
        if url.casefold().startswith("mailto:") and (match := EMAIL.match(url[7:]))
    ]
    if written is None:
        first = head[0] if head else (lines[0] if lines else None)
        mail = next(iter(linked), None)
        return Fact(mail, _line_of(mail, head) or first, 0.85) if mail and first else None
    longer = next((mail for mail in linked if written.text in mail), written.text)
    return Fact(longer, written.line, written.confidence)


def _written_email(head: list[Line], lines: list[Line]) -> Fact | None:
    for pattern in (EMAIL, _SPACED_EMAIL):
        for group in (head, lines):
            for line, text in _whole_texts(group):
                match = pattern.search(text)
                if match:
                    mail = re.sub(
                        r"\s|\(at\)|\[at\]", lambda m: "@" if m[0].strip() else "", match[0]
                    )
                    return Fact(mail.strip(".'"), line, 0.98 if group is head else 0.85)
    return None


def find_links(
    head: list[Line], lines: list[Line], annotations: list[str]
) -> tuple[Fact | None, list[tuple[str, Fact]]]:
    """The person's own page, and their profiles as (network, address)."""
    own: Fact | None = None
    profiles: dict[str, tuple[str, Fact]] = {}
    for group in (head, lines):
        for line, text in _whole_texts(group):
            for match in _URL.finditer(EMAIL.sub(" ", text)):
                url = match[0].rstrip(".,;:")
                network = _network(url)
                if network:
                    profiles.setdefault(network, (network, Fact(url, line, 0.95)))
                elif own is None and group is head and not heading_kind(url):
                    own = Fact(url, line, 0.8)
    first = head[0] if head else (lines[0] if lines else None)
    for url in annotations:
        network = _network(url)
        if (
            network
            and first is not None
            and network not in profiles
            and url.rstrip("/").count("/") > 2
        ):
            profiles[network] = (network, Fact(url, _line_of(url, head) or first, 0.85))
    return own, list(profiles.values())


def _line_of(url: str, lines: list[Line]) -> Line | None:
    handle = url.rstrip("/").rsplit("/", 1)[-1].casefold()
    return next((line for line in lines if handle and handle in line.text.casefold()), None)


def _network(url: str) -> str | None:
    host = re.sub(r"^(?:https?:/+)?(?:www\.|[a-z]{2}\.)?", "", url.casefold()).split("/")[0]
    return _NETWORKS.get(host)


def find_name(document: Document, head: list[Line], email: Fact | None) -> Fact | None:
    """The name: what looks like one, high on the page, large, and like the mail address."""
    local = re.sub(r"[^a-z]", "", normal(email.text.split("@")[0])) if email else ""
    largest = max((line.size for line in document.lines[:_TOP_LINES]), default=0.0)
    best: tuple[float, Fact] | None = None
    candidates = head[:_HEAD_LINES] or document.lines[:_HEAD_LINES]
    if not any(line.size >= largest for line in candidates):  # it stands behind a sidebar
        known = {id(line) for line in candidates}
        top = [line for line in document.lines[:_TOP_LINES] if line.size >= largest > _BODY_POINTS]
        candidates = [line for line in top if id(line) not in known][:1] + candidates
    for position, line in enumerate(candidates):
        for text in _name_texts(candidates, position):
            score = _name_score(text, line, position, local, largest)
            if score > 1.0 and (best is None or score > best[0]):
                best = score, Fact(text, line, min(0.98, 0.5 + score / 10))
    return best[1] if best else None


def _name_texts(lines: list[Line], position: int) -> list[str]:
    line = lines[position]
    label = _NAME_LABEL.match(line.text)
    if label:
        return [clean(label[1])]
    texts = [line.text, *pieces(line)]
    if position + 1 < len(lines):
        following = lines[position + 1]
        same = (
            line.size
            and abs(following.size - line.size) < line.size * 0.02
            and following.block == line.block
            and (following.gap or 0) < 0.6
        )
        most = 3 if line.size > 13 else 2
        if same and len(line.text.split()) <= most and len(following.text.split()) <= most:
            texts.insert(0, f"{line.text} {following.text}")
    return [text for text in dict.fromkeys(map(_bare_name, texts)) if text]


def _bare_name(text: str) -> str:
    """A name without 'CV of', titles before it and degrees behind it."""
    text = _TITLE_LINE.sub("", text)
    if text.count(",") == 1 and _CREDENTIALS.search(text):
        text = text.split(",")[0]
    return _TITLES.sub("", _CREDENTIALS.sub("", text)).strip(" ,|–-")


def _name_score(text: str, line: Line, position: int, local: str, largest: float) -> float:
    words = text.replace("-", " ").split()
    if not 1 <= len(text.split()) <= 6 or len(text) > 50 or not _letters_of_a_name(text):
        return 0.0
    if heading_kind(text) or (loose_heading_kind(text) and line.level) or is_place(text):
        return 0.0
    if is_district(text) and "-" in text and " " not in text:
        return 0.0
    score = 2.0 - position * 0.15
    score += 2.0 if line.size and line.size >= largest - 0.1 and largest > 11 else 0.0
    score += 1.0 if 2 <= len(words) <= 4 else -0.5
    score -= 1.5 * min(2.0, title_score(text))
    named = [w for w in normal(text).split() if len(w) > 1]
    overlap = sum(w in local for w in named if len(w) > 2)
    if local and overlap:
        score += 2.0 + overlap
    elif (
        len(words) == 1
        and not (line.size and line.size >= largest - 0.1 and largest > 11)
        and not line.level
    ):
        score -= 1.5
    return score


def _letters_of_a_name(text: str) -> bool:
    if any(c.isdigit() or c in '@/:;|•·()[]{}<>=+_%&#*?!"' for c in text):
        return False
    for word in text.split():
        bare = word.strip(".,'’`-")
        if not bare:
            continue
        cased = bare[0].isupper() or not (bare[0].islower() or bare[0].isupper())
        if not cased and bare.casefold() not in _PARTICLES:
            return False
        if any(unicodedata.category(c)[0] not in "LM" and c not in ".'’`-," for c in word):
            return False
    return True


def find_headline(
    document: Document, head: list[Line], name: Fact | None, taken: set[str]
) -> Fact | None:
    """The line by the name that says what the person is."""
    if name is None or name.line not in head:
        return None
    place = next(i for i, line in enumerate(head) if line is name.line)
    rest = name.line.text.replace(name.text, "").strip(" ,|–—-·")
    if title_score(rest) >= 2:
        return Fact(rest, name.line, 0.8)
    below = head[place + 1 : place + 9]
    found = next((line for line in below if _is_headline(line, name.line, taken)), None)
    above = head[place - 1] if place else None
    if found is None and above is not None and title_score(above.text) >= 2:
        found = above
    if found is None:
        return None
    return Fact(found.text, found, 0.85 if title_score(found.text) >= 1 else 0.6)


def _is_headline(line: Line, name: Line, taken: set[str]) -> bool:
    text = line.text
    contact = EMAIL.search(text) or PHONE.search(text) or _URL.search(text) or is_place(text)
    if contact or "://" in text or len(text) > 110 or text.endswith("."):
        return False
    if any(t in text or text in t for t in taken) or _LABELLED.match(text):
        return False
    close = line.block == name.block and line.gap is not None and line.gap < 1.2
    return bool(line.level) or title_score(text) >= 1 or (close and len(text) < 80)
