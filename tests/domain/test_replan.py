"""Moving the event there and back, over Tết, holidays and an administrator's own days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.dates import DuePhrase
from tracker.domain.glossary import Anchor, ConferenceScale, DueSource, ReplanKind, TaskState
from tracker.domain.kinds import KINDS, TaskKind
from tracker.domain.replan import Oddity, Shift, Stay, kind_of_change, shifts
from tracker.domain.rules import SHIPPED
from tracker.domain.schedule import Due, Event, due_for, first_day, follow, kept_from, last_day, reschedule

TODAY = date(2023, 6, 1)


def days(first: date = date(2022, 1, 3), last: date = date(2027, 12, 31)) -> st.SearchStrategy[date]:
    return st.dates(first, last)


EVENTS = st.builds(
    lambda start, length, tentative: Event(start=start, end=start + timedelta(days=length), tentative=tentative),
    days(), st.integers(0, 12), st.booleans(),
)  # fmt: skip
RULES = st.builds(SHIPPED.kind, st.sampled_from(sorted(KINDS)), st.sampled_from(ConferenceScale))
PHRASES = st.none() | st.builds(
    DuePhrase,
    words=st.just("trước hội nghị"), anchor=st.sampled_from(Anchor), offset=st.integers(-30, 30).filter(bool),
    working=st.booleans(), inherited=st.booleans(),
)  # fmt: skip
PLANNED = st.none() | days()


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """The published calendar with some days off and worked of an administrator's."""
    own = draw(st.lists(days(), unique=True, max_size=12))
    off = own[: len(own) // 2]
    return WorkingCalendar(off=dict.fromkeys(off, "Nghỉ theo thông báo"), worked=own[len(own) // 2 :])


CALENDARS = st.just(VIETNAM) | calendars()


@given(RULES, PHRASES, PLANNED, EVENTS, st.lists(st.none() | EVENTS, min_size=1, max_size=4), CALENDARS)
def test_moving_the_event_there_and_back_restores_every_unpinned_date(
    kind: TaskKind,
    phrase: DuePhrase | None,
    planned: date | None,
    home: Event,
    away: list[Event | None],
    calendar: WorkingCalendar,
) -> None:
    how: dict[str, Any] = {"kind": kind, "calendar": calendar, "planned": planned}
    first = due_for(event=home, phrase=phrase, **how)
    due = first
    for event in [*away, home]:
        due = reschedule(due, event=event, **how)
    assert due == first


@given(RULES, EVENTS, EVENTS, calendars())
def test_a_calendar_changed_and_changed_back_restores_every_unpinned_date(
    kind: TaskKind, event: Event, other: Event, calendar: WorkingCalendar
) -> None:
    first = due_for(kind=kind, event=event, calendar=VIETNAM)
    elsewhere = reschedule(first, kind=kind, event=other, calendar=calendar)
    assert reschedule(elsewhere, kind=kind, event=event, calendar=VIETNAM) == first


@given(RULES, EVENTS, EVENTS, CALENDARS)
def test_offsets_hold_in_working_days_across_every_tet(
    kind: TaskKind, home: Event, away: Event, calendar: WorkingCalendar
) -> None:
    """2022 to 2027: however far the event moves, as many working days lie between it and the due date."""
    due = reschedule(due_for(kind=kind, event=home, calendar=calendar), kind=kind, event=away, calendar=calendar)
    anchor = last_day(away, calendar) if due.anchor is Anchor.END else first_day(away, calendar)
    assume(calendar.is_working(anchor))  # an event without a working day is counted from its own days
    assert due.day is not None
    assert calendar.count_between(anchor, due.day) == due.offset


@given(RULES, PHRASES, PLANNED, EVENTS, EVENTS, CALENDARS)
def test_nothing_that_is_counted_is_ever_due_on_a_day_off(
    kind: TaskKind, phrase: DuePhrase | None, planned: date | None, home: Event, away: Event, calendar: WorkingCalendar
) -> None:
    how: dict[str, Any] = {"kind": kind, "calendar": calendar, "planned": planned}
    due = reschedule(due_for(event=home, phrase=phrase, **how), event=away, **how)
    assert due.day is not None
    assert calendar.is_working(due.day)


@given(days(), EVENTS, EVENTS, CALENDARS)
def test_a_typed_date_that_follows_the_event_comes_back_with_it(
    day: date, home: Event, away: Event, calendar: WorkingCalendar
) -> None:
    typed = calendar.previous_or_same(day)
    anchor, offset = kept_from(typed, after=typed > home.end, event=home, calendar=calendar)
    kept = Due(day=typed, source=DueSource.PERSON, anchor=anchor, offset=offset)
    how: dict[str, Any] = {"kind": KINDS["other"], "calendar": calendar}
    there = reschedule(kept, event=away, **how)
    assert reschedule(there, event=home, **how).day == reschedule(kept, event=home, **how).day


@dataclass(frozen=True, kw_only=True)
class Row:
    id: int
    due: date | None
    due_source: DueSource = DueSource.RULE
    state: TaskState = TaskState.ASSIGNED
    lead_task_id: int | None = None
    extensions: int = 0


HOME = Event(start=date(2023, 7, 24), end=date(2023, 7, 28))
WEEK_LATER = Event(start=date(2023, 7, 31), end=date(2023, 8, 4))


def shift(row: Row, was: Due, event: Event = WEEK_LATER) -> Shift:
    kind = KINDS["main_report"]
    counted = {row.id: reschedule(was, kind=kind, event=event, calendar=VIETNAM)}
    return shifts([row], counted, now={row.id: was}, event=event, calendar=VIETNAM, today=TODAY)[0]


REPORT = due_for(kind=KINDS["main_report"], event=HOME, calendar=VIETNAM)


def test_what_is_counted_moves_with_the_event() -> None:
    found = shift(Row(id=1, due=REPORT.day), REPORT)
    assert (found.old, found.due.day, found.stay) == (date(2023, 7, 13), date(2023, 7, 20), None)


def test_what_stays_says_why() -> None:
    pinned = replace(REPORT, pinned=True, source=DueSource.PERSON)
    named = replace(REPORT, pinned=True, source=DueSource.PLAN)
    done = Row(id=1, due=REPORT.day, state=TaskState.COMPLETED)
    assert [
        shift(Row(id=1, due=REPORT.day), pinned).stay,
        shift(Row(id=1, due=REPORT.day, extensions=1), pinned).stay,
        shift(Row(id=1, due=REPORT.day), named).stay,
        shift(done, REPORT).stay,
        shift(Row(id=1, due=REPORT.day), REPORT, HOME).stay,
    ] == [Stay.PERSON, Stay.EXTENDED, Stay.PLAN, Stay.SETTLED, Stay.SAME]


def test_a_follower_goes_with_its_lead_and_stays_with_it() -> None:
    lead = Row(id=1, due=REPORT.day)
    follower = Row(id=2, due=REPORT.day, due_source=DueSource.LEAD_TASK, lead_task_id=1)
    now = {1: REPORT, 2: follow(REPORT)}
    moved = {1: reschedule(REPORT, kind=KINDS["main_report"], event=WEEK_LATER, calendar=VIETNAM)}
    both = shifts([lead, follower], moved, now=now, event=WEEK_LATER, calendar=VIETNAM, today=TODAY)
    settled = shifts(
        [replace(lead, state=TaskState.SUBMITTED), follower], moved, now=now, event=WEEK_LATER, calendar=VIETNAM,
        today=TODAY,
    )  # fmt: skip
    assert [one.due.day for one in both] == [date(2023, 7, 20)] * 2
    assert [one.stay for one in settled] == [Stay.SETTLED, Stay.LEAD]


def test_what_a_person_should_look_at_is_flagged() -> None:
    early = Event(start=date(2023, 6, 5), end=date(2023, 6, 5))
    weekend = replace(REPORT, pinned=True, source=DueSource.PERSON, day=date(2023, 7, 15))
    after = replace(REPORT, pinned=True, source=DueSource.PERSON, day=date(2023, 8, 7))
    assert shift(Row(id=1, due=REPORT.day), REPORT, early).oddities == (Oddity.PAST,)
    assert shift(Row(id=1, due=weekend.day), weekend).oddities == (Oddity.DAY_OFF,)
    assert shift(Row(id=1, due=after.day), after).oddities == (Oddity.AFTER_EVENT,)


def test_a_change_of_the_events_days_has_its_name() -> None:
    tentative = replace(HOME, tentative=True)
    earlier = Event(start=date(2023, 7, 17), end=date(2023, 7, 21))
    assert [
        kind_of_change(None, HOME),
        kind_of_change(tentative, HOME),
        kind_of_change(HOME, WEEK_LATER),
        kind_of_change(HOME, earlier),
        kind_of_change(HOME, None),
        kind_of_change(HOME, replace(HOME, end=date(2023, 7, 29))),
    ] == [
        ReplanKind.SET,
        ReplanKind.CONFIRM,
        ReplanKind.POSTPONE,
        ReplanKind.ADVANCE,
        ReplanKind.POSTPONE,
        ReplanKind.SET,
    ]
