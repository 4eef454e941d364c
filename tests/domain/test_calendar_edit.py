"""What an administrator types into the working calendar: days, or a clear refusal."""

from datetime import date
from typing import Any

import pytest

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.calendar_edit import DayChange, Edit, Entry, Own, OwnDay, Wish, YearChange, enter
from tracker.domain.errors import InvalidInput

TODAY = date(2026, 11, 23)
NOTICE = "Thông báo 12345/TB-BNV"
FRIDAY, SATURDAY = date(2026, 12, 4), date(2026, 12, 12)
HELD = OwnDay(worked=False, name="Nghỉ bão", decision="99/QĐ-UBND")


def edit(*entries: Entry, years: dict[int, bool] | None = None, decision: str = NOTICE, own: Own | None = None) -> Edit:
    own = own or Own()
    calendar = WorkingCalendar(
        off={day: mine.name for day, mine in own.days.items() if not mine.worked},
        worked=[day for day, mine in own.days.items() if mine.worked],
        announced=own.years,
    )
    return enter(entries, years or {}, decision, own=own, calendar=calendar, today=TODAY)


def off(first: date | None, last: date | None = None, name: str = "") -> Entry:
    return Entry(first=first, last=last, wish=Wish.OFF, name=name)


def worked(first: date, last: date | None = None) -> Entry:
    return Entry(first=first, last=last, wish=Wish.WORKED)


def back(first: date, last: date | None = None) -> Entry:
    return Entry(first=first, last=last, wish=Wish.BACK)


def refusal(*entries: Entry, **options: Any) -> tuple[str, object]:
    with pytest.raises(InvalidInput) as refused:
        edit(*entries, **options)
    return refused.value.code, refused.value.params["field"]


def test_a_swap_is_two_days_by_one_decision() -> None:
    found = edit(off(FRIDAY, name="Nghỉ hoán đổi"), worked(SATURDAY), decision=f"  {NOTICE} ")
    assert found == Edit(
        decision=NOTICE,
        days=(
            DayChange(day=FRIDAY, before=None, after=OwnDay(worked=False, name="Nghỉ hoán đổi", decision=NOTICE)),
            DayChange(day=SATURDAY, before=None, after=OwnDay(worked=True, decision=NOTICE)),
        ),
    )


def test_a_day_off_without_a_name_is_called_after_its_decision() -> None:
    (change,) = edit(off(FRIDAY)).days
    assert change.after == OwnDay(worked=False, name=f"Nghỉ theo {NOTICE}", decision=NOTICE)


def test_what_no_database_stores_is_left_out_of_names_and_decisions() -> None:
    (change,) = edit(off(FRIDAY, name="Nghỉ\x00 bão"), decision="99\x00/QĐ").days
    assert change.after == OwnDay(worked=False, name="Nghỉ bão", decision="99/QĐ")
    assert refusal(off(FRIDAY), decision="\x00") == ("calendar_decision_missing", "decision")


def test_a_range_leaves_out_what_is_off_already() -> None:
    found = edit(off(date(2026, 12, 3), date(2026, 12, 7)))
    assert [one.day.day for one in found.days] == [3, 4, 7]
    assert [day.day for day in found.needless] == [5, 6]


def test_a_provisional_tet_is_corrected_both_ways() -> None:
    found = edit(worked(date(2027, 2, 4)), off(date(2027, 2, 11)), years={2027: True})
    assert [(one.day, one.after and one.after.worked) for one in found.days] == [
        (date(2027, 2, 4), True),
        (date(2027, 2, 11), False),
    ]
    assert found.years == (YearChange(year=2027, before=None, after=NOTICE),)


def test_an_own_day_is_taken_back_and_a_new_name_replaces_the_old() -> None:
    own = Own(days={FRIDAY: HELD})
    assert edit(back(FRIDAY), own=own).days == (DayChange(day=FRIDAY, before=HELD, after=None),)
    assert edit(back(date(2026, 12, 1), SATURDAY), own=own).days == (DayChange(day=FRIDAY, before=HELD, after=None),)
    (change,) = edit(off(FRIDAY, name="Nghỉ tránh bão số 9"), own=own).days
    assert change.before == HELD
    assert change.after == OwnDay(worked=False, name="Nghỉ tránh bão số 9", decision=NOTICE)


def test_an_edit_done_and_reversed_leaves_what_was_there() -> None:
    own = Own(days={FRIDAY: HELD}, years={2027: "1/TB"})
    found = edit(worked(FRIDAY), worked(SATURDAY), years={2027: False}, own=own)
    after = found.over(own)
    assert sorted(after.days) == [FRIDAY, SATURDAY]
    assert after.years == {}
    assert found.fits(own)
    assert not found.fits(after)
    assert found.reverse("Nhập nhầm").over(after) == own


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (off(None, SATURDAY), ("calendar_day_missing", "from_0")),
        (off(SATURDAY, FRIDAY), ("calendar_order", "to_0")),
        (off(SATURDAY), ("calendar_weekend_already", "from_0")),
        (off(date(2026, 11, 24)), ("calendar_holiday_already", "from_0")),
        (worked(FRIDAY), ("calendar_worked_already", "from_0")),
        (worked(date(2026, 8, 22)), ("calendar_worked_already", "from_0")),  # a published make-up Saturday
        (off(SATURDAY, date(2026, 12, 13)), ("calendar_range_so_already", "from_0")),
        (back(FRIDAY), ("calendar_not_own", "from_0")),
        (off(date(2021, 12, 31)), ("calendar_year", "from_0")),
        (off(date(2030, 1, 2)), ("calendar_year", "from_0")),
        (off(date(2029, 12, 31), date(2030, 1, 2)), ("calendar_year", "to_0")),
        (off(date(1, 1, 1), date(9999, 12, 31)), ("calendar_year", "from_0")),
        (off(date(2026, 12, 1), date(2027, 1, 10)), ("calendar_too_many", "to_0")),
        (off(FRIDAY, name="x" * 201), ("calendar_words_long", "name_0")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(entry: Entry, expected: tuple[str, str]) -> None:
    assert refusal(entry) == expected


def test_a_day_in_two_lines_is_refused_whatever_the_lines_say() -> None:
    assert refusal(off(FRIDAY), worked(FRIDAY)) == ("calendar_day_repeated", "from_1")
    assert refusal(off(date(2026, 12, 1), FRIDAY), off(FRIDAY)) == ("calendar_day_repeated", "from_1")


def test_forty_days_at_once_and_no_more() -> None:
    first, second = off(date(2026, 12, 1), date(2026, 12, 31)), off(date(2027, 3, 1), date(2027, 3, 9))
    assert len(edit(first, second).days) + len(edit(first, second).needless) == 40
    assert refusal(first, off(date(2027, 3, 1), date(2027, 3, 10))) == ("calendar_too_many", "from_1")


def test_a_decision_is_always_wanted() -> None:
    assert refusal(off(FRIDAY), decision=" ") == ("calendar_decision_missing", "decision")
    assert refusal(off(FRIDAY), decision="x" * 201) == ("calendar_words_long", "decision")
    assert refusal() == ("calendar_nothing", "from_0")


@pytest.mark.parametrize(
    ("year", "announced", "code"),
    [
        (2026, True, "calendar_year_settled"),  # published as announced
        (2026, False, "calendar_year_settled"),  # what is published cannot be unsaid
        (2027, False, "calendar_year_settled"),  # provisional already
        (2030, True, "calendar_year"),
    ],
)
def test_a_year_is_marked_only_where_that_says_something_new(year: int, announced: bool, code: str) -> None:
    assert refusal(years={year: announced}) == (code, "year")


def test_a_year_marked_once_is_not_marked_again() -> None:
    own = Own(years={2027: NOTICE})
    assert refusal(years={2027: True}, own=own) == ("calendar_year_settled", "year")
    assert edit(years={2027: False}, own=own).years == (YearChange(year=2027, before=NOTICE, after=None),)


def test_nothing_typed_changes_the_published_calendar() -> None:
    edit(off(FRIDAY))
    assert VIETNAM.is_working(FRIDAY)
