"""Tasks + policy + today → reminders. The due date is Thursday 13 July 2023 unless a test says otherwise."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM, VIETNAM_TIME
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import TaskState
from tracker.domain.reminder_day import ReminderDay
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import (
    Audience,
    ListItem,
    ListReason,
    Stage,
    Wanted,
    in_order,
    is_silent,
    next_send_time,
    parse_stage,
    timetable,
    wanted,
)

POLICY = Policy()
UNIT, HEAD, LEADERSHIP = Audience.UNIT, Audience.HEAD, Audience.LEADERSHIP


NEW = Item(state=TaskState.ASSIGNED, acknowledged=False)
SUBMITTED = Item(state=TaskState.SUBMITTED, submitted_on=date(2023, 7, 12))


def sent(item: Item, today: date, *, recorded: set[str] | None = None, since: date | None = None) -> list[Wanted]:
    found = wanted(item, today=today, calendar=VIETNAM, policy=POLICY, recorded=recorded or set(), since=since)
    return list(found)


def stages(item: Item, today: date, since: date | None = None) -> list[tuple[str, Audience]]:
    return [(one.stage, one.audience) for one in sent(item, today, since=since)]


def at(day: int, clock: str, month: int = 7) -> datetime:
    """A moment of 2023 in Viet Nam."""
    return datetime.combine(date(2023, month, day), time.fromisoformat(clock), VIETNAM_TIME)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2023, 7, 4), "before_7"),
        (date(2023, 7, 10), "before_3"),
        (date(2023, 7, 12), "before_1"),
        (date(2023, 7, 13), "on_day"),
    ],
)
def test_the_unit_is_reminded_before_and_on_the_day(today: date, stage: str) -> None:
    assert stages(NEW, today, since=today) == [(stage, UNIT)]


@pytest.mark.parametrize(
    ("today", "stage", "audiences"),
    [
        (date(2023, 7, 14), "overdue_1", [UNIT, HEAD]),
        (date(2023, 7, 18), "overdue_3", [UNIT, HEAD, LEADERSHIP]),
        (date(2023, 7, 21), "overdue_6", [UNIT, HEAD, LEADERSHIP]),
        (date(2023, 7, 26), "overdue_9", [UNIT, HEAD, LEADERSHIP]),
    ],
)
def test_an_overdue_task_rises_to_the_head_and_then_to_the_leadership(
    today: date, stage: str, audiences: list[Audience]
) -> None:
    assert stages(NEW, today, since=today) == [(stage, audience) for audience in audiences]


def test_a_blocking_task_reaches_the_leadership_at_once() -> None:
    friday = date(2023, 7, 14)
    found = stages(replace(NEW, blocking=True), friday, since=friday)
    assert found == [("overdue_1", UNIT), ("overdue_1", HEAD), ("overdue_1", LEADERSHIP)]


def test_acknowledging_quiets_the_unit_early_but_never_the_escalation() -> None:
    first, late = date(2023, 7, 4), date(2023, 7, 18)
    assert stages(Item(), first, since=first) == []
    assert stages(Item(), late, since=late) == stages(NEW, late, since=late)


def test_a_recorded_stage_is_not_wanted_again() -> None:
    assert sent(NEW, date(2023, 7, 10), recorded={"before_7", "before_3"}) == []
    assert sent(NEW, date(2023, 7, 11), recorded={"before_3"}) == []


def test_after_an_outage_only_the_newest_stage_is_wanted() -> None:
    found = sent(NEW, date(2023, 7, 13), recorded={"before_7"})
    expected = Wanted(
        task_id=1, stage="on_day", audience=UNIT, due=date(2023, 7, 13), superseded=("before_3", "before_1")
    )
    assert found == [expected]


def test_a_missed_day_is_caught_up_on_the_next() -> None:
    found = sent(NEW, date(2023, 7, 11), recorded={"before_7"})
    assert [one.stage for one in found] == ["before_3"]


def test_stages_before_the_assignment_never_fire() -> None:
    assert sent(NEW, date(2023, 7, 11), since=date(2023, 7, 11)) == []
    caught_up = sent(NEW, date(2023, 7, 12), since=date(2023, 7, 11))
    assert [(one.stage, one.superseded) for one in caught_up] == [("before_1", ())]


def test_nothing_goes_out_on_a_day_off() -> None:
    assert sent(NEW, date(2023, 7, 15)) == []


@pytest.mark.parametrize("state", [TaskState.DRAFT, TaskState.COMPLETED, TaskState.DECLINED, TaskState.CANCELLED])
def test_nothing_is_wanted_for_what_is_not_with_the_unit(state: TaskState) -> None:
    assert sent(Item(state=state), date(2023, 7, 18)) == []


def test_an_umbrella_duty_is_not_reminded() -> None:
    assert sent(Item(counted=False), date(2023, 7, 18)) == []


def test_a_task_without_a_due_date_has_no_stages() -> None:
    assert sent(replace(NEW, due=None), date(2023, 7, 18)) == []


def test_a_submission_silences_the_unit_and_reminds_the_coordinator() -> None:
    assert sent(SUBMITTED, date(2023, 7, 12)) == []
    assert stages(SUBMITTED, date(2023, 7, 13)) == [("confirm_1@2023-07-12", Audience.COORDINATOR)]
    assert stages(SUBMITTED, date(2023, 7, 20)) == [("confirm_6@2023-07-12", Audience.COORDINATOR)]


def test_a_second_submission_is_reminded_anew() -> None:
    again = replace(SUBMITTED, submitted_on=date(2023, 7, 18))
    found = sent(again, date(2023, 7, 19), recorded={"confirm_1@2023-07-12"})
    assert [one.stage for one in found] == ["confirm_1@2023-07-18"]


def test_a_returned_task_is_reminded_again() -> None:
    friday = date(2023, 7, 14)
    assert stages(Item(state=TaskState.RETURNED), friday, since=friday) == [("overdue_1", UNIT), ("overdue_1", HEAD)]


def test_a_stage_key_can_be_taken_apart() -> None:
    assert parse_stage("assigned") == Stage(name="assigned", days=0)
    assert parse_stage("before_7") == Stage(name="before", days=7)
    assert parse_stage("on_day") == Stage(name="on_day", days=0)
    assert parse_stage("overdue_12") == Stage(name="overdue", days=12)
    assert parse_stage("confirm_1@2023-07-12") == Stage(name="confirm", days=1, submitted=date(2023, 7, 12))


def test_the_timetable_shows_what_will_be_sent() -> None:
    found = timetable(NEW, calendar=VIETNAM, policy=POLICY, from_=date(2023, 7, 10), until=date(2023, 7, 14))
    assert found == (
        (date(2023, 7, 10), "before_3", UNIT),
        (date(2023, 7, 12), "before_1", UNIT),
        (date(2023, 7, 13), "on_day", UNIT),
        (date(2023, 7, 14), "overdue_1", UNIT),
        (date(2023, 7, 14), "overdue_1", HEAD),
    )


def test_the_timetable_of_a_draft_is_empty_until_it_is_being_activated() -> None:
    draft, day = replace(NEW, state=TaskState.DRAFT), date(2023, 7, 13)
    assert timetable(draft, calendar=VIETNAM, policy=POLICY, from_=day, until=day) == ()
    found = timetable(draft, calendar=VIETNAM, policy=POLICY, from_=day, until=day, activating=True)
    assert found == ((day, "on_day", UNIT),)


def test_a_unit_is_silent_after_three_reminders_without_an_acknowledgement() -> None:
    assert not is_silent(NEW, reminders=2, policy=POLICY)
    assert is_silent(NEW, reminders=3, policy=POLICY)
    assert not is_silent(Item(), reminders=9, policy=POLICY)


def test_the_coordinators_list_says_why_each_task_is_on_it() -> None:
    tasks = [
        Item(id=1, due=date(2023, 7, 20)),
        SUBMITTED,
        replace(NEW, id=2),
        Item(id=3, state=TaskState.DECLINED, due=date(2023, 7, 20)),
        Item(id=4, due=date(2023, 7, 12)),
        Item(id=5, due=date(2023, 7, 20)),
    ]
    day = ReminderDay(date(2023, 7, 14), VIETNAM, POLICY)
    reminders = {1: 5, 2: 3, 3: 1}
    asked = [
        day.ask(task, assigned_on=None, reminders=reminders.get(task.id, 0), asking=task.id in {4, 5}) for task in tasks
    ]
    assert in_order(entry for _wants, entry in asked if entry) == [
        ListItem(task_id=4, reasons=(ListReason.OVERDUE, ListReason.EXTENSION), days=2),
        ListItem(task_id=2, reasons=(ListReason.OVERDUE, ListReason.SILENT), days=1),
        ListItem(task_id=1, reasons=(ListReason.WAITING,), waiting_days=2),
        ListItem(task_id=3, reasons=(ListReason.DECLINED,)),
        ListItem(task_id=5, reasons=(ListReason.EXTENSION,)),
    ]


def test_there_is_no_list_on_a_day_off() -> None:
    saturday = ReminderDay(date(2023, 7, 15), VIETNAM, POLICY)
    late = replace(NEW, due=date(2023, 7, 12))
    assert saturday.ask(late, assigned_on=None, reminders=0, asking=False) == ((), None)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(14, "07:00"), at(14, "07:30")),
        (at(14, "07:30"), at(14, "07:30")),
        (at(14, "16:59:59"), at(14, "16:59:59")),
        (at(14, "17:00"), at(17, "07:30")),  # over the weekend
        (at(15, "09:00"), at(17, "07:30")),
        (at(19, "18:00", month=1), at(27, "07:30", month=1)),  # over Tết
    ],
)
def test_mail_waits_for_working_hours(now: datetime, expected: datetime) -> None:
    assert next_send_time(now, POLICY, VIETNAM) == expected


def test_the_hours_are_viet_nams_wherever_the_clock_is() -> None:
    found = next_send_time(datetime(2023, 7, 13, 23, 30, tzinfo=UTC), POLICY, VIETNAM)  # 06:30 on the 14th there
    assert found == at(14, "07:30")


def test_a_moment_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        next_send_time(at(14, "09:00").replace(tzinfo=None), POLICY, VIETNAM)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"before": (7, 0)}, "before"),
        ({"overdue_every": 0}, "overdue_every"),
        ({"opens": time(17, 0)}, "closes"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Policy(**values)  # type: ignore[arg-type]  # the values are wrong on purpose
    assert refused.value.params["field"] == field


DUE = st.dates(date(2023, 1, 1), date(2023, 12, 31))
OPEN_ITEMS = st.builds(
    Item,
    due=DUE,
    blocking=st.booleans(),
    acknowledged=st.booleans(),
    state=st.sampled_from([TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.RETURNED]),
)


def run(item: Item, start: date, days: set[int]) -> list[tuple[date, str, Audience]]:
    """What really goes out if the service runs only on some of sixty days; the ledger is kept as it should be."""
    ledger: set[str] = set()
    mails = []
    for offset in sorted(days):
        today = start + timedelta(days=offset)
        for one in sent(item, today, recorded=set(ledger), since=start):
            mails.append((today, one.stage, one.audience))
            ledger |= {one.stage, *one.superseded}
    return mails


@given(OPEN_ITEMS, st.integers(0, 30), st.sets(st.integers(0, 59)))
def test_no_stage_is_ever_sent_twice_to_one_audience(item: Item, lead: int, days: set[int]) -> None:
    assert item.due
    mails = [(stage, audience) for _, stage, audience in run(item, item.due - timedelta(days=lead), days)]
    assert len(mails) == len(set(mails))


@given(OPEN_ITEMS, st.integers(0, 30), st.sets(st.integers(0, 59)))
def test_one_day_sends_at_most_one_stage_of_a_task(item: Item, lead: int, days: set[int]) -> None:
    assert item.due
    mails = run(item, item.due - timedelta(days=lead), days)
    assert len({day for day, _, _ in mails}) == len({stage for _, stage, _ in mails})


@given(OPEN_ITEMS, st.integers(0, 30))
def test_the_timetable_is_what_an_unbroken_run_sends(item: Item, lead: int) -> None:
    assert item.due
    start = item.due - timedelta(days=lead)
    end = start + timedelta(days=59)
    preview = timetable(item, calendar=VIETNAM, policy=POLICY, from_=start, until=end, since=start)
    assert list(preview) == run(item, start, set(range(60)))
