"""The day's answers, worked out once for tasks of the same facts, are the answers for each task alone."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.item import Item
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import AssignmentRole, TaskState
from tracker.domain.reminder_day import ReminderDay
from tracker.domain.reminder_policy import Policy
from tracker.domain.reminders import list_item, wanted

TODAY = date(2023, 7, 13)
DAYS = st.integers(-20, 20).map(lambda days: TODAY + timedelta(days=days))
TASKS = st.builds(
    Item,
    state=st.sampled_from(TaskState),
    role=st.sampled_from(AssignmentRole),
    due=st.none() | DAYS,
    submitted_on=DAYS,
    blocking=st.booleans(),
    counted=st.booleans(),
    acknowledged=st.booleans(),
)
POLICIES = st.sampled_from([Policy(), Policy(before=(2,), overdue=(1,), quiet_weekdays=frozenset({3}))])


@settings(deadline=None)
@given(
    tasks=st.lists(st.tuples(TASKS, st.none() | DAYS, st.integers(0, 5), st.booleans()), max_size=12), policy=POLICIES
)
def test_each_task_is_told_what_it_would_be_told_alone(
    tasks: list[tuple[Item, date | None, int, bool]], policy: Policy
) -> None:
    day = ReminderDay(TODAY, VIETNAM, policy)
    for number, (item, assigned_on, reminders, asking) in enumerate(tasks):
        task = replace(item, id=number)
        since = assigned_on + timedelta(days=1) if assigned_on else None
        wants = wanted(task, today=TODAY, calendar=VIETNAM, policy=policy, since=since)
        entry = list_item(task, today=TODAY, calendar=VIETNAM, policy=policy, reminders=reminders, asking=asking)
        listed = entry if entry.reasons and policy.sends_on(TODAY, VIETNAM) else None
        found = day.ask(task, assigned_on=assigned_on, reminders=reminders, asking=asking)
        assert found == (wants, listed)
