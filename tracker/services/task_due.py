"""A due date set by hand, the tasks that follow it, and taking a step back."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.calendar import WorkingCalendar
from tracker.domain.errors import InvalidInput, StepRefused
from tracker.domain.glossary import DueSource
from tracker.domain.permissions import Action, Actor
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due, kept_from
from tracker.models import Task
from tracker.services import (
    dues,
    extensions,
    notices,
    outbox,
    replan_notices,
    replan_reminders,
    task_access,
    task_history,
)
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of
from tracker.services.replan_told import told
from tracker.services.task_steps import clean, required

# What can be taken back, and who may; corrections of a draft have an undo of their own (services.review_log).
_UNDONE_BY: Mapping[str, Action] = {**task_access.ACTION_FOR, task_history.DUE_CHANGED: Action.CONFIRM_TASK}


class Hold(StrEnum):
    """What a due date that a coordinator changes does when the event moves."""

    PIN = "pin"  # stays where it is
    FOLLOW = "follow"  # keeps its distance to the event
    RULE = "rule"  # is the rule's again


def change_due(
    session: Session,
    actor: Actor,
    task_id: int,
    *,
    version: int,
    now: datetime,
    day: date | None,
    reason: str,
    hold: Hold = Hold.PIN,
    compose: Composer | None = None,
) -> Task:
    """Set the due date by hand, or hand it back to the rule; the unit is told, reminders are counted anew.

    Raises:
        InvalidInput: "day" is missing, past, a day off, after the ceiling or no change (``due_…``), or shall follow an
        event without days (``event_missing``); "reason" is missing.
    """
    words = required(clean(reason, "reason"), "reason")
    task = task_access.get(session, actor, task_id)
    task_access.require(actor, task, Action.CONFIRM_TASK, version=version)
    if not task_access.may_change_due(actor, task):
        raise StepRefused("due_closed")
    due = _wanted(session, task, day, words, hold, today=vietnam_date(now))
    before, old = task_history.remember(task), task.due
    dues.put(task, due)
    _record_move(session, actor, task, old, now=now, note=words, before=task_history.changed(before, task))
    following = take_along(session, actor, task, now=now)
    unheard = outbox.unsent_assigned(session, [task.id, *following])
    outbox.drop_pending(session, [task.id, *following])
    extensions.lapse_overtaken(session, [task.id], now=now)
    if compose is not None and task.due != old:
        _tell(session, actor, compose, task, old, following, words, now=now)
        again = [session.get_one(Task, one) for one in unheard]
        if again:
            notices.assigned(session, compose, again, now=now)
    return task


def _wanted(session: Session, task: Task, day: date | None, reason: str, hold: Hold, *, today: date) -> Due:
    planning, conference = planning_of(session, task.conference.host_id), task.conference
    if hold is Hold.RULE:
        return dues.by_rule(task.kind, conference, planning)
    new = checked_day(task, day, today=today, calendar=planning.calendar)
    if hold is Hold.PIN:
        kept = replace(dues.due_of(task), day=new, source=DueSource.PERSON, words=reason, pinned=True, flag=None)
        return dues.again(kept, task.kind, conference, planning)
    return following_event(task, new, reason, planning)


def following_event(task: Task, day: date, reason: str, planning: Planning) -> Due:
    """A typed date that keeps its distance to the event, in working days.

    Raises:
        InvalidInput: ``event_missing``.
    """
    event = dues.event_of(task.conference)
    if event is None:
        raise InvalidInput("event_missing", field="hold")
    anchor, offset = kept_from(day, after=day > event.end, event=event, calendar=planning.calendar)
    due = Due(day=day, source=DueSource.PERSON, words=reason, anchor=anchor, offset=offset)
    return dues.again(due, task.kind, task.conference, planning)


def _tell(
    session: Session,
    actor: Actor,
    compose: Composer,
    task: Task,
    old: date | None,
    following: Collection[int],
    reason: str,
    *,
    now: datetime,
) -> None:
    """Write to the unit, and to those whose tasks follow this one."""
    moved = [task, *(session.get_one(Task, one) for one in following)]
    ids = {one.id for one in moved}
    today, conference = vietnam_date(now), task.conference
    recipients = told(session, conference, moved, ids, actor=actor, today=today, everybody=False)
    replan_notices.redated(
        session, compose, task, recipients, dict.fromkeys(ids, old), reason=reason, event=dues.event_of(conference),
        now=now,
    )  # fmt: skip
    replan_reminders.note_reached(session, conference, moved, today=today, now=now)


def take_along(session: Session, actor: Actor, lead: Task, *, now: datetime) -> list[int]:
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


def checked_day(task: Task, day: date | None, *, today: date, calendar: WorkingCalendar) -> date:
    """A typed due date that can be given to the task.

    Raises:
        InvalidInput: ``due_missing``, ``due_past``, ``due_day_off`` (``nearest``), ``due_after_latest``, ``due_same``.
    """
    if day is None:
        raise InvalidInput("due_missing", field="day")
    if day < today:
        raise InvalidInput("due_past", field="day")
    if not calendar.is_working(day):
        nearest = calendar.previous_or_same(day)
        raise InvalidInput("due_day_off", field="day", day=day, nearest=min(nearest, task.latest or nearest))
    if task.latest and day > task.latest:
        raise InvalidInput("due_after_latest", field="day", latest=task.latest)
    if day == task.due:
        raise InvalidInput("due_same", field="day")
    return day


def undo(
    session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, compose: Composer | None = None
) -> Task:
    """Take back one's own last step while it is fresh; the history keeps both. Who was told of a date is told again."""
    task = task_access.get(session, actor, task_id)
    event = task_history.newest_step(session, task.id)
    if event is None or event.step not in _UNDONE_BY or not task_history.can_undo(event, actor, now=now):
        raise StepRefused("undo_closed")
    task_access.require(actor, task, _UNDONE_BY[event.step], version=version)
    left, old = f"redated:{task.id}:{task.due_version}", task.due
    task_history.restore(task, event.details["before"])
    if "due" in event.details["before"]:
        task.due_version += 1
    task_history.record(session, actor, task, task_history.UNDO, now=now, of=event.step)
    session.expire(task, ["unit"])
    following = take_along(session, actor, task, now=now)
    outbox.drop_pending(session, [task.id, *following])
    redated = event.step == task_history.DUE_CHANGED
    if redated and replan_notices.withdraw(session, task.conference_id, left) and compose:
        _tell(session, actor, compose, task, old, following, "", now=now)
    return task
