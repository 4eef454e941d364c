"""The database's clock: the one that all workers share.

What is due, leased and planned is judged by it, so that a worker whose own clock is wrong sends nothing early. On
SQLite it is the clock of the machine that holds the file.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

TOLERATED = timedelta(minutes=5)


def database_now(session: Session) -> datetime:
    """This moment by the database, aware, in UTC; on PostgreSQL not that of the transaction's beginning."""
    if session.get_bind().dialect.name == "sqlite":
        words: str = session.scalars(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now"))).one()
        return datetime.fromisoformat(words).replace(tzinfo=UTC)
    moment: datetime = session.scalars(select(func.clock_timestamp())).one()
    return moment.astimezone(UTC)


def differs(process: datetime, database: datetime) -> bool:
    """Whether the two clocks are too far apart for both to be right: then nobody knows what day it is."""
    return abs(process - database) > TOLERATED


def difference(process: datetime, database: datetime) -> str:
    """For the run's record: "31 days ahead of", "1 hour behind"."""
    gap = process - database
    minutes = round(abs(gap).total_seconds() / 60)
    number, unit = next(
        (minutes // size, unit) for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")) if minutes >= size
    )
    return f"{number} {unit}{'s' if number != 1 else ''} {'ahead of' if gap > timedelta(0) else 'behind'}"
