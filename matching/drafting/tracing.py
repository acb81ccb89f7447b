"""What of a model's words a resume bears out: quotes by the letter, remarks and rewritings by the fact gate."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.llm.untrusted import displayed
from matching.factgate import Claim, Evidence, check_letter
from matching.factgate.text import words_of

_SECTIONS = ("work", "volunteer", "projects")
_MOST_LINES, _LONGEST_LINE = 60, 1000
_SHORTEST_QUOTE, _LONGEST_QUOTE = 8, 300
_LONGEST_REMARK = 600
_MOST_QUOTES = 3
#: In a remark, what would be believed of the person; the rest of what a remark says is opinion.
_BELIEVED = frozenset({"name", "percent", "money", "duration", "date", "skill", "link", "title"})
_GAP = re.compile(r"\[[^\]]*\]|<[^>]*>|_{2,}|\bX+\s?%|\bX{2,}\b|…$|\.\.\.$")
#: Verbs that say no more than the line did; every other word of weight has to stand in the entry.
_NEUTRAL = frozenset(
    [
        "carried",
        "performed",
        "made",
        "gave",
        "provided",
        "used",
        "handled",
        "completed",
        "conducted",
        "delivered",
        "ensured",
        "worked",
        "helped",
        "supported",
        "through",
        "across",
        "within",
        "using",
        "while",
        "during",
        "with",
        "from",
        "their",
        "this",
        "that",
        "these",
        "those",
        "including",
        "such",
        "well",
        "réalisé",
        "effectué",
        "assuré",
        "fourni",
        "utilisé",
        "avec",
        "dans",
        "pour",
        "durant",
        "cette",
        "leurs",
        "durchgeführt",
        "durchführung",
        "erledigt",
        "erbracht",
        "gemacht",
        "sowie",
        "durch",
        "für",
        "mittels",
        "während",
        "einschließlich",
        "realicé",
        "realizado",
        "efectué",
        "hice",
        "mediante",
        "durante",
        "para",
        "realizei",
        "realizado",
        "efetuei",
        "através",
        "svolto",
        "eseguito",
        "effettuato",
        "realizzato",
        "tramite",
        "durante",
        "nella",
        "delle",
        "degli",
        "uitgevoerd",
        "verricht",
        "gedaan",
        "verzorgd",
        "door",
        "tijdens",
        "voor",
        "wykonał",
        "wykonywanie",
        "wykonałem",
        "wykonałam",
        "przez",
        "podczas",
        "oraz",
        "przy",
    ]
)
_FEWEST_LETTERS = 4
_MOST_NEW_WORDS = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be rewritten, and the entry it belongs to (none for the summary)."""

    pointer: str
    text: str
    section: str = ""
    entry: int = 0


def lines_of(parsed: Mapping[str, Any]) -> list[Line]:
    """The summary and the points and prose of jobs, voluntary work and projects."""
    return list(_lines(parsed))[:_MOST_LINES]


@dataclass(slots=True)
class Ground:
    """A resume that a model's words are held against; `dropped` counts what it does not bear out."""

    parsed: Mapping[str, Any]
    text: str
    language: str
    today: date
    dropped: Counter[str] = field(default_factory=Counter)

    def held_quotes(self, quotes: Sequence[str]) -> list[str]:
        """Those quotes that stand in the resume, word for word."""
        whole = _level(f"{self.text}\n{' '.join(_strings(self.parsed))}")
        held = []
        for quote in quotes[:_MOST_QUOTES]:
            words = _level(quote).strip(" \"“”„«»'.…")
            if _SHORTEST_QUOTE <= len(words) <= _LONGEST_QUOTE and words in whole:
                held.append(displayed(" ".join(quote.split())))
            else:
                self.dropped["quotes"] += 1
        return held

    def held_comment(self, comment: str) -> str:
        """A remark without sentences that state what the resume does not."""
        text = displayed(comment)[:_LONGEST_REMARK]
        held = []
        for sentence in check_letter(text, self._everything).sentences:
            if any(_is_believed(claim, sentence.text) for claim in sentence.blocked):
                self.dropped["remarks"] += 1
            else:
                held.append(sentence.text)
        return " ".join(held)

    def held_rewrite(self, line: Line, rewrite: str) -> str:
        """The rewriting, if it says nothing that the line's own entry does not; else empty."""
        text = " ".join(displayed(rewrite).split()).lstrip("-•* ")
        if not text or _level(text) == _level(line.text):
            return ""
        evidence = self._evidence_of(line)
        report = check_letter(text, evidence, language=self.language)
        is_too_long = len(text) > max(_LONGEST_QUOTE, 2 * len(line.text))
        if is_too_long or _GAP.search(text) or not report.passes or _adds(text, evidence):
            self.dropped["rewrites"] += 1
            return ""
        return text

    def _evidence_of(self, line: Line) -> Evidence:
        """The entry alone: what another job did is not done in this one."""
        if not line.section:
            return self._everything
        entry = self.parsed[line.section][line.entry]
        return self._evidence({line.section: [entry]})

    @property
    def _everything(self) -> Evidence:
        return self._evidence(self.parsed)

    def _evidence(self, parsed: Mapping[str, Any]) -> Evidence:
        return Evidence.of(parsed, posting="", today=self.today, language=self.language)


def _adds(text: str, evidence: Evidence) -> bool:
    """Whether a rewriting does something else, or brings more than one word of weight of its own."""
    new = [
        (number, word.folded)
        for number, word in enumerate(words_of(text))
        if len(word.folded) >= _FEWEST_LETTERS
        and word.text.casefold() not in _NEUTRAL
        and not any(entry.knows(word.folded) for entry in evidence.entries)
    ]
    return len(new) > _MOST_NEW_WORDS or any(number == 0 for number, _word in new)


def _is_believed(claim: Claim, sentence: str) -> bool:
    if claim.kind == "number":
        return any(character.isdigit() for character in claim.text)
    begins_it = sentence.startswith(claim.text) and " " not in claim.text
    return claim.kind in _BELIEVED and not (claim.kind in {"name", "title"} and begins_it)


def _lines(parsed: Mapping[str, Any]) -> Iterator[Line]:
    summary = _mapping(parsed.get("basics")).get("summary")
    if _is_line(summary):
        yield Line("/basics/summary", str(summary))
    for section in _SECTIONS:
        rows = parsed.get(section)
        for entry, row in enumerate(rows if isinstance(rows, list) else []):
            base = f"/{section}/{entry}"
            points = _mapping(row).get("highlights")
            for number, text in enumerate(points if isinstance(points, list) else []):
                if _is_line(text):
                    yield Line(f"{base}/highlights/{number}", str(text), section, entry)
            if _is_line(_mapping(row).get("summary")):
                yield Line(f"{base}/summary", str(row["summary"]), section, entry)


def _is_line(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_LINE


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _strings(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in _strings(each)]
    return [value] if isinstance(value, str) else []


def _level(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
