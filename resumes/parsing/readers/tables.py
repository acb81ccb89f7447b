"""How a row of table cells reads: as one line of a table, or as columns of a page layout."""

from resumes.parsing.document import Line

_SHORT = 45


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
    lines: list[Line] = []
    for index, cell in enumerate(cells):
        for line in cell:
            line.block = block * 100 + index
        lines += cell
    return lines


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
    )
