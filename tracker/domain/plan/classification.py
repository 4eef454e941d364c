"""Marks of state secrecy: "MẬT", "TỐI MẬT", "TUYỆT MẬT" as a stamp of their own (Luật Bảo vệ bí mật nhà nước 2018,
Thông tư 24/2020/TT-BCA). The word in a sentence ("bí mật", "công tác bảo mật", "văn bản mật") is no mark.
"""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.normalise import collapse
from tracker.domain.plan.lines import Line
from tracker.domain.plan.marks import strip_markdown
from tracker.domain.plan.tables import row_cells

_DEGREES = {"MẬT": "MẬT", "TỐIMẬT": "TỐI MẬT", "TUYỆTMẬT": "TUYỆT MẬT"}
_LABELLED = re.compile(r"^(?:độ|mức độ|dấu)\s+mật\s*:?\s*(?P<degree>\S.*)$", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"^(?P<degree>(?:TỐI |TUYỆT )?MẬT)\s+(?=Số\b|\d)|(?<=\s)(?P<last>(?:TỐI |TUYỆT )MẬT)$")
_GAP = re.compile(r"\s/\s|\n|\||\t|\s{3,}")
_EDGES = " *|[](){}<>-–—_"
_TITLE = re.compile(r"^(?:DỰ THẢO\s*)?KẾ HOẠCH\b")
_BROKEN_WORD = re.compile(r"\b(?:BÍ|BẢO|CƠ|THÂN|CẨN|NIÊM)$")  # a title broken inside "BÍ MẬT"
_HEAD = 30  # lines above the title at most: there a mark may share its line, or stand in small letters


def classified(lines: Sequence[Line]) -> tuple[str, int] | None:
    """The degree of secrecy the document is marked with, and the line of the mark."""
    head, above = True, ""
    for position, line in enumerate(lines):
        text = collapse(strip_markdown(line.full_text)[0])
        head = head and position < _HEAD and not _TITLE.match(text)
        if not _BROKEN_WORD.search(above):
            for degree in _degrees(line, head=head):
                return degree, line.number
        above = text or above
    return None


def _degrees(line: Line, *, head: bool) -> Iterator[str]:
    if not head and row_cells(line) is not None:
        return  # a table about documents may have a column of degrees
    for cell in line.cells if line.cells is not None else (strip_markdown(line.full_text)[0],):
        for piece in _GAP.split(cell):
            if degree := _degree(collapse(piece), head=head):
                yield degree


def _degree(text: str, *, head: bool) -> str | None:
    if labelled := _LABELLED.match(text):
        return _named(labelled.group("degree"), any_case=True)
    if head and (shared := _BEFORE_NUMBER.search(text)):
        return _named(shared.group("degree") or shared.group("last"), any_case=False)
    return _named(text, any_case=head and text[:1].isupper())


def _named(text: str, *, any_case: bool) -> str | None:
    bare = re.sub(r"\s", "", text.strip(_EDGES))
    return _DEGREES.get(bare.upper() if any_case else bare)
