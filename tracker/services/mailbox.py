"""Hộp thư gửi: what was sent, waits and could not be sent, for those who answer for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, selectinload

from tracker.domain.errors import NotFound, Refused
from tracker.domain.permissions import Action, Actor
from tracker.models import MailState, OutboxMail, Reminder
from tracker.services import outbox

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """``counts``: mails per state in all; ``pages``: number of pages of the chosen state."""

    mails: Sequence[OutboxMail]
    counts: dict[MailState, int]
    page: int
    pages: int


def index(session: Session, actor: Actor, *, state: MailState | None = None, page: int = 1) -> MailPage:
    """The mails of the actor's agencies, newest first."""
    hosts = actor.hosts(Action.SEE_MAIL)
    rows = session.execute(
        select(OutboxMail.state, func.count()).where(OutboxMail.host_id.in_(hosts)).group_by(OutboxMail.state)
    )
    counts: dict[MailState, int] = {mail_state: count for mail_state, count in rows}  # noqa: C416 -- rows are no pairs to mypy
    query = select(OutboxMail).where(OutboxMail.host_id.in_(hosts))
    total = sum(counts.values())
    if state is not None:
        query, total = query.where(OutboxMail.state == state), counts.get(state, 0)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    query = query.options(defer(OutboxMail.html), defer(OutboxMail.text)).order_by(OutboxMail.id.desc())
    mails = session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return MailPage(mails=mails, counts=counts, page=page, pages=pages)


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
        Refused: ``mail_not_failed``.
    """
    mail = get(session, actor, mail_id)
    if mail.state not in {MailState.DEAD, MailState.UNKNOWN}:
        raise Refused("mail_not_failed")
    outbox.retry(session, mail, now=now)
    return mail
