"""Which lines of a document are headings of sections: by their words, their look, and the white space above them."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from resumes.parsing.acronyms import is_acronym
from resumes.parsing.dates import find_periods, is_since
from resumes.parsing.document import Line, Span
from resumes.parsing.lexicon import degree_score, organisation_score, school_score, title_score
from resumes.parsing.roots import rooted_kind
from resumes.parsing.vocabulary import (
    heading_kind,
    is_heading_over_two,
    loose_heading_kind,
    normal,
)

OTHER = "other"

_EMAIL_OR_LINK = re.compile(r"@|https?:|www\.")
_YEAR = re.compile(r"\d{4}")
_HEADING_CHARACTERS = 45
_HEADING_WORDS = 6
_TRUSTED_SHARE = 0.5
_ESTABLISHED = 3
_NO_LEVEL = 9
_DATED = frozenset({"work", "education", "projects", "volunteer"})
_CLOSE = 0.7
_HEADING_GAP = 0.75
_SURE_TITLE = 2
_SURE_FIRM = 3
_EMPTY_LINE = 0.9
_MOSTLY = 0.9
_FEW = 2
Style = tuple[object, ...]
"""Size, weight, capitals, level and colour of a line."""


@dataclass(frozen=True, slots=True)
class _Looks:
    """How the headings of a document are set: what lines nobody listed are held against."""

    body: Style
    trusted: set[Style]
    usual_gap: float
    is_spaced: bool
    first: int
    """The first known heading."""
    head: int
    """Where the head of the document is over: at its first address or known heading."""


def column_of(line: Line) -> int:
    """Which column of the page a line begins in, roughly."""
    return round(line.x0 / 24)


def whole_headings(lines: list[Line]) -> list[Line]:
    """The lines, with headings that run over two lines of a narrow column in one."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if (
            before is not None
            and line.block == before.block
            and style_of(line) == style_of(before)
            and (line.gap or 0) < _CLOSE
            and is_heading_over_two(before.text, line.text)
        ):
            joint = f"{before.text} {line.text}"
            text = joint if heading_kind(joint) else before.text.replace(" ", "") + line.text
            whole[-1] = replace(before, spans=[Span(text, before.bold)])
        else:
            whole.append(line)
    return whole


def find_headings(lines: list[Line], *, measured: bool = True) -> dict[int, str]:
    """Index of each heading line and the kind of section it opens.

    Sizes and weights that were read off a picture, not `measured`, are too rough to tell headings by.
    """
    body = body_style(lines)
    exact = _exact(lines, body, by_words=False)
    if len(exact) < _FEW:  # no heading stands out in this text: words are all there is to go by
        exact = _exact(lines, body, by_words=True)
    exact = _without_lesser(lines, exact) if measured else exact
    trusted = _trusted(lines, exact, body)
    exact = _of_one_kind(lines, exact, trusted) if measured else exact
    if measured and not trusted:
        trusted = _recurring(lines, body, exact)
    looks = _Looks(
        body,
        trusted,
        usual_gap=_usual_gap(lines[i] for i in exact),
        is_spaced=_is_spaced(lines, exact, body),
        first=min(exact, default=len(lines)),
        head=min([*exact, *(i for i, line in enumerate(lines) if "@" in line.text)], default=0),
    )
    found = dict(exact)
    for index in range(1, len(lines)):
        if index not in found and _could_be(lines[index]):
            kind = _by_looks(lines, index, found, looks)
            if kind is not None:
                found[index] = kind
    return found


def _trusted(lines: list[Line], exact: dict[int, str], body: Style) -> set[Style]:
    """The styles in which known headings are set, and hardly anything else that could be one."""
    styles = Counter(style_of(lines[i]) for i in exact)
    alike = Counter(style_of(line) for line in lines if _could_be(line))
    return {
        style
        for style, count in styles.items()
        if style != body and count >= alike[style] * _TRUSTED_SHARE and count > 1
    }


def _by_looks(  # noqa: PLR0911 - rules in turn, the first that fits decides
    lines: list[Line], index: int, found: dict[int, str], looks: _Looks
) -> str | None:
    """The kind of section a line opens that is no known heading, by its look and by parts of its words."""
    line = lines[index]
    if _goes_on(lines[index - 1], line):
        return None
    loose = loose_heading_kind(line.text)
    if style_of(line) in looks.trusted and not (line.page == 0 and index < looks.head):
        if loose and not (index - 1 in found or degree_score(line.text)):
            return loose
        return OTHER if _opens_unknown(lines, index, found, looks.usual_gap) else None
    if stands_out(line, looks.body) and _separate(lines, index):
        if loose:
            alike = sum(style_of(each) == style_of(line) for each in lines)
            return None if looks.trusted or (title_score(line.text) and alike > _FEW) else loose
        rooted = index > looks.head and index - 1 not in found and not names_one(line.text)
        return OTHER if rooted and rooted_kind(line.text) else None
    if looks.is_spaced and index > looks.first and _is_spaced_heading(lines, index):
        return loose or OTHER
    return None


def names_one(text: str) -> bool:
    """Whether a text names a job, a firm, a degree or a school rather than a section of them."""
    return bool(
        title_score(text) or organisation_score(text) or degree_score(text) or school_score(text)
    )


def surely_names_one(text: str) -> bool:
    """The same, by words that stand in hardly any heading."""
    return bool(
        title_score(text) >= _SURE_TITLE
        or organisation_score(text) >= _SURE_FIRM
        or degree_score(text)
        or school_score(text)
    )


def _recurring(lines: list[Line], body: Style, exact: dict[int, str]) -> set[Style]:
    """Where no two known headings are set alike: the weightiest style of short lines that comes back over blocks of other text."""
    last = max(
        (i for i, line in enumerate(lines) if "@" in line.text and line.page == 0), default=0
    )
    heads: dict[Style, list[int]] = {}
    for index, line in enumerate(lines[:-1]):
        style = style_of(line)
        differs = style != body and _could_be(line) and stands_out(line, body)
        if (
            index > last
            and differs
            and style_of(lines[index + 1]) != style
            and _separate(lines, index)
        ):
            heads.setdefault(style, []).append(index)
    known = {style_of(lines[i]) for i in exact}
    many = {
        style: found
        for style, found in heads.items()
        if len(found) >= _ESTABLISHED
        and not any(names_one(lines[i].text) for i in found)
        and len(found) >= sum(style_of(line) == style for line in lines) * _CLOSE
    }
    best = min(many, key=lambda s: (s not in known, _prominence(lines[many[s][0]])), default=None)
    return {best} if best is not None else set()


def _is_spaced(lines: list[Line], exact: dict[int, str], body: Style) -> bool:
    """Whether headings of this text are told by nothing but an empty line above, which nothing else has."""
    known = [lines[i] for i in exact]
    if len(known) < _FEW or any(style_of(line) != body or line.box for line in known):
        return False
    if any((line.gap or 0) < _EMPTY_LINE for line in known):
        return False
    others = [line for i, line in enumerate(lines) if (line.gap or 0) >= _EMPTY_LINE and i]
    return sum(_could_be(line) for line in others) >= len(others) * _MOSTLY


def _is_spaced_heading(lines: list[Line], index: int) -> bool:
    """A short line under an empty one, with text right below it that is not its date."""
    line, below = lines[index], lines[index + 1 : index + 2]
    return (
        (line.gap or 0) >= _EMPTY_LINE
        and bool(below)
        and (below[0].gap or 0) < _EMPTY_LINE
        and not names_one(line.text)
        and not (find_periods(below[0].text) and len(below[0].segments) == 1)
    )


def _is_sure(lines: list[Line], index: int, found: dict[int, str], usual_gap: float) -> bool:
    """Whether a line set like a heading must be one although a period follows: by the level the format states, by a size few others have, or by white space and roots of its words."""
    line = lines[index]
    levels = {lines[i].level for i in found}
    if names_one(line.text) or index + 1 == len(lines):
        return False
    if line.level and levels == {line.level}:
        return True
    alike = [
        i for i, each in enumerate(lines) if style_of(each) == style_of(line) and _could_be(each)
    ]
    known = sum(found.get(i, OTHER) != OTHER for i in alike)
    if line.size > lines[index + 1].size > 0 and (len(alike) - known) * 2 <= known:
        return True
    return rooted_kind(line.text) is not None and (line.gap is None or line.gap >= usual_gap * 0.9)


def _names_entry(lines: list[Line], index: int, found: dict[int, str], usual_gap: float) -> bool:
    """Whether a line is the first under a heading, a degree or a title, or has a period near below it."""
    text = lines[index].text
    return (
        index - 1 in found
        or bool(degree_score(text))
        or title_score(text) >= _SURE_TITLE
        or (
            not _is_sure(lines, index, found, usual_gap)
            and found.get(max((i for i in found if i < index), default=-1)) in _DATED
            and any(
                p.is_range for row in lines[index + 1 : index + 3] for p in find_periods(row.text)
            )
        )
    )


def _opens_unknown(lines: list[Line], index: int, found: dict[int, str], usual_gap: float) -> bool:
    """Whether a line set like a heading, in words nobody listed, opens a section rather than names an entry."""
    line = lines[index]
    if _names_entry(lines, index, found, usual_gap):
        return False
    return line.gap is None or line.gap >= usual_gap * _HEADING_GAP


def _exact(lines: list[Line], body: Style, *, by_words: bool) -> dict[int, str]:
    kinds = ((i, _exact_kind(lines, i, body, by_words=by_words)) for i in range(len(lines)))
    return {i: kind for i, kind in kinds if kind}


def _of_one_kind(lines: list[Line], exact: dict[int, str], trusted: set[Style]) -> dict[int, str]:
    """Without lines that use a heading's word but look lesser than the headings of this document: 'Leadership' over a strength."""
    looks = [_prominence(lines[i]) for i in exact if style_of(lines[i]) in trusted]
    if len(looks) < _ESTABLISHED:
        return exact
    least = max(looks)
    shared = Counter(style_of(line) for line in lines)
    own = Counter(style_of(lines[i]) for i in exact)

    usual = _usual_gap(lines[i] for i in exact if style_of(lines[i]) in trusted)

    def is_heading(line: Line) -> bool:
        style = style_of(line)
        return (
            style in trusted
            or _set_off(line, usual)
            or (_prominence(line) <= least and shared[style] <= own[style] * 2)
        )

    return {i: kind for i, kind in exact.items() if is_heading(lines[i])}


def _usual_gap(headings: Iterable[Line]) -> float:
    """The white space above most headings; 0 where the format knows none."""
    gaps = [line.gap for line in headings if line.gap is not None]
    return statistics.median_low(gaps) if gaps else 0.0


def _set_off(line: Line, usual_gap: float) -> bool:
    """Whether a line has as much white space above as headings have."""
    return usual_gap > 0 and line.gap is not None and line.gap >= usual_gap * _HEADING_GAP


def _without_lesser(lines: list[Line], exact: dict[int, str]) -> dict[int, str]:
    """Without headings of a lesser look than those most sections have, where such a one stands above in the same column: 'Languages' in a list of skills."""
    kinds: dict[Style, set[str]] = {}
    for index, kind in exact.items():
        kinds.setdefault(style_of(lines[index]), set()).add(kind)
    main = max(kinds, key=lambda style: len(kinds[style]), default=())
    if len(kinds.get(main, ())) < _ESTABLISHED:
        return exact
    kept: dict[int, str] = {}
    above: dict[int, Line] = {}
    usual = _usual_gap(lines[i] for i in exact if style_of(lines[i]) == main)
    for index, kind in exact.items():
        line = lines[index]
        head = above.get(column_of(line))
        if style_of(line) == main:
            above[column_of(line)] = line
        elif (
            head is not None
            and head.page == line.page
            and _prominence(line) > _prominence(head)
            and not _set_off(line, usual)
        ):
            continue
        kept[index] = kind
    return kept


def _prominence(line: Line) -> tuple[int, int, bool, bool]:
    """Smaller is weightier; where the format states a level, looks say no more."""
    if line.level:
        return (line.level, 0, False, False)
    return (_NO_LEVEL, -round(line.size * 2), not line.text.isupper(), not line.bold)


def style_of(line: Line) -> Style:
    caps = line.text.isupper() and not line.level
    return (round(line.size * 2), line.bold, caps, line.level, line.colour)


def body_style(lines: list[Line]) -> Style:
    weights: Counter[Style] = Counter()
    for line in lines:
        weights[style_of(line)] += len(line.text)
    return weights.most_common(1)[0][0] if weights else ()


def _could_be(line: Line) -> bool:
    text = line.text
    return (
        not line.bullet
        and len(line.segments) == 1
        and len(text) <= _HEADING_CHARACTERS
        and len(text.split()) <= _HEADING_WORDS
        and any(c.isalpha() for c in text)
        and not _EMAIL_OR_LINK.search(text)
        and (is_since(text) or not _YEAR.search(text))
        and not text.endswith((".", ",", ";"))
        and not text.startswith("(")
        and not is_acronym(line)
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line of plain text is the rest of a wrapped one."""
    return line.box is None and before.wraps and line.gap == 0


def _exact_kind(  # noqa: PLR0911 - rules in turn, the first that fits decides
    lines: list[Line], index: int, body: Style, *, by_words: bool
) -> str | None:
    line = lines[index]
    if line.bullet or not normal(line.text):
        return None
    if len(line.segments) > 1 and not (line.bold or line.text.isupper()):
        return None
    kind = heading_kind(line.text.rstrip(": "))
    if kind is None:
        return None
    if stands_out(line, body) or line.text.rstrip().endswith(":"):
        return kind
    before = lines[index - 1] if index else None
    if before is not None and before.text.rstrip().endswith((",", ":", "|")):
        return None
    return kind if by_words or _separate(lines, index) else None


def stands_out(line: Line, body: Style) -> bool:
    """Larger, bolder, in capitals, in another colour than running text, or marked as a heading."""
    if not body:
        return True
    size, bold, _, _, colour = body
    return (
        line.level > 0
        or line.text.isupper()
        or (line.bold and not bold)
        or round(line.size * 2) > size  # type: ignore[operator]
        or (line.colour != colour and line.box is not None)
    )


def _separate(lines: list[Line], index: int) -> bool:
    """More white space above than the lines around it have between them."""
    line = lines[index]
    if index == 0 or line.gap is None or lines[index - 1].block != line.block:
        return True
    below = lines[index + 1].gap if index + 1 < len(lines) else None
    return line.gap >= 0.5 and (below is None or line.gap >= below * 0.9)
