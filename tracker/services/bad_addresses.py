"""Địa chỉ lỗi: what the agency does not write to, whom that concerns, and writing to it again."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action, Actor
from tracker.models import MailState, Membership, OutboxMail, SuppressedAddress, Unit, User
from tracker.services import suppression
from tracker.services.mailbox import RETRY_WITHIN

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")
LONGEST = 254
LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True)
class BadAddress:
    """``units``: whose mailbox, or whose head's, it is; ``people``: names of the agency's own who have it; ``unsent``:
    mails that were not sent because of it; ``by``: the person who stopped it, None for the relay.
    """

    row: SuppressedAddress
    units: tuple[Unit, ...]
    people: tuple[str, ...]
    unsent: int
    by: str | None


def index(session: Session, actor: Actor) -> list[BadAddress]:
    """The standing ones that concern the actor's agencies, newest first."""
    rows = session.scalars(_standing(actor).order_by(SuppressedAddress.id.desc())).all()
    addresses = [row.address for row in rows]
    units, owners = _units(session, addresses), _people(session, actor, addresses)
    unsent = session.execute(
        select(func.lower(OutboxMail.recipient), func.count())
        .where(_of(actor), func.lower(OutboxMail.recipient).in_(addresses))
        .where(suppression.HELD)
        .group_by(func.lower(OutboxMail.recipient))
    )
    counts: dict[str, int] = {address: count for address, count in unsent}  # noqa: C416 -- rows are no pairs to mypy
    people = {row.by_id for row in rows if row.by_id}
    names = {user.id: user.full_name for user in session.scalars(select(User).where(User.id.in_(people)))}
    return [
        BadAddress(
            row=row,
            units=tuple(units[row.address]),
            people=tuple(owners[row.address]),
            unsent=counts.get(row.address, 0),
            by=names.get(row.by_id or 0),
        )
        for row in rows
    ]


def _of(actor: Actor) -> ColumnElement[bool]:
    return OutboxMail.host_id.in_(actor.hosts(Action.SEE_MAIL))


def _standing(actor: Actor, *, address_id: int | None = None) -> Select[SuppressedAddress]:
    """Written to by the actor's agency, or one of its people's, or in the directory, which is everybody's, or stopped
    by the actor.
    """
    written = exists().where(func.lower(OutboxMail.recipient) == SuppressedAddress.address, _of(actor))
    listed = exists().where(
        or_(
            func.lower(Unit.email) == SuppressedAddress.address,
            func.lower(Unit.head_email) == SuppressedAddress.address,
        )
    )
    own = _own(actor).where(func.lower(User.email) == SuppressedAddress.address).exists()
    query = select(SuppressedAddress).where(or_(written, own, listed, SuppressedAddress.by_id == actor.user_id))
    if address_id is not None:
        return query.where(SuppressedAddress.id == address_id)
    return query.where(SuppressedAddress.lifted_at.is_(None))


def _own(actor: Actor) -> Select[User]:
    """The people of the actor's agencies."""
    hosts = actor.hosts(Action.SEE_MAIL)
    return select(User).where(User.active, User.memberships.any(Membership.unit_id.in_(hosts)))


def _people(session: Session, actor: Actor, addresses: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for user in session.scalars(_own(actor).where(func.lower(User.email).in_(addresses)).order_by(User.id)):
        found[user.email.lower()].append(user.full_name)
    return found


def _units(session: Session, addresses: Sequence[str]) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    mailbox, head = func.lower(Unit.email), func.lower(Unit.head_email)
    query = select(Unit).where(or_(mailbox.in_(addresses), head.in_(addresses))).order_by(Unit.sort_key)
    for unit in session.scalars(query):
        for address in {(unit.email or "").lower(), (unit.head_email or "").lower()} & set(addresses):
            found[address].append(unit)
    return found


def add(session: Session, actor: Actor, address: str, reason: str, *, now: datetime) -> SuppressedAddress:
    """Write no more to ``address``, for a reason that others read.

    Raises:
        Refused: ``address_invalid``, ``address_reason``, ``address_listed``.
    """
    address, reason = address.strip().lower(), " ".join(reason.split())
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
        raise Refused("address_invalid")
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused("address_reason", most=LONGEST_REASON)
    if suppression.among(session, [address]):
        raise Refused("address_listed", address=address)
    return suppression.suppress(session, address, code=None, error=reason, now=now, by_id=actor.user_id)


def lift(session: Session, actor: Actor, address_id: int, *, now: datetime) -> tuple[SuppressedAddress, int]:
    """Write to an address again; how many of the mails that were given up because of it are sent after all.

    Of the daily mails only the newest: the earlier ones say nothing that it does not say.

    Raises:
        NotFound: none, or it does not concern the actor's agency.
        Refused: ``address_lifted``: somebody was quicker.
    """
    row = session.scalar(_standing(actor, address_id=address_id))
    if row is None:
        raise NotFound("not_found")
    if row.lifted_at is not None:
        raise Refused("address_lifted", address=row.address)
    row.lifted_at, row.lifted_by_id = now, actor.user_id
    again = _worth_sending(session, actor, row.address, now)
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(again), OutboxMail.state == MailState.DEAD)
        .values(state=MailState.PENDING, not_before=now, attempts=0, last_stage=None)
        .execution_options(synchronize_session=False)
    )
    return row, len(again)


def _worth_sending(session: Session, actor: Actor, address: str, now: datetime) -> list[int]:
    rows = session.execute(
        select(OutboxMail.id, OutboxMail.kind)
        .where(_of(actor), OutboxMail.state == MailState.DEAD, func.lower(OutboxMail.recipient) == address)
        .where(OutboxMail.created_at > now - RETRY_WITHIN)
        .order_by(OutboxMail.id.desc())
    ).all()
    daily = [mail_id for mail_id, kind in rows if kind == "digest"]
    return [*daily[:1], *(mail_id for mail_id, kind in rows if kind != "digest")]
