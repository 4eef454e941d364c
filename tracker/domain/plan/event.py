"""When and where the event is: the "Thời gian" and "Địa điểm" of the plan's body."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from tracker.domain.dates import EventWindow, Mention, find_dates
from tracker.domain.normalise import collapse, search_key
from tracker.domain.plan.marks import BULLET
from tracker.domain.plan.outline import title_of
from tracker.domain.plan.paragraphs import Paragraph

_TIME_LABEL = re.compile(
    r"^(?:\+\s*)?(?:về\s+)?thời gian(?P<what>(?:,? (?:và )?địa điểm|\s+(?:và\s+)?(?:tổ chức|dự kiến|diễn ra|"
    r"khai mạc|họp|làm việc|hội nghị|hội thảo|tiến hành|tập huấn|buổi|lễ|cuộc họp|hội thi|đại hội|tọa đàm|"
    r"toạ đàm|ngày hội|phiên|chính thức|bắt đầu|của|chương trình|diễn đàn|đối thoại|kiểm tra|huấn luyện|thi|"
    r"tổ chức thi))*)\s*(?:\([^)]*\)\s*)?[:.]\s*(?P<value>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WEAK_LABEL = re.compile(r"^(?:về\s+)?thời gian(?:\s+\w+){0,5}\s*:\s*(?P<value>\S.*)$", re.IGNORECASE | re.DOTALL)
_OTHER_TIMES = re.compile(
    r"thời gian\s+(?:hoàn thành|nhận|nộp|đăng ký|gửi|báo cáo|lấy|chuẩn bị|tiếp nhận|thực hiện|cài đặt)", re.IGNORECASE
)
_PLACE_LABEL = re.compile(
    r"^(?:về\s+)?(?:hình thức(?:,| và)\s+)?địa điểm(?:\s+(?:tổ chức|dự kiến|họp|làm việc|"
    r"hội nghị|hội thảo|tập huấn|diễn ra|tập trung|"
    r"chính|huấn luyện|thi|và hình thức|hình thức))*\s*(?:\([^)]*\)\s*)?[:.]\s*(?P<value>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_REHEARSAL = re.compile(
    r"(?:sơ duyệt|tổng duyệt|duyệt|chạy thử|sơ khảo|sơ tuyển|tập huấn kỹ thuật|"
    r"[^:]{0,40}\bcấp (?:tổ|khoa|phòng|phân xưởng|bộ phận|chi đoàn|chi hội))\b",
    re.IGNORECASE,
)
# Of an event in several parts the opening names the day.
_OPENING = re.compile(
    r"^(?:lễ )?(?:khai mạc|chính thức|phiên chính thức|hội nghị chính thức|đại hội chính thức)\b[^:;.]{0,40}:\s*(?=\S)",
    re.IGNORECASE,
)
_TIME_TITLE = re.compile(r"\bthoi gian\b")
_PLACE_TITLE = re.compile(r"\bdia diem\b")
_IN_VALUE = re.compile(
    r"[,;.]?\s*(?:-\s*)?(?:\b[Đđ]ịa điểm(?:\s+tổ chức)?\s*:|\b(?:tổ chức )?[Tt]ại\b)\s*(?P<place>\S.*)$", re.DOTALL
)
_TENTATIVE = re.compile(r"dự kiến|tạm thời|có thể thay đổi|sẽ (?:có )?thông báo|khoảng", re.IGNORECASE)
_HAPPENS = re.compile(
    r"(?:hội nghị|hội thảo|buổi lễ|lễ|đại hội|sự kiện|chương trình|tọa đàm|hội thi|tập huấn|đợt|"
    r"tổ chức)[^.;:]{0,80}?(?:vào|trong|từ|ngày|dự kiến)\b",
    re.IGNORECASE,
)
_DATA_PERIOD = re.compile(
    r"số liệu|mốc|giai đoạn|nhiệm kỳ|kỳ báo cáo|đăng ký|nộp|gửi|trước ngày|hoàn thành|văn bản|nghị quyết|"
    r"quyết định|công văn",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:\d{1,2}(?:[,.]\d)?|1/2|một|nửa)\s*(?:\([^)]*\)\s*)?(?:ngày|buổi|tuần)(?!\s*(?:tháng|/|\d))", re.IGNORECASE
)


_WHOLE_WORDS = 25
_HEADING_WORDS = 14


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    window: EventWindow | None = None
    time_text: str | None = None
    time_line: int | None = None
    place: str | None = None
    place_line: int | None = None
    duration: str | None = None


def read_event(
    paragraphs: Sequence[Paragraph], title: str | None, *, since: date | None, year: int | None
) -> EventFacts:
    """``paragraphs`` are the body's, the organisation sections left out."""
    time = _time(paragraphs, title, since, year)
    place = _place(paragraphs, time)
    value = time.value if time else None
    window = _window(time, since, year) if time else None
    found = _DURATION.search(value) if value else None
    return EventFacts(
        window=window,
        time_text=_trimmed(value) if value else None,
        time_line=time.line if time else None,
        place=place[0] if place else None,
        place_line=place[1] if place else None,
        duration=collapse(found.group()) if found else None,
    )


@dataclass(frozen=True)
class _Time:
    value: str
    line: int
    weight: int


def _time(paragraphs: Sequence[Paragraph], title: str | None, since: date | None, year: int | None) -> _Time | None:
    """The best candidate; of equals the first (an event in several parts is named by its opening)."""
    best: _Time | None = None
    for candidate in _candidates(paragraphs, title):
        dated = bool(find_dates(candidate.value, since=since, year=year))
        weight = candidate.weight + (10 if dated else 0)
        if (dated or candidate.weight >= 8) and (best is None or weight > best.weight):
            best = _Time(candidate.value, candidate.line, weight)
    return best


def _candidates(paragraphs: Sequence[Paragraph], title: str | None) -> Iterator[_Time]:
    section_level: int | None = None  # level of the open section about time, None outside
    for paragraph in paragraphs:
        if paragraph.is_row:
            yield from _from_row(paragraph)
            continue
        level = paragraph.mark.level if paragraph.mark else 9
        inside = section_level is not None and level > section_level
        found = _labelled(paragraph) or (_below_heading(paragraph) if inside else None) or _told(paragraph, title)
        if found:
            yield found
        if level < BULLET and (paragraph.mark or paragraph.heading or paragraph.text.isupper()):
            if _is_time_heading(paragraph.text):
                section_level = level
            elif not inside:
                section_level = None


def _labelled(paragraph: Paragraph) -> _Time | None:
    """A line "Thời gian: …", the plainer its label the better."""
    text = paragraph.text
    if _OTHER_TIMES.match(text):
        return None
    if strong := _TIME_LABEL.match(text):
        return _Time(_without_place(strong.group("value")), paragraph.first, 8)
    heading, same_line = title_of(text)
    about_time = _TIME_TITLE.search(search_key(heading)) and len(heading.split()) <= _HEADING_WORDS
    if about_time and same_line and not _DATA_PERIOD.search(heading):
        return _Time(_without_place(same_line), paragraph.first, 6)
    weak = _WEAK_LABEL.match(text)
    return _Time(_without_place(weak.group("value")), paragraph.first, 5) if weak else None


def _below_heading(paragraph: Paragraph) -> _Time | None:
    """A line in the section about time; one this short says nothing else."""
    text = paragraph.text
    if _DATA_PERIOD.search(text[:60]):
        return None
    short = len(text.split()) <= _WHOLE_WORDS
    if _REHEARSAL.match(text):
        return _Time(_without_place(text), paragraph.first, 1)
    if opening := _OPENING.match(text):
        return _Time(_without_place(text[opening.end() :]), paragraph.first, 5)
    weight = 5 if "khai mạc" in text.lower() else 4
    return _Time(_without_place(text) if short else _dated_part(text), paragraph.first, weight)


def _told(paragraph: Paragraph, title: str | None) -> _Time | None:
    """A sentence about the event itself: "Tổ chức …: dự kiến …", or one that repeats the title's words."""
    text = paragraph.text
    if re.match(r"tổ chức\b[^.;]{0,120}dự kiến", text, re.IGNORECASE):
        return _Time(_dated_part(text), paragraph.first, 2)
    if title and _retells(text, title) and _HAPPENS.search(text):
        return _Time(_dated_part(text), paragraph.first, 3 if ":" in text or "dự kiến" in text else 2)
    return None


def _is_time_heading(text: str) -> bool:
    heading, same_line = title_of(text)
    named = _TIME_TITLE.search(search_key(heading)) is not None and len(heading.split()) <= _HEADING_WORDS
    return named and not same_line and _OTHER_TIMES.match(text) is None


def _from_row(paragraph: Paragraph) -> Iterator[_Time]:
    cells = [cell for cell in paragraph.cells or () if cell]
    for label, value in pairwise(cells):
        if re.fullmatch(r"thời gian(?: tổ chức| dự kiến)?\s*:?", label, re.IGNORECASE):
            yield _Time(_without_place(value), paragraph.first, 7)


def _retells(text: str, title: str) -> bool:
    """The sentence repeats the title's words: it is about the event itself."""
    wanted = [word for word in search_key(title).split() if len(word) > 2][:8]
    have = set(search_key(text).replace(",", " ").split())
    return len(wanted) >= 3 and sum(word in have for word in wanted) >= 0.7 * len(wanted)


def _dated_part(text: str) -> str:
    """As in "Tổ chức xét: dự kiến từ ngày …" → "dự kiến từ ngày …"; otherwise the clause with the date."""
    _, found, after = text.partition(":")
    if found and find_dates(after, year=2000):
        return after.strip()
    mentions = find_dates(text, year=2000)
    if not mentions:
        return text
    before = text[: mentions[0].start]
    start = max(
        (
            match.start()
            for match in re.finditer(r"\b(?:dự kiến|vào|từ|trong|sáng|chiều|ngày)\b", before[-40:], re.IGNORECASE)
        ),
        default=len(before[-40:]),
    )
    lead = re.search(
        r"(?:dự kiến\s*)?(?:vào|từ|trong)?\s*(?:lúc|buổi)?\s*(?:sáng|chiều)?\s*(?:ngày)?\s*$", before, re.IGNORECASE
    )
    first = lead.start() if lead else max(0, len(before) - 40 + start)
    return text[first : mentions[-1].end].strip()


def _without_place(value: str) -> str:
    found = _IN_VALUE.search(value)
    kept = value[: found.start()].strip() if found else value
    return kept if kept and (find_dates(kept, year=2000) or not find_dates(value, year=2000)) else value


def _window(time: _Time, since: date | None, year: int | None) -> EventWindow | None:
    mentions = find_dates(time.value, since=since, year=year)
    if not mentions:
        return None
    first = mentions[0]
    end = _end(first, time.value)
    tentative = bool(_TENTATIVE.search(time.value)) or first.precision != "day"
    return EventWindow(
        start=first.first,
        end=end,
        tentative=tentative,
        words=_trimmed(time.value),
        line=time.line,
        precision=first.precision,
    )


def _end(first: Mention, value: str) -> date:
    """The end of the first part; "1,5 ngày (bắt đầu từ … ngày 6/7)" counts its days from the opening."""
    found = _DURATION.search(value)
    if not found or first.first != first.last or first.precision != "day" or "ngày" not in found.group().lower():
        return first.last
    number = re.match(r"\d+(?:[,.]\d)?", found.group())
    days = ceil(float(number.group().replace(",", "."))) if number and "/" not in found.group() else 1
    return first.first + timedelta(days=max(days, 1) - 1)


def _place(paragraphs: Sequence[Paragraph], time: _Time | None) -> tuple[str, int] | None:
    for paragraph in paragraphs:
        if paragraph.is_row:
            continue
        found = _PLACE_LABEL.match(paragraph.text)
        if found:
            return _place_text(found.group("value")), paragraph.first
    for paragraph in paragraphs:
        text = paragraph.text
        inside = (
            _IN_VALUE.search(text)
            if not paragraph.is_row and (_TIME_LABEL.match(text) or (time and paragraph.first == time.line))
            else None
        )
        if inside and len(inside.group("place").split()) <= 30:
            return _place_text(inside.group("place")), paragraph.first
    return _place_below_heading(paragraphs)


def _place_below_heading(paragraphs: Sequence[Paragraph]) -> tuple[str, int] | None:
    for heading, below in pairwise(paragraphs):
        title, rest = title_of(heading.text)
        key = search_key(title)
        if (
            _PLACE_TITLE.search(key)
            and not rest
            and len(key.split()) <= 6
            and not _TIME_TITLE.search(key)
            and not below.is_row
        ):
            return _place_text(below.text), below.first
    return None


def _place_text(value: str) -> str:
    value = re.sub(
        r"^(?:Hội nghị|Hội thảo)?\s*(?:tổ chức\s+)?trực tiếp\s+(?=tại\b)", "", value.strip(), flags=re.IGNORECASE
    )
    value = re.sub(r"^(?:dự kiến\s*:?\s*)?(?:tại|ở)\s+", "", value.strip(), flags=re.IGNORECASE)
    return value.strip(" .;*")


def _trimmed(value: str) -> str:
    return collapse(value).strip(" .;*")
