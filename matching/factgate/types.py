"""What the fact gate hands out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a sentence states; `lacked` is empty where the evidence bears it.

    `kind` is name, number, percent, money, duration, date, skill, title, rank, wording, activity, negation,
    link or scope; `source` quotes the line it was traced to.
    """

    kind: str
    text: str
    lacked: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SentenceReport:
    """A sentence with its claims; it passes only if every one of them was traced."""

    text: str
    claims: tuple[Claim, ...]

    @property
    def passes(self) -> bool:
        return not self.blocked

    @property
    def blocked(self) -> tuple[Claim, ...]:
        return tuple(claim for claim in self.claims if claim.lacked)


@dataclass(frozen=True, slots=True)
class LetterReport:
    language: str
    sentences: tuple[SentenceReport, ...]

    @property
    def passes(self) -> bool:
        return all(sentence.passes for sentence in self.sentences)
