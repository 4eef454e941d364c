"""Lines → paragraphs: hard-wrapped and page-broken lines joined, page numbers dropped, table rows kept apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.domain.normalise import collapse
from tracker.domain.plan.lines import Line
from tracker.domain.plan.lost_tables import Row, with_rows
from tracker.domain.plan.marks import BULLET, Mark, read_mark, strip_markdown
from tracker.domain.plan.phrases import opens_task
from tracker.domain.plan.spacing import restore_spaces
from tracker.domain.plan.tables import is_rule, row_cells

_PAGE_NUMBER = re.compile(r"^\s*(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?\s*$", re.IGNORECASE)
_DRAWN = re.compile(r"^[\s\-_=*~.…]{3,}$|^\s*[-–+•*]\s*$")
_ENDED = re.compile(r"[.;:!?…]['\"”’)]*$")
_FOOTNOTE = re.compile(r"^\d{1,2}\s+(?:Theo|Xem|Căn cứ|Tại|Nghị|Quyết|Kế hoạch|Công văn|Văn bản)\b")
# Words that no paragraph ends with: what they announce stands on the next line.
_HANGING = re.compile(
    r"(?<!\w)(?:ngày|tháng|năm|số|và|hoặc|của|các|những|với|cho|tại|về|là|từ|đến|trước|sau|theo|do|bằng|được|trong|cùng|"
    r"để|thuộc|nhằm|gồm|Điều|khoản|quý)$"
)
# Words that open a paragraph of their own in every plan, however the line before it ended.
_OPENERS = re.compile(
    r"^(?:Nơi nhận|Trên đây là|(?:Căn cứ|Theo) (?:Luật|Nghị|Quyết|Thông|Hướng|Công|Chương)|Lưu ý|Ghi chú|KT\.|TM\.|"
    r"T/M|TL\.|Phụ lục|PHỤ LỤC|\(?Kèm theo|\(Đính kèm)"
)
# Words that have a capital only where a sentence begins: the line above without a full stop was a heading.
_SENTENCE = re.compile(
    r"^(?:Mỗi|Các|Những|Trong|Khi|Nếu|Ngoài ra|Riêng|Đồng thời|Đề nghị|Giao|Yêu cầu|Căn cứ|Chủ trì|Phối hợp|Chuẩn bị|"
    r"Tham mưu|Bố trí|Gửi|Lập|Cử|Dự thảo|Cung cấp|Thực hiện|Chịu trách nhiệm|Có trách nhiệm|Đôn đốc|Hướng dẫn|Mời|"
    r"Phát hành|Liên hệ|Soạn)\s"
)
_PART_ALONE = re.compile(r"^(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ\s+)?(?:[IVX]+|\d{1,2}|nhất|hai|ba|tư)\s*[.:]?$")
_VERY_FULL_LINE = 0.93  # what starts with a verb of duty is likelier a duty of its own
_CUT_WORD = re.compile(r"(?<=\w)-\n(?=\w)")  # "KH-" at a line's end, "UBND" below
_UNFINISHED_LINE = 0.7  # without a full stop a shorter line is a break of the printer's, too: a long word came next
_LONGEST = (
    4_000  # characters read of a paragraph; real ones stay below 1,500, and reading time grows faster than length
)
_MOST_CELLS = 40
_BROKEN_LINES = 4
_FULL_LINE = (
    0.86  # share of the typical width from which a break may be the printer's; proportional fonts vary by about a tenth
)


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """``text`` is for reading (marks and lost spaces handled), ``raw`` is the source, white space collapsed."""

    text: str
    raw: str
    first: int
    last: int
    mark: Mark | None = None
    heading: bool = False  # markdown heading, or a bold line of its own
    cells: tuple[str, ...] | None = None

    @property
    def is_row(self) -> bool:
        return self.cells is not None


@dataclass
class _Open:
    lines: list[Line]
    texts: list[str]
    heading: bool
    mark: Mark | None = field(default=None)


def paragraphs(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """Paragraphs and table rows of a document in reading order."""
    joiner = _Joiner(_wrap_width(lines))
    for line in with_rows(lines):
        if isinstance(line, Row):
            joiner.row(line.lines, line.cells)
        elif is_rule(line) or (cells := row_cells(line)) is None:
            joiner.text(line)
        else:
            joiner.row((line,), cells)
    joiner.close()
    return tuple(joiner.done)


class _Joiner:
    """Takes the lines in order and closes a paragraph when the next one begins."""

    def __init__(self, width: int | None) -> None:
        self.done: list[Paragraph] = []
        self._width = width
        self._open: _Open | None = None
        self._gap = False
        self._part: Line | None = None  # "PHẦN II" on a line of its own numbers the heading below it

    def row(self, lines: Sequence[Line], cells: tuple[str, ...]) -> None:
        self.close()
        self.done.append(_row(lines, cells))
        self._gap = False

    def text(self, line: Line) -> None:
        text, heading = strip_markdown(line.full_text)
        text = collapse(text)
        if not text or _PAGE_NUMBER.match(text) or _DRAWN.match(text) or is_rule(line):
            self._gap = True
        elif _PART_ALONE.match(text):
            self.close()
            self._part = line
        elif self._open and self._width and _FOOTNOTE.match(text):
            pass  # a footnote printed between the lines of a page-broken paragraph
        else:
            self._take(line, text, heading=heading)
            self._gap = False

    def _take(self, line: Line, text: str, *, heading: bool) -> None:
        lines = [line]
        if self._part:
            text, heading = f"{collapse(self._part.full_text).rstrip(' .:')}. {text}", True
            lines, self._part = [self._part, line], None
        mark, body = read_mark(text)
        goes_on = not heading and (mark is None or self._is_dash(mark, text))
        if self._open and goes_on and _continues(self._open, text, gap=self._gap, width=self._width):
            self._open.lines.append(line)
            self._open.texts.append(text)
            return
        self.close()
        self._open = _Open(lines=lines, texts=[body], heading=heading or line.bold, mark=mark)

    def _is_dash(self, mark: Mark, text: str) -> bool:
        """A dash inside a name that the line was broken at: "… Phòng Văn hoá / - Xã hội trước ngày …"."""
        if mark.sign != "-" or not self._open or not self._width or self._gap:
            return False
        above = self._open
        same_list = above.mark is not None and above.mark.level == BULLET
        full = len(collapse(above.lines[-1].full_text)) >= self._width * _FULL_LINE
        return full and not same_list and not above.heading and not _ENDED.search(above.texts[-1])

    def close(self) -> None:
        """End the paragraph that is open; a part's number without a heading is a paragraph of its own."""
        if self._open:
            self.done.append(_closed(self._open))
        elif self._part:
            text = collapse(self._part.full_text)
            self.done.append(_closed(_Open(lines=[self._part], texts=[text], heading=True)))
            self._part = None
        self._open = None


def _continues(current: _Open, text: str, *, gap: bool, width: int | None) -> bool:
    previous = current.texts[-1]
    if not _ENDED.search(previous) and not _HANGING.search(previous) and _SENTENCE.match(text):
        return False
    if _OPENERS.match(text) or current.heading or not _same_story(current.lines[-1]):
        return False
    if previous.isupper() != text.isupper() and len(text.split()) > 1:
        return False  # a heading in capitals; one word is an acronym that wrapped
    if (
        previous.endswith((",", "-", "–"))
        or _HANGING.search(previous)
        or (not _ENDED.search(previous) and text[:1].islower())
    ):
        return True
    if width is None or gap:
        return False
    length = len(collapse(current.lines[-1].full_text))
    needed = _UNFINISHED_LINE
    if _ENDED.search(previous):
        needed = _VERY_FULL_LINE if opens_task(text) else _FULL_LINE
    return length + 1 + len(text.split(maxsplit=1)[0]) >= width * needed


def _same_story(line: Line) -> bool:
    """An automatic number or a resolved table ends where its paragraph ends; plain lines may run on."""
    return line.cells is None


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """Typical width of a hard-wrapped text, None where a line is a paragraph.

    A line that ends without a stop above one that starts in lower case was broken by the printer; where most such
    lines are about equally long, that is the width.
    """
    texts = [collapse(line.full_text) for line in lines if line.text.strip() and row_cells(line) is None]
    broken = sorted(
        len(above)
        for above, below in pairwise(texts)
        if below[:1].islower() and not _ENDED.search(above) and not read_mark(below)[0]
    )
    if len(broken) < _BROKEN_LINES:
        return None
    width = broken[int(len(broken) * 0.8)]
    alike = sum(width * 0.8 <= length <= width * 1.25 for length in broken)
    return width if 40 <= width <= 140 and alike >= 0.6 * len(broken) else None


def _closed(part: _Open) -> Paragraph:
    raw = collapse(_CUT_WORD.sub("-", "\n".join(part.texts)))[:_LONGEST]
    return Paragraph(
        text=restore_spaces(raw),
        raw=raw,
        first=part.lines[0].number,
        last=part.lines[-1].number,
        mark=part.mark,
        heading=part.heading,
    )


def _row(lines: Sequence[Line], cells: tuple[str, ...]) -> Paragraph:
    cells = tuple(cell[:_LONGEST] for cell in cells[:_MOST_CELLS])
    readable = tuple(restore_spaces(cell) for cell in cells)
    raw = " | ".join(cell.replace("\n", " / ") for cell in cells)
    return Paragraph(text=" | ".join(readable), raw=raw, first=lines[0].number, last=lines[-1].number, cells=readable)
