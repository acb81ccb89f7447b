"""Sections that are lists: skills, interests, certificates, awards, publications, references."""

import re
from dataclasses import dataclass, field

from resumes.parsing.dates import Period, find_periods, without
from resumes.parsing.document import Line, clean
from resumes.parsing.entries import clear_gap_of
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import is_aside
from resumes.parsing.paragraphs import joined
from resumes.parsing.vocabulary import heading_kind

_LABEL = re.compile(r"^(?P<label>[^:,;•|]{2,48}?)\s*(?::|–|—|\s-\s)\s*(?P<rest>.*)$")
_COLON_LABEL = re.compile(r"^(?P<label>[^:,;•|]{2,48}?)\s*:\s*(?P<rest>.*)$")
_SLASHED = re.compile(r"\s+/\s+")
_SLASHES = 2
"""A list may be parted by strokes; a single one stands between two names of one thing."""
_DOTS = re.compile(r"\s*[●○◉⚫⬤★☆■□▪▫◆◇•]{3,}\s*$")
_BREAK = re.compile(r"\s*(?:[;•●▪■◦∙|·‣⋅●]|\t|\s{3,})\s*")
LEVEL = re.compile(
    r"^(?:advanced|intermediate|beginner|basic|expert|proficient|fluent|novice|master|familiar|competent|experienced|fortgeschritten|grundkenntnisse|"
    r"experte|sehr gut|gut|avancé|intermédiaire|débutant|confirmé|avanzado|intermedio|básico|avançado|intermediário|avanzato|base|zaawansowany|średniozaawansowany|"
    r"podstawowy|gevorderd|basis|\d{1,3} ?%|\d(?:[.,]\d)?\s*/\s*\d{1,2}|[★☆●○◉•⚫⬤]+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|und|et|y|e|i|en|&)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Skill:
    name: Fact
    keywords: list[Fact] = field(default_factory=list)
    level: Fact | None = None


@dataclass(slots=True)
class Item:
    """One entry of a list section: its name, who gave it, when."""

    name: Fact
    issuer: Fact | None = None
    period: Period | None = None
    summary: Fact | None = None


def split_list(text: str) -> list[str]:
    """The parts of an enumeration; commas inside brackets do not divide."""
    parts: list[str] = []
    breaks = _SLASHED if len(_SLASHED.findall(text)) >= _SLASHES and "," not in text else _BREAK
    for piece in breaks.split(_DOTS.sub("", text)):
        depth, start = 0, 0
        for index, char in enumerate(piece):
            depth += (char in "([") - (char in ")]")
            if (
                char == ","
                and depth <= 0
                and not (
                    piece[index - 1 : index].isdigit() and piece[index + 1 : index + 2].isdigit()
                )
            ):
                parts.append(piece[start:index])
                start = index + 1
        parts.append(piece[start:])
    return [part for part in map(_listed, parts) if part]


def _listed(part: str) -> str:
    """One part of an enumeration as written, without what parted it from the others; '.NET' keeps its stop."""
    text = _AND.sub("", clean(part).strip(" •·-–—*●○★☆▪").rstrip("."))
    return text if re.match(r"\.[A-Za-z]", text) else text.lstrip(".").strip()


def read_skills(lines: list[Line]) -> list[Skill]:
    skills: list[Skill] = []
    group: Skill | None = None
    rows = joined(lines)
    for line, following in zip(rows, [*rows[1:], None], strict=True):
        named = labelled(line)
        if named is not None:
            label, rest = named
            group = Skill(Fact(label, line, 0.85), [Fact(t, line, 0.9) for t in split_list(rest)])
            skills.append(group)
        elif _names_group(line, following):
            group = Skill(Fact(line.text, line, 0.75))
            skills.append(group)
        elif group is not None and _belongs(group, line):
            _fill_group(group, line)
        else:
            group = _plain_skills(skills, line)
    return [skill for skill in skills if skill.keywords or not skill.name.text.endswith(":")]


def _names_group(line: Line, following: Line | None) -> bool:
    """A short line right above a level ('Advanced') names the skills below."""
    return (
        following is not None
        and not line.bullet
        and len(split_list(line.text)) == 1
        and bool(LEVEL.match(following.text))
        and not LEVEL.match(line.text)
    )


def _belongs(group: Skill, line: Line) -> bool:
    """Whether a line goes on with the open group: the first below its name, or another row of its list."""
    if line.bullet and not group.name.line.bullet and group.name.line.bold:
        return True
    if line.bullet:
        return False
    if not group.keywords:
        return True
    return group.name.line.text.endswith(":") and len(split_list("\t".join(line.segments))) > 1


def labelled(line: Line) -> tuple[str, str] | None:
    """'Backend: Java, Spring' as label and rest; bold may stand in for the colon."""
    match = _COLON_LABEL.match(line.text)
    if match and not re.search(r"https?$", match["label"]):
        return clean(match["label"]), match["rest"]
    cells = line.segments
    if (
        len(cells) == 2
        and len(cells[0].split()) <= 3
        and "," not in cells[0]
        and (heading_kind(cells[0]) or "," in cells[1])
    ):
        return cells[0], cells[1]
    first = line.spans[0]
    rest = line.text[len(clean(first.text)) :].strip(" :–—-|")
    if (
        first.bold
        and len(line.spans) > 1
        and not line.spans[1].bold
        and rest
        and len(clean(first.text)) < 40
        and "," not in first.text
    ):
        return clean(first.text).strip(" :–—-|"), rest
    return None


def _fill_group(group: Skill, line: Line) -> None:
    if LEVEL.match(line.text):
        group.level = Fact(line.text, line, 0.85)
    else:
        group.keywords += [Fact(t, line, 0.88) for t in split_list("\t".join(line.segments))]


def _plain_skills(skills: list[Skill], line: Line) -> Skill | None:
    """Adds the skills of a line; returns the group it may open for the lines below."""
    texts = [t for segment in line.segments for t in split_list(segment)]
    if len(line.text.split()) > 14 and len(texts) < 4:
        return None
    if len(texts) == 1 and (line.bold or line.level) and not line.bullet:
        group = Skill(Fact(texts[0], line, 0.75))
        skills.append(group)
        return group
    for text in texts:
        if LEVEL.match(text) and skills:
            skills[-1].level = Fact(text, line, 0.8)
        elif len(text) <= 80:
            skills.append(Skill(Fact(text, line, 0.88 if len(text.split()) <= 5 else 0.6)))
    return None


def read_items(lines: list[Line], *, whole: bool = False) -> list[Item]:
    """Certificates, awards and the like: a name, perhaps who gave it and when; `whole` keeps each line as one name."""
    items: list[Item] = []
    rows = joined(lines)
    clear_gap = clear_gap_of(rows)
    by_gap = any((line.gap or 0) >= clear_gap for line in rows[1:])
    before: Line | None = None
    for line in rows:
        periods = find_periods(line.text)
        text = without(line.text, periods).strip(" |,–—-·")
        text = (
            text.removesuffix(")")
            if text.count(")") > text.count("(")
            else text + ")" * (text.count("(") - text.count(")"))
        )
        dated_twice = bool(items and periods and items[-1].period)
        if (
            items
            and before is not None
            and not dated_twice
            and _same_item(before, line, clear_gap, by_gap=by_gap)
        ):
            _more(items[-1], line, text, periods)
        elif text and not is_aside(text):
            period = periods[0] if periods else None
            items.append(
                Item(Fact(line.text, line, 0.8), period=period)
                if whole and not line.bold
                else _item(line, text, periods)
            )
        elif items and periods and items[-1].period is None:
            items[-1].period = periods[0]
        before = line
    return items


def _same_item(before: Line, line: Line, clear_gap: float, *, by_gap: bool) -> bool:
    if line.bullet or before.bullet or line.block != before.block:
        return False
    if before.bold and not line.bold and (line.gap or 0) < clear_gap * 2:
        return True
    return by_gap and line.box is not None and (line.gap or 0) < clear_gap


def _more(item: Item, line: Line, text: str, periods: list[Period]) -> None:
    if periods and item.period is None:
        item.period = periods[0]
    if text and item.issuer is None and len(text) < 70:
        item.issuer = Fact(text, line, 0.75)
    elif text and item.summary is None:
        item.summary = Fact(text, line, 0.75)


def _item(line: Line, text: str, periods: list[Period]) -> Item:
    text = re.sub(
        r"^(?:certifications?|awards?|achievements?)\s*:\s*", "", text, flags=re.IGNORECASE
    )
    parts = [p for p in re.split(r"\s+[|·•]\s+|\s+[–—]\s+|\s+-\s+", text) if p]
    period = periods[0] if periods else None
    if len(parts) == 2 and len(parts[1]) < 60:
        return Item(Fact(parts[0], line, 0.85), Fact(parts[1], line, 0.7), period)
    return Item(Fact(text, line, 0.85), None, period)


def read_interests(lines: list[Line]) -> list[Fact]:
    return [
        Fact(text, line, 0.85)
        for line in joined(lines)
        for text in split_list("\t".join(line.segments))
        if len(text) < 80 and not heading_kind(text)
    ]
