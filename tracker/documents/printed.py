"""Printed pages → lines of a document: columns, tables, paragraphs; whatever the words came from."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from tracker.documents.grids import Grid
from tracker.documents.layout import TextLine, Word, lines_of, reading_order
from tracker.documents.pdf_tables import Row, continued, table_rows
from tracker.documents.running import without_running
from tracker.documents.unruled import unruled_table
from tracker.documents.wrapping import Margins, joined, margins_of
from tracker.domain.plan.lines import Line

_COLUMN = 5  # lines of a column whose ends tell paragraphs; shorter ones are a header or a signature


@dataclass
class PrintedPage:
    words: list[Word]
    grids: Sequence[Grid] = ()


@dataclass
class _Table:
    rows: list[Row]
    pages: list[int]


@dataclass
class _Text:
    """Lines that may run on over pages; ``column``: beside another."""

    lines: list[tuple[TextLine, int]]
    column: bool = False


def document_lines(pages: Sequence[PrintedPage]) -> tuple[Line, ...]:
    """The lines in reading order, with their page from 1."""
    outside = without_running([lines_of(_outside(page)) for page in pages])
    margins = _margins(outside)
    made: list[Line] = []
    tables = 0
    for part in _merged(_parts(pages, outside)):
        if isinstance(part, _Table):
            made.extend(_row(row, tables, page) for row, page in zip(part.rows, part.pages, strict=True))
            tables += 1
        else:
            made.extend(_paragraphs(part, margins))
    return tuple(replace(line, number=number) for number, line in enumerate(made))


def _outside(page: PrintedPage) -> list[Word]:
    return [word for word in page.words if not any(_within(word, grid) for grid in page.grids)]


def _within(word: Word, grid: Grid) -> bool:
    x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
    return grid.box.left <= x <= grid.box.right and grid.box.top <= y <= grid.box.bottom


def _parts(pages: Sequence[PrintedPage], outside: Sequence[Sequence[TextLine]]) -> Iterator[_Text | _Table]:
    for number, (page, lines) in enumerate(zip(pages, outside, strict=True), start=1):
        rest = list(lines)
        for grid in page.grids:
            above = [line for line in rest if line.box.top < grid.box.top]
            rest = rest[len(above) :]
            yield from _texts(above, number)
            rows = table_rows(grid, [word for word in page.words if _within(word, grid)])
            if rows:
                yield _Table(list(rows), [number] * len(rows))
        yield from _texts(rest, number)


def _texts(lines: Sequence[TextLine], page: int) -> Iterator[_Text | _Table]:
    rest = list(lines)
    while rest:
        start, taken, rows = unruled_table(rest)
        for block in reading_order(rest[:start]):
            yield _Text([(line, page) for line in block.lines], column=block.column)
        if rows:
            yield _Table(list(rows), [page] * len(rows))
        rest = rest[start + taken :]


def _merged(parts: Iterator[_Text | _Table]) -> Iterator[_Text | _Table]:
    """Text over the whole width runs on from page to page, and a table with as many columns does."""
    before: _Text | _Table | None = None
    for part in parts:
        if isinstance(before, _Text) and isinstance(part, _Text) and not before.column and not part.column:
            before.lines.extend(part.lines)
        elif isinstance(before, _Table) and isinstance(part, _Table) and _goes_on(before, part):
            rows = list(continued(before.rows, part.rows))
            before.rows[-1:] = rows
            before.pages.extend(part.pages[:1] * (len(rows) - 1))
        else:
            if before is not None:
                yield before
            before = part
    if before is not None:
        yield before


def _goes_on(above: _Table, below: _Table) -> bool:
    return len(above.rows[0]) == len(below.rows[0]) and below.pages[0] == above.pages[-1] + 1


def _margins(pages: Sequence[Sequence[TextLine]]) -> dict[int, Margins]:
    """Of each page, or those of the whole document where the page tells nothing: left and right pages may differ."""
    everything = [line for page in pages for line in page]
    common = margins_of(everything) if everything else Margins(0, 0)
    own = {number: margins_of(page) for number, page in enumerate(pages, start=1) if page}
    return {
        number: own[number] if number in own and own[number].right < inf else common
        for number in range(1, len(pages) + 1)
    }


def _paragraphs(part: _Text, margins: dict[int, Margins]) -> Iterator[Line]:
    if part.column:
        if len(part.lines) < _COLUMN:
            yield from (_line(line.text, page, bold=line.bold) for line, page in part.lines)
            return
        margins = {part.lines[0][1]: margins_of([line for line, _ in part.lines])}
    for paragraph in joined(part.lines, margins):
        yield _line(paragraph.text, paragraph.page, bold=paragraph.bold)


def _line(text: str, page: int, *, bold: bool) -> Line:
    return Line(number=0, text=unicodedata.normalize("NFC", text), page=page, bold=bold)


def _row(row: Row, table: int, page: int) -> Line:
    cells = tuple(unicodedata.normalize("NFC", cell) for cell in row)
    text = " | ".join(cell.replace("\n", " / ") for cell in cells)
    return Line(number=0, text=text, cells=cells, table=table, page=page)
