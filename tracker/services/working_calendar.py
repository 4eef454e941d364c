"""The working calendar in force: the published one with the administrator's days over it. Every page uses this one."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import String, cast, literal, null, select, union_all
from sqlalchemy.orm import Session

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.models import AnnouncedYear, CalendarDay

_KEPT = "working_calendar"
_Day = tuple[date, bool, str]


def calendar_of(session: Session) -> WorkingCalendar:
    """The calendar in force, read once per session."""
    found: WorkingCalendar | None = session.info.get(_KEPT)
    if found is None:
        found = session.info[_KEPT] = _read(session)
    return found


def _read(session: Session) -> WorkingCalendar:
    """One question for both tables: every page asks it."""
    days = select(cast(CalendarDay.day, String).label("at"), CalendarDay.worked, CalendarDay.name)
    years = select(cast(AnnouncedYear.year, String), null(), literal(""))
    rows: Sequence[Any] = session.execute(union_all(days, years).order_by("at")).all()
    own = tuple((date.fromisoformat(at), bool(worked), name) for at, worked, name in rows if worked is not None)
    return with_days(own, tuple(int(at) for at, worked, _name in rows if worked is None))


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
