"""Workflow steps and derived compliance."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM
from tracker.domain.errors import StepRefused
from tracker.domain.glossary import AssignmentRole, Compliance, TaskState
from tracker.domain.task import (
    ClockOwner,
    Step,
    allowed,
    clock_owner,
    compliance,
    days_left,
    last_day_to_ask_extension,
    move,
    overdue_days,
)

FRIDAY = date(2023, 7, 14)


def status(item: Item, today: date = FRIDAY) -> Compliance:
    return compliance(item, today=today, calendar=VIETNAM)


def left(item: Item, today: date = FRIDAY) -> int | None:
    return days_left(item, today=today, calendar=VIETNAM)


def late(item: Item, today: date = FRIDAY) -> int:
    return overdue_days(item, today=today, calendar=VIETNAM)


SUBMITTED = Item(state=TaskState.SUBMITTED, submitted_on=date(2023, 7, 13))
COMPLETED = replace(SUBMITTED, state=TaskState.COMPLETED)


def test_a_task_goes_from_draft_to_completed() -> None:
    state = TaskState.DRAFT
    for step in (Step.ASSIGN, Step.ACKNOWLEDGE, Step.START, Step.SUBMIT, Step.ACCEPT):
        state = move(state, step)
    assert state is TaskState.COMPLETED


@pytest.mark.parametrize(
    ("state", "step", "target"),
    [
        (TaskState.SUBMITTED, Step.RETURN_, TaskState.RETURNED),
        (TaskState.RETURNED, Step.SUBMIT, TaskState.SUBMITTED),
        (TaskState.SUBMITTED, Step.WITHDRAW, TaskState.IN_PROGRESS),
        (TaskState.COMPLETED, Step.REOPEN, TaskState.SUBMITTED),
        (TaskState.ASSIGNED, Step.DECLINE, TaskState.DECLINED),
        (TaskState.DECLINED, Step.ASSIGN, TaskState.ASSIGNED),
        (TaskState.DECLINED, Step.ACCEPT, TaskState.CANCELLED),
        (TaskState.IN_PROGRESS, Step.SUSPEND, TaskState.SUSPENDED),
        (TaskState.ASSIGNED, Step.SUBMIT, TaskState.SUBMITTED),
    ],
)
def test_side_steps(state: TaskState, step: Step, target: TaskState) -> None:
    assert move(state, step) is target


def test_resuming_leads_back_to_where_the_task_was() -> None:
    assert move(TaskState.SUSPENDED, Step.RESUME, before=TaskState.SUBMITTED) is TaskState.SUBMITTED
    assert move(TaskState.CANCELLED, Step.RESUME, before=TaskState.DRAFT) is TaskState.DRAFT
    assert move(TaskState.SUSPENDED, Step.RESUME) is TaskState.ASSIGNED


def test_withdrawing_leads_back_to_where_the_task_was() -> None:
    assert move(TaskState.SUBMITTED, Step.WITHDRAW, before=TaskState.RETURNED) is TaskState.RETURNED


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (TaskState.COMPLETED, Step.WITHDRAW),
        (TaskState.COMPLETED, Step.CANCEL),
        (TaskState.DRAFT, Step.SUBMIT),
        (TaskState.CANCELLED, Step.START),
        (TaskState.SUBMITTED, Step.DECLINE),
    ],
)
def test_a_step_out_of_place_is_refused(state: TaskState, step: Step) -> None:
    with pytest.raises(StepRefused) as refused:
        move(state, step)
    assert (refused.value.code, refused.value.params) == ("step_refused", {"state": state, "step": step})


def test_the_steps_a_waiting_task_admits() -> None:
    expected = (Step.WITHDRAW, Step.ACCEPT, Step.RETURN_, Step.SUSPEND, Step.CANCEL)
    assert allowed(TaskState.SUBMITTED) == expected


@given(st.sampled_from(TaskState), st.sampled_from(Step))
def test_a_step_is_allowed_exactly_when_it_moves(state: TaskState, step: Step) -> None:
    if step in allowed(state):
        assert move(state, step) is not state
    else:
        with pytest.raises(StepRefused):
            move(state, step)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, Compliance.OPEN_NO_DUE),
        (date(2023, 7, 20), Compliance.OPEN_IN_TIME),  # 4 working days left
        (date(2023, 7, 19), Compliance.OPEN_DUE_SOON),  # 3
        (date(2023, 7, 14), Compliance.OPEN_DUE_SOON),  # 0
        (date(2023, 7, 13), Compliance.OPEN_OVERDUE),
    ],
)
def test_an_open_task_is_judged_by_the_working_days_left(due: date | None, expected: Compliance) -> None:
    assert status(Item(due=due)) is expected


def test_a_task_submitted_on_time_is_not_overdue_while_it_waits() -> None:
    assert status(SUBMITTED) is Compliance.OPEN_IN_TIME
    assert status(SUBMITTED, date(2023, 8, 14)) is Compliance.OPEN_IN_TIME


def test_a_task_submitted_late_stays_overdue_while_it_waits() -> None:
    assert status(replace(SUBMITTED, submitted_on=FRIDAY)) is Compliance.OPEN_OVERDUE


def test_a_returned_task_is_overdue_though_it_was_once_submitted_on_time() -> None:
    assert status(Item(state=TaskState.RETURNED)) is Compliance.OPEN_OVERDUE


def test_what_counts_is_the_submission_not_the_acceptance() -> None:
    assert status(COMPLETED, date(2023, 8, 14)) is Compliance.DONE_ON_TIME
    assert status(replace(COMPLETED, submitted_on=FRIDAY)) is Compliance.DONE_LATE
    assert status(replace(COMPLETED, due=None)) is Compliance.DONE_NO_DUE


@pytest.mark.parametrize(
    "item",
    [
        Item(state=TaskState.CANCELLED),
        Item(state=TaskState.SUSPENDED),
        Item(counted=False),
        Item(role=AssignmentRole.GENERAL),
        replace(COMPLETED, counted=False),
    ],
)
def test_what_is_set_aside_is_not_counted(item: Item) -> None:
    assert (status(item), late(item)) == (Compliance.NOT_COUNTED, 0)


def test_a_refusal_that_nobody_has_answered_is_still_owed() -> None:
    assert status(Item(state=TaskState.DECLINED)) is Compliance.OPEN_OVERDUE


@given(
    st.builds(
        Item,
        state=st.sampled_from(TaskState),
        role=st.sampled_from(AssignmentRole),
        counted=st.booleans(),
        due=st.none() | st.dates(date(2023, 6, 1), date(2023, 8, 31)),
        submitted_on=st.none() | st.dates(date(2023, 6, 1), date(2023, 8, 31)),
    ),
    st.dates(date(2023, 6, 1), date(2023, 8, 31)),
)
def test_compliance_is_total_and_agrees_with_the_days(item: Item, today: date) -> None:
    assume(item.submitted_on is None or item.submitted_on <= today)
    found = status(item, today)
    assert (late(item, today) > 0) == (found in (Compliance.OPEN_OVERDUE, Compliance.DONE_LATE))


def test_days_left_and_days_overdue_are_working_days() -> None:
    monday = Item(due=date(2023, 7, 17))
    assert (left(monday), late(monday)) == (1, 0)
    assert (left(Item()), late(Item())) == (-1, 1)
    assert (left(Item(), date(2023, 7, 18)), late(Item(), date(2023, 7, 18))) == (-3, 3)
    assert left(Item(due=None)) is None


def test_a_task_due_on_friday_is_overdue_on_saturday() -> None:
    friday, saturday = Item(due=FRIDAY), date(2023, 7, 15)
    assert (status(friday, saturday), left(friday, saturday)) == (Compliance.OPEN_OVERDUE, -1)


def test_the_units_delay_ends_with_its_submission() -> None:
    waiting = replace(SUBMITTED, submitted_on=FRIDAY)
    assert late(waiting, date(2023, 7, 28)) == 1
    assert late(replace(waiting, state=TaskState.COMPLETED), date(2023, 7, 28)) == 1
    assert late(SUBMITTED, date(2023, 7, 28)) == 0


def test_the_clock_is_the_coordinators_while_an_answer_is_owed() -> None:
    assert clock_owner(TaskState.SUBMITTED) is ClockOwner.COORDINATOR
    assert clock_owner(TaskState.RETURNED) is ClockOwner.UNIT
    assert clock_owner(TaskState.SUSPENDED) is None


def test_an_extension_is_asked_for_two_working_days_before() -> None:
    assert last_day_to_ask_extension(date(2023, 7, 17), VIETNAM) == date(2023, 7, 13)
