"""A worker is frozen past its lease and thawed; workers whose own clock is wrong.

.venv/bin/python -m benchmarks.faults_clock
"""

import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from benchmarks._ground import figure, headline
from benchmarks._postgresql import running_postgresql
from benchmarks._stage import Reckoning, Stage, stage
from benchmarks.faults_kill import tell
from tracker.clock import vietnam_date
from tracker.models import JobRun, OutboxMail, Task

WRONG = {
    "one hour behind": timedelta(hours=-1),
    "one hour ahead": timedelta(hours=1),
    "one day ahead": timedelta(days=1),
    "thirty days ahead": timedelta(days=30),
}


def frozen(kind: str, mails: int = 20, *, lease: float = 2.0, server: Any = None) -> tuple[Reckoning, float]:
    """(what arrived, seconds from the freezing until another worker had sent everything)."""
    with stage(kind, mails, hold=0.05, server=server) as show:
        sleeper = show.start(lease=lease)
        show.wait_until(lambda: show.arrived() >= 2)
        show.kill(sleeper, signal.SIGSTOP)
        began = time.monotonic()
        show.start(lease=lease)
        show.finish()
        seconds = time.monotonic() - began
        show.kill(sleeper, signal.SIGCONT)
        time.sleep(1.0)  # what it would send now
        return show.reckon(), seconds


@dataclass(frozen=True, kw_only=True)
class WrongClock:
    """Of a worker whose clock is wrong: due mails sent, mails of tomorrow sent, digests planned, why it refused."""

    due_sent: int
    early_sent: int
    planned: int
    refusal: str


def wrong_clock(kind: str, ahead: timedelta, *, mails: int = 10, server: Any = None) -> WrongClock:
    """Half of the mails are due now, half tomorrow; the tasks are due in three weeks."""
    with stage(kind, mails, server=server) as show:
        tomorrow = datetime.now(UTC) + timedelta(hours=20)
        _hold_back(show, mails // 2, tomorrow)
        show.start(job="plan-reminders", ahead=ahead.total_seconds())
        show.start(ahead=ahead.total_seconds())
        show.wait_until(lambda: show.arrived() >= mails - mails // 2 and _planning_ended(show) is not None, 60)
        time.sleep(0.5)  # for what should not come
        with show.database.readers() as session:
            early = session.scalar(
                select(func.count()).where(OutboxMail.not_before >= tomorrow, OutboxMail.sent_at.is_not(None))
            )
            planned = session.scalar(select(func.count()).where(OutboxMail.key.startswith("digest:")))
        return WrongClock(
            due_sent=show.arrived() - (early or 0), early_sent=early or 0, planned=planned or 0,
            refusal=_planning_ended(show) or "",
        )  # fmt: skip


def _hold_back(show: Stage, mails: int, until: datetime) -> None:
    with show.database.sessions() as session:
        ids = session.scalars(select(OutboxMail.id).order_by(OutboxMail.id.desc()).limit(mails)).all()
        session.execute(update(OutboxMail).where(OutboxMail.id.in_(ids)).values(not_before=until))
        session.execute(update(Task).values(due=vietnam_date(datetime.now(UTC)) + timedelta(days=21)))
        session.commit()


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


def main() -> None:
    with ExitStack() as stack:
        server = stack.enter_context(running_postgresql())
        for kind in ("sqlite", "postgresql"):
            headline(f"A worker frozen for longer than its lease, then thawed ({kind})")
            found, seconds = frozen(kind, server=server)
            tell(found, seconds)
            for name, ahead in WRONG.items():
                headline(f"A worker's clock is {name} ({kind})")
                clock = wrong_clock(kind, ahead, server=server)
                figure("due mails sent of 5", str(clock.due_sent))
                figure("tomorrow's mails sent", str(clock.early_sent))
                figure("digests planned", str(clock.planned))
                print(f"  {clock.refusal}")


if __name__ == "__main__":
    main()
