"""What a worker has claimed and will not send after all: it goes back at once, not when its lease ends."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.models import MailState, OutboxMail
from tracker.services import outbox


def held(mail: OutboxMail, now: datetime) -> bool:
    """Whether enough of the claim is left to send ``mail``: a worker that was frozen, or whose relay is slow, sends
    nothing that another has taken over by now.
    """
    return mail.lease_until is not None and mail.lease_until - now > outbox.LEASE / 4


def release(session: Session, mails: Iterable[OutboxMail]) -> int:
    """Give claimed ``mails`` back as if they had not been claimed; how many still were this worker's. Commit next."""
    freed = 0
    for mail in mails:
        found = session.scalar(
            update(OutboxMail)
            .where(OutboxMail.id == mail.id, OutboxMail.fence == mail.fence, OutboxMail.state == MailState.SENDING)
            .values(state=MailState.PENDING, lease_until=None, attempts=OutboxMail.attempts - 1)
            .returning(OutboxMail.id)
        )
        freed += found is not None
    return freed
