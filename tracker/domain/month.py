"""A month as a sheet of whole weeks, and what kind of day each one is."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar

_WEEK = timedelta(days=7)
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Day:
    """``name``: of the holiday, None on a plain weekend. ``made_up``: a weekend day worked in exchange for another.

    ``provisional``: the holidays of its year are estimates.
    """

    day: date
    inside: bool
    worked: bool
    name: str | None
    made_up: bool
    provisional: bool


Week = tuple[Day, ...]


def kind_of_day(day: date, calendar: WorkingCalendar, *, inside: bool = True) -> Day:
    worked = calendar.is_working(day)
    return Day(
        day=day,
        inside=inside,
        worked=worked,
        name=calendar.name(day),
        made_up=worked and day.weekday() >= _SATURDAY,
        provisional=calendar.provisional(day.year),
    )


def weeks(month: date, calendar: WorkingCalendar) -> tuple[Week, ...]:
    """The weeks, Monday first, that hold the month of the day ``month``; days of its neighbours fill them up."""
    first, after = month.replace(day=1), next_month(month)
    monday = first - timedelta(days=first.weekday())
    sheet = []
    while monday < after:
        days = (monday + timedelta(days=n) for n in range(7))
        sheet.append(tuple(kind_of_day(day, calendar, inside=first <= day < after) for day in days))
        monday += _WEEK
    return tuple(sheet)


def next_month(month: date) -> date:
    """The first day of the month after that of ``month``."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    """The first day of the month before that of ``month``."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def provisional_years(days: tuple[Day, ...]) -> tuple[int, ...]:
    """The years among ``days`` whose holidays are not announced yet."""
    return tuple(sorted({one.day.year for one in days if one.provisional}))
