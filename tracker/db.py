"""One engine, sessions for writing and for reading, no Flask. SQLite is tuned to be trusted."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

# serialization_failure, deadlock_detected (PostgreSQL, appendix A): the statement is right, the moment was wrong
RETRYABLE = {"40001", "40P01"}
ATTEMPTS = 4

T = TypeVar("T")


class Database:
    """The engine and its sessions for one database address."""

    def __init__(self, url: str, *, echo: bool = False) -> None:
        self.engine = make_engine(url, echo=echo)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)
        self.readers = sessionmaker(self.engine.execution_options(readonly=True), expire_on_commit=False)

    def transact(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` and commit; run it anew, from the start, when the database asks for that."""
        for attempt in range(1, ATTEMPTS + 1):
            with self.sessions() as session:
                try:
                    result = work(session)
                    session.commit()
                    return result
                except DBAPIError as error:
                    session.rollback()
                    if attempt == ATTEMPTS or not retryable(error):
                        raise
            time.sleep(0.05 * 2**attempt)
        raise AssertionError("unreachable")

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"


def retryable(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed if it is run again."""
    return getattr(error.orig, "sqlstate", None) in RETRYABLE


def make_engine(url: str, *, echo: bool = False) -> Engine:
    """An engine for SQLite or PostgreSQL; for SQLite files the folder is made when it is first used."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, echo=echo, pool_pre_ping=True)
    engine = create_engine(parsed, echo=echo, connect_args={"timeout": 10})
    event.listen(engine, "do_connect", _make_folder)
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _make_folder(_dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
    """At the first connection, not before: commands that need no database leave no trace."""
    if arguments and arguments[0] != ":memory:":
        Path(arguments[0]).parent.mkdir(parents=True, exist_ok=True)


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin by itself: we say BEGIN IMMEDIATE
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: a deferred transaction that turns writer under WAL fails instead of waiting.

    Readers ask for ``execution_options(readonly=True)`` and are not queued behind writers.
    """
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")
