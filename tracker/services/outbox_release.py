"""What a worker has claimed and will not send after all: it goes back at once, not when its lease ends."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.models import MailState, OutboxMail


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
