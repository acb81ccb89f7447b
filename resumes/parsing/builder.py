"""The answer as it is built: values with their provenance; what the text does not hold is refused."""

import re
from typing import Any

from resumes.parsing.dates import Period
from resumes.parsing.document import Document, Line
from resumes.parsing.doubts import weighed
from resumes.parsing.facts import Fact
from resumes.parsing.kinds import UNLISTED

_LETTERS = re.compile(r"[\W_]+")


class Builder:
    """Collects values with their provenance; a value that is not in the text is refused."""

    def __init__(self, document: Document) -> None:
        self.provenance: dict[str, dict[str, Any]] = {}
        self.person = ""
        self.warnings: list[str] = list(document.warnings)
        self.guessed: set[tuple[int, int]] = set()
        self._document = document
        self._text = squeezed(
            "".join(line.text for line in document.lines) + "".join(document.links)
        )

    def put(self, row: dict[str, Any], key: str, fact: Fact | None, pointer: str) -> None:
        if fact is None or not fact.text:
            return
        if squeezed(fact.text) not in self._text:
            return
        row[key] = fact.text
        self.mark(
            f"{pointer}/{key}",
            fact.line,
            weighed(pointer, key, fact.text, fact.confidence, person=self.person),
            fact.text,
        )

    def put_list(self, row: dict[str, Any], key: str, facts: list[Fact], pointer: str) -> None:
        values: list[str] = []
        for fact in facts:
            if fact.text and squeezed(fact.text) in self._text:
                self.mark(
                    f"{pointer}/{key}/{len(values)}",
                    fact.line,
                    weighed(pointer, key, fact.text, fact.confidence),
                    fact.text,
                )
                values.append(fact.text)
        if values:
            row[key] = values

    def put_period(
        self, row: dict[str, Any], period: Period | None, line: Line | None, pointer: str
    ) -> None:
        if period is None or line is None:
            return
        confidence = 0.95 if period.is_range else 0.85
        for key, value in (("startDate", period.start), ("endDate", period.end)):
            if value:
                row[key] = value
                self.mark(f"{pointer}/{key}", line, confidence, line.text)

    def mark(self, pointer: str, line: Line, confidence: float, text: str = "") -> None:
        box = self._document.original_box(line)
        if (line.page, line.number) in self.guessed:
            confidence *= UNLISTED
        self.provenance[pointer] = {
            "page": line.page,
            "line": line.number,
            "box": list(box) if box else None,
            "confidence": round(confidence * self._document.sureness(line.page, text), 2),
        }


def squeezed(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
