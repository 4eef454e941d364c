"""Taking steps of a review back: one's own, newest first, as long as nobody has touched the same tasks since."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import StepRefused
from tracker.domain.glossary import Review, TaskState
from tracker.domain.permissions import Actor
from tracker.models import ReviewStep, Suggestion, Task, UnitAlias, Withdrawal
from tracker.services import dues, review, review_log

KEPT = timedelta(hours=12)
"""How long a step can be taken back: a working day (default). Drafts reach nobody, so nothing is gained by haste."""


def next_step(session: Session, actor: Actor, conference_id: int, *, now: datetime) -> ReviewStep | None:
    """The actor's newest step that is not taken back yet; None where there is none, or it is too old."""
    return session.scalar(
        select(ReviewStep)
        .where(
            ReviewStep.conference_id == conference_id,
            ReviewStep.actor_id == actor.user_id,
            ReviewStep.kind != review_log.UNDONE,
            ReviewStep.undone.is_(False),
            ReviewStep.at >= now - KEPT,
        )
        .order_by(ReviewStep.id.desc())
        .limit(1)
    )


def undo(session: Session, actor: Actor, conference_id: int, step_id: int, *, now: datetime) -> ReviewStep:
    """Take the actor's step back; the step. A second click finds it undone and does nothing.

    Raises:
        NotFound: not the actor's to review.
        StepRefused: ``step_gone``, it is not the actor's, too old, undone already, or the tasks were changed since.
    """
    review.opened(session, actor, conference_id)
    review_log.in_turn(session, conference_id)
    step = session.get(ReviewStep, step_id, populate_existing=True)
    if step is None or step.conference_id != conference_id or not _is_own(step, actor, now):
        raise StepRefused("step_gone")
    tasks = _tasks(session, step)
    _check_untouched(session, step, tasks)
    step.undone = True
    with review_log.step(session, actor, conference_id, review_log.UNDONE, now=now, of=step) as writing:
        for row in reversed(step.rows):
            _take_back(session, writing, tasks[row["task"]], row, step.kind)
    dues.follow_leads(review.tasks_of(session, conference_id))
    return step


def _is_own(step: ReviewStep, actor: Actor, now: datetime) -> bool:
    fresh = step.actor_id == actor.user_id and now - step.at <= KEPT
    return fresh and not step.undone and step.kind != review_log.UNDONE


def _tasks(session: Session, step: ReviewStep) -> dict[int, Task]:
    found = session.scalars(
        select(Task)
        .where(Task.id.in_([row["task"] for row in step.rows]))
        .order_by(Task.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {task.id: task for task in found}


def _check_untouched(session: Session, step: ReviewStep, tasks: Mapping[int, Task]) -> None:
    """A later step, an activation or a moved event may have built on this one: then it stays."""
    later = review_log.since(session, step.conference_id, step.id, tasks)
    if any(not one.undone and one.kind != review_log.UNDONE for one in later):
        raise StepRefused("step_gone")
    for row in step.rows:
        task = tasks.get(row["task"])
        if task is None or task.state is not TaskState.DRAFT:
            raise StepRefused("step_gone")
        present = review_log.remember(task)
        if any(present[name] != value for name, value in row["after"].items()):
            raise StepRefused("step_gone")
    _check_unused(session, step)


def _check_unused(session: Session, step: ReviewStep) -> None:
    """Nothing else hangs on a task that the step made."""
    made = [row["task"] for row in step.rows if row.get("made")]
    own = {row["task"] for row in step.rows}
    followers = session.scalars(select(Task.id).where(Task.lead_task_id.in_(made))) if made else ()
    if set(followers) - own:
        raise StepRefused("step_gone")


def _take_back(session: Session, writing: review_log.Writing, task: Task, row: Mapping[str, Any], kind: str) -> None:
    before = review_log.remember(task)
    if row.get("made"):
        withdraw(session, task, into_id=None)
    else:
        review_log.put_back(task, row["before"])
    if row.get("absorbed"):
        for one in session.scalars(select(Withdrawal).where(Withdrawal.task_id == task.id)):
            session.delete(one)
    _forget(session, row)
    writing.changed(task, before, of=kind)


def withdraw(session: Session, task: Task, *, into_id: int | None) -> None:
    """The task is no item of its own any more. One that is taken back has no place in the text either."""
    task.review, task.lead_task_id = Review.SKIPPED, None
    if into_id is None:
        task.quote, task.first_line, task.last_line = "", None, None
    session.add(Withdrawal(task_id=task.id, into_id=into_id))


def _forget(session: Session, row: Mapping[str, Any]) -> None:
    """The spelling that was learned, and the suggestion that was taken, with the step."""
    for alias in _rows(session, UnitAlias, row.get("alias_id")):
        session.delete(alias)
    for one in _rows(session, Suggestion, row.get("suggestion")):
        one.taken = False


def _rows(session: Session, model: type[Any], row_id: int | None) -> Sequence[Any]:
    found = session.get(model, row_id) if row_id is not None else None
    return [] if found is None else [found]
