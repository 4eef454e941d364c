"""What an action link shows: its unit's own tasks of one conference, with what may be done to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.domain.task import Step, compliance, days_left, overdue_days
from tracker.models import ActionLink, Task
from tracker.services import action_links, task_access, tasks
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
