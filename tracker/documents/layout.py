"""Words with places → lines in reading order: columns beside each other one after the other, gaps kept.

Used for the text of a PDF and for what was recognised on a scan.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from tracker.documents.restoring import as_font_says

_SAME_LINE = 0.5  # of the smaller height must overlap
_WIDE = 2.2  # heights between two words: farther apart they stand in two columns
_CLOSE = 1.7  # heights from line to line within a column
_GUTTER = 0.9  # heights between the two columns at least
_COUNTRY = re.compile(r"(?:CỘNG\s*HO[ÀÁ]|CỘNG\s*HÒA|ĐẢNG\s*CỘNG\s*SẢN)\b", re.IGNORECASE)
_SIGNATURE = re.compile(r"Nơi\s+nhận", re.IGNORECASE)
_ONE_SIDED = 4  # lines of one column beside nothing, within a header or a signature
_PAGE_OF_COLUMNS = 5  # lines with both sides make a page of columns; its left one may be longer than its right
_BESIDE = 0.25  # heights: closer words of different runs are one
GAP = "      "  # a wide gap within a line, as readers of plain text know it


@dataclass(frozen=True, slots=True)
class Box:
    """Points from the upper left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def with_(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """``spaced``: a space stood before it. ``alphabet``: what its font prints, where that is not Unicode."""

    text: str
    box: Box
    spaced: bool = True
    bold: bool = False
    alphabet: str | None = None
    capitals: bool = False


@dataclass(frozen=True)
class TextLine:
    words: tuple[Word, ...]

    @cached_property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.with_(word.box)
        return box

    @cached_property
    def height(self) -> float:
        return max(median(word.box.height for word in self.words), 1.0)

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words with their spaces; words of old fonts in Unicode."""
        parts: list[str] = []
        start = 0
        for index, word in enumerate(self.words):
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            if following is None or _script(following) != _script(word):
                parts.append(self._piece(start, index + 1))
                start = index + 1
        return "".join(parts).strip()

    def _piece(self, start: int, end: int) -> str:
        text = "".join(self._blank(index) + self.words[index].text for index in range(start, end))
        word = self.words[start]
        return as_font_says(text, word.alphabet, capitals=word.capitals) if word.alphabet else text

    def _blank(self, index: int) -> str:
        if index == 0:
            return ""
        word, before = self.words[index], self.words[index - 1]
        gap = word.box.left - before.box.right
        if gap > _WIDE * self.height:
            return GAP
        return " " if word.spaced or gap > _BESIDE * self.height else ""

    @cached_property
    def segments(self) -> tuple["TextLine", ...]:
        """The parts of the line that wide gaps keep apart."""
        parts: list[list[Word]] = [[self.words[0]]]
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.box.left - before.box.right > _WIDE * self.height:
                parts.append([])
            parts[-1].append(word)
        return tuple(TextLine(tuple(part)) for part in parts) if len(parts) > 1 else (self,)


def _script(word: Word) -> tuple[str | None, bool]:
    return word.alphabet, word.capitals


def lines_of(words: Sequence[Word]) -> list[TextLine]:
    """Words that stand on one line, from left to right; lines from the top down."""
    rows: list[tuple[Box, list[Word]]] = []
    for word in sorted(words, key=lambda word: (word.box.top + word.box.bottom, word.box.left)):
        if rows and _on_line(rows[-1][0], word.box):
            box, row = rows[-1]
            row.append(word)
            rows[-1] = (box if word.box.height < 0.8 * box.height else _middle(box, word.box), row)
        else:
            rows.append((word.box, [word]))
    return [TextLine(tuple(sorted(row, key=lambda word: word.box.left))) for _, row in rows]


def _on_line(line: Box, word: Box) -> bool:
    overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
    return overlap > _SAME_LINE * max(min(line.height, word.height), 0.1)


def _middle(line: Box, word: Box) -> Box:
    """The line's height is that of its tallest word: a slow drift must not swallow the next line."""
    return line if word.height <= line.height else Box(line.left, word.top, word.right, word.bottom)


@dataclass(frozen=True)
class Block:
    """Lines that belong together: over the whole width, or one ``column`` of several."""

    lines: list[TextLine]
    column: bool = False


def reading_order(lines: Sequence[TextLine]) -> Iterator[Block]:
    at, wide = 0, list[TextLine]()
    while at < len(lines):
        columns, taken = _columns(lines, at)
        if not taken:
            wide.append(lines[at])
            at += 1
            continue
        if wide:
            yield Block(wide)
            wide = []
        yield from (Block(column, column=True) for column in columns)
        at += taken
    if wide:
        yield Block(wide)


def _columns(lines: Sequence[TextLine], start: int) -> tuple[list[list[TextLine]], int]:
    """Two columns that begin with line ``start``, and how many lines they take: none without a second such line.

    The gutter is what no line has crossed so far; a line with one side only counts when a line with both follows.
    """
    sides = _of_a_letterhead(lines[start]) or lines[start].segments
    if len(sides) != 2:
        return [], 0
    band = _Band(*sides)
    waiting: list[_Sides] = []
    for before, line in zip(lines[start:], lines[start + 1 :], strict=False):
        own = band.sides(line)
        if own is None or line.box.top - before.box.bottom > _CLOSE * line.height:
            break
        waiting.append(own)
        if own[0] and own[1]:
            band.take(waiting)
            waiting = []
        elif len(waiting) > _ONE_SIDED and band.both < _PAGE_OF_COLUMNS:
            break
    if band.both >= _PAGE_OF_COLUMNS or _SIGNATURE.match(sides[0].text):
        band.take([own for own in waiting if own[1] is None])
    enough = band.both > 1 or _SIGNATURE.match(sides[0].text) is not None
    return ([band.left, band.right], band.taken) if enough else ([], 0)


def _of_a_letterhead(line: TextLine) -> tuple[TextLine, TextLine] | None:
    """The agency on the left and the country's or the party's name on the right, however near they stand."""
    found = _COUNTRY.search(line.text)
    if found is None or not line.text[: found.start()].strip():
        return None
    right = len(found.group().split())
    for index in range(1, len(line.words) - right + 1):
        parts = TextLine(line.words[:index]), TextLine(line.words[index:])
        if _COUNTRY.match(parts[1].text):
            return parts
    return None


_Sides = tuple[TextLine | None, TextLine | None]


class _Band:
    """Lines in two columns, so far."""

    def __init__(self, left: TextLine, right: TextLine) -> None:
        self.left, self.right = [left], [right]
        self.taken = self.both = 1

    def sides(self, line: TextLine) -> _Sides | None:
        """What of the line stands left and right of the gutter; None where it crosses it."""
        begins, ends = max(part.box.right for part in self.left), min(part.box.left for part in self.right)
        left = [word for word in line.words if word.box.right < ends]
        right = line.words[len(left) :]
        if right and right[0].box.left < begins:
            return None
        if left and right and right[0].box.left - left[-1].box.right < _GUTTER * line.height:
            return None
        return (TextLine(tuple(left)) if left else None), (TextLine(right) if right else None)

    def take(self, rows: Sequence[_Sides]) -> None:
        for left, right in rows:
            if left:
                self.left.append(left)
            if right:
                self.right.append(right)
            self.both += left is not None and right is not None
        self.taken += len(rows)
