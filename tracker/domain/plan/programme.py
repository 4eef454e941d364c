"""The programme of the event where it is no table with a column "Người thực hiện": lines that begin with a time, items
below the heading "Chương trình" of an appendix, tables of time and content.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.grids import cell
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem
from tracker.domain.plan.phrases import head_at
from tracker.domain.plan.tables import column
from tracker.domain.plan.words import words_of

_CLOCK = r"(?:[01]?\d|2[0-3])\s*(?:h|giờ|g|:)\s*(?:[0-5]\d)?\s*(?:'|phút|p)?(?!\w)"
_TIMED = re.compile(
    rf"^(?:từ\s+|lúc\s+)?(?P<time>{_CLOCK}(?:\s*(?:-|–|—|đến|tới)\s*{_CLOCK})?)\s*[:.,\-–—]?\s*(?P<content>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"^(?:phu luc\b.*)?(?:du thao |du kien |noi dung )?(?:chuong trinh|lich trinh|kich ban)\b")
_NOT_A_TITLE = re.compile(r"chuong trinh (?:cong tac|hanh dong|muc tieu|phoi hop|phat trien)")
_SESSION = re.compile(r"^(?:buổi\s+)?(?:sáng|chiều|tối)\b|^phần\s|^phiên\s|^ngày\s+(?:thứ|\d)", re.IGNORECASE)
_ENDS = re.compile(r"^(?:phu luc|noi nhan|ghi chu|luu y)\b")
_DOER = re.compile(
    r"\s*(?:\((?P<bracket>[^()]{3,80})\)|\s[-–—]\s*(?P<dash>[^-–—]{3,80})|"
    r";?\s*(?:do|Người thực hiện:|Thực hiện:)\s+(?P<do>[^;.]{3,80}))[.;]?$"
)
_PERSON = re.compile(
    r"^(?:đồng chí|đ/c|ông|bà|giám đốc|phó giám đốc|chủ tịch|lãnh đạo|ban tổ chức|đại diện|mc)\b", re.IGNORECASE
)
_TITLE_WORDS = 16
_FEWEST = 2  # timed lines that make a programme
_MOST = 60


def told_programme(paragraphs: Sequence[Paragraph], body_end: int) -> tuple[AgendaItem, ...]:
    """Of the text; an appendix may leave the times out."""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_row or not _is_title(paragraph):
            continue
        items = list(_items(paragraphs[index + 1 : index + 1 + _MOST], paragraph, untimed=index >= body_end))
        if sum(bool(item.time) for item in items) >= _FEWEST or (index >= body_end and len(items) > _FEWEST):
            return tuple(items)
    return ()


def _is_title(paragraph: Paragraph) -> bool:
    label, rest = title_of(paragraph.text)
    key = search_key(label)
    return bool(_TITLE.match(key)) and not rest and len(key.split()) <= _TITLE_WORDS and not _NOT_A_TITLE.search(key)


def _items(below: Sequence[Paragraph], title: Paragraph, *, untimed: bool) -> Iterator[AgendaItem]:
    session = ""
    for paragraph in below:
        text = paragraph.text.strip()
        level = paragraph.mark.level if paragraph.mark else 99
        if paragraph.is_row or _ENDS.match(search_key(text)) or (title.mark and level <= title.mark.level):
            return
        timed = _TIMED.match(text)
        if timed:
            yield _item(paragraph, timed.group("content"), session, collapse(timed.group("time")))
        elif _SESSION.match(text) and len(text.split()) <= _TITLE_WORDS:
            session = text.strip(" :.;")
        elif untimed and paragraph.mark:
            yield _item(paragraph, text, session, "")


def _item(paragraph: Paragraph, content: str, session: str, time: str) -> AgendaItem:
    content, doer = _doer(collapse(content))
    return AgendaItem(line=paragraph.first, time=time, content=content, doer=doer, session=session)


def _doer(content: str) -> tuple[str, str]:
    """What is done and by whom, where the line ends with a unit or a person."""
    found = _DOER.search(content)
    named = collapse(found.group("bracket") or found.group("dash") or found.group("do") or "") if found else ""
    words = words_of(named)
    if found and named and (_PERSON.match(named) or (words and head_at(words, 0))):
        return content[: found.start()].strip(" .;,"), named.strip(" .;")
    return content.strip(" .;"), ""


def timetable(paragraphs: Sequence[Paragraph], taken: frozenset[int]) -> tuple[AgendaItem, ...]:
    """Of a table with columns for time and content only; ``taken``: lines of tables that are read already."""
    for is_row, group in groupby(paragraphs, key=lambda one: one.is_row):
        rows = list(group)
        if not is_row or any(row.first in taken for row in rows):
            continue
        items = _of_table(rows)
        if len(items) > _FEWEST:
            return tuple(items)
    return ()


def _of_table(rows: Sequence[Paragraph]) -> list[AgendaItem]:
    header = [search_key(value) for value in rows[0].cells or ()]
    time, content = column(header, r"thoi gian|^gio$"), column(header, r"noi dung")
    if time is None or content is None or time == content:
        return []
    body = rows[1:]
    if sum(re.match(_CLOCK, cell(row, time), re.IGNORECASE) is not None for row in body) * 2 < len(body):
        return []
    doer = column(header, r"nguoi|don vi|thuc hien|chu tri|phu trach")
    session, items = "", []
    for row in body:
        filled = [value for value in row.cells or () if value]
        if len(filled) == 1:
            session = collapse(filled[0])
        elif what := collapse(cell(row, content)):
            who = collapse(cell(row, doer)) if doer is not None else ""
            items.append(
                AgendaItem(line=row.first, time=collapse(cell(row, time)), content=what, doer=who, session=session)
            )
    return items
