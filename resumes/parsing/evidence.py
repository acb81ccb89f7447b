"""What the lines of a section, and the roots of its heading, say it is about: a weight for each kind."""

import re
from collections.abc import Callable

from resumes.parsing.dates import find_periods
from resumes.parsing.degrees import MEMBERSHIP
from resumes.parsing.document import Line
from resumes.parsing.languages import LANGUAGE_LEVEL, language_name, rows_of_languages
from resumes.parsing.lexicon import degree_score, organisation_score, school_score, title_score
from resumes.parsing.lists import labelled, split_list
from resumes.parsing.paragraphs import joined
from resumes.parsing.roots import root_scores

_WEAK = 1.0
"""A root of no more weight counts half where no line bears it out."""
_SPOKEN = 1.5
"""Lines that speak this much for another kind halve every root they do not bear out."""
_ROWS_OF_JOB = 2
_TERM_WORDS = 4
_PROSE_WORDS = 8
_DATE_IN_FRONT = 32
_TITLE = 2
_TERM_LETTERS = 36
_TERMS = 3
_LONE_LICENCE = 0.75
_LISTED = re.compile(r"(?:,\s|\s[|;•]\s)(?!\d)")
_MOSTLY = 0.75
_CERTIFICATE = re.compile(
    r"\b(?:certif|zertif|certyf|licen[cs]e|lizenz|permis|patente|führerschein|rijbewijs|prawo jazdy|carn[eé]|attest|first aid|habilitation|homologa\w+|licencia de|licença de|iso \d)|"
    + MEMBERSHIP.pattern,
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"\b(?:doi|isbn|et al|journal|proceedings|vol\.|zeitschrift|revue|rivista|revista|arxiv)\b",
    re.IGNORECASE,
)
_HOBBY = re.compile(
    r"\b(?:hik\w+|running|jogging|cycling|swimming|yoga|climbing|bouldering|pottery|ceramics|knitting|gardening|baking|fishing|camping|surfing|skiing|sailing|chess|tennis|football|choir|"
    r"cats?|dogs?|vinyl|crosswords?|board games|travell?ing|birdwatching|wandern|laufen|joggen|radfahren|schwimmen|klettern|stricken|gärtnern|angeln|schach|chor|fußball|katzen?|hunde?|"
    r"randonnée|course à pied|natation|escalade|tricot|jardinage|échecs|chorale|voile|chats?|senderismo|natación|ciclismo|ajedrez|coro|jardinería|pesca|fútbol|gatos?|perros?|"
    r"caminhadas?|natação|xadrez|futebol|jardinagem|corrida|trilhas?|escursionismo|nuoto|scacchi|giardinaggio|calcio|corsa|gatti|wędrówki|pływanie|szachy|ogródek|bieganie|wędkarstwo|koty?|"
    r"wandelen|hardlopen|fietsen|zwemmen|schaken|tuinieren|vissen|breien|koor|voetbal|katten|canto|vela|cucina|lettura|pane fatto in casa|trekking|montagna|fotografia|ballo|danza|senderos|lectura|cocina|baile|leitura|cozinha|dança|lecture|cuisine|danse|poterie|lesen|kochen|tanzen|lezen|koken|dansen|taniec|gotowanie|kolarstwo|żeglarstwo|śpiew|zeilen|segeln)\b|\bin (?:a|einer|un|una|een) (?:\S+ )?(?:band|choir)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"[«“„»].{4,}?[»”“«]|\"[^\"]{4,}\"")
"""A title in quotation marks, as of an article or a talk."""
_CODE = re.compile(r"\b(?:github|gitlab|bitbucket)\b|open[- ]source", re.IGNORECASE)
_HELPING = re.compile(
    r"\b(?:volunt|bénévol|ehrenamt|voluntar|volontar|wolontar|vrijwillig)", re.IGNORECASE
)
_REACHED = re.compile(r"@|\+?\d[\d ()/-]{7,}\d")
_PERSONAL = re.compile(
    r"^(?:date of birth|born\b|birth ?date|nationality|marital|gender\b|geburts(?:datum|ort|tag|name)|geboren\b|familienstand|staatsangeh|date de naissance|né[e]? le|nationalité|situation familiale|"
    r"fecha de nacimiento|nacionalidad|estado civil|data de nascimento|nacionalidade|data di nascita|luogo di nascita|nazionalità|stato civile|data urodzenia|narodowość|"
    r"stan cywilny|geboorte(?:datum|plaats)|nationaliteit|burgerlijke staat)",
    re.IGNORECASE,
)
_ON_REQUEST = re.compile(
    r"\b(?:on|upon) request|sur demande|auf (?:anfrage|wunsch)|a solicitud|op aanvraag|su richiesta|na życzenie",
    re.IGNORECASE,
)


def is_personal(line: Line) -> bool:
    """Whether a line tells when and where somebody was born and the like."""
    return bool(_PERSONAL.match(line.text))


def weights(title: str, lines: list[Line]) -> dict[str, float]:
    """How much the lines of a section and the roots of its heading speak for each kind."""
    rows = joined(lines)
    if not rows:
        return {}
    scores = {kind: weigh(rows) for kind, weigh in _WEIGHERS.items()}
    scores["languages"] = _languages(rows_of_languages(lines))
    spoken = max(scores.values()) >= _SPOKEN
    for kind, weight in root_scores(title).items():
        alone = (weight <= _WEAK or spoken) and not scores.get(kind)
        scores[kind] = scores.get(kind, 0.0) + (weight / 2 if alone else weight)
    return scores


def _work(rows: list[Line]) -> float:
    """Periods, and titles or firms beside them, bullets, a period that still runs; studies speak against it."""
    periods = [p for row in rows for p in find_periods(row.text) if p.is_range]
    if not periods or len(rows) < _ROWS_OF_JOB:
        return 0.0
    names = [row.text for row in rows if not row.bullet] or [row.text for row in rows]
    told = sum(
        max(title_score(text), organisation_score(text))
        for text in names
        if not degree_score(text) and (title_score(text) >= _TITLE or not school_score(text))
    )
    bullets = any(row.bullet for row in rows)
    runs = any(period.is_open for period in periods)
    dated = sum(bool(find_periods(row.text)) for row in rows if not row.bullet)
    said = min(2.0, told / max(len(periods), dated))
    bare = not (bullets or runs or any(len(text.split()) > _PROSE_WORDS for text in names))
    every = sum(row.bullet for row in rows) >= dated > 1
    told_of = 0.5 * bullets + 0.7 * runs - 0.5 * bare + 0.5 * every
    return max(0.0, 1.0 + said + told_of - 1.5 * _studies(names))


def _education(rows: list[Line]) -> float:
    """Degrees and schools, with years; a little, dated lines of which none tells and none still runs."""
    names = [row.text for row in rows if not row.bullet] or [row.text for row in rows]
    periods = [p for row in rows for p in find_periods(row.text)]
    terse = not any(row.bullet or len(row.text.split()) > _PROSE_WORDS for row in rows)
    closed = any(p.is_range for p in periods) and not any(p.is_open for p in periods)
    told = 1.0 * (
        sum(row.bullet and not find_periods(row.text) for row in rows) >= len(periods) > 1
    )
    return _studies(names) * 3.0 + 0.5 * bool(periods) + 0.7 * (closed and terse) - told


def _studies(names: list[str]) -> float:
    """The share of lines that name a degree or a school, of those that hold more than a date; 1 where every second does."""
    said = [text for text in names if any(c.isalpha() for c in text)]
    hits = sum(
        not _is_prose(text)
        and not MEMBERSHIP.match(text)
        and not (title_score(text) >= _TITLE and not degree_score(text))
        and bool(school_score(text) or (degree_score(text) and not _CERTIFICATE.search(text)))
        for text in said
    )
    return min(1.0, 2 * hits / len(said)) if said else 0.0


def _is_prose(text: str) -> bool:
    told = len(text.split()) > _PROSE_WORDS and text.rstrip().endswith((".", "!"))
    return told and not any(p.is_range for p in find_periods(text[:_DATE_IN_FRONT]))


def _terms(rows: list[Line]) -> list[str]:
    """The parts of lines that enumerate, labels left out."""
    parts: list[str] = []
    for row in rows:
        named = labelled(row)
        cells = [named[1]] if named and named[1] else row.segments
        parts += [
            part
            for cell in cells
            for bit in re.split(r"\s[|/]\s", cell)
            for part in split_list(bit)
        ]
    return parts


def _skills(rows: list[Line]) -> float:
    """Three short terms or more and hardly anything else, without dates, places of study or languages."""
    terms = _terms(rows)
    if len(terms) < _TERMS or any(find_periods(row.text) for row in rows):
        return 0.0
    short = sum(len(t.split()) <= _TERM_WORDS and len(t) <= _TERM_LETTERS for t in terms)
    share = short / len(terms)
    other = sum(bool(language_name(t) or _CERTIFICATE.search(t)) for t in terms) / len(terms)
    told = sum(row.text.rstrip().endswith(".") for row in rows) / len(rows)
    many = min(0.5, 0.1 * (len(terms) - _TERMS))
    grouped = 0.5 * (sum(bool((named := labelled(row)) and "," in named[1]) for row in rows) > 1)
    titled = sum(bool(_TITLED.search(row.text)) for row in rows) / len(rows)
    worth = 1.8 * share + many + grouped - 2.0 * (other + _leisure(terms) + titled) - told
    return 0.0 if share < _MOSTLY else max(0.0, worth)


def _leisure(terms: list[str]) -> float:
    """The share of terms that name what people do in their free time."""
    return sum(bool(_HOBBY.search(t)) for t in terms) / len(terms)


def _interests(rows: list[Line]) -> float:
    """A few short terms and nothing else: less than would do for skills."""
    terms = _terms(rows)
    short = terms and all(len(t.split()) <= _TERM_WORDS + 2 for t in terms)
    short = short and not any(language_name(t) for t in terms)
    dated = any(find_periods(row.text) for row in rows)
    return 1.1 + 1.5 * _leisure(terms) if short and not dated else 0.0


def _summary(rows: list[Line]) -> float:
    """Sentences."""
    said = [row for row in rows if not row.bullet]
    told = sum(
        len(row.text.split()) >= _PROSE_WORDS
        and row.text.rstrip()[-1:] in ".!?"
        and not any(p.is_range and not p.first for p in find_periods(row.text))
        for row in said
    )
    return 1.6 * told / len(rows)


def _languages(rows: list[Line]) -> float:
    """Names of languages, with levels."""
    terms = [t for t in _terms([row for row in rows if labelled(row) is None]) if t]
    terms += [row.text for row in rows if labelled(row) is not None]
    if not terms:
        return 0.0
    share = sum(bool(language_name(t)) and len(t.split()) <= _TERM_WORDS + 2 for t in terms) / len(
        terms
    )
    levels = any(LANGUAGE_LEVEL.search(t) for t in terms)
    return (2.0 + levels) * share if share >= 0.5 and (levels or len(terms) > 1) else 0.0


def _cued(cue: re.Pattern[str], weight: float) -> Callable[[list[Line]], float]:
    """Evidence of a cue, by the share of lines, and of what they list, that has it."""

    def weigh(rows: list[Line]) -> float:
        parts = [part for row in rows for part in _LISTED.split(row.text)]
        return weight * sum(bool(cue.search(part)) for part in parts) / len(parts)

    return weigh


_by_certificate = _cued(_CERTIFICATE, 3.0)


def _certificates(rows: list[Line]) -> float:
    """Words of certificates and licences; one in a list of four or more short terms is a skill as well."""
    weight = _by_certificate(rows)
    return weight if weight > _LONE_LICENCE or len(_terms(rows)) <= _TERMS else 0.0


_by_cue = _cued(_PUBLICATION, 3.0)


def _publications(rows: list[Line]) -> float:
    """Words of journals and books; or rows that each give a title in quotation marks, undated jobs aside."""
    titled = sum(bool(_TITLED.search(row.text)) for row in rows) / len(rows)
    dated = any(p.is_range for row in rows for p in find_periods(row.text))
    return max(_by_cue(rows), 0.0 if dated else 2.5 * titled)


def _references(rows: list[Line]) -> float:
    if any(_ON_REQUEST.search(row.text) for row in rows):
        return 3.0
    return 2.0 * sum(bool(_REACHED.search(row.text)) for row in rows) / len(rows)


_WEIGHERS: dict[str, Callable[[list[Line]], float]] = {
    "work": _work,
    "education": _education,
    "skills": _skills,
    "certificates": _certificates,
    "publications": _publications,
    "projects": _cued(_CODE, 3.0),
    "volunteer": _cued(_HELPING, 3.0),
    "references": _references,
    "contact": _cued(_PERSONAL, 3.0),
    "interests": _interests,
    "summary": _summary,
}
