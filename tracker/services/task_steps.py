"""How any step is taken: checked against role, state and version, moved, written to the history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import TaskState
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.replan import SETTLED
from tracker.domain.task import Step, move
from tracker.models import Task
from tracker.services import dues, task_access, task_history

MAX_TEXT = 4000  # characters of a note, a reason or a comment

_HANDED_IN = frozenset({TaskState.SUBMITTED, TaskState.COMPLETED, TaskState.SUSPENDED, TaskState.CANCELLED})


@contextmanager
def taking(
    session: Session,
    actor: Actor,
    task_id: int,
    step: Step,
    *,
    version: int,
    now: datetime,
    note: str = "",
    **details: Any,
) -> Iterator[Task]:
    """Check, move, let the caller set what else the step changes, then write it all down.

    A submission stays in force only while the task waits, is completed, or is set aside and may come back to waiting.
    """
    task = task_access.get(session, actor, task_id)
    task_access.require(actor, task, task_access.ACTION_FOR[step], version=version)
    before, left = task_history.remember(task), task.state
    task.state = move(left, step, before=_state_before(session, task, step))
    if left in SETTLED and task.state not in SETTLED:
        dues.catch_up(session, task)  # the event may have moved while the date stood still
    if task.state not in _HANDED_IN:
        task.submitted_on = task.submitted_at = None
    yield task
    kept = task_history.changed(before, task)
    task_history.record(
        session, actor, task, step, now=now, note=note, **{"from": left, "to": task.state, "before": kept}, **details
    )


def _state_before(session: Session, task: Task, step: Step) -> TaskState | None:
    return task_history.state_left(session, task) if step in (Step.RESUME, Step.WITHDRAW) else None


def clean(words: str, field: str) -> str:
    """``words`` trimmed, line by line in NFC."""
    text = "\n".join(collapse(line) for line in words.strip().splitlines())
    if len(text) > MAX_TEXT:
        raise InvalidInput("text_too_long", field=field, most=MAX_TEXT)
    return text


def required(words: str, field: str) -> str:
    if not words:
        raise InvalidInput(f"{field}_missing", field=field)
    return words
