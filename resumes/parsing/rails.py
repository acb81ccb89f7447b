"""Headings in a column of their own: the first cells of rows, the text of the section beside them."""

import statistics
from dataclasses import replace
from itertools import pairwise

from resumes.parsing.dates import find_periods, is_since
from resumes.parsing.document import Line, Span
from resumes.parsing.headings import OTHER, style_of, surely_names_one
from resumes.parsing.vocabulary import heading_kind, loose_heading_kind

CELL_GAP = 0.9
_FEW = 2
_EDGE = 6
_LEVEL_EMS = 0.5
_LOWER_EMS = 2.4
_PARTING_GAP = 0.5
_HEAD_GAP = 3.0
Rail = frozenset[tuple[int, int, bool]]
"""Left edges of a column of headings and of the text beside them, and whether the headings are bold."""


def beside(lines: list[Line]) -> list[Line]:
    """The lines, with headings that were read as a column of their own in front of what stands beside them."""
    blocks: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        blocks.setdefault((line.page, line.block), []).append(line)
    order = list(blocks)
    is_changed = False
    for key, following in pairwise(order):
        if key[0] != following[0]:
            continue
        above, labels = _tail_alike(blocks[key])
        if _is_label_column(labels, blocks[following]):
            blocks[following] = _merged(labels, blocks[following])
            blocks[key], is_changed = above, True
    if not is_changed:
        return lines
    return [line for key in order for line in blocks[key]]


def _tail_alike(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """A block in two: the lines at its end that are set alike, and those above: a name and addresses."""
    look = _look(lines[-1])
    cut = next((i for i in range(len(lines), 0, -1) if _look(lines[i - 1]) != look), 0)
    return lines[:cut], lines[cut:]


def _is_label_column(labels: list[Line], texts: list[Line]) -> bool:
    """Whether every line of a block is short, alike and no date, and those that begin a heading stand level with text on their right."""
    if len(labels) < _FEW or len(texts) <= len(labels) or len({_look(each) for each in labels}) > 1:
        return False
    if any(line.box is None for line in [*labels, *texts]):
        return False
    if max(line.x1 for line in labels) > min(line.x0 for line in texts):
        return False
    if any(line.bullet or find_periods(line.text) or "@" in line.text for line in labels):
        return False
    heads = [each for each in labels if each.gap is None or each.gap >= CELL_GAP]
    level = all(any(_is_level(head, text) for text in texts) for head in heads)
    unlike = _look(labels[0]) not in map(_look, texts)
    return len(heads) >= _FEW and ((level and unlike) or _each_begins(labels, texts))


def _each_begins(labels: list[Line], texts: list[Line]) -> bool:
    """Whether close below the level of each label text begins that white space parts from the text above it.

    So do cells of a table that begin with an empty paragraph.
    """
    whole = _in_one(labels)
    if len(whole) > _FEW and not any(_is_below(whole[-1], text) for text in texts):
        whole.pop()  # its text is on the next page
    begun = [next((t for t in texts if _is_below(label, t)), None) for label in whole]
    if any(text is None for text in begun) or len({id(text) for text in begun}) < len(whole):
        return False
    usual = statistics.median_low([t.gap for t in texts if t.gap is not None] or [0.0])
    return all(
        text is not None
        and _distance(label, text) < text.size * _LOWER_EMS
        and (text is texts[0] or text.gap is None or text.gap >= usual + _PARTING_GAP)
        for label, text in zip(whole, begun, strict=True)
    )


def _is_below(label: Line, text: Line) -> bool:
    return _distance(label, text) > -text.size * _LEVEL_EMS


def _distance(label: Line, text: Line) -> float:
    """How much lower a text begins than a label."""
    return text.box[1] - label.box[1] if text.box and label.box else 0.0


def _look(line: Line) -> tuple[object, ...]:
    size, bold, _, level, colour = style_of(line)
    return size, bold, level, colour


def _is_level(one: Line, other: Line) -> bool:
    return (
        one.box is not None
        and other.box is not None
        and abs(one.box[1] - other.box[1]) < one.size * _LEVEL_EMS
    )


def _merged(labels: list[Line], texts: list[Line]) -> list[Line]:
    """Texts with each label in front of the first of them that does not stand above it."""
    block = texts[0].block
    waiting = _in_one(labels)
    merged: list[Line] = []
    for text in texts:
        while (
            waiting
            and waiting[0].box
            and text.box
            and text.box[1] > waiting[0].box[1] - text.size * _LEVEL_EMS
        ):
            merged.append(_as_head(waiting.pop(0), block))
        merged.append(text)
    return merged + [_as_head(label, block) for label in waiting]


def _as_head(label: Line, block: int) -> Line:
    """A label among the texts it stood beside, with white space above as headings have."""
    return replace(label, block=block, gap=_HEAD_GAP)


def _in_one(labels: list[Line]) -> list[Line]:
    """Labels that run over several lines in one each."""
    whole: list[Line] = []
    for label in labels:
        if whole and label.gap is not None and label.gap < CELL_GAP:
            before = whole[-1]
            whole[-1] = replace(before, spans=[Span(f"{before.text} {label.text}", before.bold)])
        else:
            whole.append(label)
    return whole


def rail_of(lines: list[Line]) -> Rail:
    """Where the cells of known headings stand and where the text beside them begins, if there are several."""
    kinds: dict[tuple[int, int, bool], set[str]] = {}
    for line in lines:
        kind = heading_kind(line.segments[0]) if is_row(line) else None
        if kind is not None and (line.gap is None or line.gap >= CELL_GAP):
            kinds.setdefault(edges_of(line), set()).add(kind)
    return frozenset(edges for edges, found in kinds.items() if len(found) >= _FEW)


def is_row(line: Line) -> bool:
    """Whether a line has cells: those of a table, or what white space sets apart on a page."""
    return (
        (line.box is not None or line.cells > 1) and not line.bullet and len(line.segments) >= _FEW
    )


def edges_of(line: Line) -> tuple[int, int, bool]:
    second = next(span for i, span in enumerate(line.spans) if i and span.apart)
    return round(line.x0 / _EDGE), round(second.x0 / _EDGE), line.spans[0].bold


def whole_cells(lines: list[Line], rail: Rail) -> list[Line]:
    """The lines, with a heading that runs over two rows of its column in the first: 'Gevolgde' over 'opleidingen'."""
    whole: list[Line] = []
    for line in lines:
        before = whole[-1] if whole else None
        if before is not None and _goes_on_in_cell(before, line, rail):
            head = replace(before.spans[0], text=f"{before.segments[0]} {line.segments[0]}")
            whole[-1] = replace(before, spans=[head, *_cells_after(before)])
            first, *others = _cells_after(line)
            box = (first.x0, line.box[1], line.box[2], line.box[3]) if line.box else None
            whole.append(replace(line, spans=[replace(first, apart=False), *others], box=box))
        else:
            whole.append(line)
    return whole


def _cells_after(line: Line) -> list[Span]:
    cut = next(i for i, span in enumerate(line.spans) if i and span.apart)
    return line.spans[cut:]


def _goes_on_in_cell(before: Line, line: Line, rail: Rail) -> bool:
    return (
        is_row(before)
        and is_row(line)
        and edges_of(before) in rail
        and edges_of(line) == edges_of(before)
        and (before.gap is None or before.gap >= CELL_GAP)
        and (line.gap or 0) < CELL_GAP
        and heading_kind(before.segments[0]) is None
        and not any(find_periods(each.segments[0]) for each in (before, line))
    )


def unlisted_cell(line: Line, rail: Rail) -> str | None:
    """The kind a cell set like those of known headings opens, whatever its words."""
    label = line.segments[0]
    if (
        edges_of(line) not in rail
        or (line.gap is not None and line.gap < CELL_GAP and line.box is not None)
        or (find_periods(label) and not is_since(label))
        or surely_names_one(label)
    ):
        return None
    return loose_heading_kind(label) or OTHER
