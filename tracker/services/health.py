"""Whether the machinery runs: people are told when it has not for a while."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, delete, func, select, true
from sqlalchemy.orm import Session

from tracker.models import JobRun, MailState, OutboxMail
from tracker.services import suppression

PLAN_REMINDERS = "plan-reminders"
DELIVER_MAIL = "deliver-mail"
LATE_AFTER = timedelta(minutes=15)
KEPT = timedelta(days=30)
CLOCK = "ClockDiffers"  # begins the error of a run that refused to plan: see jobs.ClockDiffers
WAITING = (MailState.PENDING, MailState.UNKNOWN, MailState.SENDING)


Runs = tuple[tuple[str, datetime | None], ...]
"""Jobs with when each last ended well; None: it never has."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """The jobs that have not ended well for too long, the longest silent first, with when they last did; None: never.

    ``clock``: reminders are not planned because the scheduler's clock and the database's differ.
    """

    late: Runs
    clock: bool

    @property
    def job(self) -> str:
        return self.late[0][0]

    @property
    def last(self) -> datetime | None:
        return self.late[0][1]

    @property
    def both(self) -> bool:
        """Reminders are neither planned nor sent."""
        return len(self.late) > 1


def begin(session: Session, job: str, *, now: datetime) -> int:
    """Note that a job has started; runs older than :data:`KEPT` are forgotten."""
    session.execute(delete(JobRun).where(JobRun.job == job, JobRun.started_at < now - KEPT))
    run = JobRun(job=job, started_at=now)
    session.add(run)
    session.flush()
    return run.id


def finish(session: Session, run_id: int, *, now: datetime, figures: dict[str, int], error: str | None = None) -> None:
    """Note how a job ended; ``figures`` without zeros.

    A good run replaces the earlier ones that did nothing, so that the table does not grow by the minute; only now, so
    that there is a sign of life while a long run is at work.
    """
    run = session.get(JobRun, run_id)
    if run is None:
        return
    run.finished_at, run.ok, run.error = now, error is None, error
    run.figures = {name: count for name, count in figures.items() if count}
    run.idle = run.ok and not run.figures
    useless = JobRun.idle if run.ok else JobRun.error == error  # the same complaint every minute says it once
    session.execute(delete(JobRun).where(JobRun.job == run.job, useless, JobRun.id != run.id))


def last_run(session: Session, job: str) -> datetime | None:
    """When ``job`` last ended well."""
    found: datetime | None = session.scalar(
        select(JobRun.finished_at).where(JobRun.job == job, JobRun.ok).order_by(JobRun.finished_at.desc()).limit(1)
    )
    return found


def is_late(last: datetime | None, now: datetime) -> bool:
    """Whether a job that last ended well at ``last`` should have run since."""
    return last is None or now - last > LATE_AFTER


def alarm(session: Session, now: datetime) -> Alarm | None:
    """What people are to be told: the jobs that are late, where there are any."""
    late = [(job, last) for job in (PLAN_REMINDERS, DELIVER_MAIL) if is_late(last := last_run(session, job), now)]
    if not late:
        return None
    late.sort(key=lambda run: run[1].timestamp() if run[1] else 0.0)
    clock = any((_last_error(session, job) or "").startswith(CLOCK) for job, _last in late)
    return Alarm(late=tuple(late), clock=clock)


def _last_error(session: Session, job: str) -> str | None:
    """The complaint of the newest run that ended."""
    newest = select(JobRun.error).where(JobRun.job == job, JobRun.finished_at.is_not(None))
    found: str | None = session.scalar(newest.order_by(JobRun.id.desc()).limit(1))
    return found


def report(session: Session, now: datetime) -> dict[str, Any]:
    """For the health address: each job's last good run, whether that is late, and what waits in the outbox."""
    runs = {job: last_run(session, job) for job in (PLAN_REMINDERS, DELIVER_MAIL)}
    return {
        "database": "ok",
        "jobs": {
            job: {"last_run": last.isoformat() if last else None, "late": is_late(last, now)}
            for job, last in runs.items()
        },
        "late": any(is_late(last, now) for last in runs.values()),
        "outbox": _outbox(session, now),
    }


def _outbox(session: Session, now: datetime) -> dict[str, int]:
    """``due``: could be sent by now; ``oldest_due_seconds``: how long the oldest of them has been waiting."""
    found = queue(session, now)
    age = int((now - found.oldest).total_seconds()) if found.oldest else 0
    return {"waiting": found.waiting, "due": found.due, "oldest_due_seconds": age, "given_up": found.given_up}


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Numbers of mails. ``due``: of those waiting, could be sent by now; ``oldest``: since when the first of these."""

    waiting: int
    due: int
    oldest: datetime | None
    given_up: int


def queue(session: Session, now: datetime, *, hosts: Collection[int] | None = None) -> Queue:
    """What stands in the outbox; ``hosts``: of these agencies only."""
    ours = true() if hosts is None else OutboxMail.host_id.in_(hosts)
    due = (OutboxMail.state != MailState.SENDING) & (OutboxMail.not_before <= now)
    waiting, could_go, oldest = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((due, 1), else_=0)), 0),
            func.min(case((due, OutboxMail.not_before))),
        ).where(OutboxMail.state.in_(WAITING), ours)
    ).one()
    dead = (OutboxMail.state == MailState.DEAD) & ~suppression.HELD
    given_up = session.scalar(select(func.count()).where(dead, ours)) or 0
    return Queue(waiting=waiting, due=could_go, oldest=oldest, given_up=given_up)
