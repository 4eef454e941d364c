"""Reminders: what the pass over the tasks found becomes each recipient's digest and the lines of the ledger.

Running twice writes nothing twice: a digest's key names its recipient and day, a ledger row its task, stage, recipient
and version of the due date.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.glossary import ConferenceState
from tracker.domain.reminders import Audience
from tracker.models import Conference, Task
from tracker.services import action_links, ledger
from tracker.services.digest import Digest, fill_own, item
from tracker.services.outbox import Composer, enqueue, in_parts
from tracker.services.reminder_scan import TRACKED, Found, Mark, digest_key, scan
from tracker.services.working_calendar import calendar_of

Figures = dict[str, int]
__all__ = ["TRACKED", "digest_key", "find", "plan", "write", "write_silent"]


def plan(session: Session, compose: Composer, *, now: datetime) -> Figures:
    """Write the digests that are due at ``now``; nothing outside working hours. Returns figures for the log.

    All in the caller's transaction; ``jobs.plan_reminders`` does the same in portions.
    """
    found = find(session, now=now)
    return write_silent(session, found, now=now) | write(session, compose, found, found.addresses, now=now)


def find(session: Session, *, now: datetime) -> Found:
    """Who has something to hear at ``now``; reads only."""
    return scan(session, now=now)


def write_silent(session: Session, found: Found, *, now: datetime) -> Figures:
    """Note what nobody could be told, and why."""
    tasks = _tasks(session, {mark.want.task_id for mark, _recipient, _reason in found.silent})
    noted = 0
    for mark, recipient, reason in found.silent:
        if (task := tasks.get(mark.want.task_id)) and task.due_version == mark.version:
            stage, audience = mark.want.stage, mark.want.audience
            noted += ledger.record(session, task, stage, audience, recipient, now=now, reason=reason)
    return {"unreachable": noted}


def write(session: Session, compose: Composer, found: Found, addresses: Collection[str], *, now: datetime) -> Figures:
    """Write the digests of these of the found ``addresses``."""
    figures = {"digests": 0, "reminders": 0}
    for email in addresses:
        digest, marks, tasks = _digest(session, found, email)
        if digest.own or digest.watch or digest.escalated:
            written, lines = _write(session, compose, found, digest, marks, tasks, now)
            figures["digests"] += written
            figures["reminders"] += lines
    return figures


def _digest(session: Session, found: Found, email: str) -> tuple[Digest, list[Mark], dict[int, Task]]:
    """The digest with the tasks as they are now: what was finished or moved since it was found is left out."""
    calendar = calendar_of(session)
    watched = found.watched.get(email, [])
    ids = {mark.want.task_id for mark in found.marks.get(email, [])} | {entry.task_id for entry in watched}
    tasks = _tasks(session, ids)
    marks = [mark for mark in found.marks.get(email, []) if _stands(mark, tasks)]
    to, host_id = found.people[email]
    digest = Digest(to=to, host_id=host_id)
    digest.watch = [
        item(tasks[entry.task_id], today=found.today, calendar=calendar, reasons=entry.reasons)
        for entry in watched
        if entry.task_id in tasks
    ]
    _fill(session, found, digest, marks, tasks)
    return digest, marks, tasks


def _stands(mark: Mark, tasks: dict[int, Task]) -> bool:
    task = tasks.get(mark.want.task_id)
    return task is not None and task.due_version == mark.version and task.due == mark.want.due


def _fill(session: Session, found: Found, digest: Digest, marks: Sequence[Mark], tasks: dict[int, Task]) -> None:
    today, calendar = found.today, calendar_of(session)
    reminded = {mark.want.task_id for mark in marks if mark.want.audience is Audience.UNIT}
    if reminded:
        units = {tasks[task_id].unit_id for task_id in reminded}
        owed = session.scalars(_tracked().where(Task.unit_id.in_(units))).all()
        mine = [task for task in owed if not found.mutes.silence(task)]
        digest.unit_name = mine[0].unit.name if mine and mine[0].unit else None
        fill_own(digest, mine, reminded, today=today, calendar=calendar)
    told = dict.fromkeys(
        mark.want.task_id for mark in marks if mark.want.audience in {Audience.HEAD, Audience.LEADERSHIP}
    )
    digest.escalated = [item(tasks[task_id], today=today, calendar=calendar) for task_id in told]


def _tracked() -> Select[Task]:
    return (
        select(Task)
        .join(Task.conference)
        .options(joinedload(Task.conference).joinedload(Conference.coordinator), joinedload(Task.unit))
        .where(Conference.state == ConferenceState.ACTIVE, Task.state.in_(TRACKED))
        .order_by(Task.id)
    )


def _tasks(session: Session, ids: Collection[int]) -> dict[int, Task]:
    """Those of ``ids`` that are still tracked."""
    return {
        task.id: task for part in in_parts(sorted(ids)) for task in session.scalars(_tracked().where(Task.id.in_(part)))
    }


def _week(email: str, day: date) -> str:
    """A week's digests are one conversation: the newest says what still stands, older weeks do not pile up under it."""
    year, week, _weekday = day.isocalendar()
    return f"digest:{year}-{week}:{email}"


def _write(
    session: Session, compose: Composer, found: Found, digest: Digest, marks: Sequence[Mark], tasks: dict[int, Task],
    now: datetime,
) -> tuple[int, int]:  # fmt: skip
    """(digests, ledger lines) written: (0, 0) where another scheduler was quicker."""
    own = [one.task for one in digest.own + digest.escalated]
    doors = action_links.doors(session, compose, digest.to, own, now=now)
    letter = compose.compose("digest", digest=digest, today=found.today, doors=doors)
    replies = digest.coordinators
    mail_id = enqueue(
        session,
        key=digest_key(digest.to.email, found.today),
        kind="digest",
        to=digest.to,
        letter=letter,
        host_id=digest.host_id,
        conference_id=None,
        reply_to=replies[0][1] if len(replies) == 1 and replies[0][1] != digest.to.email else None,
        now=now,
        about=_week(digest.to.email, found.today),
    )
    if mail_id is None:
        return 0, 0
    lines = 0
    for mark in marks:
        task, want, to = tasks[mark.want.task_id], mark.want, digest.to.email
        lines += ledger.record(session, task, want.stage, want.audience, to, now=now, mail_id=mail_id)
        for stage in want.superseded:
            ledger.record(session, task, stage, want.audience, to, now=now, reason=ledger.SUPERSEDED)
    return 1, lines
