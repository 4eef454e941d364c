"""A year of the working calendar on one sheet."""

from datetime import date

import pytest

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.calendar_edit import OwnDay
from tracker.domain.calendar_year import months, specials


def spans(year: int, month: int) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(span.first.day, span.last.day, span.names) for span in months(year, VIETNAM, {})[month - 1].spans]


def test_the_months_have_the_working_days_of_the_year() -> None:
    found = months(2026, VIETNAM, {})
    assert [month.first.month for month in found] == list(range(1, 13))
    assert sum(month.working for month in found) == VIETNAM.count_between(date(2025, 12, 31), date(2026, 12, 31))
    assert found[10].working == 20  # November 2026: 21 weekdays, Tuesday 24 is a holiday


def test_weeks_begin_on_monday() -> None:
    assert all(week[0].day.weekday() == 0 for month in months(2026, VIETNAM, {}) for week in month.weeks)


def test_a_break_is_one_line_with_the_names_that_say_something() -> None:
    assert spans(2026, 2) == [(16, 20, ("Tết Nguyên Đán",))]
    assert spans(2026, 5) == [(1, 1, ("Ngày Quốc tế Lao động",))]
    assert spans(2026, 9) == [(1, 2, ("Quốc khánh",))]


def test_a_make_up_saturday_stands_by_itself() -> None:
    august = months(2026, VIETNAM, {})[7]
    assert [(span.first.day, span.worked, span.names) for span in august.spans] == [
        (22, True, ()),
        (31, False, ("Ngày nghỉ (thay cho ngày 22/08/2026)",)),
    ]


def test_a_month_without_anything_special_has_no_lines() -> None:
    assert spans(2026, 6) == []


def test_days_entered_are_listed_with_their_decision_even_where_they_say_what_is_published() -> None:
    storm = OwnDay(worked=False, name="Nghỉ bão", decision="99/QĐ-UBND")
    swap = OwnDay(worked=True, decision="12345/TB-BNV")
    calendar = WorkingCalendar(off={date(2026, 6, 5): "Nghỉ bão"}, worked=[date(2026, 6, 13)])
    found = specials(date(2026, 6, 1), date(2026, 6, 30), calendar, {date(2026, 6, 5): storm, date(2026, 6, 13): swap})
    assert [(one.day.day, one.worked, one.made_up, one.name, one.own) for one in found] == [
        (5, False, False, "Nghỉ bão", storm),
        (13, True, True, "", swap),
    ]


def test_a_line_of_a_month_names_the_decisions_of_days_entered() -> None:
    swap = OwnDay(worked=True, decision="12345/TB-BNV")
    june = months(2026, WorkingCalendar(worked=[date(2026, 6, 13)]), {date(2026, 6, 13): swap})[5]
    assert [(span.worked, span.names, span.decisions) for span in june.spans] == [(True, (), ("12345/TB-BNV",))]


@pytest.mark.parametrize("year", range(2022, 2030))
def test_every_year_has_its_list(year: int) -> None:
    found = specials(date(year, 1, 1), date(year, 12, 31), VIETNAM, {})
    assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)} <= {one.day for one in found}
