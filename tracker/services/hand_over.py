"""Handing open tasks of a unit that was split, or is no more, to the one that a person chooses."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, NotAllowed, StepRefused
from tracker.domain.glossary import TaskState
from tracker.domain.permissions import Action, Actor, can
from tracker.models import Task, Unit
from tracker.services import notices, outbox, succession, task_access, task_history
from tracker.services.outbox import Composer

HANDED_OVER = "handed_over"
_OVER = frozenset({TaskState.DRAFT, TaskState.COMPLETED, TaskState.CANCELLED})


def hand_over(
    session: Session,
    actor: Actor,
    unit_id: int,
    heir_id: int,
    task_ids: Collection[int],
    *,
    now: datetime,
    compose: Composer,
) -> list[Task]:
    """Give the ticked open tasks of ``unit_id`` to one of those that took over; it is told at once.

    The history keeps whose they were, and dates and results stay as they are.

    Raises:
        InvalidInput: ``nothing_chosen``, ``unit_not_heir``. NotAllowed; StepRefused: ``task_not_open``.
    """
    if not task_ids:
        raise InvalidInput("nothing_chosen", field="task")
    standing = succession.standing_for(session, [unit_id], vietnam_date(now)).get(unit_id)
    heir = session.get(Unit, heir_id)
    if standing is None or heir is None or heir_id not in standing.ids:
        raise InvalidInput("unit_not_heir", field="heir")
    given = [_give(session, actor, unit_id, heir, task_id, now=now) for task_id in sorted(task_ids)]
    outbox.drop_pending(session, [task.id for task in given])
    notices.assigned(session, compose, given, now=now)
    return given


def _give(session: Session, actor: Actor, unit_id: int, heir: Unit, task_id: int, *, now: datetime) -> Task:
    task = task_access.get(session, actor, task_id)
    if not can(actor, Action.CONFIRM_TASK, task_access.subject_of(task)):
        raise NotAllowed("not_allowed")
    if task.unit_id != unit_id or task.state in _OVER:
        raise StepRefused("task_not_open")
    former = task.unit.name if task.unit else task.unit_words
    task.unit, task.unit_id = heir, heir.id
    task_history.record(session, actor, task, HANDED_OVER, now=now, former=former, unit=heir.name)
    return task
