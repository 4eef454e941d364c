"""The working calendar in force: the published one with the administrator's days over it. Every page uses this one."""

from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.models import AnnouncedYear, CalendarDay

_KEPT = "working_calendar"
_Day = tuple[date, bool, str]


def calendar_of(session: Session) -> WorkingCalendar:
    """The calendar in force, read once per session."""
    found: WorkingCalendar | None = session.info.get(_KEPT)
    if found is None:
        rows = session.execute(select(CalendarDay.day, CalendarDay.worked, CalendarDay.name).order_by(CalendarDay.day))
        days = tuple((day, worked, name) for day, worked, name in rows)
        found = session.info[_KEPT] = with_days(days, tuple(session.scalars(select(AnnouncedYear.year))))
    return found


def forget(session: Session) -> None:
    """To be called when the days have changed: the next question reads them again."""
    session.info.pop(_KEPT, None)


@lru_cache(maxsize=16)
def with_days(days: tuple[_Day, ...], announced: tuple[int, ...] = ()) -> WorkingCalendar:
    """The published calendar with these (day, worked, name) over it; equal days share one value and its years."""
    if not days and not announced:
        return VIETNAM
    return WorkingCalendar(
        off={day: name for day, worked, name in days if not worked},
        worked=[day for day, worked, _name in days if worked],
        announced=announced,
    )
