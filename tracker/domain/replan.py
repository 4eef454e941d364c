"""Counting the due dates of a conference again: what shifts, what stays and why, and what is odd about the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Anchor, DueFlag, DueSource, ReplanKind, TaskState
from tracker.domain.schedule import Due, Event, first_day, follow

SETTLED = frozenset({TaskState.SUBMITTED, TaskState.COMPLETED, TaskState.CANCELLED})
"""What is handed in, over or called off keeps the due date it was measured by."""


class Planned(Protocol):
    """What is read of a task."""

    @property
    def id(self) -> int: ...
    @property
    def state(self) -> TaskState: ...
    @property
    def due(self) -> date | None: ...
    @property
    def due_source(self) -> DueSource: ...
    @property
    def lead_task_id(self) -> int | None: ...
    @property
    def extensions(self) -> int: ...


class Stay(StrEnum):
    """Why a due date does not move."""

    SETTLED = "settled"  # handed in, completed or cancelled
    PLAN = "plan"  # the plan names the date
    PERSON = "person"  # a coordinator has set it
    EXTENDED = "extended"  # it was promised to the unit
    LEAD = "lead"  # the task that it follows stays
    SAME = "same"  # the count gives the same day
    UNCOUNTED = "uncounted"  # it is counted from nothing


class Oddity(StrEnum):
    """What a person should look at in the dates as they would be."""

    PAST = "past"  # the new date is before today
    DAY_OFF = "day_off"  # it stays on what is a day off
    AFTER_EVENT = "after_event"  # it is due on the event's days or after them, though it prepares them
    BEFORE_EVENT = "before_event"  # it follows the event, and is due before its end
    SHORTENED = "shortened"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One due date as it would be. ``stay`` None: it moves, or only becomes known or unknown."""

    task_id: int
    old: date | None
    due: Due
    stay: Stay | None
    oddities: tuple[Oddity, ...]


def kind_of_change(old: Event | None, new: Event | None) -> ReplanKind:
    """What a change of the event's days is called."""
    if new is None:
        return ReplanKind.POSTPONE
    if old is None:
        return ReplanKind.SET
    if old.tentative and not new.tentative:
        return ReplanKind.CONFIRM
    if new.start > old.start:
        return ReplanKind.POSTPONE
    return ReplanKind.ADVANCE if new.start < old.start else ReplanKind.SET


def with_leads(tasks: Sequence[Planned], now: Mapping[int, Due], counted: Mapping[int, Due]) -> dict[int, Due]:
    """``counted`` (task id → due date then) with the tasks that follow another's date. ``now``: all present ones.

    What is settled is left out, also where it leads: its followers keep its present date.
    """
    settled = {task.id for task in tasks if task.state in SETTLED}
    found = {task_id: due for task_id, due in counted.items() if task_id not in settled}
    then = {**now, **found}
    for task in tasks:
        if task.id not in settled and task.due_source is DueSource.LEAD_TASK and task.lead_task_id in then:
            found[task.id] = follow(then[task.lead_task_id])
    return found


def shifts(
    tasks: Sequence[Planned],
    counted: Mapping[int, Due],
    *,
    now: Mapping[int, Due],
    event: Event | None,
    calendar: WorkingCalendar,
    today: date,
) -> tuple[Shift, ...]:
    """Each task with its due date under the new ``event``; those in no ``counted`` stay as they are (``now``)."""
    found = with_leads(tasks, now, counted)
    return tuple(_shift(task, found.get(task.id) or now[task.id], event, calendar, today) for task in tasks)


def _shift(task: Planned, due: Due, event: Event | None, calendar: WorkingCalendar, today: date) -> Shift:
    moves = due.day != task.due
    return Shift(
        task_id=task.id,
        old=task.due,
        due=due,
        stay=None if moves else _why_it_stays(task, due),
        oddities=() if task.state in SETTLED else tuple(_oddities(due, moves, event, calendar, today)),
    )


def _why_it_stays(task: Planned, due: Due) -> Stay:
    if task.state in SETTLED:
        return Stay.SETTLED
    if due.source is DueSource.LEAD_TASK:
        return Stay.LEAD
    if due.pinned:
        return Stay.EXTENDED if task.extensions else Stay.PERSON if due.source is DueSource.PERSON else Stay.PLAN
    return Stay.UNCOUNTED if due.anchor is None else Stay.SAME


def _oddities(due: Due, moves: bool, event: Event | None, calendar: WorkingCalendar, today: date) -> Iterable[Oddity]:
    if due.day is None:
        return
    if moves and due.day < today:
        yield Oddity.PAST
    if not calendar.is_working(due.day):
        yield Oddity.DAY_OFF
    if event is not None:
        if due.anchor is Anchor.END and due.day < event.end:
            yield Oddity.BEFORE_EVENT
        if due.anchor is Anchor.START and due.day > first_day(event, calendar):
            yield Oddity.AFTER_EVENT
    if due.flag is not None:
        yield Oddity.SHORTENED if due.flag is DueFlag.SHORTENED else Oddity.INFEASIBLE
