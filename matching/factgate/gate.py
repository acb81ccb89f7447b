"""The gate: every sentence of a letter with its claims and whether each was traced."""

from matching.factgate.evidence import Evidence
from matching.factgate.lexicon import guess_language, is_sign
from matching.factgate.reading import Reading, read_sentence
from matching.factgate.sentences import sentences_of
from matching.factgate.text import plain, words_of
from matching.factgate.tracing import trace
from matching.factgate.types import LetterReport, SentenceReport


def check_letter(letter: str, evidence: Evidence, *, language: str = "") -> LetterReport:
    """Trace every claim of `letter`; `language` is its ISO code where it is known."""
    text = plain(letter)
    language = guess_language([word.folded for word in words_of(text)], language)
    reports: list[SentenceReport] = []
    before: Reading | None = None
    for sentence in sentences_of(text):
        reading = read_sentence(sentence, evidence, language)
        if before is not None and _points_back(sentence):
            reading.scope = before.scope
        reports.append(SentenceReport(sentence, tuple(trace(reading, evidence))))
        before = reading
    return LetterReport(language, tuple(reports))


def _points_back(sentence: str) -> bool:
    return any(is_sign("there", word.folded) for word in words_of(sentence)[:2])
