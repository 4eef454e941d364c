"""A worker is frozen past its lease and thawed; workers whose own clock is wrong, until it is put right.

.venv/bin/python -m benchmarks.faults_clock
"""

import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from benchmarks._ground import figure, headline
from benchmarks._nursery import PLAN
from benchmarks._postgresql import running_postgresql
from benchmarks._promises import Promises
from benchmarks._recovery import Recovery, tell_recovery
from benchmarks._stage import BEFORE, Reckoning, Stage, stage
from tests.factories import make_task, make_unit
from tracker.clock import vietnam_date
from tracker.domain.calendar import VIETNAM as WORKING
from tracker.models import CalendarDay, Conference, JobRun, OutboxMail, ReminderPolicy, Task, Unit

WRONG = {
    "one hour behind": timedelta(hours=-1),
    "one hour ahead": timedelta(hours=1),
    "one day ahead": timedelta(days=1),
    "thirty days ahead": timedelta(days=30),
}
UNITS = 3  # that are to be reminded today


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """``thawed``: seconds from SIGCONT until the worker, now alone, has sent another mail."""

    found: Reckoning
    recovery: Recovery
    thawed: float


def frozen(kind: str, mails: int = 20, *, lease: float = 2.0, server: Any = None) -> Frozen:
    """The frozen worker's mails go out through another one."""
    with stage(kind, mails, hold=0.05, server=server) as show:
        _hold_back(show, 1, datetime.now(UTC) + timedelta(hours=20))
        sleeper = show.start(lease=lease)
        show.wait_until(lambda: show.arrived() >= 2)
        show.hit(sleeper, signal.SIGSTOP)
        other = show.start(lease=lease)
        show.wait_until(lambda: len({arrival.message_id for arrival in show.arrivals()}) == mails - 1)
        recovery = show.recovery()
        show.kill(other, signal.SIGTERM)
        time.sleep(0.5)
        _hold_back(show, 1, BEFORE)
        thawing = time.monotonic()
        show.kill(sleeper, signal.SIGCONT)
        show.finish()
        thawed = next(arrival.at for arrival in show.arrivals()[::-1] if arrival.at > thawing) - thawing
        time.sleep(1.0)  # what it would still send
        return Frozen(found=show.reckon(), recovery=recovery, thawed=thawed)


@dataclass(frozen=True, kw_only=True)
class WrongClock:
    """Of a worker whose clock is wrong: due mails sent, mails of tomorrow sent, digests planned, why it refused.

    ``righted``: digests planned once the clock is right, and the seconds that it took.
    """

    due_sent: int
    early_sent: int
    planned: int
    refusal: str
    righted: tuple[int, float]


def wrong_clock(kind: str, ahead: timedelta, *, mails: int = 10, server: Any = None) -> WrongClock:
    """Half of the mails are due now, half tomorrow; some units are to be reminded today, a working day by decree."""
    with stage(kind, mails, server=server) as show:
        tomorrow = datetime.now(UTC) + timedelta(hours=20)
        _hold_back(show, mails // 2, tomorrow)
        _owe_reminders(show)
        planner = show.start(jobs=PLAN, ahead=ahead.total_seconds())
        show.wait_until(lambda: _planning_ended(show) is not None, 60)
        time.sleep(0.5)  # for what should not come
        planned, refusal = _digests(show), _planning_ended(show) or ""
        sender = show.start(ahead=ahead.total_seconds())
        show.wait_until(lambda: show.arrived() >= mails - mails // 2, 60)
        time.sleep(0.5)
        with show.database.readers() as session:
            early = session.scalar(
                select(func.count()).where(OutboxMail.not_before >= tomorrow, OutboxMail.sent_at.is_not(None))
            )
        due_sent = show.arrived() - (early or 0)
        show.kill(sender)
        show.kill(planner, signal.SIGUSR1)
        seconds = show.wait_until(lambda: _planning_ended(show) == "" and _digests(show) > 0, 60)
        return WrongClock(
            due_sent=due_sent, early_sent=early or 0, planned=planned, refusal=refusal,
            righted=(_digests(show), seconds),
        )  # fmt: skip


def _hold_back(show: Stage, mails: int, until: datetime) -> None:
    """The last ``mails`` wait until then."""
    with show.database.sessions() as session:
        ids = session.scalars(select(OutboxMail.id).order_by(OutboxMail.id.desc()).limit(mails)).all()
        session.execute(update(OutboxMail).where(OutboxMail.id.in_(ids)).values(not_before=until))
        session.commit()


def _owe_reminders(show: Stage) -> None:
    """Whatever day and hour it is, planning is wanted now, and finds a task that is due soon."""
    today = vietnam_date(datetime.now(UTC))
    with show.database.sessions() as session:
        conference = session.scalars(select(Conference)).one()
        host = session.get_one(Unit, conference.host_id)
        session.execute(update(Task).values(due=today + timedelta(days=90)))
        session.add(CalendarDay(day=today, worked=True, decision="01/QĐ-UBND"))
        all_day = {"opens": "00:00", "closes": "23:59", "digest": "00:00"}
        session.add(
            ReminderPolicy(
                host_id=host.id, settings=all_day, changed_at=BEFORE, changed_by_id=conference.coordinator_id
            )
        )
        for number in range(UNITS):
            unit = make_unit(session, f"Phòng số {number}", parent=host, email=f"phong{number}@haibinh.example")
            make_task(session, conference, unit, due=_soon(today), assigned_on=today - timedelta(days=30))
        session.commit()


def _soon(today: date) -> date:
    return WORKING.shift(today, 2)


def _digests(show: Stage) -> int:
    with show.database.readers() as session:
        return session.scalar(select(func.count()).where(OutboxMail.key.startswith("digest:"))) or 0


def _planning_ended(show: Stage) -> str | None:
    """How the newest planning ended: its complaint, "" where it had none; None while there is none."""
    with show.database.readers() as session:
        run = session.scalar(
            select(JobRun)
            .where(JobRun.job == "plan-reminders", JobRun.finished_at.is_not(None))
            .order_by(JobRun.id.desc())
            .limit(1)
        )
        return None if run is None else run.error or ""


def main() -> int:
    promises = Promises()
    with ExitStack() as stack:
        server = stack.enter_context(running_postgresql())
        for kind in ("sqlite", "postgresql"):
            headline(f"A worker frozen for longer than its lease (2 s), then thawed ({kind})")
            seen = frozen(kind, server=server)
            promises.of_mail(seen.found, repeats=1)
            tell_recovery(seen.recovery, "SIGSTOP")
            figure("SIGCONT → it sends again", f"{seen.thawed:.2f} s")
            for name, ahead in WRONG.items():
                headline(f"A worker's clock is {name} ({kind})")
                _tell_clock(promises, wrong_clock(kind, ahead, server=server))
    return promises.status


def _tell_clock(promises: Promises, seen: WrongClock) -> None:
    promises.exactly("due mails sent", seen.due_sent, 5)
    promises.exactly("tomorrow's mails sent", seen.early_sent, 0)
    promises.exactly("digests planned", seen.planned, 0)
    print(f"    {seen.refusal}")
    digests, seconds = seen.righted
    promises.exactly("digests planned once the clock is right", digests, UNITS)
    figure("clock right → they are planned", f"{seconds:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
