"""Moving the event of a conference with 10, 1,000 and 10,000 tasks: preview, apply, undo; bare SQL beside it."""

import sqlite3
import sys
from collections.abc import Sequence
from datetime import date

import time_machine
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline, ms, timed, times
from tests.cast import make_cast
from tests.factories import make_conference, make_unit
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import AssignmentRole, DueSource, Review, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.rules import SHIPPED
from tracker.domain.schedule import Event, due_for
from tracker.models import Replan, Task
from tracker.services import accounts, dues, event_move, replan_undo
from tracker.services.event_move import Wanted

SIZES = (10, 1_000, 10_000)
UNITS = 50
RULED = [kind for kind in SHIPPED.rows() if kind.code != "general"]
LATER = Wanted(event=Event(start=date(2027, 3, 16), end=date(2027, 3, 17)))


def fill(session: Session, tasks: int) -> None:
    """Tasks of all kinds, dated by their rules, handed out to units with an address each."""
    cast = make_cast(session)
    units = [
        make_unit(session, f"Phòng số {number}", parent=cast.host, email=f"phong{number}@haibinh.example")
        for number in range(min(UNITS, tasks))
    ]
    conference = make_conference(
        session, cast.host, cast.people["coordinator"], event_start=date(2027, 3, 9), event_end=date(2027, 3, 10)
    )
    event = dues.event_of(conference)
    rows = []
    for number in range(tasks):
        kind, unit = RULED[number % len(RULED)], units[number % len(units)]
        due = due_for(kind=kind, event=event, calendar=VIETNAM)
        rows.append(
            {
                "conference_id": conference.id, "position": number + 1, "unit_id": unit.id, "unit_words": unit.name,
                "title": f"Nhiệm vụ số {number}", "role": AssignmentRole.LEAD, "kind": kind.code,
                "state": TaskState.IN_PROGRESS, "review": Review.ACCEPTED, "due": due.day, "latest": due.latest,
                "due_source": DueSource.RULE, "anchor": due.anchor, "offset_days": due.offset,
                "assigned_on": date(2026, 11, 2), "acknowledged": True,
            }
        )  # fmt: skip
    session.execute(insert(Task), rows)


def bare(app: Flask) -> float:
    """Seconds for reading the tasks and writing each a due date in plain SQL, rolled back."""
    connection = sqlite3.connect(app.extensions["database"].engine.url.database)

    def work() -> None:
        rows = connection.execute("SELECT * FROM task").fetchall()
        connection.executemany(
            "UPDATE task SET due = ?, due_version = 2 WHERE id = ?", [("2027-03-01", r[0]) for r in rows]
        )
        connection.rollback()

    taken = timed(work)
    connection.close()
    return taken


def measured(app: Flask, tasks: int) -> None:
    database, mailer = app.extensions["database"], app.extensions["mailer"]
    database.transact(lambda session: fill(session, tasks))
    alone = bare(app)

    def actor(session: Session) -> Actor:
        return accounts.load_actor(session, accounts.user_by_email(session, "coordinator@haibinh.example"))

    seen: list[str] = []

    def look() -> None:
        with database.readers() as session:
            found = event_move.preview(session, actor(session), 1, LATER, now=MORNING)
            assert len(found.moves) == tasks
            seen.append(found.seen)

    def move(session: Session) -> Replan:
        return event_move.apply(
            session, actor(session), 1, LATER, seen=seen[-1], reason="Theo công văn", compose=mailer, now=MORNING
        )

    def back(session: Session) -> None:
        replan_undo.undo(session, actor(session), 1, 1, compose=mailer, now=MORNING)

    look()
    preview, apply = timed(look), timed(lambda: database.transact(move))
    undo = timed(lambda: database.transact(back))
    figure(f"{tasks:,} tasks: bare SQL, read and rewrite", ms(alone))
    figure("  preview", ms(preview))
    figure("  apply, with history, ledger and one mail per unit", ms(apply))
    figure("  undo", ms(undo))
    figure("  apply beside bare SQL", times(apply, alone))


def main(sizes: Sequence[int] = SIZES) -> None:
    headline("Moving the event")
    for tasks in sizes:
        with application() as app, time_machine.travel(MORNING):
            measured(app, tasks)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
