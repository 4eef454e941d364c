"""A due date set by hand, the tasks that follow it, and taking a step back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StepRefused
from tracker.domain.glossary import DueSource
from tracker.domain.permissions import Action, Actor
from tracker.models import Task
from tracker.services import outbox, task_access, task_history
from tracker.services.task_steps import clean, required

# What can be taken back, and who may; corrections of a draft have an undo of their own (services.review_log).
_UNDONE_BY: Mapping[str, Action] = {**task_access.ACTION_FOR, task_history.DUE_CHANGED: Action.CONFIRM_TASK}


def change_due(
    session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, day: date | None, reason: str
) -> Task:
    """Set the due date by hand. It is pinned: a moved event leaves it alone; reminders are counted anew.

    Raises:
        InvalidInput: "day" is missing, past, after the ceiling or no change (``due_…``); "reason" is missing.
    """
    words = required(clean(reason, "reason"), "reason")
    task = task_access.get(session, actor, task_id)
    task_access.require(actor, task, Action.CONFIRM_TASK, version=version)
    if not task_access.may_change_due(actor, task):
        raise StepRefused("due_closed")
    new = _checked_day(task, day, today=vietnam_date(now))
    before, old = task_history.remember(task), task.due
    task.due, task.due_source, task.anchor, task.offset_days, task.due_flag = new, DueSource.PERSON, None, None, None
    task.due_version += 1
    _record_move(session, actor, task, old, now=now, note=words, before=task_history.changed(before, task))
    outbox.drop_pending(session, [task.id, *_take_along(session, actor, task, now=now)])
    return task


def _take_along(session: Session, actor: Actor, lead: Task, *, now: datetime) -> list[int]:
    """Move the due dates that follow ``lead``'s; returns the ids of those tasks."""
    following = session.scalars(
        select(Task).where(Task.lead_task_id == lead.id, Task.due_source == DueSource.LEAD_TASK).order_by(Task.id)
    )
    moved = []
    for task in following:
        if task.due == lead.due or task.state in task_access.CLOSED:
            continue
        old, task.due, task.due_version = task.due, lead.due, task.due_version + 1
        _record_move(session, actor, task, old, now=now, lead=lead.id)
        moved.append(task.id)
    return moved


def _record_move(
    session: Session, actor: Actor, task: Task, old: date | None, *, now: datetime, note: str = "", **details: Any
) -> None:
    dates = {"old": old and old.isoformat(), "new": task.due and task.due.isoformat()}
    task_history.record(session, actor, task, task_history.DUE_CHANGED, now=now, note=note, **dates, **details)


def _checked_day(task: Task, day: date | None, *, today: date) -> date:
    if day is None:
        raise InvalidInput("due_missing", field="day")
    if day < today:
        raise InvalidInput("due_past", field="day")
    if task.latest and day > task.latest:
        raise InvalidInput("due_after_latest", field="day", latest=task.latest)
    if day == task.due:
        raise InvalidInput("due_same", field="day")
    return day


def undo(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime) -> Task:
    """Take back one's own last step while it is fresh; the history keeps both."""
    task = task_access.get(session, actor, task_id)
    event = task_history.newest_step(session, task.id)
    if event is None or event.step not in _UNDONE_BY or not task_history.can_undo(event, actor, now=now):
        raise StepRefused("undo_closed")
    task_access.require(actor, task, _UNDONE_BY[event.step], version=version)
    task_history.restore(task, event.details["before"])
    if "due" in event.details["before"]:
        task.due_version += 1
    task_history.record(session, actor, task, task_history.UNDO, now=now, of=event.step)
    session.expire(task, ["unit"])
    outbox.drop_pending(session, [task.id, *_take_along(session, actor, task, now=now)])
    return task
