"""The tokens that mails get at the moment of sending: those of the links that live then."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.glossary import ConferenceState
from tracker.models import ActionLink, Conference, User
from tracker.services.action_links import Place, address_token, door
from tracker.services.outbox import Composer

Wanted = Mapping[str, Set[Place]]  # address in lower case → whose doors its mails have
Tokens = Mapping[str, Mapping[Place, str]]


def tokens(session: Session, compose: Composer, wanted: Wanted, *, now: datetime, anew: bool = True) -> Tokens:
    """The tokens that there are for ``wanted``; looked up at once for a batch of mails.

    ``anew``: a link that was revoked, has expired or was made under another secret is followed by a new one, as long
    as the conference runs. Left out: who has an account by now, and what the address was never given a link for.
    """
    found: dict[str, dict[Place, str]] = defaultdict(dict)
    for link in _newest(session, wanted):
        living = link.revoked_at is None and link.expires_at > now
        token = address_token(compose, link) if living else None
        if token is None and anew and link.conference.state is ConferenceState.ACTIVE:
            token = door(session, compose, link.conference, link.unit_id, link.recipient, now=now)[1]
        if token is not None:
            found[link.recipient][link.conference_id, link.unit_id] = token
    return found


def _newest(session: Session, wanted: Wanted) -> Sequence[ActionLink]:
    """The one that lives, otherwise the last one that did."""
    readers = _without_account(session, wanted)
    places = {place for reader in readers for place in wanted[reader]}
    if not places:
        return ()
    rows = session.scalars(
        select(ActionLink)
        .options(joinedload(ActionLink.conference).load_only(Conference.state, Conference.event_end))
        .where(
            ActionLink.recipient.in_(readers),
            ActionLink.conference_id.in_({conference_id for conference_id, _unit in places}),
            ActionLink.unit_id.in_({unit_id for _conference, unit_id in places}),
        )
        .order_by(ActionLink.revoked_at.is_(None), ActionLink.id)
    )
    last = {(row.recipient, (row.conference_id, row.unit_id)): row for row in rows}
    return [row for (reader, place), row in last.items() if place in wanted[reader]]


def _without_account(session: Session, wanted: Wanted) -> set[str]:
    readers = {reader for reader, places in wanted.items() if places}
    if not readers:
        return readers
    return readers - set(session.scalars(select(User.email).where(User.email.in_(readers), User.active)))
