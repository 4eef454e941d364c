"""The reminder ledger: who was told what about which task, and why somebody was not."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.reminders import Audience, is_reminder
from tracker.models import Reminder, Task
from tracker.services.outbox import insert_once

NO_ADDRESS = "no_address"
SUPERSEDED = "superseded"
TOLD = "told"  # a notice of the new date has said it already
MUTED = "muted"  # a person has silenced it
POLICY = "policy"  # its day had passed when a new policy brought it in


def record(
    session: Session,
    task: Task,
    stage: str,
    audience: str,
    recipient: str,
    *,
    now: datetime,
    mail_id: int | None = None,
    reason: str = "",
) -> bool:
    """One line of the ledger; False when it is there already."""
    values = _line(task, stage, audience, recipient, now=now, mail_id=mail_id, reason=reason)
    return insert_once(session, Reminder, values) is not None


def record_all(
    session: Session,
    rows: Iterable[tuple[Task, str, str, str]],
    *,
    now: datetime,
    mail_id: int | None = None,
    reason: str = "",
) -> None:
    """Lines (task, stage, audience, recipient) with one mail, or one reason for none; those there already stay."""
    values = [_line(*row, now=now, mail_id=mail_id, reason=reason) for row in rows]
    if values:
        insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        session.connection().execute(insert(Reminder.__table__).on_conflict_do_nothing(), values)


def _line(
    task: Task, stage: str, audience: str, recipient: str, *, now: datetime, mail_id: int | None, reason: str
) -> dict[str, Any]:
    return {
        "task_id": task.id, "stage": stage, "audience": audience, "recipient": recipient,
        "due_version": task.due_version, "at": now, "mail_id": mail_id, "reason": reason,
    }  # fmt: skip


def of_tasks(session: Session, tasks: Sequence[Task]) -> set[tuple[int, str, str, int]]:
    """(task, stage, recipient, version of the due date) of every row about ``tasks``."""
    conferences = {task.conference_id for task in tasks}
    rows = session.execute(
        select(Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version)
        .join(Task, Task.id == Reminder.task_id)
        .where(Task.conference_id.in_(conferences))
    )
    ids = {task.id for task in tasks}
    return {(task_id, stage, to, version) for task_id, stage, to, version in rows if task_id in ids}


def of_conference(session: Session, conference_id: int) -> Sequence[Reminder]:
    """The ledger of a conference, newest first, with each row's mail and task."""
    return session.scalars(
        select(Reminder)
        .join(Task, Task.id == Reminder.task_id)
        .options(joinedload(Reminder.mail), joinedload(Reminder.task).joinedload(Task.unit))
        .where(Task.conference_id == conference_id)
        .order_by(Reminder.id.desc())
    ).all()


def sent_counts(session: Session, task_ids: Sequence[int]) -> dict[int, int]:
    """How many reminders each task's unit was sent since it has the task: silence is measured with it."""
    rows = session.execute(
        select(Reminder.task_id, Reminder.stage, Reminder.at, Task.assigned_on)
        .join(Task, Task.id == Reminder.task_id)
        .where(Reminder.task_id.in_(task_ids), Reminder.audience == Audience.UNIT, Reminder.mail_id.is_not(None))
    )
    return Counter(
        task_id
        for task_id, stage, at, since in rows
        if is_reminder(stage) and (since is None or vietnam_date(at) >= since)
    )
