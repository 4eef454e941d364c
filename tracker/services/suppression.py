"""Addresses that are not written to: the relay says that they do not exist, or a person has stopped them.

Never silently: a mail for one of them is in the outbox as given up, with this as its stage.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from tracker.models import MailState, OutboxMail, SuppressedAddress

STAGE = "suppressed"  # outbox_mail.last_stage of what was not sent for this reason
HELD = and_(OutboxMail.state == MailState.DEAD, func.coalesce(OutboxMail.last_stage, "") == STAGE)
"""The mails that were given up without being tried."""


def among(session: Session, addresses: Iterable[str]) -> dict[str, SuppressedAddress]:
    """Those of ``addresses`` that are not written to, by their lower-case form."""
    wanted = {address.lower() for address in addresses}
    if not wanted:
        return {}
    rows = session.scalars(
        select(SuppressedAddress)
        .where(SuppressedAddress.address.in_(wanted), SuppressedAddress.lifted_at.is_(None))
        .order_by(SuppressedAddress.id)
    )
    return {row.address: row for row in rows}


def suppress(
    session: Session, address: str, *, code: int | None, error: str, now: datetime, by_id: int | None = None
) -> SuppressedAddress:
    """Stop writing to ``address``; what stands already stays as it is."""
    standing = among(session, [address]).get(address.lower())
    if standing is not None:
        return standing
    row = SuppressedAddress(address=address.lower(), since=now, code=code, error=error, by_id=by_id)
    session.add(row)
    session.flush()
    return row


def unsent(row: SuppressedAddress | None) -> dict[str, Any]:
    """Columns of a new mail: not to be sent where its address is on the list."""
    if row is None:
        return {"state": MailState.PENDING, "last_stage": None, "last_code": None, "last_error": None}
    return {"state": MailState.DEAD, "last_stage": STAGE, "last_code": row.code, "last_error": row.error or None}


def is_suppressed(mail: OutboxMail) -> bool:
    """Whether ``mail`` was given up without being tried."""
    return mail.state is MailState.DEAD and mail.last_stage == STAGE


def told_state(mail: OutboxMail) -> str:
    """What people are told of it: its state, or :data:`STAGE`, which is no failure of the mail's."""
    return STAGE if is_suppressed(mail) else mail.state
