"""The database is restarted while mail goes out (PostgreSQL), and its disk is full (SQLite).

.venv/bin/python -m benchmarks.faults_database [--mails 2000] [--restarts 10]
"""

import argparse
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, event, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline
from benchmarks._postgresql import Server, running_postgresql
from benchmarks._promises import Promises
from benchmarks._recovery import next_after, spread
from benchmarks._stage import Reckoning, stage
from tests.cast import PASSWORD, make_cast
from tests.factories import make_conference, make_task, make_unit
from tracker import jobs
from tracker.db import Database
from tracker.models import JobRun, MailState, OutboxMail
from tracker.services.health import DELIVER_MAIL, PLAN_REMINDERS

RESTART_LEASE = 10.0  # seconds


@dataclass(kw_only=True)
class Restarts:
    """``recovery``: seconds from the server's being back to the next mail."""

    found: Reckoning
    seconds: float
    recovery: list[float] = field(default_factory=list)


def restarts(server: Server, mails: int, times: int, *, workers: int = 2, away: float = 0.5) -> Restarts:
    """Every second time the server crashes (no checkpoint, no farewell)."""
    with stage("postgresql", mails, server=server) as show:
        began, back = time.monotonic(), []
        for _ in range(workers):
            show.start(lease=RESTART_LEASE)
        for number in range(times):
            due = mails * (number + 1) // (times + 2)
            show.wait_until(lambda due=due: show.arrived() >= due)  # type: ignore[misc]  # bound as a default
            server.restart(crash=number % 2 == 1, away=away)
            back.append(time.monotonic())
        show.finish()
        return Restarts(
            found=show.reckon(), seconds=time.monotonic() - began, recovery=next_after(back, show.arrivals())
        )


@dataclass(kw_only=True)
class DiskFull:
    """Statuses that visitors saw; digests written before, while and after the disk was full; what was sent in the end.

    ``seconds``: from there being room until all is planned, and until all is sent.
    """

    refused: int
    read: int
    written_while_full: int
    written: int
    sent: int
    seconds: tuple[float, float]


def disk_full(units: int) -> DiskFull:
    """Each of ``units`` has a task to be reminded of; the file may not grow when that is planned."""
    with application() as app:
        database: Database = app.extensions["database"]
        mailer = app.extensions["mailer"]
        database.transact(lambda session: _fill(session, units))
        limit = _Limit(database)
        limit.close()
        with suppress(OperationalError):
            jobs.run(PLAN_REMINDERS, database, mailer, at=MORNING)
        while_full = _digests(database)
        refused = _sign_in_until_refused(app)
        with app.test_client() as visitor:
            read = visitor.get("/suc-khoe").status_code
        limit.open()
        began = time.monotonic()
        jobs.run(PLAN_REMINDERS, database, mailer, at=MORNING)
        planned = time.monotonic() - began
        jobs.run(DELIVER_MAIL, database, mailer, at=MORNING)
        seconds = planned, time.monotonic() - began
        sent = _digests(database, OutboxMail.state == MailState.SENT)
        return DiskFull(
            refused=refused, read=read, written_while_full=while_full, written=_digests(database), sent=sent,
            seconds=seconds,
        )  # fmt: skip


class _Limit:
    """No page more than there are: what SQLite says of it is what it says of a full disk."""

    def __init__(self, database: Database) -> None:
        self._engine, self._pages = database.engine, 0
        event.listen(self._engine, "connect", self._tell)

    def _tell(self, connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={self._pages or 2**30}")

    def close(self) -> None:
        with self._engine.connect() as connection:
            self._pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        self._engine.dispose()
        with suppress(OperationalError), Session(self._engine) as session:  # what room is left in its pages
            for _ in range(100_000):
                session.add(JobRun(job="full", started_at=MORNING, error="x" * 500))
                session.flush()

    def open(self) -> None:
        self._pages = 0
        self._engine.dispose()


def _fill(session: Session, units: int) -> None:
    cast = make_cast(session)
    conference = make_conference(session, cast.host, cast.people["coordinator"])
    for number in range(units):
        unit = make_unit(session, f"Phòng số {number}", parent=cast.host, email=f"phong{number}@haibinh.example")
        make_task(session, conference, unit, due=date(2026, 11, 26))


def _digests(database: Database, *where: ColumnElement[bool]) -> int:
    with database.readers() as session:
        return session.scalar(select(func.count()).where(OutboxMail.kind == "digest", *where)) or 0


def _sign_in_until_refused(app: Flask, most: int = 200) -> int:
    """The status of the first sign-in (which writes) that is not let through."""
    for _ in range(most):
        form = {"email": "coordinator@haibinh.example", "password": PASSWORD}
        status = app.test_client().post("/dang-nhap", data=form).status_code
        if status != 302:
            return status
    return 302


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument("--units", type=int, default=200)
    wanted = parser.parse_args()
    promises, workers = Promises(), 2
    headline(f"PostgreSQL restarted {wanted.restarts} times while {wanted.mails} reminders go out")
    with running_postgresql() as server:
        run = restarts(server, wanted.mails, wanted.restarts, workers=workers)
    promises.of_mail(run.found, repeats=workers * wanted.restarts, hits_known=False)
    promises.at_most("copies of one mail", run.found.most_copies, 2)
    spread("server back → next mail", run.recovery)
    figure("took", f"{run.seconds:.1f} s")
    headline(f"Disk full (SQLite) while {wanted.units} digests are planned")
    full = disk_full(wanted.units)
    figure("digests written while it was full", str(full.written_while_full))
    promises.exactly("a page is read with status", full.read, 200)
    promises.exactly("a write is refused with status", full.refused, 503)
    promises.exactly("digests once there is room", full.written, wanted.units)
    promises.exactly("sent", full.sent, wanted.units)
    figure("room again → all planned, all sent", "{:.1f} s, {:.1f} s".format(*full.seconds))
    return promises.status


if __name__ == "__main__":
    sys.exit(main())
