"""More time: until when it can be asked for, which days can be given, who decides, what it does to the rest."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.errors import InvalidInput
from tracker.domain.extension import DECIDED_BY, ceiling, check_day, nearest_day, why_not_ask
from tracker.domain.extension_impact import Impact, impact
from tracker.domain.glossary import TaskState
from tracker.domain.permissions import Action
from tracker.domain.schedule import Event

# The sample conference of May 2023: S = 24/7, E = 28/7/2023
JULY = Event(start=date(2023, 7, 24), end=date(2023, 7, 28))
# The sample conference of December 2022, across the New Year: S = E = 5/1/2023; Monday 2/1 is off
JANUARY = Event(start=date(2023, 1, 5), end=date(2023, 1, 5))


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A task in progress."""

    due: date | None
    latest: date | None
    state: TaskState = TaskState.IN_PROGRESS
    extensions: int = 0


REPORT = Owed(due=date(2023, 7, 13), latest=date(2023, 7, 17))  # main report: S−7, at the latest S−5
PAPERS = Owed(due=date(2022, 12, 30), latest=date(2023, 1, 4))  # across the New Year


def obstacle(task: Owed, today: date, *, event: Event | None = JULY, asked: bool = False) -> str | None:
    found = why_not_ask(task, asked=asked, event=event, today=today, calendar=VIETNAM)
    return found.code if found else None


def refusal(task: Owed, day: date | None, today: date, *, event: Event | None = JULY) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        check_day(task, day, event=event, today=today, calendar=VIETNAM)
    return refused.value


@pytest.mark.parametrize(
    ("task", "today", "expected"),
    [
        (REPORT, date(2023, 7, 10), None),
        (REPORT, date(2023, 7, 11), None),  # Tuesday: two working days before Thursday 13/7
        (REPORT, date(2023, 7, 12), "extension_too_late"),
        (REPORT, date(2023, 7, 14), "extension_too_late"),
        (PAPERS, date(2022, 12, 28), None),
        (PAPERS, date(2022, 12, 29), "extension_too_late"),
        (Owed(due=date(2023, 1, 3), latest=date(2023, 1, 4)), date(2022, 12, 29), None),  # over the days off
        (Owed(due=date(2023, 1, 3), latest=date(2023, 1, 4)), date(2022, 12, 30), "extension_too_late"),
        (Owed(due=date(2023, 1, 30), latest=date(2023, 2, 3)), date(2023, 1, 19), None),  # over Tết, 20–26/1
        (Owed(due=date(2023, 1, 30), latest=date(2023, 2, 3)), date(2023, 1, 27), "extension_too_late"),
        (Owed(due=date(2023, 7, 17), latest=date(2023, 7, 17)), date(2023, 7, 3), "extension_no_room"),
        (Owed(due=date(2023, 7, 14), latest=date(2023, 7, 16)), date(2023, 7, 3), "extension_no_room"),  # a weekend
        (replace(REPORT, extensions=1), date(2023, 7, 10), None),
        (replace(REPORT, extensions=2), date(2023, 7, 10), "extension_third"),
        (replace(REPORT, due=None), date(2023, 7, 10), "extension_no_due"),
        (replace(REPORT, state=TaskState.RETURNED), date(2023, 7, 10), None),
        (replace(REPORT, state=TaskState.SUBMITTED), date(2023, 7, 10), "extension_closed"),
        (replace(REPORT, state=TaskState.DECLINED), date(2023, 7, 10), "extension_closed"),
        (replace(REPORT, state=TaskState.SUSPENDED), date(2023, 7, 10), "extension_closed"),
        (replace(REPORT, state=TaskState.DRAFT), date(2023, 7, 10), "extension_closed"),
        (replace(REPORT, state=TaskState.COMPLETED), date(2023, 7, 10), "extension_closed"),
    ],
)
def test_when_it_can_be_asked_for(task: Owed, today: date, expected: str | None) -> None:
    assert obstacle(task, today) == expected


def test_one_request_at_a_time() -> None:
    assert obstacle(REPORT, date(2023, 7, 10), asked=True) == "extension_open"


@pytest.mark.parametrize(
    ("task", "event", "day"),
    [
        (REPORT, JULY, date(2023, 7, 14)),
        (REPORT, JULY, date(2023, 7, 17)),  # the latest date itself, after a weekend
        (PAPERS, JANUARY, date(2023, 1, 3)),
        (PAPERS, JANUARY, date(2023, 1, 4)),
        (Owed(due=date(2023, 8, 4), latest=date(2023, 8, 8)), JULY, date(2023, 8, 8)),  # after the event
        (Owed(due=date(2023, 8, 18), latest=None), JULY, date(2023, 9, 5)),  # records: no latest date
        (Owed(due=date(2023, 7, 13), latest=None), None, date(2023, 7, 31)),  # no event date either
    ],
)
def test_days_that_can_be_given(task: Owed, event: Event | None, day: date) -> None:
    assert check_day(task, day, event=event, today=date(2022, 12, 20), calendar=VIETNAM) == day


@pytest.mark.parametrize(
    ("task", "event", "day", "today", "expected"),
    [
        (REPORT, JULY, None, date(2023, 7, 10), "extension_day_missing"),
        (REPORT, JULY, date(2023, 7, 9), date(2023, 7, 10), "extension_past"),
        (REPORT, JULY, date(1, 1, 1), date(2023, 7, 10), "extension_past"),
        (REPORT, JULY, date(2023, 7, 12), date(2023, 7, 10), "extension_not_later"),
        (REPORT, JULY, date(2023, 7, 13), date(2023, 7, 10), "extension_not_later"),
        (REPORT, JULY, date(2023, 7, 15), date(2023, 7, 10), "extension_day_off"),  # Saturday
        (REPORT, JULY, date(2023, 7, 18), date(2023, 7, 10), "extension_after_latest"),
        (REPORT, JULY, date(9999, 12, 31), date(2023, 7, 10), "extension_after_latest"),
        (replace(REPORT, latest=None), None, date(9999, 12, 31), date(2023, 7, 10), "extension_too_far"),
        (PAPERS, JANUARY, date(2023, 1, 2), date(2022, 12, 20), "extension_day_off"),  # the swapped New Year
        (PAPERS, JANUARY, date(2023, 1, 5), date(2022, 12, 20), "extension_after_latest"),
        (replace(PAPERS, latest=date(2023, 1, 2)), JANUARY, date(2023, 1, 1), date(2022, 12, 20),
         "extension_day_off_no_other"),
        (REPORT, JULY, date(2023, 7, 14), date(2023, 7, 15), "extension_past"),  # decided after the wanted day
    ],
)  # fmt: skip
def test_days_that_cannot_be_given(
    task: Owed, event: Event | None, day: date | None, today: date, expected: str
) -> None:
    assert refusal(task, day, today, event=event).code == expected


@pytest.mark.parametrize(
    ("task", "event", "day", "offered"),
    [
        (REPORT, JULY, date(2023, 7, 15), date(2023, 7, 14)),  # before the event: the working day before
        (replace(REPORT, due=date(2023, 7, 14)), JULY, date(2023, 7, 15), date(2023, 7, 17)),  # which is taken: after
        (PAPERS, JANUARY, date(2023, 1, 1), date(2023, 1, 3)),
        (Owed(due=date(2023, 8, 4), latest=None), JULY, date(2023, 8, 12), date(2023, 8, 14)),  # after it: the next
        (Owed(due=date(2023, 8, 4), latest=date(2023, 8, 13)), JULY, date(2023, 8, 12), date(2023, 8, 11)),
    ],
)
def test_instead_of_a_day_off_the_nearest_working_day_is_offered(
    task: Owed, event: Event, day: date, offered: date
) -> None:
    found = refusal(task, day, date(2022, 12, 20), event=event)
    assert (found.code, found.params["nearest"]) == ("extension_day_off", offered)


def test_a_day_off_of_the_administrator_s_calendar_counts() -> None:
    own = WorkingCalendar(off={date(2023, 7, 14): "Nghỉ hoán đổi"}, worked=[date(2023, 7, 15)])
    assert check_day(REPORT, date(2023, 7, 15), event=JULY, today=date(2023, 7, 3), calendar=own) == date(2023, 7, 15)
    with pytest.raises(InvalidInput, match="extension_day_off"):
        check_day(REPORT, date(2023, 7, 14), event=JULY, today=date(2023, 7, 3), calendar=own)


def test_work_before_the_event_without_a_latest_date_ends_on_its_eve() -> None:
    assert ceiling(Owed(due=date(2023, 7, 21), latest=None), JULY, VIETNAM) == date(2023, 7, 21)
    assert ceiling(Owed(due=date(2023, 7, 13), latest=None), JULY, VIETNAM) == date(2023, 7, 21)
    assert ceiling(Owed(due=date(2023, 8, 4), latest=None), JULY, VIETNAM) is None
    assert ceiling(Owed(due=date(2023, 7, 13), latest=None), None, VIETNAM) is None


def test_the_first_is_the_coordinator_s_the_second_the_leadership_s_and_there_is_no_third() -> None:
    assert dict(DECIDED_BY) == {1: Action.DECIDE_EXTENSION, 2: Action.DECIDE_SECOND_EXTENSION}


DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
SPANS = st.integers(0, 60)


@given(due=DAYS, room=SPANS, more=st.integers(-5, 80), today=st.integers(-10, 10), lead=st.integers(1, 40),
       ceilinged=st.booleans())  # fmt: skip
def test_what_is_given_is_never_past_the_latest_nor_on_a_day_off_nor_in_the_past(
    due: date, room: int, more: int, today: int, lead: int, ceilinged: bool
) -> None:
    event = Event(start=due + timedelta(days=lead), end=due + timedelta(days=lead))
    task = Owed(due=due, latest=due + timedelta(days=room) if ceilinged else None)
    now, day = due + timedelta(days=today), due + timedelta(days=more)
    try:
        given_day = check_day(task, day, event=event, today=now, calendar=VIETNAM)
    except InvalidInput:
        return
    assert VIETNAM.is_working(given_day)
    assert given_day > due
    assert given_day >= now
    assert task.latest is None or given_day <= task.latest
    assert task.latest is not None or given_day < event.start


@given(due=DAYS, room=SPANS, more=st.integers(1, 60), lead=st.integers(1, 80))
def test_what_is_offered_instead_of_a_day_off_can_be_given(due: date, room: int, more: int, lead: int) -> None:
    event = Event(start=due + timedelta(days=lead), end=due + timedelta(days=lead))
    task, day = Owed(due=due, latest=due + timedelta(days=room)), due + timedelta(days=more)
    assume(not VIETNAM.is_working(day))
    offered = nearest_day(task, day, event=event, today=due, calendar=VIETNAM)
    if offered is not None:
        assert check_day(task, offered, event=event, today=due, calendar=VIETNAM) == offered


@given(due=DAYS, today=DAYS)
def test_what_can_be_asked_for_is_two_working_days_away(due: date, today: date) -> None:
    task = Owed(due=due, latest=due + timedelta(days=30))
    if obstacle(task, today, event=None) is None:
        assert VIETNAM.count_between(today, due) >= 2


MAIN = Item(id=1, kind="main_report", title="Báo cáo", blocking=True)  # due 13/7, latest 17/7
SEND = Item(id=2, kind="send_papers", title="Gửi tài liệu", due=date(2023, 7, 19))
EVE = Item(id=3, kind="rehearsal", title="Tổng duyệt", due=date(2023, 7, 21))
DATA = Item(id=4, kind="unit_data", title="Số liệu", due=date(2023, 7, 6))


def means(day: date, *others: Item, event: Event | None = JULY) -> Impact:
    return impact(MAIN, day, [MAIN, *others], event=event, calendar=VIETNAM)


def crowded(found: Impact) -> list[tuple[int, int]]:
    return [(one.task_id, one.gap) for one in found.crowded]


def test_followers_with_little_time_left_are_named_and_others_are_not() -> None:
    assert crowded(means(date(2023, 7, 17), SEND, EVE, DATA)) == [(2, 2)]
    assert crowded(means(date(2023, 7, 14), SEND, EVE, DATA)) == []


def test_a_follower_that_is_due_before_is_overtaken() -> None:
    found = means(date(2023, 7, 20), SEND, EVE)
    assert [(one.task_id, one.overtaken) for one in found.crowded] == [(2, True), (3, False)]


def test_done_followers_and_those_due_before_anyway_do_not_matter() -> None:
    done = replace(SEND, state=TaskState.COMPLETED, submitted_on=date(2023, 7, 10))
    before = replace(SEND, id=5, due=date(2023, 7, 12))
    assert crowded(means(date(2023, 7, 20), done, before, replace(SEND, id=6, due=None))) == []


def test_the_room_that_is_left_is_counted_in_working_days() -> None:
    found = means(date(2023, 7, 14))
    assert (found.more, found.ceiling, found.ceiling_left, found.event_left) == (1, date(2023, 7, 17), 1, 6)
    assert (found.blocking, found.after_event) == (True, False)


def test_after_the_event_the_days_since_are_counted() -> None:
    notice = Item(kind="conclusion_notice", due=date(2023, 8, 2), latest=date(2023, 8, 4))
    found = impact(notice, date(2023, 8, 4), [notice], event=JULY, calendar=VIETNAM)
    assert (found.after_event, found.event_left, found.ceiling_left) == (True, 5, 0)


def test_without_an_event_there_is_nothing_to_count_to() -> None:
    assert means(date(2023, 7, 14), event=None).event_left is None
