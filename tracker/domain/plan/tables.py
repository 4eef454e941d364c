"""Table rows: as the document reader gave them, or as tabs and pipes left in plain text."""

import re
from collections.abc import Sequence

from tracker.domain.normalise import collapse
from tracker.domain.plan.lines import Line
from tracker.domain.plan.marks import read_mark, strip_markdown

_RULE = re.compile(r"^[\s|:+=-]+$")


def row_cells(line: Line) -> tuple[str, ...] | None:
    """The cells of a table row, or None for running text."""
    if line.cells is not None:
        return tuple(collapse(cell) if "\n" not in cell else _keep_breaks(cell) for cell in line.cells)
    text = line.text.strip("\n")
    if text.count("|") >= 2 and text.strip().startswith("|"):
        return _clean(text.strip().strip("|").split("|"))
    if text.count("|") >= 2 and "\t" not in text:
        return _clean(text.split("|"))
    if "\t" not in text.strip() and text.count("\t") < 2:
        return None
    return _tabbed(text)


def is_rule(line: Line) -> bool:
    """A line that only draws a table ("|---|---|")."""
    return line.cells is None and "-" in line.text and "|" in line.text and _RULE.match(line.text) is not None


def column(header: Sequence[str], *patterns: str) -> int | None:
    """Index of the first column whose heading (as a search key) matches one of the patterns, tried in order."""
    for pattern in patterns:
        for index, cell in enumerate(header):
            if re.search(pattern, cell):
                return index
    return None


def _tabbed(text: str) -> tuple[str, ...] | None:
    cells = _clean(text.split("\t"))
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 and text.count("\t") < 2:
        return None
    # "1.<tab>Phòng A" and "- Thành phần:<tab>…" are numbered text, not rows
    if len(filled) == 2 and (_only_mark(filled[0]) or filled[0].endswith(":")):
        return None
    if len(filled) == 1 and read_mark(filled[0])[0] is not None:
        return None
    return cells


def _only_mark(cell: str) -> bool:
    return read_mark(f"{cell} x")[1] == "x" and not cell.isdigit()


def _clean(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(collapse(strip_markdown(cell)[0]) for cell in cells)


def _keep_breaks(cell: str) -> str:
    return "\n".join(part for part in map(collapse, cell.split("\n")) if part)
