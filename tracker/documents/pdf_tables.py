"""Tables of a PDF as rows of texts: words put into the cells of a grid, tables broken by pages put together again."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tracker.documents.grids import Cell, Grid
from tracker.documents.layout import Word, lines_of
from tracker.documents.wrapping import Margins, joined

Row = tuple[str, ...]
_PADDING = (1.0, 8.0)  # points between a ruling and the text beside it


def table_rows(grid: Grid, words: Sequence[Word]) -> tuple[Row, ...]:
    """Rows with all columns: a cell that spans columns leaves the others empty, one that spans rows is repeated."""
    inside = _sorted_in(grid, words)
    padding = _padding(grid, inside)
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        text = _text(cell, inside.get((cell.row, cell.column), ()), padding)
        for down in range(cell.rows):
            rows[cell.row + down][cell.column] = text
    return tuple(tuple(row) for row in rows if any(row))


def _sorted_in(grid: Grid, words: Sequence[Word]) -> dict[tuple[int, int], list[Word]]:
    """Words by the cell in whose middle they stand."""
    starts: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            starts.setdefault(row, []).append(cell)
    tops = sorted({cell.box.top for cell in grid.cells})
    inside: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        x, y = (word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2
        row = bisect_right(tops, y) - 1
        own = next((cell for cell in starts.get(row, ()) if cell.box.left <= x < cell.box.right), None)
        if own is not None:
            inside.setdefault((own.row, own.column), []).append(word)
    return inside


def _padding(grid: Grid, inside: dict[tuple[int, int], list[Word]]) -> float:
    """How near to its ruling text begins."""
    least, most = _PADDING
    near = [
        min(word.box.left for word in inside[cell.row, cell.column]) - cell.box.left
        for cell in grid.cells
        if inside.get((cell.row, cell.column))
    ]
    return min(max(min(near, default=least), least), most)


def _text(cell: Cell, words: Sequence[Word], padding: float) -> str:
    if not words:
        return ""
    margins = {0: Margins(cell.box.left + padding, cell.box.right - padding)}
    return "\n".join(paragraph.text for paragraph in joined([(line, 0) for line in lines_of(words)], margins))


def continued(above: Sequence[Row], below: Sequence[Row]) -> Iterator[Row]:
    """Rows of a table that goes on on the next page: its repeated head left out, a broken row put together.

    The last of ``above`` comes first, as it may have grown.
    """
    rest = list(below[_repeated(above, below) :])
    last = above[-1]
    if rest and _is_broken(last, rest[0]):
        last = tuple(_grown(*cells) for cells in zip(last, rest.pop(0), strict=True))
    yield last
    yield from rest


def _repeated(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows of the head stand above again."""
    count = 0
    for first, again in zip(above, below, strict=False):
        if first != again:
            break
        count += 1
    return count


def _is_broken(above: Row, below: Row) -> bool:
    """A row without a number whose texts all start in the middle of a sentence."""
    texts = [text for text in below if text]
    return not below[0] and bool(texts) and all(text[0].islower() or text[0] in ",;.)" for text in texts)


def _grown(above: str, below: str) -> str:
    return f"{above} {below}".strip() if below != above else above
