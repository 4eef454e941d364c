"""Workers that plan and send in turn are killed while they do either; every line and every digest is counted."""

import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from benchmarks._ground import MORNING
from benchmarks._nursery import DELIVER, PLAN
from benchmarks._recovery import Recovery
from benchmarks._stage import Reckoning, Stage, stage
from tests.factories import make_conference, make_task, make_unit, make_user
from tracker.clock import vietnam_date
from tracker.db import Database
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import MemberRole, UnitKind
from tracker.models import OutboxMail, Reminder, Task
from tracker.services.reminders import digest_key

ASSIGNED = date(2026, 11, 20)  # the Friday before MORNING: no stage of an earlier day counts
DAY = vietnam_date(MORNING)
STAGES = {DAY: "on_day", **{VIETNAM.shift(DAY, days): f"before_{days}" for days in (1, 3, 7)}}  # due → its stage on DAY


@dataclass(frozen=True, kw_only=True)
class PlanningStorm:
    """``missing``, ``strange``, ``twice``: lines of the ledger; ``digests``: units by how many of the day they have."""

    found: Reckoning
    killed: int
    missing: int
    strange: int
    twice: int
    digests: dict[int, int]
    recovery: Recovery
    seconds: float


def planning_storm(
    kind: str, units: int, kills: int, workers: int = 4, *, lease: float = 4.0, server: Any = None
) -> PlanningStorm:
    """``units`` with a task for each of :data:`STAGES`; the kills are spread over what is written and what is sent."""
    chance = random.Random(2026)
    with stage(kind, units, server=server, fill=_fill) as show:
        order = {"jobs": PLAN + DELIVER, "lease": lease, "since": MORNING.isoformat(), "started": time.monotonic()}
        began = time.monotonic()
        for _ in range(workers):
            show.start(**order)
        for killed in range(kills):
            due = 2 * units * killed // (kills + 1)
            show.wait_until(lambda due=due: _written(show) + show.arrived() >= due)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.1))
            show.hit(chance.choice(show.workers))
            show.start(**order)
        show.wait_until(lambda: _written(show) >= units)
        show.finish()
        seconds = time.monotonic() - began
        time.sleep(1.0)  # for what should not come
        lines = _ledger(show)
        return PlanningStorm(
            found=show.reckon(), killed=kills, seconds=seconds, recovery=show.recovery(),
            missing=len(_expected(show) - lines.keys()), strange=len(lines.keys() - _expected(show)),
            twice=sum(count > 1 for count in lines.values()), digests=_digests(show),
        )  # fmt: skip


def _fill(database: Database, units: int) -> None:
    with database.sessions() as session:
        host = make_unit(session, "Sở Khoa học và Công nghệ", UnitKind.AGENCY, is_host=True)
        coordinator = make_user(session, "ha@haibinh.example", "Trần Thu Hà", MemberRole.COORDINATOR, host)
        conference = make_conference(session, host, coordinator)
        for number in range(units):
            unit = make_unit(session, f"Phòng số {number}", parent=host, email=_mailbox(number))
            for due in STAGES:
                make_task(session, conference, unit, due=due, assigned_on=ASSIGNED, kind="press")
        session.commit()


def _mailbox(number: int) -> str:
    return f"phong{number}@haibinh.example"


def _written(show: Stage) -> int:
    with show.database.readers() as session:
        return session.scalar(select(func.count()).select_from(OutboxMail)) or 0


def _expected(show: Stage) -> set[tuple[int, str, str, int]]:
    """By the tasks' due dates alone: (task, stage, recipient, version of the due date)."""
    with show.database.readers() as session:
        tasks = session.scalars(select(Task).order_by(Task.id)).all()
        return {
            (task.id, STAGES[task.due], _mailbox(number // len(STAGES)), 1)
            for number, task in enumerate(tasks)
            if task.due
        }


def _ledger(show: Stage) -> Counter[tuple[int, str, str, int]]:
    with show.database.readers() as session:
        rows = session.execute(
            select(Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version).where(
                Reminder.mail_id.is_not(None)
            )
        )
        return Counter((task, stage, to, version) for task, stage, to, version in rows)


def _digests(show: Stage) -> dict[int, int]:
    with show.database.readers() as session:
        keys = Counter(session.scalars(select(OutboxMail.key)))
    of_units = Counter(keys[digest_key(_mailbox(number), DAY)] for number in range(show.count))
    return dict(of_units) | ({-1: keys.total() - show.count} if keys.total() > show.count else {})
