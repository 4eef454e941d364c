"""The readiness board of 10 conferences with 20 tasks each; bare SQL for the same rows beside it."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import time_machine
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline, median, ms, times
from tests.cast import PASSWORD, make_cast
from tests.factories import make_conference, make_task, make_unit
from tracker.clock import vietnam_date
from tracker.domain.glossary import TaskState
from tracker.services import accounts, readiness

CONFERENCES, TASKS = 10, 20
STATES = (TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.SUBMITTED, TaskState.COMPLETED)


def fill(session: Session) -> None:
    cast = make_cast(session)
    units = [make_unit(session, f"Phòng số {number}", parent=cast.host) for number in range(TASKS)]
    for number in range(CONFERENCES):
        held = date(2026, 12, 1) + timedelta(days=number)
        conference = make_conference(session, cast.host, cast.people["coordinator"], event_start=held, event_end=held)
        for position, unit in enumerate(units):
            state = STATES[position % len(STATES)]
            handed_in = date(2026, 11, 20) if state in (TaskState.SUBMITTED, TaskState.COMPLETED) else None
            make_task(session, conference, unit, position=position + 1, state=state, submitted_on=handed_in,
                      due=held - timedelta(days=position + 1))  # fmt: skip


def counted(engine: Engine, work: Callable[[], None]) -> int:
    """How many statements ``work`` sends."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def main() -> None:
    headline(f"The board of {CONFERENCES} conferences with {TASKS} tasks each")
    with application() as app, time_machine.travel(MORNING):
        database = app.extensions["database"]
        database.transact(fill)
        client = app.test_client()
        client.post("/dang-nhap", data={"email": "leader@haibinh.example", "password": PASSWORD})
        today = vietnam_date(MORNING)

        def roll_up() -> None:
            with database.readers() as session:
                person = accounts.load_actor(session, accounts.user_by_email(session, "leader@haibinh.example"))
                assert len(readiness.board(session, person, today=today, now=MORNING).rows) == CONFERENCES

        def page() -> None:
            assert client.get("/bang-dieu-hanh").status_code == 200

        bare_connection = sqlite3.connect(database.engine.url.database)

        def bare() -> None:
            conferences = bare_connection.execute("SELECT * FROM conference WHERE host_id = 1").fetchall()
            tasks = bare_connection.execute("SELECT * FROM task ORDER BY conference_id, position").fetchall()
            assert (len(conferences), len(tasks)) == (CONFERENCES, CONFERENCES * TASKS)

        alone, rolled, shown = median(bare), median(roll_up), median(page)
        bare_connection.close()
        figure("bare SQL: the same rows", ms(alone))
        figure("roll-up: rows → lights, reasons, figures", ms(rolled))
        figure("roll-up beside bare SQL", times(rolled, alone))
        figure("the page, with login and menu", ms(shown))
        figure("queries of the roll-up", str(counted(database.engine, roll_up)))
        figure("queries of the page", str(counted(database.engine, page)))


if __name__ == "__main__":
    main()
