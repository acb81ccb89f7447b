"""How a row of table cells reads: as one line of a table, or as columns of a page layout."""

from resumes.parsing.dates import find_periods
from resumes.parsing.document import Line

_SHORT = 45
_MARGIN_LINES = 2


def cells_to_lines(cells: list[list[Line]], block: int) -> list[Line]:
    """One line where every cell holds one; else cell after cell, short single cells set beside the first line."""
    if not cells:
        return []
    long = [cell for cell in cells if len(cell) > 1]
    if not long:
        return [_row([cell[0] for cell in cells], block)]
    if (
        len(long) == 1
        and len(cells) > 1
        and all(len(c[0].text) <= _SHORT and not c[0].level for c in cells if len(c) == 1)
    ):
        rest = long[0][1:]
        first = _row([cell[0] for cell in cells], block)
        if cells[0] is long[0] or not _is_label(cells[0][0]):
            return [first, *rest]
    return _columns(cells, block)


def _columns(cells: list[list[Line]], block: int) -> list[Line]:
    """Cell after cell; a margin of dates goes beside the cell it belongs to."""
    if len(cells) > 1 and _are_margin(cells[-1], cells[-2]):
        cells = [*cells[:-2], _side_by_side(cells[-2], cells[-1])]
    if len(cells) > 1 and len(cells[0]) == 1 and _is_label(cells[0][0]):
        cells[0][0].cells = len(cells)
    lines: list[Line] = []
    for index, cell in enumerate(cells):
        for line in cell:
            line.block = block * 100 + index
        lines += cell
    return lines


def _are_margin(cell: list[Line], beside: list[Line]) -> bool:
    """Whether a cell holds a date and perhaps a place, for the first lines of the longer cell on its left."""
    return (
        len(cell) < len(beside)
        and len(cell) <= _MARGIN_LINES
        and all(len(line.text) <= _SHORT and not line.bullet for line in cell)
        and len(find_periods(cell[0].text)) == 1
        and not any(line.bullet or len(line.segments) > 1 for line in beside[: len(cell)])
        and not any(find_periods(line.text) for line in beside[1 : len(cell)])
    )


def _side_by_side(cell: list[Line], margin: list[Line]) -> list[Line]:
    """The lines of a cell with those of the next one at their right."""
    rows = [_row([line, other], line.block) for line, other in zip(cell, margin, strict=False)]
    return rows + cell[len(margin) :]


def _is_label(line: Line) -> bool:
    """A cell that heads its row rather than dating it."""
    return not any(c.isdigit() for c in line.text)


def _row(lines: list[Line], block: int) -> Line:
    spans = []
    for index, line in enumerate(lines):
        if index and line.spans:
            line.spans[0].apart = True
        spans += line.spans
    first = lines[0]
    return Line(
        spans,
        first.page,
        0,
        first.box,
        max(line.size for line in lines),
        first.gap,
        first.level if len(lines) == 1 else 0,
        block,
        bullet=first.bullet,
        cells=len(lines),
    )
