"""Re-planning a conference: first everything it would do, to look at, then all of it in the caller's transaction.

The event moves, an announced day off or a changed rule shifts due dates, a coordinator shifts several by hand: each
says which dates there would be (``counted``), the rest is the same for all.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.exc import StaleDataError

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, StaleVersion
from tracker.domain.glossary import ConferenceState, ReplanKind, Review, TaskState
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.replan import SETTLED, Shift, shifts, with_leads
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due, Event
from tracker.models import Conference, Replan, Task, TaskPartner
from tracker.services import dues, extensions, notices, order, outbox, replan_notices, replan_reminders, task_history
from tracker.services.order import OrderWarning
from tracker.services.outbox import Composer
from tracker.services.policies import policy_of
from tracker.services.replan_reminders import Armed
from tracker.services.replan_told import Told, told

EVENT_KINDS = frozenset(
    {ReplanKind.SET, ReplanKind.CONFIRM, ReplanKind.POSTPONE, ReplanKind.ADVANCE, ReplanKind.CANCEL,
     ReplanKind.REINSTATE}
)  # fmt: skip
"""Re-plannings that are news of the event itself: everybody who prepares it is told, moved due date or not."""


LONGEST_REASON = 1000  # characters


@dataclass(frozen=True, kw_only=True)
class Line:
    """A task with its due date as it would be."""

    task: Task
    shift: Shift

    @property
    def moves(self) -> bool:
        return self.shift.stay is None


@dataclass(frozen=True, kw_only=True)
class Replanning:
    """What a re-planning would do; nothing is changed yet. ``event_after`` and ``state_after`` as they would be.

    ``lines``: all tasks that concern somebody, by their new date. ``withdrawn``: unsent mails that would be taken
    back; ``armed``: the next reminder of each moved task. ``appear``, ``vanish``: contradictions of the natural order
    that there would be, and would be no more.
    """

    conference: Conference
    kind: ReplanKind
    event_before: Event | None
    event_after: Event | None
    state_after: ConferenceState
    lines: tuple[Line, ...]
    hidden: tuple[Line, ...]  # dismissed drafts: counted along, shown to nobody
    told: tuple[Told, ...]
    withdrawn: int
    armed: tuple[Armed, ...]
    appear: tuple[OrderWarning, ...]
    vanish: tuple[OrderWarning, ...]

    @property
    def moves(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.moves)

    @property
    def stays(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.moves)

    @property
    def seen(self) -> str:
        """Fingerprint of what is shown: only that is carried out."""
        facts = [f"{self.conference.id}:{self.conference.version}:{self.kind}:{self.event_after}:{self.state_after}"]
        facts += [f"{line.task.id}:{line.task.version}:{line.shift.due.day}" for line in self.lines]
        return hashlib.sha256(" ".join(facts).encode()).hexdigest()[:32]


def tasks_of(session: Session, conference_id: int) -> Sequence[Task]:
    """All tasks of a conference with unit and partners."""
    return session.scalars(
        select(Task)
        .options(joinedload(Task.unit), selectinload(Task.partners).load_only(TaskPartner.unit_id, TaskPartner.task_id))
        .where(Task.conference_id == conference_id)
        .order_by(Task.position, Task.id)
    ).all()


def recounted(conference: Conference, tasks: Sequence[Task], event: Event | None, planning: Planning) -> dict[int, Due]:
    """Task id → its due date under ``event``, of the tasks that are still owed. The rows are not touched."""
    now = {task.id: dues.due_of(task) for task in tasks}
    counted = {
        task.id: dues.under(event, now[task.id], task.kind, conference, planning)
        for task in tasks
        if task.state not in SETTLED
    }
    return with_leads(tasks, now, counted)


def preview(
    session: Session,
    conference: Conference,
    kind: ReplanKind,
    *,
    tasks: Sequence[Task],
    counted: Mapping[int, Due],
    event: Event | None,
    state: ConferenceState,
    planning: Planning,
    actor: Actor,
    today: date,
) -> Replanning:
    """What the re-planning would do if ``counted`` (task id → due date) held under ``event`` and ``state``."""
    found = shifts(
        tasks, counted, now={task.id: dues.due_of(task) for task in tasks}, event=event,
        calendar=planning.calendar, today=today,
    )  # fmt: skip
    lines = sorted(
        (Line(task=task, shift=shift) for task, shift in zip(tasks, found, strict=True)),
        key=lambda line: (line.shift.due.day or date.max, line.task.position, line.task.id),
    )
    shown = [line for line in lines if not _dismissed(line.task)]
    moved = [line for line in shown if line.moves]
    stops = state is not ConferenceState.ACTIVE
    appear, vanish = order.after(
        session, conference, [line.task for line in shown], {line.task.id: line.shift.due.day for line in moved},
        new_event=event, today=today, by_person=counted if kind is ReplanKind.SHIFT else (),
    )  # fmt: skip
    return Replanning(
        appear=appear,
        vanish=vanish,
        conference=conference,
        kind=kind,
        event_before=dues.event_of(conference),
        event_after=event,
        state_after=state,
        lines=tuple(shown),
        hidden=tuple(line for line in lines if _dismissed(line.task)),
        told=told(
            session, conference, [line.task for line in shown], {line.task.id for line in moved},
            actor=actor, today=today, everybody=kind in EVENT_KINDS,
        ),
        withdrawn=replan_reminders.waiting(
            session, [line.task.id for line in (shown if kind is ReplanKind.CANCEL else moved)]
        ),
        armed=() if stops else replan_reminders.armed(
            [(line.task, line.shift.due.day) for line in (shown if kind is ReplanKind.REINSTATE else moved)],
            policy=policy_of(session, conference), calendar=planning.calendar, today=today,
        ),
    )  # fmt: skip


def _dismissed(task: Task) -> bool:
    return task.state is TaskState.DRAFT and task.review is Review.SKIPPED


def carry_out(
    session: Session,
    actor: Actor,
    found: Replanning,
    *,
    reason: str,
    compose: Composer | None,
    now: datetime,
    batch: str | None = None,
    keep: bool = True,
    undoes: str | None = None,
) -> Replan | None:
    """Do what ``found`` shows: dates, event, history, reminders, and one notice per recipient.

    ``keep``: as a row that can be taken back. ``compose`` None: somebody else tells. ``undoes``: the batch of
    re-plannings that this one takes back.

    Raises:
        StaleVersion: the conference or a task was saved in the meantime.
    """
    conference = found.conference
    event = {"before": event_json(conference)}
    waiting = outbox.unsent_assigned(session, [line.task.id for line in found.moves]) if compose else []
    _put_event(conference, found)
    changed = _put_dues(session, actor, found, reason=reason, now=now)
    try:
        session.flush()
    except StaleDataError:
        raise StaleVersion("stale") from None
    quiet = found.lines if found.kind is ReplanKind.CANCEL else found.moves
    outbox.drop_pending(session, [line.task.id for line in quiet])
    if found.kind is ReplanKind.CANCEL:
        extensions.call_off(session, [line.task.id for line in found.lines], now=now)
    extensions.lapse_overtaken(session, [line.task.id for line in found.moves], now=now)
    row = None
    if keep:
        event["after"] = event_json(conference)
        row = Replan(
            conference_id=conference.id, kind=found.kind, at=now, actor_id=actor.user_id, reason=reason,
            event=event, tasks=changed, batch=batch,
        )  # fmt: skip
        session.add(row)
        session.flush()
    if compose is not None and row is not None:
        row.told = _tell(session, compose, found, row, waiting, undoes=undoes, now=now)
    return row


def clean_reason(text: str) -> str:
    """The reason in one line.

    Raises:
        InvalidInput: ``reason_long`` (``most``).
    """
    words = collapse(text)
    if len(words) > LONGEST_REASON:
        raise InvalidInput("reason_long", field="reason", most=LONGEST_REASON)
    return words


def event_json(conference: Conference) -> dict[str, Any]:
    """The event as a re-planning keeps it."""
    return {
        "start": conference.event_start and conference.event_start.isoformat(),
        "end": conference.event_end and conference.event_end.isoformat(),
        "tentative": conference.event_tentative,
        "state": str(conference.state),
    }


def _put_event(conference: Conference, found: Replanning) -> None:
    event = found.event_after
    conference.state = found.state_after
    conference.event_start, conference.event_end = (event.start, event.end) if event else (None, None)
    conference.event_tentative = event.tentative if event else True


def _put_dues(session: Session, actor: Actor, found: Replanning, *, reason: str, now: datetime) -> list[dict[str, Any]]:
    """Write every due date as it is then, and the history of those that move; what each task was before."""
    changed = []
    start = found.event_after.start.isoformat() if found.event_after else None
    for line in (*found.lines, *found.hidden):
        task = line.task
        if task.state in SETTLED:
            continue
        before = task_history.remember(task)
        moved = dues.put(task, line.shift.due)
        if kept := task_history.changed(before, task):
            changed.append({"task": task.id, "before": kept, "left": task.due_version})
        if moved:
            dates = {"old": before["due"], "new": task.due and task.due.isoformat()}
            details = {"event": start, "cause": str(found.kind), **dates}
            task_history.write(session, actor, task, task_history.DUE_CHANGED, now=now, note=reason, **details)
    return changed


def _tell(
    session: Session,
    compose: Composer,
    found: Replanning,
    row: Replan,
    waiting: Collection[int],
    *,
    undoes: str | None,
    now: datetime,
) -> int:
    """Write the notices; returns to how many."""
    old = {line.task.id: line.shift.old for line in found.moves}
    heard = replan_notices.replanned(session, compose, row, found.told, old, undoes=undoes, now=now)
    again = [line.task for line in found.moves if line.task.id in waiting]
    if again:  # they had not heard of their tasks yet: now with the dates that hold
        notices.assigned(session, compose, again, now=now)
    live = {task.id: task for one in heard for task in one.moved if task.state in outbox.LIVE}
    replan_reminders.note_reached(session, found.conference, list(live.values()), today=vietnam_date(now), now=now)
    return sum(one.to is not None for one in heard)
