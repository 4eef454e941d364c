"""Taking a re-planning back, while nothing depends on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.errors import NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceState, ReplanKind
from tracker.domain.permissions import Action, Actor
from tracker.domain.replan import SETTLED
from tracker.models import Conference, Replan, Task
from tracker.services import conference_access, outbox, replan, replan_notices, task_history
from tracker.services.outbox import Composer
from tracker.services.replan_told import Told, told


@dataclass(frozen=True, kw_only=True)
class Undone:
    """``conference`` as it is again; ``told``: recipients who had been written to and are told that it is not so."""

    conference: Conference
    kind: ReplanKind
    told: int


def newest(session: Session, conference_id: int) -> Replan | None:
    """The last re-planning of a conference that stands."""
    return session.scalar(
        select(Replan)
        .options(joinedload(Replan.actor))
        .where(Replan.conference_id == conference_id, Replan.undone_at.is_(None))
        .order_by(Replan.id.desc())
        .limit(1)
    )


def of_conference(session: Session, conference_id: int) -> Sequence[Replan]:
    """All re-plannings of a conference, newest first, for the log."""
    return session.scalars(
        select(Replan)
        .options(joinedload(Replan.actor), joinedload(Replan.undone_by))
        .where(Replan.conference_id == conference_id)
        .order_by(Replan.id.desc())
    ).all()


def in_the_way(session: Session, row: Replan) -> tuple[Task, ...]:
    """Tasks on which something has happened that rests on their new date: they keep the re-planning standing."""
    moved = {entry["task"]: entry["left"] for entry in row.tasks if "due" in entry["before"]}
    tasks = replan.tasks_of(session, row.conference_id)
    return tuple(
        task for task in tasks if task.id in moved and (task.due_version != moved[task.id] or task.state in SETTLED)
    )


def can_undo(session: Session, row: Replan | None) -> bool:
    """Whether it is the newest, of its conference alone, and nothing rests on it."""
    if row is None or row.undone_at is not None or row.batch is not None:
        return False
    last, conference = newest(session, row.conference_id), session.get(Conference, row.conference_id)
    if last is None or last.id != row.id or conference is None:
        return False
    return replan.event_json(conference) == row.event["after"] and not in_the_way(session, row)


def undo(
    session: Session, actor: Actor, conference_id: int, replan_id: int, *, compose: Composer, now: datetime
) -> Undone:
    """Put the event and every due date back; mail about it that has not gone is withdrawn, the rest is corrected.

    Raises:
        NotFound, NotAllowed: as for the conference. StepRefused: ``replan_stands``, something rests on it by now.
        StaleVersion: a task was saved in the meantime.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    row = session.get(Replan, replan_id)
    if row is None or row.conference_id != conference_id:
        raise NotFound("not_found")
    if not can_undo(session, row):
        raise StepRefused("replan_stands")
    wrote = replan_notices.withdraw(session, conference_id, replan_notices.key_of(row))
    _put_back_event(conference, row.event["before"])
    moved = _put_back_tasks(session, actor, row, now=now)
    row.undone_at, row.undone_by_id = now, actor.user_id
    try:
        session.flush()
    except StaleDataError:
        raise StaleVersion("stale") from None
    outbox.drop_pending(session, [task.id for task in moved])
    recipients = _recipients(session, conference, row, moved, actor, today=now.date())
    corrected = [one for one in recipients if one.to and one.to.email in wrote]
    replan_notices.undone(session, compose, row, corrected, now=now)
    return Undone(conference=conference, kind=row.kind, told=len(wrote))


def _put_back_event(conference: Conference, before: Mapping[str, Any]) -> None:
    def day(name: str) -> date | None:
        return date.fromisoformat(before[name]) if before[name] else None

    conference.event_start, conference.event_end = day("start"), day("end")
    conference.event_tentative, conference.state = before["tentative"], ConferenceState(before["state"])


def _put_back_tasks(session: Session, actor: Actor, row: Replan, *, now: datetime) -> list[Task]:
    by_id = {task.id: task for task in replan.tasks_of(session, row.conference_id)}
    moved = []
    for entry in row.tasks:
        task = by_id.get(entry["task"])
        if task is None or task.state in SETTLED:
            continue
        then = task.due
        task_history.restore(task, entry["before"])
        if "due" in entry["before"]:
            task.due_version += 1
            moved.append(task)
            dates: dict[str, Any] = {"old": then and then.isoformat(), "new": task.due and task.due.isoformat()}
            task_history.write(session, actor, task, task_history.DUE_CHANGED, now=now, cause="undo", **dates)
    return moved


def _recipients(
    session: Session, conference: Conference, row: Replan, moved: Sequence[Task], actor: Actor, *, today: date
) -> tuple[Told, ...]:
    tasks = replan.tasks_of(session, conference.id)
    return told(
        session, conference, tasks, {task.id for task in moved}, actor=actor, today=today,
        everybody=row.kind in replan.EVENT_KINDS,
    )  # fmt: skip
