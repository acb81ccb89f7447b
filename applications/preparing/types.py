"""What a preparation sheet holds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from applications.tailoring.types import Want


class Kind(StrEnum):
    """Why a question is likely."""

    OPENING = "OPENING"
    SKILL = "SKILL"
    GAP = "GAP"
    DUTY = "DUTY"
    LEVEL = "LEVEL"
    LANGUAGE = "LANGUAGE"
    USUAL = "USUAL"


@dataclass(frozen=True, slots=True)
class Proof:
    """A line of the person's own that answers, and the entry it stands in."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A likely question, the posting's line behind it and what the person can answer with.

    `hint` is what a model added and the fact gate let through.
    """

    kind: Kind
    text: str
    asked: str = ""
    proofs: tuple[Proof, ...] = ()
    hint: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a row and the API."""
        return asdict(self)

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> "Question":
        """The inverse of `as_json`."""
        proofs = tuple(Proof(**one) for one in held.get("proofs", ()))
        return cls(**{**held, "kind": Kind(held["kind"]), "proofs": proofs})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of the posting. `languages` are the codes of those it asks for.

    `leads` is None where the level is not told.
    """

    role: str
    company: str
    wants: tuple[Want, ...]
    missing: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    leads: bool | None = None
    states_pay: bool = False
    states_remote: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Questions to expect, how to answer one, and what to ask back."""

    language: str
    questions: tuple[Question, ...]
    star: tuple[str, ...]
    to_ask: tuple[str, ...]
