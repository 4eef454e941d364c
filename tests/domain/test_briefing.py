"""On which days the leadership is briefed."""

from datetime import date

import pytest

from tracker.domain.briefing import is_due
from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.reminder_policy import SHIPPED, Policy
from tracker.domain.schedule import Event


def event(day: date) -> Event:
    return Event(start=day, end=day, tentative=False)


@pytest.fixture
def calendar() -> WorkingCalendar:
    return VIETNAM


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 16), True),  # a Monday
        (date(2026, 11, 17), False),
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 4, 27), False),  # the anniversary of the Hùng kings, kept on this Monday
        (date(2026, 4, 28), True),
        (date(2026, 2, 16), False),  # the week of Tết
        (date(2026, 2, 20), False),
    ],
)
def test_it_comes_on_the_first_day_of_the_week_that_is_worked(day: date, due: bool, calendar: WorkingCalendar) -> None:
    assert is_due(day, [], calendar, SHIPPED, briefed=day.weekday() > 0 and day != date(2026, 4, 28)) is due


def test_a_week_whose_first_day_passed_without_it_has_it_on_the_second_and_not_later(calendar: WorkingCalendar) -> None:
    assert is_due(date(2026, 11, 17), [], calendar, SHIPPED, briefed=False)
    assert not is_due(date(2026, 11, 17), [], calendar, SHIPPED, briefed=True)
    assert not is_due(date(2026, 11, 18), [], calendar, SHIPPED, briefed=False)


def test_it_comes_three_working_days_and_one_before_an_event_over_a_holiday(calendar: WorkingCalendar) -> None:
    held = [event(date(2026, 11, 27))]  # a Friday; Tuesday 24/11 is a public holiday
    days = [day for day in range(16, 28) if is_due(date(2026, 11, day), held, calendar, SHIPPED, briefed=True)]
    assert days == [16, 23, 26]
    # Monday 23/11 is S−3 as well as the week's first day: Wednesday 25/11 is S−2


def test_a_quiet_day_is_passed_over(calendar: WorkingCalendar) -> None:
    quiet = Policy(quiet_weekdays=frozenset({0}))
    assert not is_due(date(2026, 11, 16), [], calendar, quiet, briefed=False)
    assert is_due(date(2026, 11, 17), [], calendar, quiet, briefed=True)
