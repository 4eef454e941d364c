"""Sessions: writers wait for each other instead of failing, readers never wait, broken-off work leaves nothing."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from tests.factories import make_unit
from tracker.db import ATTEMPTS, Database, retryable
from tracker.models import Unit


def units(database: Database) -> int:
    with database.readers() as session:
        return session.scalar(select(func.count()).select_from(Unit)) or 0


def test_transact_commits_what_was_done_and_returns_its_result(database: Database) -> None:
    assert database.transact(lambda session: make_unit(session, "Văn phòng").name) == "Văn phòng"
    assert units(database) == 1


def test_work_that_breaks_off_leaves_nothing(database: Database) -> None:
    def work(session: Session) -> None:
        make_unit(session, "Văn phòng")
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(work)
    assert units(database) == 0


def test_what_the_database_forbids_is_not_tried_again(database: Database) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        make_unit(session, "Văn phòng")
        make_unit(session, "Văn phòng")

    with pytest.raises(IntegrityError):
        database.transact(work)
    assert (len(tries), units(database)) == (1, 0)


class Serialization(Exception):  # as psycopg reports it
    sqlstate = "40001"


def test_a_transaction_that_lost_against_another_is_run_anew(database: Database) -> None:
    tries = []

    def work(session: Session) -> str:
        tries.append(1)
        make_unit(session, f"Văn phòng {len(tries)}")
        if len(tries) < 3:
            raise DBAPIError("UPDATE", {}, Serialization())
        return "done"

    assert (database.transact(work), len(tries), units(database)) == ("done", 3, 1)


def test_a_transaction_that_always_loses_is_given_up(database: Database) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(1)
        raise DBAPIError("UPDATE", {}, Serialization())

    with pytest.raises(DBAPIError):
        database.transact(work)
    assert (len(tries), units(database)) == (ATTEMPTS, 0)


def test_only_conflicts_are_worth_another_try() -> None:
    assert retryable(DBAPIError("x", {}, Serialization()))
    assert not retryable(DBAPIError("x", {}, Exception()))


def test_a_reader_sees_what_is_committed_while_a_writer_is_at_work(database: Database) -> None:
    with database.sessions() as writer:
        make_unit(writer, "Văn phòng")
        assert units(database) == 0, "and does not wait"
        writer.commit()
    assert units(database) == 1


def test_writers_at_the_same_time_wait_for_each_other(database: Database) -> None:
    together = Barrier(6)

    def write(number: int) -> None:
        together.wait()
        for part in range(5):
            database.transact(partial(make_unit, name=f"Phòng {number}.{part}"))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert units(database) == 30


def test_a_counter_loses_no_step_to_read_then_write(database: Database) -> None:
    """On SQLite the write lock is taken before the first read; on PostgreSQL the row is locked."""
    database.transact(lambda session: make_unit(session, "Văn phòng", phone="0"))
    together = Barrier(4)

    def step(session: Session) -> None:
        unit = session.scalars(select(Unit).with_for_update()).one()
        unit.phone = str(int(unit.phone or "0") + 1)

    def count(_number: int) -> None:
        together.wait()
        for _ in range(5):
            database.transact(step)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    with database.readers() as session:
        assert session.scalars(select(Unit.phone)).one() == "20"


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'a.sqlite3'}")
    with database.readers() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    database.engine.dispose()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 10000}


def test_a_database_nobody_uses_leaves_no_trace(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'data' / 'a.sqlite3'}")
    assert list(tmp_path.iterdir()) == []
