"""What a person says about the reading of a posting: facts they confirm, lines they dispute."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from matching.types.fits import Evidence, Stop

STOP, ALSO = "STOP", "ALSO"  # lines that belong to no part
REPEATED = {"DUTY", "OTHER_ROLE"}  # subjects that come on several lines of a page


class Said(StrEnum):
    """What a person says of one line of evidence."""

    HAVE_IT = "HAVE_IT"
    NOT_REQUIRED = "NOT_REQUIRED"
    MISREAD = "MISREAD"


class FactKind(StrEnum):
    """What a confirmed fact is about."""

    SKILL = "SKILL"
    CERTIFICATE = "CERTIFICATE"  # licences, registrations and clearances too
    EDUCATION = "EDUCATION"
    LANGUAGE = "LANGUAGE"
    EXPERIENCE = "EXPERIENCE"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the person that no resume of theirs has to say.

    `name` is a skill, a language code, a degree's rank or the posting's own line.
    """

    kind: FactKind
    name: str
    confirmed_on: date


@dataclass(frozen=True, slots=True)
class LineKey:
    """Which line of a posting's page: `part` is a part of the fit, `STOP` or `ALSO`.

    `line` tells lines of one subject apart; empty where a subject comes once.
    """

    part: str
    subject: str
    line: str = ""


def key_of(part: str, line: Evidence) -> LineKey:
    """What tells this line from the others of its posting, whatever is quoted for it."""
    return LineKey(part, line.subject, line.posting if line.subject in REPEATED else "")


def key_of_stop(stop: Stop) -> LineKey:
    """What tells this stop from the others of its posting."""
    return LineKey(STOP, f"{stop.kind.value}:{stop.note}")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A line of one posting and what the person says of it."""

    posting: str
    key: LineKey
    said: Said
    on: date


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything one person has said."""

    facts: tuple[Fact, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    def of(self, posting: str) -> tuple[Dispute, ...]:
        """What was said of this posting."""
        return tuple(one for one in self.disputes if one.posting == posting)


NOTHING_SAID = Corrections()
