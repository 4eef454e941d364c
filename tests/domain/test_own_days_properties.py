"""Whatever days an administrator declares off or worked: nothing that prepares an event is ever due on a day off."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.kinds import KINDS
from tracker.domain.schedule import Event, due_for, first_day, reschedule

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
EVENTS = st.builds(
    lambda start, length: Event(start=start, end=start + timedelta(days=length)),
    st.dates(date(2026, 3, 1), date(2027, 10, 31)),
    st.integers(0, 4),
)
KIND_CODES = st.sampled_from(sorted(KINDS))
PLANNED = st.none() | st.dates(date(2026, 1, 1), date(2027, 10, 31))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    off = draw(st.sets(DAYS, max_size=40))
    worked = draw(st.sets(DAYS, max_size=40))
    return WorkingCalendar(off=dict.fromkeys(off, "Nghỉ"), worked=worked - off)


@given(calendars(), EVENTS, KIND_CODES, PLANNED)
def test_what_prepares_an_event_is_due_on_a_working_day(
    calendar: WorkingCalendar, event: Event, code: str, planned: date | None
) -> None:
    kind = KINDS[code]
    due = due_for(kind=kind, event=event, calendar=calendar, planned=planned)
    assert due.day is not None
    if not kind.after_event and kind.offset < 0:
        assert calendar.is_working(due.day)
        assert due.day < first_day(event, calendar)
    if kind.after_event:
        assert calendar.is_working(due.day)


@given(calendars(), EVENTS, KIND_CODES, PLANNED)
def test_counted_again_under_own_days_it_is_on_a_working_day_too(
    calendar: WorkingCalendar, event: Event, code: str, planned: date | None
) -> None:
    kind = KINDS[code]
    published = due_for(kind=kind, event=event, calendar=VIETNAM, planned=planned)
    moved = reschedule(published, kind=kind, event=event, calendar=calendar, planned=planned)
    assert moved.day is not None
    if kind.after_event or kind.offset < 0:
        assert calendar.is_working(moved.day)


@given(calendars(), EVENTS, KIND_CODES, PLANNED)
def test_the_days_taken_back_every_due_date_is_what_it_was(
    calendar: WorkingCalendar, event: Event, code: str, planned: date | None
) -> None:
    kind = KINDS[code]
    published = due_for(kind=kind, event=event, calendar=VIETNAM, planned=planned)
    there = reschedule(published, kind=kind, event=event, calendar=calendar, planned=planned)
    assert reschedule(there, kind=kind, event=event, calendar=VIETNAM, planned=planned) == published


@given(calendars(), DAYS, st.integers(-60, 60).filter(bool))
def test_counting_there_and_back_holds_under_any_own_days(calendar: WorkingCalendar, day: date, steps: int) -> None:
    start = calendar.next_or_same(day)
    assert calendar.shift(calendar.shift(start, steps), -steps) == start
    assert calendar.count_between(start, calendar.shift(start, steps)) == steps
