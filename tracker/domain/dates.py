"""Vietnamese date phrases: deadlines in a sentence, the event's window. Day/month/year throughout; dates, never
instants.

Meanings from Bộ luật Dân sự 2015, Điều 146 (đầu/giữa/cuối tháng = 1/15/last day); "tuần k tháng m" has no official
meaning, the default here is the k-th Monday–Friday week whose Thursday falls in the month.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.domain.glossary import Anchor


@dataclass(frozen=True, kw_only=True)
class DuePhrase:
    """A deadline as the sentence words it."""

    words: str  # verbatim
    day: date | None = None  # last good day ("trước ngày 15/6" is 14/6), not shifted to a working day
    until: str | None = None  # the last day named, ISO, partial where the text is: YYYY-MM-DD, YYYY-MM
    anchor: Anchor | None = None  # counted from the event
    offset: int = 0  # days, negative before the event
    working: bool = False  # the text says working days
    inherited: bool = False  # stands in the heading above
    vague: bool = False  # "kịp thời", "thường xuyên", a bare duration: no date follows from it


@dataclass(frozen=True, kw_only=True)
class EventWindow:
    """When the event is. A tentative week or month is given as the dates it stands for."""

    start: date | None = None
    end: date | None = None
    tentative: bool = False
    words: str = ""
    line: int = 0
    precision: str = "day"  # day, week, part (of a month), month, quarter, year


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A date, a span of dates or a period named in a text. ``start`` and ``end`` are places in that text."""

    start: int
    end: int
    first: date
    last: date
    precision: str  # as EventWindow.precision
    yearless: bool = False  # the year came from the reference, not from the text

    @property
    def until(self) -> str:
        """The last day named, as far as the text says: YYYY-MM-DD, or YYYY-MM of a period's last month."""
        return self.last.isoformat() if self.precision in {"day", "part", "week"} else self.last.isoformat()[:7]


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:\s*[/.-]\s*|\s*,?\s*năm\s+)(?P<{0}>(?:19|20)\d\d)(?!\d)"
_WEEKDAY = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "7": 5,
    "chủ nhật": 6,
}

_NUMBER = r"(?<![\d/.,-]){0}(?P<{1}>\d{{1,2}})"
_DAY_MONTH = (
    r"(?P<{0}>\d{{1,2}})\s?[/]\s?(?P<{1}>\d{{1,2}})(?:\s?[/]\s?(?P<{2}>(?:19|20)?\d\d)(?!\d))?(?!\s?[/\d%]|"
    r"\s*(?:ngày|buổi)\b)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        # 28/12 và cả ngày 29/12/2011; từ ngày 30/10/2017 đến ngày 03/11/2017
        (
            "span",
            r"(?<![\d/.,-])"
            + _DAY_MONTH.format("d1", "m1", "y1")
            + r"\s*(?:,?\s*(?:đến|tới)(?:\s+hết)?|và|-|–|,)(?:\s+cả)?(?:\s*ngày)?\s*"
            + _DAY_MONTH.format("d2", "m2", "y2"),
        ),
        # 24-25/7/2023; 29 và 30/7; từ 24 đến 25/7
        (
            "days",
            _NUMBER.format("", "d1")
            + r"(?:\s*,\s*\d{1,2})*\s*(?:-|–|,|và|hoặc|đến|tới|&)\s*(?:ngày\s+)?"
            + _DAY_MONTH.format("d2", "m2", "y2"),
        ),
        # ngày 15 và 16 tháng 8 năm 2024; từ ngày 10 đến ngày 12 tháng 5
        (
            "days",
            _NUMBER.format("", "d1")
            + r"\s*(?:-|–|,|và|hoặc|đến hết|đến|tới|&)\s*(?:ngày\s+)?(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:"
            + _YEAR.format("y2")
            + ")?",
        ),
        ("day", r"(?<![\d/.,-])" + _DAY_MONTH.format("d2", "m2", "y2")),
        ("day", r"(?<![\d/.,])(?P<d2>\d{1,2})[.-](?P<m2>\d{1,2})[.-](?P<y2>(?:19|20)\d\d)(?!\d)"),
        ("day", r"(?:ngày|mùng)\s+(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})(?:" + _YEAR.format("y2") + ")?"),
        (
            "week",
            r"tuần\s+(?:lễ\s+)?(?:thứ\s+)?(?P<week>\d|nhất|đầu|hai|ba|tư|cuối|i{1,3}|"
            r"iv)(?:\s+(?:của\s+)?)tháng\s+(?P<m2>\d{1,2})(?:" + _YEAR.format("y2") + ")?",
        ),
        (
            "month",
            r"(?:(?P<part>đầu|giữa|cuối|thượng tuần|trung tuần|"
            r"hạ tuần)\s+)?(?<!\d\s)tháng\s+(?P<m2>\d{1,2})(?!\d)(?:\s*[,-]\s*\d{1,2}(?=\s*/))*(?:"
            + _YEAR.format("y2")
            + ")?",
        ),
        (
            "quarter",
            r"quý\s+(?:(?:i{1,3}|iv|[1-4])\s*(?:,|và|-)\s*)*(?P<quarter>i{1,3}|iv|[1-4])(?!\w)(?:"
            + _YEAR.format("y2")
            + ")?",
        ),
    )
)


def find_dates(text: str, *, since: date | None = None, year: int | None = None) -> tuple[Mention, ...]:
    """Dates and periods in the order of the text.

    A date without a year is the first such date from ``since`` (the plan's date) on, else in ``year``; with neither
    it is left out.
    """
    found: list[Mention] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            mention = _mention(name, match, since, year)
            if mention:
                found.append(mention)
    return tuple(sorted(found, key=lambda mention: mention.start))


def weeks_of(year: int, month: int) -> Iterator[date]:
    """The Mondays of the weeks whose Thursday falls in the month."""
    for day in range(1, monthrange(year, month)[1] + 1):
        if date(year, month, day).weekday() == 3:
            yield date(year, month, day) - timedelta(days=3)


def weekday_named(text: str) -> int | None:
    """0 for "thứ Hai" … 6 for "Chủ nhật", None where no weekday is named."""
    found = re.search(r"\bthứ\s+(hai|ba|tư|năm|sáu|bảy|[2-7])\b|\b(chủ nhật)\b", text, re.IGNORECASE)
    return _WEEKDAY[(found.group(1) or found.group(2)).lower()] if found else None


def _mention(name: str, match: re.Match[str], since: date | None, year: int | None) -> Mention | None:
    groups = match.groupdict()
    try:
        if name == "quarter":
            return _quarter(match, groups, since, year)
        month = int(groups["m2"])
        stated = _stated_year(groups.get("y2"))
        used = stated or _year_for(_day_number(groups), month, since, year)
        if used is None:
            return None
        mention = _period(name, match, groups, used, month)
    except ValueError:  # 31/2, month 13: no date
        return None
    return replace(mention, yearless=stated is None) if mention else None


def _period(name: str, match: re.Match[str], groups: dict[str, str | None], year: int, month: int) -> Mention | None:
    start, end = match.span()
    if name == "week":
        mondays = list(weeks_of(year, month))
        monday = _week(mondays, (groups["week"] or "").lower())
        return (
            Mention(start=start, end=end, first=monday, last=monday + timedelta(days=4), precision="week")
            if monday
            else None
        )
    if name == "month":
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        part = (groups.get("part") or "").lower()
        if part:
            return Mention(
                start=start, end=end, first=_part_start(first, part), last=_part_end(last, part), precision="part"
            )
        return Mention(start=start, end=end, first=first, last=last, precision="month")
    last = date(year, month, _day_number(groups))
    return Mention(start=start, end=end, first=_span_start(groups, last), last=last, precision="day")


def _span_start(groups: dict[str, str | None], last: date) -> date:
    if groups.get("d1") is None:
        return last
    month = int(groups.get("m1") or last.month)
    first = date(_stated_year(groups.get("y1")) or last.year, month, int(groups["d1"] or 1))
    return first if first <= last else _year_back(first, last)


def _year_back(first: date, last: date) -> date:
    """Từ 28/12 đến 03/01/2024 starts in the year before; "30-25/7" is no span."""
    return first.replace(year=first.year - 1) if first.month > last.month else last


def _quarter(
    match: re.Match[str], groups: dict[str, str | None], since: date | None, year: int | None
) -> Mention | None:
    number = _ROMAN[(groups["quarter"] or "1").lower()]
    stated = _stated_year(groups.get("y2"))
    used = stated or (since.year if since else year)
    if used is None:
        return None
    last_month = number * 3
    return Mention(
        start=match.start(),
        end=match.end(),
        first=date(used, last_month - 2, 1),
        last=date(used, last_month, monthrange(used, last_month)[1]),
        precision="quarter",
        yearless=stated is None,
    )


def _day_number(groups: dict[str, str | None]) -> int:
    return int(groups.get("d2") or 1)


def _stated_year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _year_for(day: int, month: int, since: date | None, year: int | None) -> int | None:
    if since is None:
        return year
    candidate = date(since.year, month, day)
    return since.year if candidate >= since - timedelta(days=31) else since.year + 1


def _week(mondays: list[date], word: str) -> date | None:
    numbers = {"nhất": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
    if word == "cuối":
        return mondays[-1]
    number = numbers.get(word) or int(word)
    return mondays[number - 1] if 1 <= number <= len(mondays) else None


def _part_start(first: date, part: str) -> date:
    return first.replace(day={"đầu": 1, "thượng tuần": 1, "giữa": 11, "trung tuần": 11}.get(part, 21))


def _part_end(last: date, part: str) -> date:
    return last.replace(day={"đầu": 10, "thượng tuần": 10, "giữa": 20, "trung tuần": 20}.get(part, last.day))
