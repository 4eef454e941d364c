"""When the leadership is briefed: at the week's beginning, and three working days and one before an event. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.reminder_policy import Policy
from tracker.domain.schedule import Event, first_day

BEFORE_EVENT = (3, 1)
"""Working days before the first working day of an event (default of this service)."""


def sending_days(today: date, calendar: WorkingCalendar, policy: Policy) -> list[date]:
    """The days of ``today``'s week, Monday first, on which mail goes out."""
    monday = today - timedelta(days=today.weekday())
    week = (monday + timedelta(days=number) for number in range(7))
    return [day for day in week if policy.sends_on(day, calendar)]


def opens_week(today: date, calendar: WorkingCalendar, policy: Policy, *, briefed: bool) -> bool:
    """Whether today is the week's first sending day; the second, where the first passed without a briefing."""
    first = sending_days(today, calendar, policy)[:2]
    return today in first[:1] or (today in first and not briefed)


def precedes(today: date, event: Event, calendar: WorkingCalendar) -> int | None:
    """3 or 1 where the event is that many working days away, otherwise None."""
    start = first_day(event, calendar)
    return next((days for days in BEFORE_EVENT if calendar.shift(start, -days) == today), None)


def is_due(today: date, events: Iterable[Event], calendar: WorkingCalendar, policy: Policy, *, briefed: bool) -> bool:
    """Whether a briefing goes out today. ``briefed``: there was one earlier this week."""
    if not policy.sends_on(today, calendar):
        return False
    near = any(precedes(today, event, calendar) for event in events)
    return near or opens_week(today, calendar, policy, briefed=briefed)
