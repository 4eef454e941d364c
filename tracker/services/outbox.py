"""The outbox: write once, claim before sending, say what became of it.

Promise: at least once, nothing lost; a crash between the relay's "accepted" and our note repeats a mail at most once,
with the same Message-ID. The job that calls :func:`claim` and :func:`settle` commits each by itself.
"""

import hashlib
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NotRequired, Protocol, TypedDict, TypeVar, Unpack

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from tracker.domain.glossary import TaskState
from tracker.models import MailState, OutboxMail, Reminder
from tracker.services import suppression
from tracker.services.insertion import insert_new

T = TypeVar("T")

LEASE = timedelta(minutes=10)  # longer than a batch can take with every step timing out
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(hours=72)
LEAST_TRIES = 4  # a mail that has waited for us, not for the relay, gets them even when it is older
UNKNOWN_RETRY = timedelta(minutes=15)
PARAMETERS = 5000  # ids in one statement
SUSPECT = 3  # claims after which a mail that its worker left behind is taken alone: it may be what killed it
MOST_CLAIMS = 40  # a mail that kills its worker each time must not do so for ever

# Kinds that tell what was decided: unlike a reminder, they stay true whatever happens to their tasks next
NEWS = frozenset({"amended", "replanned", "extension", "comment", "briefing"})

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
    @property
    def calendar(self) -> str | None: ...
    @property
    def unsubscribe(self) -> str | None: ...


class Composer(Protocol):
    """Renders letters and knows how long a mail waits; given by the edge, so that services need no Flask."""

    def compose(self, kind: str, **context: object) -> RenderedLetter:
        """``doors`` (see action_links) in ``context``: links lead through them for a reader without an account."""

    def token(self, name: str) -> str:
        """The token called ``name``: the same each time, known only with the secret."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a letter goes."""

    email: str
    name: str


class Post(TypedDict):
    """A letter on its way into the outbox, once per ``key``. ``about``: the conversation it belongs to, as "task:7";
    ``good_until``: when it is not sent by then, it is withdrawn and planned anew.
    """

    key: str
    kind: str
    to: Address
    letter: RenderedLetter
    host_id: int
    conference_id: int | None
    reply_to: str | None
    wait: NotRequired[timedelta]
    about: NotRequired[str | None]
    good_until: NotRequired[datetime]


def enqueue(session: Session, *, now: datetime, **post: Unpack[Post]) -> int | None:
    """Write a letter; the id of the new row, or None when its key is taken."""
    return enqueue_all(session, [post], now=now).get(post["key"])


def enqueue_all(session: Session, posts: Sequence[Post], *, now: datetime) -> dict[str, int]:
    """Write letters, however many, in two statements; key → id of the new rows, whose keys were not taken."""
    stopped = suppression.among(session, [post["to"].email for post in posts])
    rows = [_row(post, now) | suppression.unsent(stopped.get(post["to"].email.lower())) for post in posts]
    return {row.key: row.id for row in insert_new(session, OutboxMail, rows, told=("key", "id"))}


def _row(post: Post, now: datetime) -> dict[str, Any]:
    to, letter, about = post["to"], post["letter"], post.get("about")
    return {
        "key": post["key"],
        "kind": post["kind"],
        "recipient": to.email,
        "recipient_name": to.name,
        "reply_to": post["reply_to"],
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "message_id": message_id(post["key"]),
        "thread": message_id(f"about:{about}") if about else None,
        "calendar": letter.calendar,
        "unsubscribe": letter.unsubscribe,
        "conference_id": post["conference_id"],
        "host_id": post["host_id"],
        "not_before": now + post.get("wait", timedelta(0)),
        "good_until": post.get("good_until"),
        "attempts": 0,
        "fence": 0,
        "created_at": now,
    }


def message_id(key: str) -> str:
    """The same key gives the same Message-ID (RFC 5322, 3.6.4), so that a repeat is recognised as one."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@sansang>"


# As the index ix_outbox_mail_due says it, word for word: SQLite takes a partial index for nothing else
_OPEN = text("outbox_mail.state IN ('pending', 'sending', 'unknown')")


def _claimable(now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(OutboxMail.state != MailState.SENDING, OutboxMail.lease_until < now)
    return (_OPEN, OutboxMail.not_before <= now, free)  # type: ignore[return-value]  # a text is an element to where()


def claim(session: Session, *, now: datetime, limit: int = 50) -> Sequence[OutboxMail]:
    """Take up to ``limit`` mails that are due, each for :data:`LEASE`; another worker takes none of them. Commit next.

    A mail that several workers have left behind is taken alone, so that it takes no others along, and in the end given
    up. The conditions stand in the UPDATE too: ``FOR UPDATE SKIP LOCKED`` compiles to nothing on SQLite.
    """
    found = session.execute(
        select(OutboxMail.id, OutboxMail.state, OutboxMail.attempts)
        .where(*_claimable(now))
        .order_by(OutboxMail.not_before, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    left = {mail_id: claims for mail_id, state, claims in found if state is MailState.SENDING and claims >= SUSPECT}
    _give_up(session, [mail_id for mail_id, claims in left.items() if claims >= MOST_CLAIMS])
    suspects = [mail_id for mail_id, claims in left.items() if claims < MOST_CLAIMS]
    taken = session.scalars(
        update(OutboxMail)
        .where(OutboxMail.id.in_(suspects[:1] or [row.id for row in found]), *_claimable(now))
        .values(
            state=MailState.SENDING,
            lease_until=now + LEASE,
            fence=OutboxMail.fence + 1,
            attempts=OutboxMail.attempts + 1,
        )
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    ).all()
    return session.scalars(
        select(OutboxMail)
        .where(OutboxMail.id.in_(taken))
        .order_by(OutboxMail.not_before, OutboxMail.id)
        .execution_options(populate_existing=True)
    ).all()


def _give_up(session: Session, mail_ids: Sequence[int]) -> None:
    if mail_ids:
        session.execute(
            update(OutboxMail)
            .where(OutboxMail.id.in_(mail_ids))
            .values(state=MailState.DEAD, lease_until=None, last_stage="worker", last_code=None, last_error=None)
            .execution_options(synchronize_session=False)
        )


_MAIL: Any = OutboxMail.__table__
_SETTLE = (  # one object: the same statement for all, compiled once
    _MAIL.update()
    .where(_MAIL.c.id == bindparam("claimed"), _MAIL.c.fence == bindparam("held"), _MAIL.c.state == MailState.SENDING)
    .returning(_MAIL.c.id)
)


def settle(
    session: Session,
    mail: OutboxMail,
    *,
    fate: str,
    stage: str,
    code: int | None,
    error: str,
    now: datetime,
    counted: bool = True,
) -> bool:
    """Note what became of a claimed mail; False when the claim was lost meanwhile (the fence moved). Commit next.

    ``counted``: False when the attempt failed before the relay had heard of this mail, which then is no worse for it.
    One statement by primary key, past the unit of work: it is what each mail waits for.
    """
    values: dict[str, Any] = {"lease_until": None, "last_stage": stage, "last_code": code, "last_error": error or None}
    values |= _next(mail, fate, now, counted)
    noted = session.connection().scalar(_SETTLE, {"claimed": mail.id, "held": mail.fence, **values})
    return noted is not None


def _next(mail: OutboxMail, fate: str, now: datetime, counted: bool) -> dict[str, Any]:
    if fate == "sent":
        return {"state": MailState.SENT, "sent_at": now}
    if not counted:
        return {"state": MailState.PENDING, "not_before": now + _pause(1), "attempts": mail.attempts - 1}
    if fate == "unknown" and mail.last_stage != "reply":
        return {"state": MailState.UNKNOWN, "not_before": now + UNKNOWN_RETRY}
    too_old = now - mail.created_at > GIVE_UP_AFTER and mail.attempts >= LEAST_TRIES
    if fate in {"dead", "unknown"} or too_old:
        return {"state": MailState.DEAD}
    return {"state": MailState.PENDING, "not_before": now + _pause(mail.attempts)}


def _pause(attempts: int) -> timedelta:
    """Full jitter between nothing and the doubled pause, so that a relay coming back is not met by all at once."""
    longest = min(FIRST_RETRY * int(2 ** min(max(attempts - 1, 0), 20)), LONGEST_RETRY)
    return FIRST_RETRY / 2 + random.random() * longest  # noqa: S311 -- spreads load, keeps no secret


def withdraw(session: Session, mail_ids: Collection[int]) -> None:
    """Cancel mails and free their keys and ledger rows: what still stands is planned anew at the next run."""
    if not mail_ids:
        return
    session.execute(Reminder.__table__.delete().where(Reminder.mail_id.in_(mail_ids)))  # type: ignore[attr-defined]  # FromClause in the stubs
    for mail in session.scalars(select(OutboxMail).where(OutboxMail.id.in_(mail_ids))):
        mail.state, mail.lease_until = MailState.CANCELLED, None
        mail.key = f"{mail.key}#cancelled-{mail.id}"[:200]


def in_parts(ids: Iterable[T]) -> Iterator[list[T]]:
    """Ids, or keys, in portions that one statement takes: databases limit its parameters."""
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
    """Mails that need a person, newest first: given up, or fate unknown; what stopped addresses do not get is no
    failure, and told with the address.
    """
    return session.scalars(
        select(OutboxMail)
        .where(
            OutboxMail.host_id.in_(host_ids),
            OutboxMail.state.in_([MailState.DEAD, MailState.UNKNOWN]),
            ~suppression.HELD,
        )
        .order_by(OutboxMail.id.desc())
        .limit(50)
    ).all()
