"""Tables printed without rules, where they can be told safely: a line of known column names, then numbered rows."""

import itertools
import re
from collections.abc import Sequence

from tracker.documents.layout import TextLine, Word
from tracker.documents.wrapping import hyphenated
from tracker.domain.normalise import search_key

Row = tuple[str, ...]
_NAMES = re.compile(
    r"(?:stt|tt|so tt|so thu tu|thoi gian|ngay|gio|noi dung.*|cong viec|nhiem vu.*|don vi.*|co quan.*|bo phan.*|"
    r"(?:don vi )?chu tri|(?:don vi )?phoi hop.*|nguoi .*|thoi han.*|han .*|tien do|san pham.*|ket qua|ghi chu|"
    r"dia diem|trach nhiem|thuc hien|phu trach|lanh dao.*)"
)
_NUMBER = re.compile(
    r"\d{1,3}[.)]?|[IVXL]{1,5}[.)]?|[a-zđ][.)]|(?:\d{1,2}\s?(?:h|g|:|giờ)\s?\d{0,2}.*)|\d{1,2}/\d{1,2}.*"
)
_APART = 0.9  # heights between words of different columns
_HEAD_LINES = 3
_ROW_APART = 3.0  # heights between lines of one table
_LEAST_ROWS = 2


def unruled_table(lines: Sequence[TextLine]) -> tuple[int, int, tuple[Row, ...]]:
    """The first such table: the lines before it, the lines it takes, its rows. (len, 0, ()) without one."""
    for start, line in enumerate(lines):
        parts = _parts(line)
        if len(parts) >= 3 and _are_names(parts):
            rows, taken = _read(lines[start:], parts)
            if len(rows) > _LEAST_ROWS:
                return start, taken, rows
    return len(lines), 0, ()


def _parts(line: TextLine) -> list[TextLine]:
    """The line cut where more than a space stands between words."""
    parts: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.box.left - before.box.right > _APART * line.height:
            parts.append([])
        parts[-1].append(word)
    return [TextLine(tuple(part)) for part in parts]


def _are_names(parts: Sequence[TextLine]) -> bool:
    known = [_NAMES.fullmatch(search_key(part.text)) is not None for part in parts]
    return known[0] and sum(known) >= len(parts) - 1


def _read(lines: Sequence[TextLine], head: Sequence[TextLine]) -> tuple[tuple[Row, ...], int]:
    columns = [[part.box.left, part.box.right] for part in head]
    rows: list[list[str]] = [[part.text for part in head]]
    taken = 1
    for above, line in itertools.pairwise(lines):
        placed = _placed(line, columns)
        if placed is None or line.box.top - above.box.bottom > _ROW_APART * line.height:
            break
        starts = placed[0] is not None and _NUMBER.fullmatch(placed[0].text) is not None
        if placed[0] is not None and not starts:
            break
        if not starts and len(rows) == 1 and taken >= _HEAD_LINES:
            break
        if starts:
            rows.append([""] * len(columns))
        for column, part in enumerate(placed):
            if part is not None:
                columns[column] = [min(columns[column][0], part.box.left), max(columns[column][1], part.box.right)]
                rows[-1][column] = hyphenated(rows[-1][column], part.text).strip()
        taken += 1
    return tuple(tuple(row) for row in rows), taken


def _placed(line: TextLine, columns: Sequence[Sequence[float]]) -> list[TextLine | None] | None:
    """The line's parts in their columns; None where one touches two columns or two touch one."""
    placed: list[TextLine | None] = [None] * len(columns)
    for part in _parts(line):
        near = [index for index, (left, right) in enumerate(columns) if part.box.left < right and part.box.right > left]
        if len(near) != 1 or placed[near[0]] is not None:
            return None
        placed[near[0]] = part
    return placed
