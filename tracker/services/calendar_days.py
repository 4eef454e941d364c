"""The administrator's days as rows: what stands, a year to look at, the log of changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.calendar_edit import FIRST_YEAR, YEARS_AHEAD, DayChange, Edit, Own, OwnDay, YearChange
from tracker.domain.calendar_year import Month, Special, months, specials
from tracker.domain.errors import NotFound
from tracker.models import AnnouncedYear, CalendarChange, CalendarDay
from tracker.services import working_calendar
from tracker.services.working_calendar import calendar_of, with_days

NEWEST = 20
"""Changes that the page lists."""


@dataclass(frozen=True, kw_only=True)
class Year:
    """A year of the calendar in force. ``announced``: the decision by which an administrator marked it, or None."""

    year: int
    calendar: WorkingCalendar
    months: tuple[Month, ...]
    specials: tuple[Special, ...]
    own: Own
    provisional: bool
    announced: str | None
    working: int


def own_of(session: Session) -> Own:
    """What stands over the published calendar, read anew each time."""
    rows = session.execute(
        select(CalendarDay.day, CalendarDay.worked, CalendarDay.name, CalendarDay.decision).order_by(CalendarDay.day)
    )
    marks = session.execute(select(AnnouncedYear.year, AnnouncedYear.decision).order_by(AnnouncedYear.year))
    return Own(
        days={day: OwnDay(worked=worked, name=name, decision=decision) for day, worked, name, decision in rows},
        years={mark.year: mark.decision for mark in marks},
    )


def calendar_with(own: Own) -> WorkingCalendar:
    """The calendar that holds with ``own`` over the published one."""
    return with_days(tuple((day, mine.worked, mine.name) for day, mine in own.days.items()), tuple(own.years))


def years(today: date) -> range:
    """The years that can be looked at and edited."""
    return range(FIRST_YEAR, today.year + YEARS_AHEAD + 1)


def year_of(session: Session, year: int, *, today: date) -> Year:
    """The year on one sheet.

    Raises:
        NotFound: a year that is not kept.
    """
    if year not in years(today):
        raise NotFound("not_found")
    calendar, own = calendar_of(session), own_of(session)
    sheets = months(year, calendar, own.days)
    return Year(
        year=year, calendar=calendar, months=sheets, own=own, provisional=calendar.provisional(year),
        specials=specials(date(year, 1, 1), date(year, 12, 31), calendar, own.days), announced=own.years.get(year),
        working=sum(month.working for month in sheets),
    )  # fmt: skip


def put(session: Session, edit: Edit) -> None:
    """Write the days and years; the next question for the calendar reads them."""
    session.execute(delete(CalendarDay).where(CalendarDay.day.in_([one.day for one in edit.days])))
    session.execute(delete(AnnouncedYear).where(AnnouncedYear.year.in_([one.year for one in edit.years])))
    for one in edit.days:
        if one.after is not None:
            session.add(CalendarDay(day=one.day, **_side(one.after)))
    for mark in edit.years:
        if mark.after is not None:
            session.add(AnnouncedYear(year=mark.year, decision=mark.after))
    session.flush()
    working_calendar.forget(session)


def changes(session: Session) -> Sequence[CalendarChange]:
    """The newest changes, newest first."""
    return session.scalars(
        select(CalendarChange)
        .options(joinedload(CalendarChange.actor))
        .order_by(CalendarChange.id.desc())
        .limit(NEWEST)
    ).all()


def newest(session: Session) -> CalendarChange | None:
    """The change that can be taken back."""
    return session.scalar(select(CalendarChange).order_by(CalendarChange.id.desc()).limit(1))


def as_rows(edit: Edit) -> dict[str, list[dict[str, Any]]]:
    """The edit as a ``CalendarChange`` keeps it."""
    return {
        "days": [
            {"day": one.day.isoformat(), "before": _json(one.before), "after": _json(one.after)} for one in edit.days
        ],
        "years": [{"year": one.year, "before": one.before, "after": one.after} for one in edit.years],
    }


def edit_of(row: CalendarChange) -> Edit:
    """The edit that a ``CalendarChange`` keeps."""
    return Edit(
        decision=row.decision,
        days=tuple(
            DayChange(day=date.fromisoformat(one["day"]), before=_own_day(one["before"]), after=_own_day(one["after"]))
            for one in row.days
        ),
        years=tuple(YearChange(**one) for one in row.years),
    )


def _json(side: OwnDay | None) -> dict[str, Any] | None:
    return _side(side) if side else None


def _side(side: OwnDay) -> dict[str, Any]:
    return {"worked": side.worked, "name": side.name, "decision": side.decision}


def _own_day(side: dict[str, Any] | None) -> OwnDay | None:
    return OwnDay(**side) if side else None
