"""Dates in Vietnamese text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import find_dates, weekday_named, weeks_of

PLANNED = date(2024, 5, 10)


def spans(text: str, **known: object) -> list[tuple[date, date, str]]:
    return [(found.first, found.last, found.precision) for found in find_dates(text, **known)]  # type: ignore[arg-type] # short


@pytest.mark.parametrize(
    "text",
    ["ngày 05/01/2023", "5/1/2023", "05-01-2023", "05.01.2023", "ngày 05 tháng 01 năm 2023", "ngày 5 tháng 1 năm 2023"],
)
def test_every_way_to_write_a_day_means_that_day(text: str) -> None:
    assert spans(text) == [(date(2023, 1, 5), date(2023, 1, 5), "day")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("từ ngày 30/10/2017 đến ngày 03/11/2017", date(2017, 10, 30), date(2017, 11, 3)),
        ("24-25/7/2023", date(2023, 7, 24), date(2023, 7, 25)),
        ("ngày 29 và 30/7/2023", date(2023, 7, 29), date(2023, 7, 30)),
        ("ngày 15 hoặc 16/3/2024", date(2024, 3, 15), date(2024, 3, 16)),
        ("ngày 15 và 16 tháng 8 năm 2024", date(2024, 8, 15), date(2024, 8, 16)),
        ("chiều 28/12 và cả ngày 29/12/2011", date(2011, 12, 28), date(2011, 12, 29)),
        ("từ 28/12 đến 03/01/2024", date(2023, 12, 28), date(2024, 1, 3)),
    ],
)
def test_spans_have_a_first_and_a_last_day(text: str, first: date, last: date) -> None:
    assert spans(text) == [(first, last, "day")]


def test_week_four_is_the_fourth_whose_thursday_falls_in_the_month() -> None:
    assert spans("dự kiến tuần 4 tháng 7 năm 2023") == [(date(2023, 7, 24), date(2023, 7, 28), "week")]


def test_the_last_week_of_a_month_is_its_last_thursday_week() -> None:
    assert spans("Tuần cuối tháng 9/2025") == [(date(2025, 9, 22), date(2025, 9, 26), "week")]


def test_weeks_of_a_month_start_on_mondays_and_may_start_in_the_month_before() -> None:
    assert next(weeks_of(2023, 6)) == date(2023, 5, 29)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("tháng 5/2024", "2024-05"),
        ("quý II năm 2024", "2024-06"),
        ("Quý III, IV năm 2026", "2026-12"),
        ("ngày 1/2/2024", "2024-02-01"),
    ],
)
def test_until_says_as_much_as_the_text(text: str, until: str) -> None:
    assert [found.until for found in find_dates(text)] == [until]


@pytest.mark.parametrize(
    "text",
    ["6 tháng đầu năm 2023", "6 tháng cuối năm", "năm 2022", "1/2 ngày", "100%", "80/120 đại biểu", "ngày 31/2/2024"],
)
def test_reporting_periods_shares_and_impossible_days_are_no_dates(text: str) -> None:
    assert spans(text, since=PLANNED) == []


def test_a_date_without_a_year_is_the_next_one_after_the_plan() -> None:
    assert spans("trước ngày 15/6", since=PLANNED) == [(date(2024, 6, 15), date(2024, 6, 15), "day")]
    assert spans("ngày 10/01", since=date(2024, 12, 1)) == [(date(2025, 1, 10), date(2025, 1, 10), "day")]


def test_a_date_without_a_year_and_without_a_plan_date_is_left_out() -> None:
    assert spans("trước ngày 15/6") == []


@pytest.mark.parametrize(
    ("text", "weekday"), [("thứ Hai", 0), ("(Thứ 5)", 3), ("thứ Bảy", 5), ("Chủ nhật", 6), ("thứ tự", None)]
)
def test_weekdays_are_counted_from_monday(text: str, weekday: int | None) -> None:
    assert weekday_named(text) == weekday


@given(st.text(alphabet="0123456789/-.,ngàytháng nămtuầnquýIV đếnvà", max_size=60))
def test_no_text_breaks_the_search_and_spans_never_run_backwards(text: str) -> None:
    assert all(found.first <= found.last for found in find_dates(text, since=PLANNED))
