"""What tailoring reads and what it proposes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What a proposal does with a line."""

    FIRST = "FIRST"  # to the front of its list
    ADD = "ADD"  # from another resume, or from a confirmed fact
    DROP = "DROP"  # left out for length
    SECTION = "SECTION"  # a whole section further up
    REWRITE = "REWRITE"  # in a model's words, which the fact gate let through


class Where(StrEnum):
    """Where the person has what the resume at hand does not show."""

    MASTER = "MASTER"
    FACTS = "FACTS"
    NOT_YOURS = "NOT_YOURS"


@dataclass(frozen=True, slots=True)
class Want:
    """One thing the posting asks for: a skill's name or words of it, and the posting's own line."""

    subject: str
    line: str
    weight: float = 1.0
    is_skill: bool = True


@dataclass(frozen=True, slots=True)
class Original:
    """Another resume of the same person; `label` is how they know it."""

    id: str
    label: str
    document: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the person confirmed. `kind` as in `ConfirmedFact`."""

    id: str
    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change to one line.

    `pointer` is the line's place in the resume it starts from (of the list, where a line is added;
    of the section, where one moves). `source` says where an added line comes from: `resume:ID` or
    `fact:ID`. `subjects` are what the posting asks for and this line shows.
    """

    key: str
    act: Act
    pointer: str
    before: str = ""
    after: str = ""
    subjects: tuple[str, ...] = ()
    source: str = ""
    source_label: str = ""
    value: Any = None  # what is added: a text, or an entry

    @property
    def is_on(self) -> bool:
        """Whether it counts unless the person says otherwise: a model's words never do."""
        return self.act is not Act.REWRITE


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked for that the resume does not show, and where the person has it, quoted."""

    subject: str
    asked: str
    where: Where
    quote: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every proposal, and for each list the order its telling lines deserve."""

    proposals: tuple[Proposal, ...] = ()
    orders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a row."""
        return {"proposals": [asdict(one) for one in self.proposals], "orders": dict(self.orders)}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> "Plan":
        """The inverse of `as_json`."""
        proposals = tuple(
            Proposal(**{**one, "act": Act(one["act"]), "subjects": tuple(one["subjects"])})
            for one in held.get("proposals", ())
        )
        return cls(proposals, {key: tuple(at) for key, at in held.get("orders", {}).items()})


@dataclass(frozen=True, slots=True)
class Tailored:
    """The new resume. `moved` says where a place of it was before: new pointer → old pointer.

    `chosen` are the pointers whose text is not the old resume's own: added or rewritten.
    """

    document: dict[str, Any]
    moved: Mapping[str, str]
    chosen: tuple[str, ...] = ()
