"""The history of reviewing: what a correction changed is kept beside it, so that its author can take it back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import StepRefused
from tracker.domain.glossary import Anchor, AssignmentRole, DueFlag, DueSource, Review
from tracker.domain.permissions import Actor
from tracker.models import Task, TaskEvent, TaskPartner, UnitAlias
from tracker.services import task_history

REVIEWED = "reviewed"  # accepted, skipped or restored
EDITED = "edited"
UNIT_CHOSEN = "unit_chosen"
ADDED = "added"
UNDONE = "review_undone"

_READERS: Mapping[str, Any] = {
    "title": str, "unit_id": int, "role": AssignmentRole, "kind": str, "blocking": bool, "counted": bool,
    "review": Review, "doubts": list, "lead_task_id": int, "due": date.fromisoformat, "latest": date.fromisoformat,
    "due_source": DueSource, "due_words": str, "anchor": Anchor, "offset_days": int, "offset_working": bool,
    "due_flag": DueFlag,
}  # fmt: skip


def remember(task: Task) -> dict[str, Any]:
    """All that a review may change, in JSON's types."""
    values = {name: getattr(task, name) for name in _READERS}
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return kept | {"partners": [[partner.unit_id, partner.words] for partner in task.partners]}


def record(
    session: Session,
    actor: Actor,
    task: Task,
    step: str,
    before: Mapping[str, Any],
    *,
    now: datetime,
    note: str = "",
    alias_id: int | None = None,
    **details: Any,
) -> None:
    """Write the change into the history, unless nothing changed; ``alias_id``: the spelling learned with it.

    Raises:
        StaleVersion: another request changed the task since it was read.
    """
    after = remember(task)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if alias_id is not None:
        details["alias_id"] = alias_id
    if changed or step == ADDED:
        task_history.record(session, actor, task, step, now=now, note=note, before=changed, **details)


def undo(session: Session, actor: Actor, tasks: Sequence[Task], *, now: datetime) -> None:
    """Take the actor's newest correction of each task back.

    Raises:
        StepRefused: ``undo_gone``, somebody has changed the task since, or too much time has passed.
    """
    for task in tasks:
        event = task_history.newest_step(session, task.id)
        if event is None or not task_history.can_undo(event, actor, now=now):
            raise StepRefused("undo_gone")
        _take_back(session, task, event)
        task_history.record(session, actor, task, UNDONE, now=now, of=event.step)


def _take_back(session: Session, task: Task, event: TaskEvent) -> None:
    before = dict(event.details["before"])
    partners = before.pop("partners", None)
    if partners is not None:
        task.partners = [TaskPartner(unit_id=unit_id, words=words) for unit_id, words in partners]
    if "due" in before:
        task.due_version += 1
    for name, value in before.items():
        setattr(task, name, None if value is None else _READERS[name](value))
    alias = event.details.get("alias_id")
    if alias is not None:
        for row in session.scalars(select(UnitAlias).where(UnitAlias.id == alias)):
            session.delete(row)
