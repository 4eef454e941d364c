"""Several drafts of one unit become one. Refusals as in ``services.review``; it is one step to take back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import Review
from tracker.domain.kinds import KINDS
from tracker.domain.normalise import search_key
from tracker.domain.permissions import Actor
from tracker.models import Task, TaskPartner
from tracker.services import dues, review, review_log, review_undo
from tracker.services.review import Ref

MERGED_DUE = "merged_due"
"""The doubt that it leaves where the due dates differed: the earliest was taken."""


def merge(session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref], *, now: datetime) -> Task:
    """Make the first of the tasks the one for all: words joined, lines spanned, partners together.

    The earliest due date wins, with its kind and rule; where there were several, the task says so and waits to be
    checked.

    Raises:
        InvalidInput: ``merge_alone``, fewer than two; ``merge_units``, not one unit; ``merge_roles``, not one role;
        ``title_long``.
    """
    tasks = list(review.locked(session, actor, conference_id, refs))
    _check_alike(tasks)
    first, rest = tasks[0], tasks[1:]
    winner = min(tasks, key=lambda task: (task.due or date.max, task.position))
    with review_log.step(session, actor, conference_id, review_log.MERGED, now=now) as writing:
        before = [review_log.remember(task) for task in tasks]
        _join(first, tasks, winner)
        for task in rest:
            review_undo.withdraw(session, task, into_id=first.id)
        _follow_elsewhere(session, writing, tasks)
        writing.changed(first, before[0], parts=[task.position for task in rest])
        for task, was in zip(rest, before[1:], strict=True):
            writing.changed(task, was, facts={"absorbed": first.id}, into=first.position)
    dues.follow_leads(review.tasks_of(session, conference_id))
    return first


def _check_alike(tasks: Sequence[Task]) -> None:
    if len(tasks) < 2:
        raise InvalidInput("merge_alone", field="with")
    if len({(task.unit_id, task.unit_id is None and search_key(task.unit_words)) for task in tasks}) > 1:
        raise InvalidInput("merge_units", field="with")
    if len({task.role for task in tasks}) > 1:
        raise InvalidInput("merge_roles", field="with")


def _join(first: Task, tasks: Sequence[Task], winner: Task) -> None:
    kind, due = KINDS.get(winner.kind, KINDS["other"]), dues.due_of(winner)
    several = len({task.due for task in tasks}) > 1
    doubts = {(doubt["code"], str(doubt["params"])): doubt for task in tasks for doubt in task.doubts}
    if several and winner.due:
        params = {"no": str(winner.position), "due": winner.due.isoformat()}
        doubts[MERGED_DUE, ""] = {"code": MERGED_DUE, "params": params}
    first.title = review.clean_title("; ".join(_without_end(task.title) for task in tasks))
    first.kind, first.blocking = kind.code, any(task.blocking for task in tasks)
    first.counted = any(task.counted for task in tasks)
    first.lead_task_id = None if winner.lead_task_id in {task.id for task in tasks} else winner.lead_task_id
    first.quote = "\n".join(dict.fromkeys(task.quote for task in tasks if task.quote))
    lines = [line for task in tasks for line in (task.first_line, task.last_line) if line is not None]
    first.first_line, first.last_line = (min(lines), max(lines)) if lines else (None, None)
    _join_partners(first, tasks)
    first.doubts = list(doubts.values())
    checked = all(task.review is Review.ACCEPTED for task in tasks) and not several
    first.review = Review.ACCEPTED if checked else Review.CHECK if first.doubts else first.review
    dues.put(first, due)


def _without_end(title: str) -> str:
    return title.rstrip(" .;,")


def _join_partners(first: Task, tasks: Sequence[Task]) -> None:
    known = {search_key(one.words) for one in first.partners}
    for task in tasks[1:]:
        for one in task.partners:
            if search_key(one.words) not in known:
                known.add(search_key(one.words))
                first.partners.append(TaskPartner(unit_id=one.unit_id, words=one.words))


def _follow_elsewhere(session: Session, writing: review_log.Writing, tasks: Sequence[Task]) -> None:
    """What co-operated on a task that goes into the first co-operates on the first."""
    gone = {task.id for task in tasks[1:]}
    for task in review.tasks_of(session, tasks[0].conference_id):
        if task.lead_task_id in gone and task.id != tasks[0].id:
            before = review_log.remember(task)
            task.lead_task_id = tasks[0].id
            writing.changed(task, before)
