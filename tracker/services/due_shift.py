"""Shifting several due dates of a conference at once, by working days; first to look at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceState, DueSource, ReplanKind, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.replan import SETTLED
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due, kept_from
from tracker.models import Conference, Replan, Task
from tracker.services import conference_access, dues, replan
from tracker.services.outbox import Composer
from tracker.services.planning import planning_of
from tracker.services.replan import Replanning

MOST_DAYS = 250
"""Working days, about a year: more is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class Shifting:
    """``days``: working days, later when positive. Pinned dates stay pinned, the others keep following the event."""

    task_ids: frozenset[int]
    days: int


def check(task_ids: Collection[int], days: int | None) -> Shifting:
    """What was chosen, as a value.

    Raises:
        InvalidInput: ``shift_nothing``, ``shift_days`` (``most``).
    """
    if not task_ids:
        raise InvalidInput("shift_nothing", field="tasks")
    if not days or abs(days) > MOST_DAYS:
        raise InvalidInput("shift_days", field="days", most=MOST_DAYS)
    return Shifting(task_ids=frozenset(task_ids), days=days)


def choices(session: Session, actor: Actor, conference_id: int) -> tuple[Conference, Sequence[Task]]:
    """The tasks whose due date can be shifted, by date.

    Raises:
        NotFound, NotAllowed: as for the conference. StepRefused: ``conference_called_off``.
    """
    conference = _conference(session, actor, conference_id)
    tasks = [task for task in replan.tasks_of(session, conference_id) if _can_shift(task)]
    return conference, sorted(tasks, key=lambda task: (task.due or date.max, task.position))


def preview(
    session: Session, actor: Actor, conference_id: int, shifting: Shifting, *, now: datetime, reason: str = ""
) -> Replanning:
    """What :func:`apply` would do; nothing is changed.

    Raises:
        NotFound, NotAllowed: as for the conference. StepRefused: ``conference_called_off``.
        InvalidInput: ``shift_gone``, one of the tasks cannot be shifted (any more).
    """
    conference = _conference(session, actor, conference_id)
    planning, tasks = planning_of(session, conference.host_id), replan.tasks_of(session, conference_id)
    chosen = [task for task in tasks if task.id in shifting.task_ids and _can_shift(task)]
    if len(chosen) != len(shifting.task_ids):
        raise InvalidInput("shift_gone", field="tasks")
    return replan.preview(
        session, conference, ReplanKind.SHIFT, tasks=tasks, event=dues.event_of(conference), state=conference.state,
        counted={task.id: _shifted(task, shifting.days, reason, conference, planning) for task in chosen},
        planning=planning, actor=actor, today=vietnam_date(now),
    )  # fmt: skip


def apply(
    session: Session,
    actor: Actor,
    conference_id: int,
    shifting: Shifting,
    *,
    seen: str,
    reason: str,
    compose: Composer,
    now: datetime,
) -> Replan:
    """Do what the preview showed; one notice per recipient.

    Raises:
        InvalidInput: ``reason_missing``; ``shift_past`` or ``shift_after_latest`` (``titles``): dates that may not be.
        StaleVersion: what ``seen`` stands for has changed since. Otherwise as :func:`preview`.
    """
    words = replan.clean_reason(reason)
    if not words:
        raise InvalidInput("reason_missing", field="reason")
    found = preview(session, actor, conference_id, shifting, now=now, reason=words)
    if found.seen != seen:
        raise StaleVersion("stale")
    _refuse(found, planning_of(session, found.conference.host_id), today=vietnam_date(now))
    row = replan.carry_out(session, actor, found, reason=words, compose=compose, now=now)
    assert row is not None  # noqa: S101 -- kept, unless asked otherwise
    return row


def after_latest(found: Replanning, planning: Planning) -> tuple[Task, ...]:
    """The tasks that would be due after the ceiling of their kind."""
    over = []
    for line in found.moves:
        day, latest = line.shift.due.day, dues.latest_of(line.task.kind, found.conference, planning)
        if latest and day and day > latest and day > (line.shift.old or latest):
            over.append(line.task)
    return tuple(over)


def in_the_past(found: Replanning, today: date) -> list[Task]:
    """The tasks that would be due before today."""
    return [line.task for line in found.moves if line.shift.due.day and line.shift.due.day < today]


def _refuse(found: Replanning, planning: Planning, *, today: date) -> None:
    if past := in_the_past(found, today):
        raise InvalidInput("shift_past", field="tasks", titles=_titles(past))
    if over := after_latest(found, planning):
        raise InvalidInput("shift_after_latest", field="tasks", titles=_titles(over))


def _titles(tasks: Sequence[Task]) -> str:
    return "; ".join(task.title.rstrip(" .;") for task in tasks)


def _conference(session: Session, actor: Actor, conference_id: int) -> Conference:
    conference = conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    if conference.state is ConferenceState.CANCELLED:
        raise StepRefused("conference_called_off")
    return conference


def _can_shift(task: Task) -> bool:
    """Has a date of its own that is still owed; a draft's is corrected in the review."""
    return task.due is not None and task.due_source is not DueSource.LEAD_TASK and task.state not in _CLOSED


_CLOSED = SETTLED | {TaskState.DRAFT}


def _shifted(task: Task, days: int, reason: str, conference: Conference, planning: Planning) -> Due:
    """The date ``days`` working days on; what followed the event still does, at its new distance."""
    was, event = dues.due_of(task), dues.event_of(conference)
    day = planning.calendar.shift(task.due or date.max, days)
    moved = replace(was, day=day, source=DueSource.PERSON, words=reason or was.words, flag=None)
    if was.pinned or event is None:
        return dues.again(replace(moved, pinned=True), task.kind, conference, planning)
    anchor, offset = kept_from(day, after=day > event.end, event=event, calendar=planning.calendar)
    follows = replace(moved, anchor=anchor, offset=offset, working=True)
    return dues.again(follows, task.kind, conference, planning)
