"""Working days of Viet Nam."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.errors import InvalidInput

DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
STEPS = st.integers(-300, 300).filter(bool)


@pytest.mark.parametrize(
    "day",
    [
        date(2023, 1, 2),  # New Year's Day observed
        date(2023, 1, 20),  # first day of the Tết break of 2023 …
        date(2023, 1, 26),  # … and the last
        date(2025, 5, 2),  # swapped with Saturday 26 April
        date(2026, 1, 2),  # swapped with Saturday 10 January; missing from the package
        date(2026, 8, 31),  # swapped with Saturday 22 August
        date(2026, 11, 24),  # a holiday from 2026 on
        date(2023, 7, 15),  # a plain Saturday
    ],
)
def test_day_off(day: date) -> None:
    assert not VIETNAM.is_working(day)


@pytest.mark.parametrize(
    "day",
    [date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22), date(2025, 11, 24), date(2023, 1, 27)],
)
def test_day_worked(day: date) -> None:
    assert VIETNAM.is_working(day)


def test_holidays_have_vietnamese_names_and_weekends_none() -> None:
    assert VIETNAM.name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert VIETNAM.name(date(2026, 1, 2)) == "Ngày nghỉ hoán đổi (làm bù 10/01/2026)"
    assert VIETNAM.name(date(2023, 7, 15)) is None
    assert VIETNAM.name(date(2023, 7, 14)) is None


def test_years_not_announced_are_provisional() -> None:
    assert (VIETNAM.provisional(2026), VIETNAM.provisional(2027)) == (False, True)
    assert not WorkingCalendar(announced=[2027]).provisional(2027)


@pytest.mark.parametrize(
    ("year", "tet", "others", "made_up"),
    [
        (2022, ("01-31", "02-04"), "01-03 04-11 05-02 05-03 09-01 09-02", ""),
        (2023, ("01-20", "01-26"), "01-02 05-01 05-02 05-03 09-01 09-04", ""),
        (2024, ("02-08", "02-14"), "01-01 04-18 04-29 04-30 05-01 09-02 09-03", "05-04"),
        (2025, ("01-27", "01-31"), "01-01 04-07 04-30 05-01 05-02 09-01 09-02", "04-26"),
        (2026, ("02-16", "02-20"), "01-01 01-02 04-27 04-30 05-01 08-31 09-01 09-02 11-24", "01-10 08-22"),
    ],
)
def test_the_weekdays_off_and_the_make_up_saturdays_of_each_announced_year(
    year: int, tet: tuple[str, str], others: str, made_up: str
) -> None:
    """As announced each year by the government; 24 November is a holiday from 2026 on."""
    first, last = (date.fromisoformat(f"{year}-{day}") for day in tet)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [day for day in days if day.weekday() < 5 and not VIETNAM.is_working(day)]
    worked = [day for day in days if day.weekday() >= 5 and VIETNAM.is_working(day)]
    in_tet = [day for day in days if first <= day <= last and day.weekday() < 5]
    assert off == sorted(in_tet + [date.fromisoformat(f"{year}-{day}") for day in others.split()])
    assert worked == [date.fromisoformat(f"{year}-{day}") for day in made_up.split()]


def test_the_tet_of_2027_is_an_estimate() -> None:
    off = [day for day, name in VIETNAM.days_off(date(2027, 2, 1), date(2027, 2, 14)) if name]
    assert (off[0], off[-1], len(off)) == (date(2027, 2, 4), date(2027, 2, 10), 7)
    assert VIETNAM.provisional(2027)


def test_counting_skips_the_tet_break() -> None:
    assert VIETNAM.shift(date(2023, 1, 19), 1) == date(2023, 1, 27)
    assert VIETNAM.count_between(date(2023, 1, 19), date(2023, 1, 27)) == 1


def test_counting_crosses_years_both_ways() -> None:
    assert VIETNAM.shift(date(2023, 1, 5), -10) == date(2022, 12, 21)
    assert VIETNAM.count_between(date(2022, 12, 21), date(2023, 1, 5)) == 10
    assert VIETNAM.count_between(date(2023, 1, 5), date(2022, 12, 21)) == -10


def test_shift_by_nothing_stays_even_on_a_day_off() -> None:
    assert VIETNAM.shift(date(2023, 7, 15), 0) == date(2023, 7, 15)


def test_a_day_off_moves_to_its_neighbours() -> None:
    saturday = date(2023, 7, 15)
    assert VIETNAM.previous_or_same(saturday) == date(2023, 7, 14)
    assert VIETNAM.next_or_same(saturday) == date(2023, 7, 17)
    assert VIETNAM.next_or_same(date(2023, 7, 14)) == date(2023, 7, 14)


def test_an_administrator_overrules_the_published_days() -> None:
    storm, swap = date(2023, 7, 14), date(2023, 1, 2)
    own = WorkingCalendar(off={storm: "Nghỉ bão"}, worked={swap, date(2023, 7, 15)})
    assert own.name(storm) == "Nghỉ bão"
    assert not own.is_working(storm)
    assert own.is_working(swap)
    assert own.name(swap) is None
    assert own.is_working(date(2023, 7, 15))
    assert VIETNAM.is_working(storm)


def test_a_published_make_up_saturday_can_be_taken_back() -> None:
    day = date(2026, 8, 22)
    assert not WorkingCalendar(off={day: "Bãi bỏ làm bù"}).is_working(day)


def test_a_day_cannot_be_off_and_worked() -> None:
    day = date(2023, 7, 14)
    with pytest.raises(InvalidInput) as refused:
        WorkingCalendar(off={day: "?"}, worked={day})
    assert refused.value.code == "calendar_day_twice"


def test_days_off_of_a_span_are_listed_with_their_names() -> None:
    assert list(VIETNAM.days_off(date(2022, 12, 31), date(2023, 1, 3))) == [
        (date(2022, 12, 31), None),
        (date(2023, 1, 1), "Tết Dương lịch"),
        (date(2023, 1, 2), "Tết Dương lịch (nghỉ bù)"),
    ]


def test_every_year_has_a_plausible_number_of_working_days() -> None:
    counts = {year: VIETNAM.count_between(date(year - 1, 12, 31), date(year, 12, 31)) for year in range(2022, 2028)}
    assert all(245 <= count <= 252 for count in counts.values()), counts


@given(DAYS, STEPS)
def test_shifting_there_and_back_returns(day: date, steps: int) -> None:
    start = VIETNAM.next_or_same(day)
    assert VIETNAM.shift(VIETNAM.shift(start, steps), -steps) == start


@given(DAYS, STEPS)
def test_a_shifted_day_is_worked_and_counts_back(day: date, steps: int) -> None:
    start = VIETNAM.previous_or_same(day)
    shifted = VIETNAM.shift(start, steps)
    assert VIETNAM.is_working(shifted)
    assert VIETNAM.count_between(start, shifted) == steps


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(first: date, middle: date, last: date) -> None:
    whole = VIETNAM.count_between(first, last)
    assert VIETNAM.count_between(first, middle) + VIETNAM.count_between(middle, last) == whole


@given(DAYS)
def test_the_count_of_one_day_says_whether_it_is_worked(day: date) -> None:
    assert VIETNAM.count_between(day - timedelta(days=1), day) == int(VIETNAM.is_working(day))
