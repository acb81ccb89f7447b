"""How a point begins, and how it would begin without what a resume leaves out: `I`, `Responsible for …`.

Nothing is added to what was said: a form of the same verb, or fewer words.
"""

import re
from dataclasses import dataclass

from resumes.feedback.words import Words

_I = re.compile(r"^\W*I(?:['’](?:ve|m))? (?:also |have |was |am )?")
_HEAVY = re.compile(
    r"^\W*(?:(?:I )?(?:was |am )?(?:responsible for|tasked with|in charge of)|(?:duties|responsibilities) includ(?:e|ed|ing):?) (?:the )?(\w+ing) ",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """The word a point begins with after its correction; `corrected` is empty where there is none."""

    word: str
    corrected: str = ""


def opening_of(text: str, words: Words, language: str, *, is_current: bool | None) -> Opening:
    """Read how a point begins; only English points are corrected."""
    corrected = _corrected(text, words, is_current=is_current) if language == "en" else ""
    found = _WORD.search(corrected or text)
    return Opening(found.group().casefold() if found else "", corrected)


def _corrected(text: str, words: Words, *, is_current: bool | None) -> str:
    heavy = _HEAVY.match(text)
    if heavy:
        forms = words.gerunds.get(heavy[1].casefold())
        if forms is None or is_current is None:
            return ""
        return _sentence(forms[is_current], text[heavy.end() :])
    without = _I.match(text)
    if without is None:
        return ""
    rest = text[without.end() :]
    opens_with_verb = _WORD.match(rest)
    if opens_with_verb is None or opens_with_verb.group().casefold() not in (
        words.past | words.present
    ):
        return ""
    return _sentence("", rest)


def _sentence(verb: str, rest: str) -> str:
    """A point of at least a few words that begins with a capital."""
    whole = f"{verb} {rest}".strip()
    return whole[0].upper() + whole[1:] if len(whole.split()) >= _FEWEST_WORDS else ""
