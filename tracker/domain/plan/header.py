"""The plan's header: issuing agency, number, date and title (Nghị định 30/2020/NĐ-CP, phụ lục I)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.normalise import collapse
from tracker.domain.plan.agencies import agencies, printed_agencies
from tracker.domain.plan.lines import Line
from tracker.domain.plan.marks import strip_markdown
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.spacing import restore_spaces

_NUMBER = re.compile(
    r"\bSố\s*[:.]?\s*(?P<number>[\d.…_]*\s*[a-zA-Z]?\s*[-/–]\s*(?:KH|K H|CTr|PA|QĐ|TB|ĐA|CT)\b[^\s|,;]*)", re.IGNORECASE
)
_DAY = re.compile(
    r"(?P<place>[^\W\d_][^,|"
    r"/]{1,40}?),\s*ngày(?P<day>[\s.…_]*\d{0,2}[\s.…_]*)tháng(?P<month>[\s.…_]*\d{0,2}[\s.…_]*)năm\s*(?P<year>(?:19|"
    r"20)\d\d)"
    r"|(?P<place2>[^\W\d_][^,|"
    r"/]{1,40}?),\s*ngày\s*(?P<day2>\d{0,2})\s*/\s*(?P<month2>\d{1,2})\s*/\s*(?P<year2>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"(?:^|\s)Ngày(?P<day>[\s.…_]*\d{0,2}[\s.…_]*)tháng(?P<month>[\s.…_]*\d{0,2}[\s.…_]*)năm\s*(?P<year>(?:19|20)\d\d)\s*$"
)
# A plan annexed to a decision has no date of its own: "(Ban hành kèm theo Quyết định số … ngày …)".
_ANNEXED = re.compile(
    r"[Bb]an hành (?:kèm )?theo [^()]{0,120}?ngày\s+(?P<day>\d{1,2})\s*(?:tháng|/)\s*(?P<month>\d{1,2})\s*"
    r"(?:năm|/)\s*(?P<year>(?:19|20)\d\d)"
)
_MOTTO = re.compile(
    r"CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc|ĐẢNG CỘNG SẢN VIỆT NAM",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:DỰ THẢO\s*)?KẾ HOẠCH(?P<rest>\b.*)?$", re.DOTALL)
_TITLE_ENDS = re.compile(
    r"^(?:Căn cứ|Thực hiện (?:Chương trình|Quy chế|Kế hoạch|Nghị quyết|Quyết định|Công văn|Chỉ thị|Thông tư|"
    r"Văn bản|Hướng dẫn|chỉ đạo|Thông báo|Luật)|Để |Nhằm |Xét |Theo |Trên cơ sở|I\.|1\.|[-_*–]{3,}|"
    r"\((?:Ban hành|Kèm|kèm))"
)
# Blanks left open for pen and stamp ("Số:      /KH", "ngày      tháng 5") are no gap between columns.
_BLANKS = re.compile(
    r"(?<=ngày)\s+(?=tháng|/|\d)|(?<=tháng)\s+(?=năm|\d)|(?<=\d)\s+(?=tháng|năm|/KH)|(?<=năm)\s+(?=\d)|"
    r"(?<=Số)\s+(?=:|[/-])|(?<=Số:)\s+(?=[/\d-])",
    re.IGNORECASE,
)
_LONGEST = 300  # characters of one text of the header
_HEADER_PARAGRAPHS = 12  # where no title is found


@dataclass(frozen=True, kw_only=True)
class Header:
    """``dateline`` is the place before the date; ``end`` the index of the paragraph after the title."""

    issuer: str | None
    parent: str | None
    number: str | None
    number_line: int | None
    issued: str | None
    issued_on: date | None
    issued_line: int | None
    dateline: str | None
    title: str | None
    title_line: int | None
    end: int
    printed: bool  # the agency's name stands above the title, not only in the opening sentence


def read_header(paragraphs: Sequence[Paragraph], lines: Sequence[Line]) -> Header:
    """Everything above the first section; ``lines`` keep the gaps between the header's two columns."""
    at = _title_index(paragraphs)
    below = (
        paragraphs[at].first
        if at is not None
        else (paragraphs[min(len(paragraphs), _HEADER_PARAGRAPHS) - 1].last + 1 if paragraphs else 0)
    )
    title, end = _title(paragraphs, at) if at is not None else (None, 0)
    pieces = list(_pieces([line for line in lines if line.number < below]))
    number, number_line = _number(pieces)
    issued, issued_on, issued_line, dateline = _issued(pieces)
    if issued is None and at is not None:
        issued, issued_on, issued_line = _annexed(paragraphs[at : end + 1])
    printed = printed_agencies([text for text, _ in pieces if not _is_other(text)])
    parent, issuer = agencies(printed, paragraphs, dateline)
    return Header(
        issuer=issuer,
        parent=parent,
        number=number,
        number_line=number_line,
        issued=issued,
        issued_on=issued_on,
        issued_line=issued_line,
        dateline=dateline,
        title=title,
        title_line=paragraphs[at].first if at is not None else None,
        end=end,
        printed=bool(printed),
    )


def _title_index(paragraphs: Sequence[Paragraph]) -> int | None:
    for index, paragraph in enumerate(paragraphs[:40]):
        if not paragraph.is_row and _TITLE.match(paragraph.text.strip()) and paragraph.mark is None:
            return index
    return None


def _title(paragraphs: Sequence[Paragraph], at: int) -> tuple[str | None, int]:
    found = _TITLE.match(paragraphs[at].text.strip())
    rest = (found.group("rest") or "") if found else ""
    parts = [rest.strip(" :")] if rest.strip(" :") else []
    index = at + 1
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        text = paragraph.text
        if paragraph.is_row or paragraph.mark or _TITLE_ENDS.match(text) or (parts and not _title_goes_on(text)):
            break
        parts.append(text)
        index += 1
    title = collapse(re.split(r"\s*\((?:Ban hành|Kèm theo|kèm theo|ban hành)", " ".join(parts))[0])
    return title or None, index


def _title_goes_on(text: str) -> bool:
    return (
        len(text) < 200
        and not text.rstrip().endswith((".", ";", ":"))
        and not re.search(r"như sau|xây dựng [Kk]ế hoạch|ban hành [Kk]ế hoạch", text)
    )


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """The header's texts; its two columns and the line breaks of their cells taken apart."""
    for line in lines:
        for cell in line.cells if line.cells is not None else (strip_markdown(line.full_text)[0],):
            apart = _MOTTO.sub(lambda motto: f"\t{motto.group()}\t", _BLANKS.sub(" ", cell))
            for piece in re.split(r"\s/\s|\n|\||\t|\s{4,}", apart):
                if text := restore_spaces(collapse(piece[:_LONGEST])).strip(" *|"):
                    yield text, line.number


def _is_other(text: str) -> bool:
    return bool(_MOTTO.search(text) or _NUMBER.search(text) or _DAY.search(text))


def _number(pieces: Sequence[tuple[str, int]]) -> tuple[str | None, int | None]:
    for text, line in pieces:
        found = _NUMBER.search(text)
        if found:
            return re.sub(r"[\s.…_]", "", found.group("number")), line
    return None, None


def _issued(pieces: Sequence[tuple[str, int]]) -> tuple[str | None, date | None, int | None, str | None]:
    for text, line in pieces:
        found = _DAY.search(text) or _DAY_ALONE.search(text)
        if not found:
            continue
        groups = found.groupdict()
        day, month = (re.sub(r"\D", "", groups.get(name) or groups.get(f"{name}2") or "") for name in ("day", "month"))
        year = groups.get("year") or groups.get("year2") or ""
        place = collapse(groups.get("place") or groups.get("place2") or "")
        return *_iso(year, month, day), line, place
    return None, None, None, None


def _annexed(paragraphs: Sequence[Paragraph]) -> tuple[str | None, date | None, int | None]:
    for paragraph in paragraphs:
        if found := _ANNEXED.search(paragraph.text):
            return *_iso(found.group("year"), found.group("month"), found.group("day")), paragraph.first
    return None, None, None


def _iso(year: str, month: str, day: str) -> tuple[str, date | None]:
    if not month or not 1 <= int(month) <= 12:
        return year, None
    try:
        full = date(int(year), int(month), int(day)) if day else None
    except ValueError:
        full = None
    return (full.isoformat() if full else f"{year}-{int(month):02d}"), full
