"""What an action link shows: its unit's own tasks of one conference, with what may be done to them.

The ``check_…`` look at what a form says before its step is tried; a task that is not visible raises ``NotFound``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain import extension
from tracker.domain.errors import InvalidInput, noting, raise_all
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.task import Step, compliance, days_left, overdue_days
from tracker.models import ActionLink, Task
from tracker.services import action_links, extensions, task_access, task_files, tasks
from tracker.services.dues import event_of
from tracker.services.task_files import Upload
from tracker.services.task_steps import clean, required
from tracker.services.working_calendar import calendar_of

_OWED = frozenset({TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED})
_WAITING = frozenset({TaskState.SUBMITTED, TaskState.DECLINED})


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """One task; counts are working days."""

    task: Task
    compliance: Compliance
    left: int | None
    overdue: int
    steps: frozenset[Step]


@dataclass(frozen=True, kw_only=True)
class LinkList:
    """The tasks by what is to be done: ``owed`` in order of urgency, ``waiting`` for an answer, ``closed``."""

    owed: tuple[LinkRow, ...]
    waiting: tuple[LinkRow, ...]
    closed: tuple[LinkRow, ...]

    @property
    def unread(self) -> tuple[LinkRow, ...]:
        """What can be acknowledged."""
        return tuple(row for row in self.owed if Step.ACKNOWLEDGE in row.steps)


def load(session: Session, link: ActionLink, *, now: datetime) -> LinkList:
    """The released tasks that the link's unit leads; none while the conference is a draft."""
    today, calendar, actor = vietnam_date(now), calendar_of(session), action_links.actor_of(link)
    rows = [
        LinkRow(
            task=task,
            compliance=compliance(task, today=today, calendar=calendar),
            left=days_left(task, today=today, calendar=calendar),
            overdue=overdue_days(task, today=today, calendar=calendar),
            steps=task_access.steps_open_to(actor, task),
        )
        for task in _tasks(session, link)
    ]
    return LinkList(
        owed=tuple(row for row in rows if row.task.state in _OWED),
        waiting=tuple(row for row in rows if row.task.state in _WAITING),
        closed=tuple(row for row in rows if row.task.state not in _OWED | _WAITING),
    )


def _tasks(session: Session, link: ActionLink) -> Sequence[Task]:
    if link.conference.state is ConferenceState.DRAFT:
        return ()
    return (
        session.scalars(
            select(Task)
            .where(
                Task.conference_id == link.conference_id, Task.unit_id == link.unit_id, Task.state != TaskState.DRAFT
            )
            .options(joinedload(Task.conference), joinedload(Task.unit), joinedload(Task.partners))
            .order_by(Task.due.is_(None), Task.due, Task.position, Task.id)
        )
        .unique()
        .all()
    )


def acknowledge_all(session: Session, link: ActionLink, name: str, *, now: datetime) -> list[Task]:
    """Take on everything that the unit has not acknowledged yet."""
    actor = action_links.actor_of(link, name)
    unread = [row.task for row in load(session, link, now=now).unread]
    return [tasks.acknowledge(session, actor, task.id, version=task.version, now=now) for task in unread]


def check_result(note: str, files: Sequence[Upload]) -> None:
    """A report of work that is done.

    Raises:
        InvalidInput: "note", "files" or both.
    """
    wrong: list[InvalidInput] = []
    with noting(wrong):
        task_files.check(files)
    with noting(wrong):
        clean(note, "note")
    raise_all(wrong)


def check_progress(session: Session, actor: Actor, task_id: int, note: str) -> None:
    """A word on the work: it may be missing only where the step itself says that work has begun.

    Raises:
        InvalidInput: "note".
    """
    words = clean(note, "note")
    if task_access.get(session, actor, task_id).state is TaskState.IN_PROGRESS:
        required(words, "note")


def check_day(session: Session, actor: Actor, task_id: int, day: date | None, *, now: datetime) -> None:
    """The day that more time is asked for until; nothing where none can be asked for, which the step itself says.

    Raises:
        InvalidInput: "day".
    """
    task = task_access.get(session, actor, task_id)
    event, today, calendar = event_of(task.conference), vietnam_date(now), calendar_of(session)
    asked = extensions.open_of(session, task.id) is not None
    if extension.why_not_ask(task, asked=asked, event=event, today=today, calendar=calendar) is None:
        extension.check_day(task, day, event=event, today=today, calendar=calendar)
