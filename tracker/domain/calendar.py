"""Working days in Viet Nam: weekdays, minus public holidays, plus make-up Saturdays.

Source: the ``holidays`` package and the corrections below. An administrator's own days are layered over both.
A calendar is a value: changing a day gives another calendar.
"""

import bisect
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays

from tracker.domain.errors import InvalidInput

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

ANNOUNCED_THROUGH = 2026
"""Last year whose holidays and swaps the government had announced when this version was published."""

# The one swap of 2022–2026 that `holidays` lacks: Friday 2 January 2026 off, Saturday 10 January worked instead.
_MISSING_OFF = {date(2026, 1, 2): "Ngày nghỉ hoán đổi (làm bù 10/01/2026)"}
_MISSING_WORKED = frozenset({date(2026, 1, 10)})

_SATURDAY = 5


class WorkingCalendar:
    """Counts working days; every year is computed once and kept.

    ``off`` (day → name) and ``worked`` are the administrator's days and overrule the published ones.
    ``announced``: years after :data:`ANNOUNCED_THROUGH` that are not provisional any more.
    A day in both: ``InvalidInput("calendar_day_twice")``.
    """

    def __init__(
        self,
        *,
        off: Mapping[date, str] | None = None,
        worked: Collection[date] = (),
        announced: Collection[int] = (),
    ) -> None:
        self._own_off = dict(off or {})
        self._own_worked = frozenset(worked)
        self._announced = frozenset(announced)
        self._days_off: dict[int, Mapping[date, str]] = {}
        self._working: dict[int, tuple[date, ...]] = {}
        self._working_set: dict[int, frozenset[date]] = {}
        if twice := sorted(self._own_worked & self._own_off.keys()):
            raise InvalidInput("calendar_day_twice", field="day", day=twice[0])

    def is_working(self, day: date) -> bool:
        if day.year not in self._working_set:
            self._working_set[day.year] = frozenset(self._working_days(day.year))
        return day in self._working_set[day.year]

    def name(self, day: date) -> str | None:
        """The holiday's name in Vietnamese; None for a working day or a plain weekend."""
        return self._named_days_off(day.year).get(day)

    def provisional(self, year: int) -> bool:
        """The year's holidays are not announced yet: its working days are estimates."""
        return year > ANNOUNCED_THROUGH and year not in self._announced

    def shift(self, day: date, working_days: int) -> date:
        """The n-th working day after ``day`` (before it when negative); 0 gives the day itself, working or not.

        The first day is not counted (Bộ luật Dân sự 2015, Đ147).
        """
        if working_days == 0:
            return day
        year, days = day.year, self._working_days(day.year)
        if working_days > 0:
            index = bisect.bisect_right(days, day) + working_days - 1
        else:
            index = bisect.bisect_left(days, day) + working_days
        while index >= len(days):
            index -= len(days)
            year, days = year + 1, self._working_days(year + 1)
        while index < 0:
            year, days = year - 1, self._working_days(year - 1)
            index += len(days)
        return days[index]

    def previous_or_same(self, day: date) -> date:
        """The day itself if worked, else the working day before it."""
        return day if self.is_working(day) else self.shift(day, -1)

    def next_or_same(self, day: date) -> date:
        """The day itself if worked, else the working day after it (Bộ luật Dân sự 2015, Đ148)."""
        return day if self.is_working(day) else self.shift(day, 1)

    def count_between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and including ``last``; negative when ``last`` is earlier."""
        if last < first:
            return -self.count_between(last, first)
        whole_years = sum(len(self._working_days(year)) for year in range(first.year, last.year))
        return whole_years + self._until(last) - self._until(first)

    def days_off(self, first: date, last: date) -> Iterator[tuple[date, str | None]]:
        """Every day off from ``first`` to ``last`` inclusive, with its name (None: a plain weekend)."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if not self.is_working(day):
                yield day, self.name(day)

    def _until(self, day: date) -> int:
        return bisect.bisect_right(self._working_days(day.year), day)

    def _working_days(self, year: int) -> tuple[date, ...]:
        if year not in self._working:
            off, worked = self._named_days_off(year), _published_worked(year) | self._own_worked
            first = date(year, 1, 1)
            days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
            self._working[year] = tuple(
                day for day in days if day not in off and (day.weekday() < _SATURDAY or day in worked)
            )
        return self._working[year]

    def _named_days_off(self, year: int) -> Mapping[date, str]:
        if year not in self._days_off:
            published = {day: name for day, name in _published_off(year).items() if day not in self._own_worked}
            own = {day: name for day, name in self._own_off.items() if day.year == year}
            self._days_off[year] = published | own
        return self._days_off[year]


def _published(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year, language="vi")


def _published_off(year: int) -> dict[date, str]:
    return dict(_published(year)) | {day: name for day, name in _MISSING_OFF.items() if day.year == year}


def _published_worked(year: int) -> frozenset[date]:
    return frozenset(_published(year).weekend_workdays) | _MISSING_WORKED


VIETNAM = WorkingCalendar()
"""The published calendar without an administrator's changes."""
