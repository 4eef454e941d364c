"""Tasks that the reader did not make, added by hand. Refusals as in ``services.review``."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.glossary import AssignmentRole, Review
from tracker.domain.permissions import Actor
from tracker.models import Task, Unit
from tracker.services import review, review_coverage, review_log
from tracker.services.planning import planning_of
from tracker.services.review import Correction


def add(
    session: Session,
    actor: Actor,
    conference_id: int,
    wanted: Correction,
    *,
    now: datetime,
    line: int | None = None,
    last: int | None = None,
    quote: str = "",
) -> Task:
    """A task by hand, accepted at once; without a unit it waits to be checked. Without ``kind`` the words decide.

    ``quote`` stands in the plan's lines ``line`` to ``last``.
    """
    with review_log.step(session, actor, conference_id, review_log.ADDED, now=now) as writing:
        task = draft(session, actor, conference_id, wanted, (line, last, quote))
        writing.made(task)
    return task


def draft(
    session: Session,
    actor: Actor,
    conference_id: int,
    wanted: Correction,
    place: tuple[int | None, int | None, str],
) -> Task:
    """The new task inside a step of the review that the caller writes. ``place``: first line, last line, quote."""
    line, last, quote = place
    conference = review.opened(session, actor, conference_id)
    title = review.clean_title(wanted.title)
    planning = planning_of(session, conference.host_id)
    code = wanted.kind or planning.rules.classify(title, wanted.role)
    unit = session.get(Unit, wanted.unit_id) if wanted.unit_id else None
    task = Task(
        conference_id=conference.id,
        conference=conference,
        position=next_position(session, conference_id),
        unit_words=unit.name if unit else "",
        unit_id=unit.id if unit else None,
        title=title,
        role=wanted.role,
        kind=code,
        doubts=[] if unit or wanted.role is AssignmentRole.GENERAL else [{"code": "unit_missing", "params": {}}],
        quote=quote,
        first_line=line,
        last_line=line if last is None else last,
    )
    complete = Correction(**{**vars(wanted), "kind": code})
    review.rewrite(task, complete, title, review.lead_of(session, [task], complete), planning)
    task.review = Review.CHECK if task.doubts else Review.ACCEPTED
    session.add(task)
    session.flush()
    review_coverage.close(session, task)
    return task


def next_position(session: Session, conference_id: int) -> int:
    """Numbers are given once: others may be looking at them."""
    last = session.scalar(select(func.max(Task.position)).where(Task.conference_id == conference_id))
    return (last or 0) + 1
