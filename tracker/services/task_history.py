"""A task's history: every step is written with what it changed, so that the person who took it can take it back."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.errors import StaleVersion
from tracker.domain.glossary import Anchor, DueFlag, DueSource, TaskState
from tracker.domain.permissions import Actor
from tracker.models import Task, TaskEvent

COMMENT = "comment"
PROGRESS = "progress"
DUE_CHANGED = "due_changed"
AMENDED = "amended"  # an amended plan was taken over: what it says otherwise, with old and new
MADE_BLOCKING, MADE_ORDINARY = "made_blocking", "made_ordinary"  # the agency's rule for the kind changed
UNDO = "undo"
EXTENSION_ASKED = "extension_asked"
EXTENSION_WITHDRAWN = "extension_withdrawn"
EXTENSION_LAPSED = "extension_lapsed"
EXTENSION_REFUSED = "extension_refused"
EXTENSION_GRANTED = "extension_granted"  # the only one of these that changes the task
EXTENSION_REOPENED = "extension_reopened"  # a decision was taken back
SAID = frozenset({COMMENT, PROGRESS, EXTENSION_ASKED, EXTENSION_WITHDRAWN, EXTENSION_LAPSED, EXTENSION_REFUSED})
"""Notes that change nothing and stand in no step's way."""

UNDO_FOR = timedelta(minutes=15)
"""How long a step can be taken back by who took it."""

_FIELDS = (
    "state", "acknowledged", "submitted_on", "submitted_at", "due", "due_source", "anchor", "offset_days",
    "offset_working", "due_flag", "unit_id", "unit_words", "assigned_on", "due_words", "pinned", "original_due",
    "extensions", "latest",
)  # fmt: skip
_READERS: Mapping[str, Any] = {
    "state": TaskState,
    "due_source": DueSource,
    "anchor": Anchor,
    "due_flag": DueFlag,
    "submitted_on": date.fromisoformat,
    "submitted_at": datetime.fromisoformat,
    "due": date.fromisoformat,
    "assigned_on": date.fromisoformat,
    "latest": date.fromisoformat,
    "original_due": date.fromisoformat,
}


def remember(task: Task) -> dict[str, Any]:
    """What a step may change, as it stands now, in JSON's types."""
    values = {name: getattr(task, name) for name in _FIELDS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def changed(before: Mapping[str, Any], task: Task) -> dict[str, Any]:
    """The part of ``before`` that is different now."""
    now = remember(task)
    return {name: value for name, value in before.items() if now[name] != value}


def restore(task: Task, before: Mapping[str, Any]) -> None:
    """Put back what :func:`changed` kept."""
    for name, value in before.items():
        setattr(task, name, _READERS[name](value) if name in _READERS and value is not None else value)


def record(
    session: Session, actor: Actor, task: Task, step: str, *, now: datetime, note: str = "", **details: Any
) -> TaskEvent:
    """Add a line to the history and write the task.

    Raises:
        StaleVersion: another request changed the task since it was read.
    """
    event = write(session, actor, task, step, now=now, note=note, **details)
    try:
        session.flush()
    except StaleDataError:
        raise StaleVersion("stale") from None
    return event


def write(
    session: Session, actor: Actor, task: Task, step: str, *, now: datetime, note: str = "", **details: Any
) -> TaskEvent:
    """Add a line to the history; the caller writes task and line together with others.

    Behind a link nobody has an account: the line keeps the link, the name as entered and the unit's.
    """
    if actor.link is not None:
        details = {**details, "link": actor.link.link_id, "name": actor.name, "unit": actor.link.unit_name}
    event = TaskEvent(task_id=task.id, at=now, actor_id=actor.user_id, step=str(step), note=note, details=details)
    session.add(event)
    return event


def newest_step(session: Session, task_id: int) -> TaskEvent | None:
    """The last thing that happened to the task, remarks aside."""
    return session.scalar(
        select(TaskEvent)
        .where(TaskEvent.task_id == task_id, TaskEvent.step.not_in(SAID))
        .order_by(TaskEvent.id.desc())
        .limit(1)
    )


def state_left(session: Session, task: Task) -> TaskState | None:
    """The state in which the task was before it came into the present one, where the history tells."""
    details = session.scalars(
        select(TaskEvent.details)
        .where(TaskEvent.task_id == task.id, TaskEvent.step.not_in(SAID))
        .order_by(TaskEvent.id.desc())
    )
    came = next((entry for entry in details if entry.get("to") == task.state and "from" in entry), None)
    return TaskState(came["from"]) if came else None


def can_undo(event: TaskEvent | None, actor: Actor, *, now: datetime) -> bool:
    """Whether ``event``, the newest step, is the actor's own, fresh, and one that kept what it changed."""
    if event is None or actor.user_id is None or "before" not in event.details:
        return False
    return event.actor_id == actor.user_id and now - event.at <= UNDO_FOR
