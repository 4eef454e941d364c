"""Whether the machinery runs: people are told when it has not for a while."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tracker.models import JobRun

PLAN_REMINDERS = "plan-reminders"
DELIVER_MAIL = "deliver-mail"
LATE_AFTER = timedelta(minutes=15)
KEPT = timedelta(days=30)


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
    if run.ok:
        session.execute(delete(JobRun).where(JobRun.job == run.job, JobRun.idle, JobRun.id != run.id))


def last_run(session: Session, job: str) -> datetime | None:
    """When ``job`` last ended well."""
    found: datetime | None = session.scalar(
        select(JobRun.finished_at).where(JobRun.job == job, JobRun.ok).order_by(JobRun.finished_at.desc()).limit(1)
    )
    return found


def run_is_late(session: Session, now: datetime) -> bool:
    """Whether reminders have not been planned, or mail not been delivered, for longer than :data:`LATE_AFTER`."""
    return any(_late(last_run(session, job), now) for job in (PLAN_REMINDERS, DELIVER_MAIL))


def _late(last: datetime | None, now: datetime) -> bool:
    return last is None or now - last > LATE_AFTER


def report(session: Session, now: datetime) -> dict[str, Any]:
    """For the health address: each job's last good run, and whether that is late."""
    runs = {job: last_run(session, job) for job in (PLAN_REMINDERS, DELIVER_MAIL)}
    return {
        "jobs": {job: {"last_run": at.isoformat() if at else None, "late": _late(at, now)} for job, at in runs.items()},
        "late": any(_late(at, now) for at in runs.values()),
    }
