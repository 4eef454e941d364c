"""Setting the date of the event: which due dates move with it, first to look at, then to apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from tracker.clock import vietnam_date
from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceState, DueFlag, DueSource, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.schedule import Due, Event, follow, reschedule
from tracker.models import Conference, Task
from tracker.services import conference_access, dues, outbox, task_history

# What is handed in, over or called off keeps the due date it was measured by.
SETTLED = frozenset({TaskState.SUBMITTED, TaskState.COMPLETED, TaskState.CANCELLED})

LONGEST = 31
"""Days that an event, or the window it is expected in, may span: more is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """The date as typed; ``reason`` stands in the history of every task that moves."""

    start: date
    end: date
    tentative: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """A task whose due date moves. ``past``: the new date is before today."""

    task: Task
    old: date | None
    due: Due
    past: bool

    @property
    def infeasible(self) -> bool:
        return self.due.flag is DueFlag.INFEASIBLE


@dataclass(frozen=True, kw_only=True)
class Preview:
    """``kept``: open tasks that do not move: the plan or a person named their date, or the count is the same."""

    conference: Conference
    moves: tuple[Move, ...]
    kept: tuple[Task, ...]


def check(start: date | None, end: date | None, *, tentative: bool, reason: str) -> NewEvent:
    """The typed date as a value.

    Raises:
        InvalidInput: no first day, the last day before the first, or more than :data:`LONGEST` days.
    """
    if start is None:
        raise InvalidInput("event_start_missing", field="start")
    end = end or start
    if end < start:
        raise InvalidInput("event_order", field="end")
    if (end - start).days >= LONGEST:
        raise InvalidInput("event_too_long", field="end", days=LONGEST)
    return NewEvent(start=start, end=end, tentative=tentative, reason=reason.strip())


def preview_event(
    session: Session,
    actor: Actor,
    conference_id: int,
    new: NewEvent,
    *,
    now: datetime,
    calendar: WorkingCalendar = VIETNAM,
) -> Preview:
    """What :func:`set_event` would move; nothing is changed.

    Raises:
        NotFound, NotAllowed: as for the conference.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    return _preview(session, conference, new, today=vietnam_date(now), calendar=calendar)


def set_event(
    session: Session,
    actor: Actor,
    conference_id: int,
    new: NewEvent,
    *,
    version: int,
    now: datetime,
    calendar: WorkingCalendar = VIETNAM,
) -> Preview:
    """Set the event's days and count the due dates again; unsent reminders of the moved tasks are withdrawn.

    Raises:
        NotFound, NotAllowed: as for the conference.
        StepRefused: ``conference_called_off``.
        StaleVersion: the conference was saved in the meantime.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    if conference.state is ConferenceState.CANCELLED:
        raise StepRefused("conference_called_off")
    if conference.version != version:
        raise StaleVersion("stale")
    found = _preview(session, conference, new, today=vietnam_date(now), calendar=calendar)
    conference.event_start, conference.event_end, conference.event_tentative = new.start, new.end, new.tentative
    for move in found.moves:
        dates = {
            "old": move.old.isoformat() if move.old else None,
            "new": move.due.day.isoformat() if move.due.day else None,
        }
        dues.put(move.task, move.due)
        task_history.record(
            session,
            actor,
            move.task,
            task_history.DUE_CHANGED,
            now=now,
            note=new.reason,
            event=new.start.isoformat(),
            **dates,
        )
    _count_ceilings(session, conference, calendar)
    try:
        session.flush()
    except StaleDataError:
        raise StaleVersion("stale") from None
    outbox.drop_pending(session, [move.task.id for move in found.moves])
    return found


def _preview(
    session: Session, conference: Conference, new: NewEvent, *, today: date, calendar: WorkingCalendar
) -> Preview:
    event = Event(start=new.start, end=new.end, tentative=new.tentative)
    tasks = _tasks(session, conference.id)
    counted = recounted(tasks, event, planned=dues.planned_of(conference), calendar=calendar)
    moves = tuple(
        Move(task=task, old=task.due, due=counted[task.id], past=_past(counted[task.id].day, today))
        for task in tasks
        if task.id in counted and counted[task.id].day != task.due
    )
    moved = {move.task.id for move in moves}
    return Preview(
        conference=conference,
        moves=moves,
        kept=tuple(task for task in tasks if task.state not in SETTLED and task.id not in moved),
    )


def recounted(
    tasks: Sequence[Task], event: Event, *, planned: date | None, calendar: WorkingCalendar
) -> dict[int, Due]:
    """Task id → its due date under ``event``, of the tasks that are still owed. The rows are not touched."""
    owed = [task for task in tasks if task.state not in SETTLED]
    counted = {
        task.id: reschedule(dues.due_of(task), kind=dues.kind_of(task), event=event, calendar=calendar, planned=planned)
        for task in owed
    }
    leads = {task.id: dues.due_of(task) for task in tasks} | counted
    for task in owed:
        if task.due_source is DueSource.LEAD_TASK and task.lead_task_id in leads:
            counted[task.id] = follow(leads[task.lead_task_id])
    return counted


def _count_ceilings(session: Session, conference: Conference, calendar: WorkingCalendar) -> None:
    """Dates that stay have their "latest" counted again."""
    event = dues.event_of(conference)
    if event is None:
        return
    tasks = _tasks(session, conference.id)
    for task_id, due in recounted(tasks, event, planned=dues.planned_of(conference), calendar=calendar).items():
        task = next(task for task in tasks if task.id == task_id)
        task.latest, task.due_flag = due.latest, due.flag


def _past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _tasks(session: Session, conference_id: int) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .options(joinedload(Task.unit))
        .where(Task.conference_id == conference_id)
        .order_by(Task.due, Task.position, Task.id)
    ).all()
