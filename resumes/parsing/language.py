"""Which language a text is written in, by its small words."""

import re
from collections import Counter

_SMALL_WORDS = {
    "en": "the and of to in for with on at by from as is was an my our using",
    "de": "der die das und mit von für zu im den des bei auf als eine einer sowie durch ich",
    "fr": "le la les et des de du en pour dans avec sur une au aux par à chez ainsi",
    "es": "el la los las de del en para con por una al como más así mi sobre",
    "pt": "os de da do em para com por uma dos das na ao como mais pela pelo não são",
    "it": "il lo gli le di del della in per con da una dei delle nel alla come presso",
    "pl": "na do od oraz dla przez się po przy za ze jest o we pod nad",
    "nl": "de het een en van in voor met op bij aan als door uit naar te tot ook mijn",
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_MIN_HITS = 3


def guess(text: str) -> str | None:
    """ISO 639-1 code of the language, or None where the text says too little."""
    words = Counter(word.casefold() for word in _WORD.findall(text[:20_000]))
    scores = {code: sum(words[w] for w in small) for code, small in _SETS.items()}
    ranked = sorted(scores, key=lambda code: -scores[code])
    by_headings = _by_headings(text)
    if by_headings is not None and scores[by_headings] * 1.5 >= scores[ranked[0]]:
        return by_headings
    best, second = ranked[0], ranked[1]
    if scores[best] >= _MIN_HITS and scores[best] > scores[second] * 1.1:
        return best
    return by_headings


def _by_headings(text: str) -> str | None:
    """A resume of keywords has no small words; its headings still speak."""
    marks = {
        "en": "experience|education|skills|present|summary",
        "de": "berufserfahrung|ausbildung|kenntnisse|heute|sprachen",
        "fr": "expérience|formation|compétences|langues",
        "es": "experiencia|educación|formación académica|habilidades|idiomas",
        "pt": "experiência|formação|habilidades|competências|idiomas",
        "it": "esperienza|istruzione|competenze|lingue",
        "pl": "doświadczenie|wykształcenie|umiejętności|języki",
        "nl": "werkervaring|opleiding|vaardigheden|talen",
    }
    folded = text.casefold()
    scores = {
        code: len(set(re.findall(rf"\b(?:{pattern})\b", folded))) for code, pattern in marks.items()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] and list(scores.values()).count(scores[best]) == 1 else None
