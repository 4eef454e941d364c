"""The outbox: write once, claim before sending, say what became of it.

Promise: at least once, nothing lost; a crash between the relay's "accepted" and our note repeats a mail at most once,
with the same Message-ID. The job that calls :func:`claim` and :func:`settle` commits each by itself.
"""

import hashlib
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.domain.glossary import TaskState
from tracker.models import MailState, OutboxMail, Reminder, Task

LEASE = timedelta(minutes=10)  # longer than a batch can take with every step timing out
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(hours=72)
UNKNOWN_RETRY = timedelta(minutes=15)
PARAMETERS = 5000  # ids in one statement
MOST_CLAIMS = 12  # a mail that kills its worker each time must not do so for ever

# Kinds that tell what was decided: unlike a reminder, they stay true whatever happens to their tasks next
NEWS = frozenset({"amended", "replanned", "extension"})

# States in which a task still wants its reminders
LIVE = frozenset({TaskState.ASSIGNED, TaskState.ACKNOWLEDGED, TaskState.IN_PROGRESS, TaskState.RETURNED})


class RenderedLetter(Protocol):
    """What the mail layer renders."""

    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...


class Composer(Protocol):
    """Renders letters and knows how long a mail waits; given by the edge, so that services need no Flask."""

    def compose(self, kind: str, **context: object) -> RenderedLetter: ...


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a letter goes."""

    email: str
    name: str


def enqueue(
    session: Session,
    *,
    key: str,
    kind: str,
    to: Address,
    letter: RenderedLetter,
    host_id: int,
    conference_id: int | None,
    reply_to: str | None,
    now: datetime,
    wait: timedelta = timedelta(0),
) -> int | None:
    """Write a letter once per ``key``; the id of the new row, or None when the key is taken."""
    values = {
        "key": key,
        "kind": kind,
        "recipient": to.email,
        "recipient_name": to.name,
        "reply_to": reply_to,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "message_id": message_id(key),
        "conference_id": conference_id,
        "host_id": host_id,
        "state": MailState.PENDING,
        "not_before": now + wait,
        "attempts": 0,
        "fence": 0,
        "created_at": now,
    }
    return insert_once(session, OutboxMail, values)


def insert_once(session: Session, model: Any, values: dict[str, Any]) -> int | None:
    """INSERT … ON CONFLICT DO NOTHING RETURNING id (the row count is not told under psycopg 3)."""
    dialect = session.get_bind().dialect.name
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(model.id)
    found: int | None = session.scalar(statement)
    return found


def message_id(key: str) -> str:
    """The same key gives the same Message-ID (RFC 5322, 3.6.4), so that a repeat is recognised as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@sansang>"


def _claimable(now: datetime) -> ColumnElement[bool]:
    waiting = and_(OutboxMail.state.in_([MailState.PENDING, MailState.UNKNOWN]), OutboxMail.not_before <= now)
    abandoned = and_(OutboxMail.state == MailState.SENDING, OutboxMail.lease_until < now)
    return or_(waiting, abandoned)


def claim(session: Session, *, now: datetime, limit: int = 50) -> Sequence[OutboxMail]:
    """Take up to ``limit`` mails that are due, each for :data:`LEASE`; another worker takes none of them. Commit next.

    One conditional UPDATE per row: ``FOR UPDATE SKIP LOCKED`` compiles to nothing on SQLite.
    """
    ids = session.scalars(
        select(OutboxMail.id).where(_claimable(now)).order_by(OutboxMail.not_before, OutboxMail.id).limit(limit)
    )
    taken = []
    for mail_id in ids.all():
        claimed = session.scalar(
            update(OutboxMail)
            .where(OutboxMail.id == mail_id, _claimable(now))
            .values(
                state=MailState.SENDING,
                lease_until=now + LEASE,
                fence=OutboxMail.fence + 1,
                attempts=OutboxMail.attempts + 1,
            )
            .returning(OutboxMail.id)
        )
        if claimed is not None:
            taken.append(claimed)
    return session.scalars(
        select(OutboxMail)
        .where(OutboxMail.id.in_(taken))
        .order_by(OutboxMail.id)
        .execution_options(populate_existing=True)
    ).all()


def settle(
    session: Session, mail: OutboxMail, *, fate: str, stage: str, code: int | None, error: str, now: datetime
) -> bool:
    """Note what became of a claimed mail; False when the claim was lost meanwhile (the fence moved). Commit next."""
    values: dict[str, Any] = {"lease_until": None, "last_stage": stage, "last_code": code, "last_error": error or None}
    values |= _next(mail, fate, now)
    noted = session.scalar(
        update(OutboxMail)
        .where(OutboxMail.id == mail.id, OutboxMail.fence == mail.fence, OutboxMail.state == MailState.SENDING)
        .values(**values)
        .returning(OutboxMail.id)
    )
    return noted is not None


def _next(mail: OutboxMail, fate: str, now: datetime) -> dict[str, Any]:
    if fate == "sent":
        return {"state": MailState.SENT, "sent_at": now}
    if fate == "unknown" and mail.last_stage != "reply":
        return {"state": MailState.UNKNOWN, "not_before": now + UNKNOWN_RETRY}
    if fate in {"dead", "unknown"} or now - mail.created_at > GIVE_UP_AFTER or mail.attempts >= MOST_CLAIMS:
        return {"state": MailState.DEAD}
    return {"state": MailState.PENDING, "not_before": now + _pause(mail.attempts)}


def _pause(attempts: int) -> timedelta:
    """Full jitter between nothing and the doubled pause, so that a relay coming back is not met by all at once."""
    longest = min(FIRST_RETRY * int(2 ** max(attempts - 1, 0)), LONGEST_RETRY)
    return FIRST_RETRY / 2 + random.random() * longest  # noqa: S311 -- spreads load, keeps no secret


def is_outdated(session: Session, mail: OutboxMail) -> bool:
    """Whether a reminder speaks of a task that is done, cancelled or re-dated by now."""
    if mail.kind in NEWS:
        return False
    rows = session.execute(
        select(Task.state, Task.due_version, Reminder.due_version, Reminder.audience)
        .join(Reminder, Reminder.task_id == Task.id)
        .where(Reminder.mail_id == mail.id)
    )
    return any(_stale(state, now_version, version, audience) for state, now_version, version, audience in rows)


def _stale(state: TaskState, now_version: int, version: int, audience: str) -> bool:
    silenced = state not in LIVE and not (audience == "coordinator" and state is TaskState.SUBMITTED)
    return silenced or now_version != version


def withdraw(session: Session, mail_ids: Collection[int]) -> None:
    """Cancel mails and free their keys and ledger rows: what still stands is planned anew at the next run."""
    if not mail_ids:
        return
    session.execute(Reminder.__table__.delete().where(Reminder.mail_id.in_(mail_ids)))  # type: ignore[attr-defined]  # FromClause in the stubs
    for mail in session.scalars(select(OutboxMail).where(OutboxMail.id.in_(mail_ids))):
        mail.state, mail.lease_until = MailState.CANCELLED, None
        mail.key = f"{mail.key}#cancelled-{mail.id}"[:200]


def in_parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Ids in portions that one statement takes: databases limit its parameters."""
    every = list(ids)
    for first in range(0, len(every), PARAMETERS):
        yield every[first : first + PARAMETERS]


def drop_pending(session: Session, task_ids: Iterable[int]) -> None:
    """Cancel the unsent reminders that speak of these tasks, in the caller's transaction."""
    for part in in_parts(task_ids):
        withdraw(session, session.scalars(_unsent(part, OutboxMail.id).where(OutboxMail.kind.not_in(NEWS))).all())


def unsent_assigned(session: Session, task_ids: Iterable[int]) -> list[int]:
    """Those of the tasks whose first mail, "you have been given this", has not gone out yet."""
    return [
        task_id
        for part in in_parts(task_ids)
        for task_id in session.scalars(_unsent(part, Reminder.task_id).where(OutboxMail.kind == "assigned"))
    ]


def _unsent(task_ids: Sequence[int], column: Any) -> Select[int]:
    return (
        select(column)
        .join_from(OutboxMail, Reminder, Reminder.mail_id == OutboxMail.id)
        .where(Reminder.task_id.in_(task_ids), OutboxMail.state == MailState.PENDING)
        .distinct()
    )


def failed(session: Session, host_ids: Collection[int]) -> Sequence[OutboxMail]:
    """Mails that need a person, newest first: given up, or fate unknown."""
    return session.scalars(
        select(OutboxMail)
        .where(OutboxMail.host_id.in_(host_ids), OutboxMail.state.in_([MailState.DEAD, MailState.UNKNOWN]))
        .order_by(OutboxMail.id.desc())
        .limit(50)
    ).all()


def retry(session: Session, mail: OutboxMail, *, now: datetime) -> None:
    """Send once more, at a person's word."""
    mail.state, mail.not_before, mail.attempts, mail.last_stage = MailState.PENDING, now, 0, None
