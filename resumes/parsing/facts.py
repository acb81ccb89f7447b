"""A value together with the line it stands on."""

from dataclasses import dataclass

from resumes.parsing.document import Line


@dataclass(slots=True)
class Fact:
    text: str
    line: Line
    confidence: float = 0.9
