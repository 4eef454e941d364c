"""Private addresses of calendar feeds: made, listed, revoked, and found again by the token that an address holds."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound, Refused
from tracker.domain.glossary import ConferenceState, FeedScope, MemberRole
from tracker.domain.permissions import Action, Actor
from tracker.models import Conference, FeedToken, Task, TaskPartner, Unit
from tracker.services import conference_access

MOST = 20
"""Addresses in use that one person may have."""

NOTED_EVERY = timedelta(hours=1)
"""Calendar programmes come every few minutes; their last visit is kept no finer than this."""


@dataclass(frozen=True, kw_only=True)
class Offers:
    """What the person may subscribe to besides their own work; former units and past conferences are not offered."""

    units: Sequence[Unit]
    conferences: Sequence[Conference]


def offers(session: Session, actor: Actor, *, today: date) -> Offers:
    open_ = conference_access.seen_by(actor) & (Conference.state != ConferenceState.CANCELLED)
    ahead = open_ & (Conference.event_end.is_(None) | (Conference.event_end >= today))
    order = (Conference.event_start.is_(None), Conference.event_start, Conference.id)
    return Offers(
        units=session.scalars(_units(actor, ahead).order_by(Unit.sort_key)).all(),
        conferences=session.scalars(select(Conference).where(ahead).order_by(*order)).all(),
    )


def _units(actor: Actor, ahead: ColumnElement[bool]) -> Select[Unit]:
    """The units the person is a member of, and for a host those that have work in its conferences."""
    own = [grant.unit_id for grant in actor.grants if grant.role is MemberRole.MEMBER]
    hosted = Conference.host_id.in_(actor.hosts(Action.SEE_WHOLE_CONFERENCE)) & ahead
    led = select(Task.unit_id).join(Task.conference).where(hosted)
    shared = select(TaskPartner.unit_id).join(TaskPartner.task).join(Task.conference).where(hosted)
    return select(Unit).where(Unit.id.in_(own) | Unit.id.in_(led) | Unit.id.in_(shared))


def make(
    session: Session, actor: Actor, scope: FeedScope, *, target_id: int | None = None, now: datetime
) -> tuple[FeedToken, str]:
    """A new feed and its token, which is told only here. ``target_id``: the unit or conference.

    Raises:
        NotFound: the unit or conference does not concern the actor.
        Refused: ``feeds_too_many``.
    """
    check(session, actor, scope, target_id)
    used = select(func.count()).where(FeedToken.user_id == actor.user_id, FeedToken.revoked_at.is_(None))
    if (session.scalar(used) or 0) >= MOST:
        raise Refused("feeds_too_many", most=MOST)
    token = secrets.token_urlsafe(32)
    made = FeedToken(
        user_id=actor.user_id,
        scope=scope,
        unit_id=target_id if scope is FeedScope.UNIT else None,
        conference_id=target_id if scope is FeedScope.CONFERENCE else None,
        token_hash=_hash(token),
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made, token


def check(session: Session, actor: Actor, scope: FeedScope, target_id: int | None) -> None:
    """Raises:
    NotFound: the actor may not (or no longer) follow the unit or conference.
    """
    if scope is FeedScope.CONFERENCE:
        conference_access.get(session, actor, target_id or 0)
    if scope is FeedScope.UNIT and target_id not in actor.member_units:
        steers = bool(actor.hosts(Action.SEE_WHOLE_CONFERENCE))
        if not steers or session.get(Unit, target_id or 0) is None:
            raise NotFound("not_found")


def of_person(session: Session, actor: Actor) -> Sequence[FeedToken]:
    """The person's feeds in use, the newest first."""
    return session.scalars(
        select(FeedToken)
        .where(FeedToken.user_id == actor.user_id, FeedToken.revoked_at.is_(None))
        .options(joinedload(FeedToken.unit), joinedload(FeedToken.conference))
        .order_by(FeedToken.id.desc())
    ).all()


def revoke(session: Session, actor: Actor, feed_id: int, *, now: datetime) -> FeedToken:
    """From now on the address leads nowhere; revoking twice changes nothing.

    Raises:
        NotFound: none, or another person's.
    """
    found = session.get(FeedToken, feed_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFound("not_found")
    found.revoked_at = found.revoked_at or now
    session.flush()
    return found


def find(session: Session, token: str) -> FeedToken:
    """The feed behind an address, with its owner.

    Raises:
        NotFound: unknown or revoked, or the owner's account is switched off.
    """
    found = session.scalar(
        select(FeedToken)
        .where(FeedToken.token_hash == _hash(token))
        .options(joinedload(FeedToken.user), joinedload(FeedToken.unit), joinedload(FeedToken.conference))
    )
    if found is None or found.revoked_at is not None or not found.user.active:
        raise NotFound("not_found")
    return found


def is_noted(feed: FeedToken, now: datetime) -> bool:
    """Whether the last visit on record is recent enough."""
    return feed.last_used_at is not None and now - feed.last_used_at < NOTED_EVERY


def note_use(session: Session, feed_id: int, *, now: datetime) -> None:
    session.execute(update(FeedToken).where(FeedToken.id == feed_id).values(last_used_at=now))


def read_choice(words: str) -> tuple[FeedScope, int | None]:
    """What a form chose: "person", "unit:5" or "conference:7".

    Raises:
        InvalidInput: ``feed_choice``.
    """
    scope, _, number = words.partition(":")
    known = scope in set(FeedScope) and (number.isdecimal() and len(number) < 10 if scope != "person" else not number)
    if not known:
        raise InvalidInput("feed_choice", field="feed")
    return FeedScope(scope), int(number) if number else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
