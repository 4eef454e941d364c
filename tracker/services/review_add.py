"""Tasks that the reader did not make: by hand, or from what the plan implies. Refusals as in ``services.review``."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.calendar import VIETNAM, WorkingCalendar
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, Review
from tracker.domain.kinds import classify
from tracker.domain.permissions import Actor
from tracker.models import Suggestion, Task, Unit
from tracker.services import review, review_coverage, review_log
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
    calendar: WorkingCalendar = VIETNAM,
) -> Task:
    """A task by hand, accepted at once; without a unit it waits to be checked. Without ``kind`` the words decide.

    ``quote`` stands in the plan's lines ``line`` to ``last``.
    """
    with review_log.step(session, actor, conference_id, review_log.ADDED, now=now) as writing:
        task = _made(session, actor, conference_id, wanted, (line, last, quote), calendar)
        writing.made(task)
    return task


def _made(
    session: Session,
    actor: Actor,
    conference_id: int,
    wanted: Correction,
    place: tuple[int | None, int | None, str],
    calendar: WorkingCalendar,
) -> Task:
    line, last, quote = place
    conference = review.opened(session, actor, conference_id)
    title = review.clean_title(wanted.title)
    code = wanted.kind or classify(title, wanted.role).code
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
    review.rewrite(task, complete, title, review.lead_of(session, [task], complete), calendar)
    task.review = Review.CHECK if task.doubts else Review.ACCEPTED
    session.add(task)
    session.flush()
    review_coverage.close(session, task)
    return task


def next_position(session: Session, conference_id: int) -> int:
    """Numbers are given once: others may be looking at them."""
    last = session.scalar(select(func.max(Task.position)).where(Task.conference_id == conference_id))
    return (last or 0) + 1


def take(
    session: Session,
    actor: Actor,
    conference_id: int,
    titles: Mapping[int, str],
    *,
    unit_id: int | None,
    now: datetime,
    calendar: WorkingCalendar = VIETNAM,
) -> list[Task]:
    """Turn chosen suggestions (id → the task's words) into tasks of ``unit_id``; taking one twice makes one task.

    Raises:
        InvalidInput: ``nothing_chosen``.
    """
    review.opened(session, actor, conference_id)
    chosen = session.scalars(
        select(Suggestion)
        .where(Suggestion.conference_id == conference_id, Suggestion.id.in_(titles), Suggestion.taken.is_(False))
        .order_by(Suggestion.id)
        .with_for_update()
    ).all()
    if not chosen:
        raise InvalidInput("nothing_chosen", field="suggestion")
    made = []
    with review_log.step(session, actor, conference_id, review_log.ADDED, now=now) as writing:
        for one in chosen:
            one.taken = True
            wanted = Correction(title=titles[one.id], role=AssignmentRole.LEAD, kind=one.kind, unit_id=unit_id)
            task = _made(session, actor, conference_id, wanted, (one.line, None, one.words), calendar)
            writing.made(task, suggestion=one.id)
            made.append(task)
    return made
