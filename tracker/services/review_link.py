"""Whose task a co-operating task follows: another one, or none. Refusals as in ``services.review``."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, Review
from tracker.domain.permissions import Actor
from tracker.domain.schedule import follow
from tracker.models import Task
from tracker.services import dues, review, review_log
from tracker.services.planning import planning_of
from tracker.services.review import Ref

LINK_DOUBTS = frozenset({"linked_lead", "no_lead"})


def link(
    session: Session,
    actor: Actor,
    conference_id: int,
    refs: Sequence[Ref],
    lead_id: int | None,
    *,
    now: datetime,
) -> list[Task]:
    """Let the co-operating tasks follow the task ``lead_id`` and its due date; None: a date by the rule of their kind.

    A person has looked now: without another doubt they are accepted.

    Raises:
        InvalidInput: ``lead_unknown``, not one they can follow; ``link_role``, they do not co-operate.
    """
    tasks = list(review.locked(session, actor, conference_id, refs))
    if any(task.role is not AssignmentRole.COORDINATE for task in tasks):
        raise InvalidInput("link_role", field="lead")
    lead = review.lead_for(session, tasks, lead_id) if lead_id is not None else None
    planning = planning_of(session, tasks[0].conference.host_id)
    with review_log.step(session, actor, conference_id, review_log.LINKED, now=now) as writing:
        for task in tasks:
            before = review_log.remember(task)
            task.lead_task_id = lead.id if lead else None
            by_rule = dues.by_rule(task.kind, task.conference, planning)
            dues.put(task, follow(dues.due_of(lead)) if lead else by_rule)
            task.doubts = [doubt for doubt in task.doubts if doubt["code"] not in LINK_DOUBTS]
            if not task.doubts and review.is_ready(task):
                task.review = Review.ACCEPTED
            writing.changed(task, before, lead=lead.position if lead else None)
    dues.follow_leads(review.tasks_of(session, conference_id))
    return tasks
