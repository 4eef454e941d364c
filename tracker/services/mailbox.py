"""Hộp thư gửi: what was sent, waits and could not be sent, for those who answer for it."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, update
from sqlalchemy.orm import Session, defer, selectinload

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action, Actor
from tracker.models import MailState, OutboxMail, Reminder, SuppressedAddress
from tracker.services import suppression

PAGE = 50
FAILED = frozenset({MailState.DEAD, MailState.UNKNOWN})
RETRY_WITHIN = timedelta(days=7)
STATES: tuple[str, ...] = (*MailState, suppression.STAGE)
"""By which mails are counted and chosen: what is held because its address is stopped is not counted as failed."""


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """``counts``: mails in all by those of :data:`STATES`; ``pages``: number of pages of the chosen one."""

    mails: Sequence[OutboxMail]
    counts: Mapping[str, int]
    page: int
    pages: int


def index(session: Session, actor: Actor, *, state: str | None = None, page: int = 1) -> MailPage:
    """The mails of the actor's agencies, newest first; ``state`` is one of :data:`STATES`."""
    hosts = actor.hosts(Action.SEE_MAIL)
    counts = _counts(session, hosts)
    query = select(OutboxMail).where(OutboxMail.host_id.in_(hosts))
    total = sum(counts.values())
    if state is not None:
        query, total = query.where(_in_state(state)), counts.get(state, 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    query = query.options(defer(OutboxMail.html), defer(OutboxMail.text)).order_by(OutboxMail.id.desc())
    mails = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return MailPage(mails=mails, counts=counts, page=page, pages=pages)


def _counts(session: Session, hosts: Collection[int]) -> Mapping[str, int]:
    held = func.sum(case((suppression.HELD, 1), else_=0))
    rows = session.execute(
        select(OutboxMail.state, func.count(), held).where(OutboxMail.host_id.in_(hosts)).group_by(OutboxMail.state)
    ).all()
    counts: dict[str, int] = {state: count - held_back for state, count, held_back in rows}
    counts[suppression.STAGE] = sum(held_back for _state, _count, held_back in rows)
    return counts


def _in_state(state: str) -> ColumnElement[bool]:
    if state == suppression.STAGE:
        return suppression.HELD
    return and_(OutboxMail.state == MailState(state), ~suppression.HELD)


def get(session: Session, actor: Actor, mail_id: int) -> OutboxMail:
    """One mail with the reminders it stands for.

    Raises:
        NotFound: none, or another agency's.
    """
    mail = session.scalar(
        select(OutboxMail)
        .options(selectinload(OutboxMail.reminders).joinedload(Reminder.task))
        .where(OutboxMail.id == mail_id, OutboxMail.host_id.in_(actor.hosts(Action.SEE_MAIL)))
    )
    if mail is None:
        raise NotFound("not_found")
    return mail


def retry(session: Session, actor: Actor, mail_id: int, *, now: datetime) -> OutboxMail:
    """Send a mail that was given up once more.

    Raises:
        NotFound: none, or another agency's.
        Refused: ``mail_not_failed``, ``address_suppressed``.
    """
    mail = get(session, actor, mail_id)
    if suppression.among(session, [mail.recipient]):
        raise Refused("address_suppressed", address=mail.recipient)
    again = {"state": MailState.PENDING, "not_before": now, "attempts": 0, "last_stage": None}
    if not _change(session, mail.id, FAILED, again):
        raise Refused("mail_not_failed")
    session.refresh(mail)
    return mail


def cancel(session: Session, actor: Actor, mail_id: int) -> OutboxMail:
    """Do not send a mail that waits or was given up. It stays in the ledger, and its reminders are not planned anew.

    Raises:
        NotFound: none, or another agency's.
        Refused: ``mail_not_waiting``: sent meanwhile, or being sent right now.
    """
    mail = get(session, actor, mail_id)
    if not _change(session, mail.id, {MailState.PENDING, *FAILED}, {"state": MailState.CANCELLED}):
        raise Refused("mail_not_waiting")
    session.refresh(mail)
    return mail


def _change(session: Session, mail_id: int, while_in: Set[MailState], values: Mapping[str, Any]) -> bool:
    """By one conditional statement: a worker may have claimed the mail since the page was made."""
    changed = session.scalar(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state.in_(while_in))
        .values(**values)
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    )
    return changed is not None


def retriable(session: Session, actor: Actor, *, now: datetime) -> list[int]:
    """Ids of mails given up whose address is written to, of the last :data:`RETRY_WITHIN`: older ones are stale."""
    stopped = select(SuppressedAddress.id).where(
        SuppressedAddress.address == func.lower(OutboxMail.recipient), SuppressedAddress.lifted_at.is_(None)
    )
    return list(
        session.scalars(
            select(OutboxMail.id).where(
                OutboxMail.host_id.in_(actor.hosts(Action.SEE_MAIL)),
                OutboxMail.state == MailState.DEAD,
                OutboxMail.created_at > now - RETRY_WITHIN,
                ~stopped.exists(),
            )
        )
    )


def retry_all(session: Session, actor: Actor, *, now: datetime) -> int:
    """Send every given-up mail of :func:`retriable` once more; how many."""
    again = {"state": MailState.PENDING, "not_before": now, "attempts": 0, "last_stage": None}
    chosen = retriable(session, actor, now=now)
    return sum(_change(session, mail_id, {MailState.DEAD}, again) for mail_id in chosen)
