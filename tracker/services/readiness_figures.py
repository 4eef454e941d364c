"""Figures over the conferences of the board, each a recount of tasks that can be listed, and the silent units."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance, ConferenceState, Light, TaskState
from tracker.domain.readiness import Rollup
from tracker.domain.task import compliance
from tracker.models import Conference, Task

RUNNING = frozenset({Light.RED, Light.AMBER, Light.GREEN})


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """Days from today to the first day of the event, all and working ones; negative once it is past."""

    days: int
    working_days: int


@dataclass(frozen=True, kw_only=True)
class Row:
    """One conference. ``countdown`` is None without an event date."""

    conference: Conference
    rollup: Rollup
    countdown: Countdown | None
    tasks: Sequence[Task]


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A unit that does not answer: ``reminders`` mails since, the first assignment ``days`` working days ago."""

    unit_id: int
    reminders: int
    days: int
    conference_id: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The four numbers, over the active conferences of the board: each is a recount of the tasks it links to."""

    preparing: int = 0
    drafts: int = 0
    overdue: int = 0
    overdue_blocking: int = 0
    due_soon: int = 0
    waiting: int = 0
    waiting_since: date | None = None


def tasks_with(
    rows: Sequence[Row], codes: Collection[Compliance], *, today: date, calendar: WorkingCalendar
) -> list[Task]:
    """The tasks of running conferences that stand so: the list behind a figure."""
    return [
        task
        for row in rows
        if row.rollup.light in RUNNING
        for task in row.tasks
        if compliance(task, today=today, calendar=calendar) in codes
    ]


def figures(rows: Sequence[Row], *, today: date, calendar: WorkingCalendar) -> Figures:
    overdue = tasks_with(rows, {Compliance.OPEN_OVERDUE}, today=today, calendar=calendar)
    # A result handed in after the event waits for an answer all the same.
    active = [row for row in rows if row.conference.state is ConferenceState.ACTIVE]
    held = [task for row in active for task in row.tasks if task.state in (TaskState.SUBMITTED, TaskState.DECLINED)]
    drafts = sum(row.rollup.light is Light.DRAFT for row in rows)
    return Figures(
        preparing=sum(row.rollup.light in RUNNING for row in rows) + drafts,
        drafts=drafts,
        overdue=len(overdue),
        overdue_blocking=sum(task.blocking for task in overdue),
        due_soon=len(tasks_with(rows, {Compliance.OPEN_DUE_SOON}, today=today, calendar=calendar)),
        waiting=len(held),
        waiting_since=min((task.submitted_on for task in held if task.submitted_on), default=None),
    )


def silences(rows: Sequence[Row], *, today: date, calendar: WorkingCalendar) -> tuple[Silence, ...]:
    """Units that do not answer, per conference."""
    return tuple(
        Silence(
            unit_id=int(str(reason.params["unit"])),
            reminders=int(str(reason.params["reminders"])),
            days=_silent_days(row, reason.params["unit"], today, calendar),
            conference_id=row.conference.id,
        )
        for row in rows
        for reason in row.rollup.reasons
        if reason.code == "unit_silent"
    )


def _silent_days(row: Row, unit_id: object, today: date, calendar: WorkingCalendar) -> int:
    since = [
        task.assigned_on
        for task in row.tasks
        if task.unit_id == unit_id and task.state is TaskState.ASSIGNED and task.assigned_on
    ]
    return calendar.count_between(min(since), today) if since else 0
