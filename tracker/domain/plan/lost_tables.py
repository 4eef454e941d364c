"""Tables whose columns a text layer has lost: a head of short lines, then every cell on lines of its own, rows told
apart by their running number. They are put together again as rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.lines import Line
from tracker.domain.plan.marks import ROMAN, read_mark
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.subjects import is_head

_NUMBER_HEAD = re.compile(r"^(?:s?tt|so tt|so thu tu)\.?$")
_HEADS = {
    "task": re.compile(r"^(?:noi dung|nhiem vu|cong viec|dau viec|hang muc|viec)\b[^.:;]*$"),
    "lead": re.compile(
        r"^(?:(?:don vi|co quan|nguoi|bo phan|ca nhan|phong)[^.:;]{0,25}"
        r"(?:chu tri|thuc hien|phu trach|chiu trach nhiem)|chu tri|phu trach|thuc hien|phan cong|don vi)$"
    ),
    "partner": re.compile(r"^[^.:;]{0,20}phoi hop[^.:;]{0,20}$|^ho tro$"),
    "due": re.compile(r"^(?:thoi (?:gian|han)|han|tien do|ngay|hoan thanh|xong)\b[^.:;]*$"),
    "other": re.compile(r"^(?:ghi chu|san pham|ket qua|lanh dao[^.:;]*|dia diem|kinh phi)$"),
}
_DATE = re.compile(
    r"\d{1,2}\s*/\s*\d{1,2}|\btháng\s+\d|\bquý\s+[IV\d]|\bngày\b|\btuần\b|hằng|hàng|thường xuyên", re.IGNORECASE
)
_FEWEST = 2  # columns besides the number
_MOST_WORDS = 7  # of a column's title


@dataclass(frozen=True)
class Row:
    """Cells put together from several lines."""

    lines: tuple[Line, ...]
    cells: tuple[str, ...]


def with_rows(lines: Sequence[Line]) -> Iterator[Line | Row]:
    """The lines with lost tables as rows; everything else as it is."""
    index = 0
    while index < len(lines):
        found = _table(lines, index)
        if found is None:
            yield lines[index]
            index += 1
        else:
            rows, index = found
            yield from rows


def _table(lines: Sequence[Line], start: int) -> tuple[list[Row], int] | None:
    """The table that starts at this line, and the index after it."""
    if lines[start].cells is not None or not _NUMBER_HEAD.match(search_key(lines[start].text)):
        return None
    columns = [name for name in takewhile(bool, map(_column, lines[start + 1 : start + 10])) if name]
    if len(columns) < _FEWEST or not {"task", "lead"} <= set(columns):
        return None
    index = start + 1 + len(columns)
    rows = [Row(tuple(lines[start:index]), ("STT", *(collapse(line.text) for line in lines[start + 1 : index])))]
    number = 1
    while index < len(lines) and _is_number(lines[index], number):
        end = _row_end(lines, index + 1, number + 1, len(columns))
        cells = _cells([line.text for line in lines[index + 1 : end]], columns)
        rows.append(Row(tuple(lines[index:end]), (str(number), *cells)))
        index, number = end, number + 1
    return (rows, index) if number > 1 else None


def _column(line: Line) -> str | None:
    key = search_key(line.text)
    if line.cells is not None or len(key.split()) > _MOST_WORDS:
        return None
    return next((name for name, pattern in _HEADS.items() if pattern.match(key)), None)


def _is_number(line: Line, number: int) -> bool:
    return line.cells is None and re.fullmatch(rf"0?{number}\.?", line.text.strip()) is not None


def _row_end(lines: Sequence[Line], start: int, following: int, columns: int) -> int:
    """Where the next row begins, or the table ends: at a heading, a table, or a blank line after all its cells."""
    for index in range(start, min(len(lines), start + 4 * columns)):
        line = lines[index]
        if line.cells is not None or _is_number(line, following):
            return index
        mark, _ = read_mark(line.full_text)
        if (mark and mark.level <= ROMAN) or (not line.text.strip() and index - start >= _FEWEST):
            return index
    return min(len(lines), start + columns)


def _cells(texts: Sequence[str], columns: Sequence[str]) -> list[str]:
    """One text for each column; a cell that was broken over lines is joined, an empty one is left empty."""
    joined: list[str] = []
    for text in map(collapse, texts):
        if not text:
            continue
        if joined and (text[:1].islower() or joined[-1].endswith((",", "-", "–", "và"))):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    while len(joined) > len(columns):
        first = next((at for at in range(1, len(joined)) if _like(joined[at]) == "task"), 1)
        joined[first - 1 : first + 1] = [f"{joined[first - 1]} {joined[first]}"]
    return joined if len(joined) == len(columns) else _placed(joined, columns)


def _placed(texts: Sequence[str], columns: Sequence[str]) -> list[str]:
    """Fewer texts than columns: each goes to the next column it looks like."""
    cells = [""] * len(columns)
    at = 0
    for text in texts:
        kind = _like(text)
        fits = [index for index in range(at, len(columns)) if columns[index] == kind]
        place = fits[0] if fits else min(at, len(columns) - 1)
        cells[place] = text
        at = place + 1
    return cells


def _like(text: str) -> str:
    if _DATE.search(text) and len(text.split()) <= _MOST_WORDS * 2 and not is_head(text):
        return "due"
    return "lead" if is_head(text) and not opens_task(text) else "task"
