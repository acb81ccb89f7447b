"""Makes the sheet: questions from what the posting asks, answered with the person's own lines."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from applications.preparing.types import Asked, Kind, Proof, Question, Sheet
from applications.tailoring.lines import rows_of, text_of, told
from applications.tailoring.types import Want

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
_WORDS = Path(__file__).parent / "words" / "questions.toml"
_MOST_SKILLS, _MOST_GAPS, _MOST_DUTIES, _MOST_PROOFS = 6, 4, 4, 3
_LONGEST_LINE = 160
_TITLES = ("position", "area", "name", "organization", "institution")


def make_sheet(
    asked: Asked, document: Mapping[str, Any], *, language: str, resume_language: str
) -> Sheet:
    """The sheet in `language`, else in English. The same values give the same sheet."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    words = _words()[chosen]
    lines = list(_lines(document))
    questions = (
        Question(Kind.OPENING, words["opening"].format(role=asked.role)),
        *_skills(asked, words, lines, resume_language),
        *_duties(asked, words, lines, resume_language),
        *_gaps(asked, words, lines, resume_language),
        *_level(asked, words),
        *_languages(asked, words, chosen),
        Question(Kind.OPENING, words["why"].format(company=asked.company)),
        *(Question(Kind.USUAL, words[name]) for name in ("failure", "leaving", "pay")),
    )
    return Sheet(chosen, questions, tuple(words["star"]), tuple(_back(asked, words)))


def _skills(
    asked: Asked, words: Mapping[str, Any], lines: Sequence[Proof], language: str
) -> Iterator[Question]:
    shown = [w for w in asked.wants if w.is_skill and w.subject not in asked.missing]
    given = 0
    for want in shown:
        proofs = _proofs(want, lines, language)
        if proofs and given < _MOST_SKILLS:
            given += 1
            text = words["skill"].format(subject=want.subject)
            yield Question(Kind.SKILL, text, want.line, proofs)


def _gaps(
    asked: Asked, words: Mapping[str, Any], lines: Sequence[Proof], language: str
) -> Iterator[Question]:
    """What is missing, one question for a line of the posting, with the lines that come nearest."""
    missing: dict[str, list[str]] = {}
    for want in asked.wants:
        if want.subject in asked.missing:
            missing.setdefault(want.line, []).append(want.subject)
    for line, subjects in list(missing.items())[:_MOST_GAPS]:
        near = Want(line, line, is_skill=False)
        text = words["gap"].format(subject=", ".join(dict.fromkeys(subjects)))
        yield Question(Kind.GAP, text, line, _proofs(near, lines, language))


def _duties(
    asked: Asked, words: Mapping[str, Any], lines: Sequence[Proof], language: str
) -> Iterator[Question]:
    duties = [want for want in asked.wants if not want.is_skill and want.line]
    for want in duties[:_MOST_DUTIES]:
        text = words["duty"].format(line=_short(want.line))
        yield Question(Kind.DUTY, text, want.line, _proofs(want, lines, language))


def _level(asked: Asked, words: Mapping[str, Any]) -> Iterator[Question]:
    if asked.leads is not None:
        yield Question(Kind.LEVEL, words["lead" if asked.leads else "junior"])


def _languages(asked: Asked, words: Mapping[str, Any], language: str) -> Iterator[Question]:
    names = _words()["tongues"][language]
    for code in asked.languages:
        if code in names and code != language:
            yield Question(Kind.LANGUAGE, words["language"].format(subject=names[code]))


def _back(asked: Asked, words: Mapping[str, Any]) -> Iterator[str]:
    yield from words["ask"][:-1]
    duty = next((want.line for want in asked.wants if not want.is_skill and want.line), "")
    if duty:
        yield words["ask_duty"].format(line=_short(duty))
    if not asked.states_remote:
        yield words["ask_remote"]
    if not asked.states_pay:
        yield words["ask_pay"]
    yield words["ask"][-1]


def _proofs(want: Want, lines: Sequence[Proof], language: str) -> tuple[Proof, ...]:
    """The lines that tell most of it, the best first."""
    scored = [(told(line.text, [want], language).score, -at, line) for at, line in enumerate(lines)]
    best = sorted((one for one in scored if one[0] > 0), key=lambda one: one[:2], reverse=True)
    return tuple(line for _score, _at, line in best[:_MOST_PROOFS])


def _lines(document: Mapping[str, Any]) -> Iterator[Proof]:
    """What was done, line by line, with where; lists of skills prove nothing in an interview."""
    for section in ("work", "projects", "volunteer", "education"):
        for row in rows_of(document, section):
            if not isinstance(row, Mapping):
                continue
            named = [text_of(row.get(name)) for name in _TITLES]
            where = " · ".join(name for name in named if name)
            texts = [row.get("summary"), row.get("description"), *(row.get("highlights") or ())]
            yield from (Proof(text_of(text), where) for text in texts if text_of(text))


def _short(line: str) -> str:
    clean = " ".join(line.split()).rstrip(".")
    return clean if len(clean) <= _LONGEST_LINE else f"{clean[: _LONGEST_LINE - 1].rstrip()}…"


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
