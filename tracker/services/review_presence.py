"""What an open review page is told every few seconds: what others have saved since, and who else has it open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.permissions import Actor
from tracker.models import ReviewPresence, ReviewStep, User
from tracker.services import review, review_log

HERE_FOR = timedelta(seconds=35)
"""A page asks every ten seconds; three questions missed mean that it was closed."""

Seen = tuple[int, int]
"""What a page shows: the newest step and the version of the conference's facts."""


@dataclass(frozen=True, kw_only=True)
class News:
    """``steps``: what was saved since; ``facts``: whether the facts of the conference changed."""

    steps: tuple[ReviewStep, ...]
    facts: bool
    present: tuple[User, ...]

    @property
    def token(self) -> str:
        """Changes when there is something else to tell."""
        newest = self.steps[-1].id if self.steps else 0
        return f"{newest}-{int(self.facts)}-{'.'.join(str(one.id) for one in self.present)}"


def news(session: Session, actor: Actor, conference_id: int, seen: Seen, *, now: datetime) -> News:
    """What to tell a page that shows ``seen``. Changes nothing.

    Raises:
        NotFound: not the actor's to review, or called off meanwhile.
    """
    conference = review.opened(session, actor, conference_id)
    return News(
        steps=review_log.since(session, conference_id, seen[0]),
        facts=conference.version != seen[1],
        present=tuple(others(session, actor, conference_id, now=now)),
    )


def others(session: Session, actor: Actor, conference_id: int, *, now: datetime) -> Sequence[User]:
    """Who else has the review open, by name."""
    rows = session.scalars(
        select(ReviewPresence)
        .options(joinedload(ReviewPresence.user))
        .where(
            ReviewPresence.conference_id == conference_id,
            ReviewPresence.user_id != actor.user_id,
            ReviewPresence.seen_at >= now - HERE_FOR,
        )
    ).all()
    return sorted((row.user for row in rows), key=lambda user: (user.full_name, user.id))


def stay(session: Session, actor: Actor, conference_id: int, *, now: datetime) -> None:
    """Note that the actor has the review open."""
    review_log.in_turn(session, conference_id)  # two windows of one person may ask at once
    row = session.get(ReviewPresence, (conference_id, actor.user_id), with_for_update=True)
    if row is None:
        session.add(ReviewPresence(conference_id=conference_id, user_id=actor.user_id, seen_at=now))
    else:
        row.seen_at = now
    session.flush()
