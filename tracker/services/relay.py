"""What all workers know of the mail relay: a circuit breaker and a rate limit, in one row.

After :data:`TRIPS_AT` failures in a row that are the relay's own, nothing is tried until ``open_until``; then one mail
goes as a probe. A fault of configuration opens at once: a wrong password tried again and again locks the account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.models import RelayHealth

TRIPS_AT = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)
PROBE = timedelta(minutes=3)  # longer than one mail can take: until then nobody else probes
SEEN_WELL = timedelta(minutes=1)  # how often a good answer is worth a note


@dataclass(frozen=True, kw_only=True)
class Gate:
    """How many mails may be claimed now; ``probe``: it is one, to see whether the relay is back; ``note``: a good
    answer is worth writing down.
    """

    most: int
    probe: bool = False
    note: bool = True


SHUT = Gate(most=0)


def gate(session: Session, relay: str, *, wanted: int, rate: int, now: datetime) -> Gate:
    """Whether mail may be claimed for ``relay``; ``rate``: mails a minute, 0 for no limit.

    Holds the row's lock until the commit; tell :func:`take` how many were claimed.
    """
    row = _row(session, relay, rate)
    if row.open_until is not None and row.open_until > now:
        return SHUT
    probe = row.open_until is not None
    most = min(1 if probe else wanted, _refill(row, rate, now) if rate else wanted)
    note = row.failures > 0 or row.last_ok_at is None or now - row.last_ok_at > SEEN_WELL
    return Gate(most=most, probe=probe, note=note)


def _row(session: Session, relay: str, rate: int) -> RelayHealth:
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    found = select(RelayHealth).where(RelayHealth.relay == relay).with_for_update()
    fresh = found.execution_options(populate_existing=True)
    row = session.scalar(fresh)
    if row is None:
        values = {"relay": relay, "failures": 0, "tokens": float(rate)}
        session.execute(insert(RelayHealth).values(**values).on_conflict_do_nothing())
        row = session.scalars(fresh).one()
    return row


def _refill(row: RelayHealth, rate: int, now: datetime) -> int:
    """Whole tokens in the bucket; it holds one minute's. A clock that was set back adds none."""
    if row.refilled_at is not None:
        passed = max((now - row.refilled_at).total_seconds(), 0.0)
        row.tokens = min(row.tokens + passed * rate / 60, float(rate))
    row.refilled_at = now
    return int(row.tokens)


def take(session: Session, relay: str, claimed: int, *, through: Gate, rate: int, now: datetime) -> None:
    """Note what was claimed, in the transaction of :func:`gate`."""
    row = session.get_one(RelayHealth, relay)
    if rate:
        row.tokens -= claimed
    if through.probe and claimed:
        row.open_until = now + PROBE


def answered(session: Session, relay: str, *, now: datetime) -> None:
    """The relay works: whatever it thinks of a mail, it answers."""
    session.execute(
        update(RelayHealth)
        .where(RelayHealth.relay == relay)
        .values(failures=0, open_until=None, last_error=None, fault=None, last_ok_at=now)
        .execution_options(synchronize_session=False)
    )


def failed(session: Session, relay: str, *, fault: str, error: str, at_once: bool, probe: bool, now: datetime) -> bool:
    """One more failure; whether nothing is to be tried for now. ``at_once``: a setting is wrong."""
    row = _row(session, relay, 0)
    row.fault, row.last_error = fault, error
    if row.open_until is not None and not probe:
        return True  # others have found out meanwhile; the pause is not longer for being noticed by many
    row.failures = max(row.failures + 1, TRIPS_AT if at_once else 0)
    if row.failures >= TRIPS_AT:
        row.open_until = now + min(FIRST_PAUSE * int(2 ** min(row.failures - TRIPS_AT, 10)), LONGEST_PAUSE)
    return row.failures >= TRIPS_AT


def ailing(session: Session) -> Sequence[RelayHealth]:
    """Relays that nothing is given to for now."""
    return session.scalars(
        select(RelayHealth).where(RelayHealth.open_until.is_not(None)).order_by(RelayHealth.relay)
    ).all()


def try_now(session: Session, relay: str, *, now: datetime) -> bool:
    """End the pause, at a person's word: the next mail is the probe. False when there is no pause."""
    tried = session.scalar(
        update(RelayHealth)
        .where(RelayHealth.relay == relay, RelayHealth.open_until.is_not(None))
        .values(open_until=now)
        .returning(RelayHealth.relay)
        .execution_options(synchronize_session=False)
    )
    return tried is not None
