"""Weekdays that do not fit the date beside them: "thứ Hai ngày 06/7/2026", "14/6/2024 (thứ Sáu)"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import find_dates, weekday_named
from tracker.domain.plan.paragraphs import Paragraph

_WEEKDAY = re.compile(
    r"(?<!lần )(?<!khóa )(?<!khoá )(?<!kỳ )(?<!đợt )(?<!phiên )(?<!vòng )\b"
    r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"^[\s,(–-]*(?:ngày\s*)?$", re.IGNORECASE)
_AFTER_DATE = re.compile(r"^[\s,)]*[\s,(–-]*(?:là\s+|tức\s+|nhằm\s+)*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class WrongWeekday:
    """``weekday`` is the one printed, 0 for Monday."""

    day: date
    weekday: int
    words: str
    line: int


def wrong_weekdays(paragraphs: Iterable[Paragraph]) -> Iterator[WrongWeekday]:
    """Only for single dates with their year printed: a year that was assumed proves nothing."""
    for paragraph in paragraphs:
        for cell in paragraph.cells or (paragraph.text,):
            for day, weekday, words in _pairs(cell):
                if day.weekday() != weekday:
                    yield WrongWeekday(day=day, weekday=weekday, words=words, line=paragraph.first)


def _pairs(text: str) -> Iterator[tuple[date, int, str]]:
    named = list(_WEEKDAY.finditer(text))
    dates = find_dates(text) if named else ()
    for found in named:
        for one in dates:
            if one.precision != "day" or one.first != one.last or one.yearless:
                continue
            before = found.end() <= one.start and _BEFORE_DATE.match(text[found.end() : one.start])
            after = one.end <= found.start() and _AFTER_DATE.match(text[one.end : found.start()])
            weekday = weekday_named(found.group())
            if (before or after) and weekday is not None:
                first, last = min(found.start(), one.start), max(found.end(), one.end)
                yield one.first, weekday, text[first:last] + (")" if "(" in text[first:last] else "")
                break
