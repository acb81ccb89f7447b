"""Whether every sentence of a letter is traced: to the resume, to what the person confirmed, or to the posting. Pure.

Outside of every prompt, and closed where it fails: an unreadable letter passes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from applications.drafting.types import Material
from matching.factgate import Claim, Evidence, LetterReport, SentenceReport, check_letter
from matching.factgate.sentences import sentences_of
from matching.factgate.text import fold, plain

_LETTER = 12_000  # characters; what is longer is no letter


@dataclass(frozen=True)
class Gate:
    """The evidence of one letter, read once."""

    evidence: Evidence
    facts: Sequence[str]
    language: str

    @classmethod
    def of(cls, material: Material, *, language: str) -> "Gate":
        """The gate of a letter in this language."""
        evidence = Evidence.of(
            material.resume,
            posting=material.posting_text,
            today=material.today,
            facts=material.facts,
            language=material.resume_language,
        )
        return cls(evidence, material.facts, language)

    def check(self, letter: str) -> LetterReport:
        """Every sentence with its claims. A sentence confirmed word for word is traced to that."""
        if len(letter) > _LETTER:
            return LetterReport(self.language, (SentenceReport(letter[:200], (_TOO_LONG,)),))
        report = check_letter(letter, self.evidence, language=self.language)
        confirmed = {
            said: fact for fact in self.facts for said in map(_level, sentences_of(plain(fact)))
        }
        return LetterReport(
            report.language,
            tuple(
                SentenceReport(
                    each.text, (Claim("fact", each.text, "", confirmed[_level(each.text)]),)
                )
                if each.blocked and _level(each.text) in confirmed
                else each
                for each in report.sentences
            ),
        )

    @property
    def passes(self) -> Callable[[str], bool]:
        """Whether a text passes, as the composer asks."""
        return lambda text: self.check(text).passes


_TOO_LONG = Claim("length", "", "a text this long is not checked")


def as_json(report: LetterReport) -> dict[str, Any]:
    """A report as it is kept with the version it is of."""
    sentences = [{**asdict(each), "passes": each.passes} for each in report.sentences]
    return {"language": report.language, "passes": report.passes, "sentences": sentences}


def without_blocked(letter: str, gate: Gate) -> str:
    """The letter without the sentences that do not pass where they stand."""
    for _round in range(3):
        blocked = [each.text for each in gate.check(letter).sentences if not each.passes]
        if not blocked:
            break
        letter = without(letter, blocked)
    return letter


def without(letter: str, blocked: Sequence[str]) -> str:
    """The letter without these sentences; a paragraph left empty goes too."""
    gone = {_level(each) for each in blocked}
    kept = []
    for paragraph in letter.split("\n\n"):
        if not any(_level(each) in gone for each in sentences_of(plain(paragraph))):
            kept.append(paragraph)
            continue
        left = [each for each in sentences_of(plain(paragraph)) if _level(each) not in gone]
        kept += [" ".join(left)] if left else []
    return "\n\n".join(kept)


def _level(text: str) -> str:
    return " ".join(fold(text).split()).strip(" .!")
