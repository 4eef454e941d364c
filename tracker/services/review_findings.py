"""Findings in the review: taking note of one, and what only the directory as of now can tell. None commits."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound
from tracker.domain.glossary import Review
from tracker.domain.permissions import Actor
from tracker.domain.reminders import Audience
from tracker.models import Conference, Finding, Task, Unit
from tracker.services import review
from tracker.services.recipients import Recipients


def mark_seen(session: Session, actor: Actor, conference_id: int, finding_id: int, *, now: datetime) -> Finding:
    """Take note: the finding folds away, with who did it and when. Of two who do, the first is kept.

    Raises:
        NotFound.
    """
    finding = _of(session, actor, conference_id, finding_id)
    if finding.seen_at is None:
        finding.seen_at, finding.seen_by_id = now, actor.user_id
        session.flush()
    return finding


def unmark(session: Session, actor: Actor, conference_id: int, finding_id: int) -> Finding:
    """Undo :func:`mark_seen`.

    Raises:
        NotFound.
    """
    finding = _of(session, actor, conference_id, finding_id)
    finding.seen_at = finding.seen_by_id = None
    session.flush()
    return finding


def _of(session: Session, actor: Actor, conference_id: int, finding_id: int) -> Finding:
    review.opened(session, actor, conference_id)
    finding = session.get(Finding, finding_id)
    if finding is None or finding.conference_id != conference_id:
        raise NotFound("not_found")
    return finding


def without_contact(session: Session, conference: Conference, tasks: Sequence[Task], *, today: date) -> list[Unit]:
    """Units with work in this conference that no mail would reach, in the order of the plan. Derived, never stored."""
    wanted = [task for task in tasks if task.unit is not None and task.counted and task.review is not Review.SKIPPED]
    recipients = Recipients(session, [conference], {task.unit_id for task in wanted if task.unit_id}, today=today)
    found = {task.unit_id: task.unit for task in wanted if not recipients.of(task, Audience.UNIT)}
    return [unit for unit in found.values() if unit is not None]
