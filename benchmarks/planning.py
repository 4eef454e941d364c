"""Finding what is due and planning it: 1,000 tasks of 50 units, 50,000 of 500, 1,000,000 of 5,000.

    .venv/bin/python -m benchmarks.planning [--sizes 1000/50 50000/500 1000000/5000]

Due dates are spread over a year and a half of working days; every tenth task is open, as in a registry that has been
used for years. Beside the scan: the same question in bare SQL, with the columns that the rules read.
"""

import argparse
import sqlite3

from sqlalchemy import func, select

from benchmarks._ground import MORNING, application, figure, headline, median, peak, timed, times
from benchmarks._registry import fill
from tracker import jobs
from tracker.db import Database
from tracker.models import OutboxMail
from tracker.scheduler import keep_what_is_loaded
from tracker.services import reminders
from tracker.services.health import PLAN_REMINDERS
from tracker.services.reminder_scan import Found

HORIZON = "2026-12-13"  # as the scan: ten days beyond the seventh working day from then
BARE = """
SELECT task.id, task.conference_id, task.unit_id, task.role, task.blocking, task.counted, task.state, task.due,
       task.due_version, task.submitted_on, task.acknowledged, task.assigned_on, unit.name, unit.email, reminder.stage
FROM task JOIN conference ON conference.id = task.conference_id JOIN unit ON unit.id = task.unit_id
LEFT JOIN reminder ON reminder.task_id = task.id AND reminder.due_version = task.due_version
WHERE conference.state = 'active' AND task.state IN
      ('assigned', 'acknowledged', 'in_progress', 'returned', 'submitted', 'declined')
  AND (task.due <= ? OR task.state IN ('submitted', 'declined'))
"""


def bare(database: Database) -> int:
    file = sqlite3.connect(str(database.engine.url.database))
    try:
        return len(file.execute(BARE, (HORIZON,)).fetchall())
    finally:
        file.close()


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
        keep_what_is_loaded()
        plain, scanned = median(lambda: bare(database), 5), median(scan, 5)
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
