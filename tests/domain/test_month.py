"""A month as a sheet of whole weeks, with the days off and the days worked in exchange."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.month import kind_of_day, next_month, previous_month, provisional_years, weeks

DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2030, 12, 31))


@given(DAYS)
def test_a_sheet_is_whole_weeks_from_monday_that_hold_the_month_once(day: date) -> None:
    days = [one for week in weeks(day, VIETNAM) for one in week]
    assert [len(week) for week in weeks(day, VIETNAM)] == [7] * (len(days) // 7)
    assert days[0].day.weekday() == 0
    assert [one.day for one in days] == [days[0].day + timedelta(days=n) for n in range(len(days))]
    inside = [one.day for one in days if one.inside]
    assert (inside[0], inside[-1]) == (day.replace(day=1), next_month(day) - timedelta(days=1))


@given(DAYS)
def test_the_month_after_the_month_before_is_the_month(day: date) -> None:
    assert next_month(previous_month(day)) == previous_month(next_month(day)) == day.replace(day=1)


def test_a_february_of_four_weeks_has_four() -> None:
    assert len(weeks(date(2027, 2, 1), VIETNAM)) == 4


def test_a_year_ends_and_begins_on_one_sheet() -> None:
    last = weeks(date(2025, 12, 31), VIETNAM)[-1]
    assert [one.day for one in last][::6] == [date(2025, 12, 29), date(2026, 1, 4)]
    assert [one.inside for one in last] == [True] * 3 + [False] * 4
    assert [one.worked for one in last] == [True, True, True, False, False, False, False]
    assert weeks(date(2026, 1, 1), VIETNAM)[0][3].inside


def test_tet_is_off_with_its_names() -> None:
    days = {one.day: one for week in weeks(date(2026, 2, 1), VIETNAM) for one in week}
    off = [day for day, one in days.items() if one.inside and one.name]
    assert off == [date(2026, 2, 16) + timedelta(days=n) for n in range(5)]
    assert not any(days[day].worked for day in off)
    assert "Tết" in str(days[date(2026, 2, 17)].name)


@pytest.mark.parametrize("day", [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)])
def test_a_make_up_saturday_is_worked(day: date) -> None:
    assert kind_of_day(day, VIETNAM).made_up


def test_an_administrators_day_is_on_the_sheet() -> None:
    own = WorkingCalendar(off={date(2026, 11, 20): "Nghỉ bão"}, worked=[date(2026, 11, 28)])
    assert kind_of_day(date(2026, 11, 20), own).name == "Nghỉ bão"
    assert kind_of_day(date(2026, 11, 28), own).made_up
    assert not kind_of_day(date(2026, 11, 27), own).made_up


def test_a_year_without_announcement_is_provisional_until_it_is_announced() -> None:
    sheet = tuple(one for week in weeks(date(2026, 12, 1), VIETNAM) for one in week)
    assert provisional_years(sheet) == (2027,)
    announced = WorkingCalendar(announced=[2027])
    assert provisional_years(tuple(one for week in weeks(date(2027, 2, 1), announced) for one in week)) == ()
