"""Finding what is due and planning it: 1,000 tasks of 50 units, 50,000 of 500, 1,000,000 of 5,000.

    .venv/bin/python -m benchmarks.planning [--sizes 1000/50 50000/500 1000000/5000]

Due dates are spread over a year and a half of working days; every tenth task is open, as in a registry that has been
used for years. Beside the scan: the same question in bare SQL, with the columns that the rules read.
"""

import argparse
import resource
import sqlite3

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from benchmarks._ground import MORNING, application, figure, headline, timed, times
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker import jobs
from tracker.clock import vietnam_date
from tracker.db import Database
from tracker.domain.glossary import ConferenceState, MemberRole, UnitKind
from tracker.models import OutboxMail, Task
from tracker.services import reminders
from tracker.services.health import PLAN_REMINDERS
from tracker.services.reminder_scan import Found

CONFERENCE = 500  # tasks
DAYS = 540
BARE = """
SELECT task.id, task.conference_id, task.unit_id, task.role, task.blocking, task.counted, task.state, task.due,
       task.due_version, task.submitted_on, task.acknowledged, task.assigned_on
FROM task JOIN conference ON conference.id = task.conference_id
WHERE conference.state = 'active' AND task.state IN
      ('assigned', 'acknowledged', 'in_progress', 'returned', 'submitted', 'declined')
  AND (task.due <= ? OR task.state IN ('submitted', 'declined'))
"""


def fill(session: Session, tasks: int, units: int) -> None:
    host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True, email="skhcn@haibinh.example")
    coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
    ids = [make_unit(session, f"Phòng {n}", parent=host, email=f"p{n}@haibinh.example").id for n in range(units)]
    conferences = [make_conference(session, host, coordinator).id for _ in range(-(-tasks // CONFERENCE))]
    make_task(session, make_conference(session, host, coordinator, state=ConferenceState.DRAFT), host)
    session.execute(text(_multiply()), {
        "tasks": tasks, "today": vietnam_date(MORNING).isoformat(), "days": DAYS, "conferences": len(conferences),
        "first_conference": conferences[0], "units": units, "first_unit": ids[0],
    })  # fmt: skip


def _multiply() -> str:
    """One statement: the only task there is, as often as wanted; every tenth open, their dates spread over DAYS."""
    said = {
        "conference_id": ":first_conference + i % :conferences", "unit_id": ":first_unit + i / 10 % :units",
        "position": "i + 1", "state": "CASE i % 10 WHEN 0 THEN 'assigned' ELSE 'completed' END",
        "submitted_on": "CASE i % 10 WHEN 0 THEN NULL ELSE '2026-11-02' END",
        "due": "date(:today, '+' || (i * 7 % :days) || ' days')",
    }  # fmt: skip
    names = [column.name for column in Task.__table__.columns if column.name != "id"]
    values = ", ".join(said.get(name, f"task.{name}") for name in names)
    return (
        "WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :tasks) "  # noqa: S608 -- our own column names
        f"INSERT INTO task ({', '.join(names)}) SELECT {values} FROM task, numbers"
    )


def bare(database: Database) -> int:
    file = sqlite3.connect(str(database.engine.url.database))
    try:
        return len(file.execute(BARE, ("2026-12-12",)).fetchall())
    finally:
        file.close()


def peak() -> int:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(tasks: int, units: int) -> None:
    headline(f"Planning {tasks:,} tasks of {units:,} units")
    with application() as app:
        database, mailer = app.extensions["database"], app.extensions["mailer"]
        filling = timed(lambda: database.transact(lambda session: fill(session, tasks, units)))
        before = peak()

        def scan() -> None:
            with database.readers() as session:
                found.append(reminders.find(session, now=MORNING))

        found: list[Found] = []
        bare(database)
        scan()  # the calendar's years are computed once
        plain, scanned = timed(lambda: bare(database)), timed(scan)
        marks = sum(len(one) for one in found[0].marks.values())
        figure("tasks filled in", f"{filling:.1f} s")
        figure("of these can be due, and are to be told of", f"{bare(database):,}, {marks:,}")
        figure("bare SQL: the tasks that can be due", f"{plain:.3f} s")
        figure("the due scan, with its rules, recipients and ledger", f"{scanned:.3f} s")
        figure("beside bare SQL", times(scanned, plain))
        planning = timed(lambda: jobs.run(PLAN_REMINDERS, database, mailer, at=MORNING))
        again = timed(lambda: jobs.run(PLAN_REMINDERS, database, mailer, at=MORNING))
        with database.readers() as session:
            digests = session.scalar(select(func.count()).select_from(OutboxMail)) or 0
        figure("planning: digests written", f"{digests:,}")
        figure("planning", f"{planning:.1f} s")
        figure("planning again, nothing to do", f"{again:.2f} s")
        figure("memory before and at most", f"{before} MB, {peak()} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["1000/50", "50000/500", "1000000/5000"])
    for size in parser.parse_args().sizes:
        tasks, units = size.split("/")
        measure(int(tasks), int(units))


if __name__ == "__main__":
    main()
