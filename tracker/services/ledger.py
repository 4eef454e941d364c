"""The reminder ledger: who was told what about which task, and why somebody was not."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.reminders import Audience, is_reminder
from tracker.models import MailState, OutboxMail, Reminder, Task
from tracker.services.insertion import Columns, insert_new, insert_once
from tracker.services.outbox import in_parts

NO_ADDRESS = "no_address"
SUPERSEDED = "superseded"
TOLD = "told"  # a notice of the new date has said it already
MUTED = "muted"  # a person has silenced it
POLICY = "policy"  # its day had passed when a new policy brought it in

WENT_OUT: ColumnElement[bool] = OutboxMail.state.in_([MailState.SENT, MailState.UNKNOWN])
"""Of a mail: its recipient has it, or may have it. What waits, was given up or stopped has reminded nobody."""


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
    values = line(task, stage, audience, recipient, now=now, mail_id=mail_id, reason=reason)
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
    write(session, [line(*row, now=now, mail_id=mail_id, reason=reason) for row in rows])


def write(session: Session, lines: Sequence[Columns]) -> None:
    """Put :func:`line` upon line into the ledger; those there already stay."""
    insert_new(session, Reminder, lines)


def line(
    task: Task, stage: str, audience: str, recipient: str, *, now: datetime, mail_id: int | None = None,
    reason: str = "",
) -> Columns:  # fmt: skip
    """A line to be written: with a mail, or with a reason for none."""
    return {
        "task_id": task.id, "unit_id": task.unit_id, "stage": stage, "audience": audience, "recipient": recipient,
        "due_version": task.due_version, "at": now, "mail_id": mail_id, "reason": reason,
    }  # fmt: skip


def of_tasks(session: Session, tasks: Sequence[Task]) -> set[tuple[int, str, str, int]]:
    """(task, stage, recipient, version of the due date) of every row about ``tasks``."""
    return {
        (task_id, stage, to, version)
        for part in in_parts(task.id for task in tasks)
        for task_id, stage, to, version in session.execute(
            select(Reminder.task_id, Reminder.stage, Reminder.recipient, Reminder.due_version).where(
                Reminder.task_id.in_(part)
            )
        )
    }


def of_conference(session: Session, conference_id: int) -> Sequence[Reminder]:
    """The ledger of a conference, newest first, with each row's mail and task."""
    return session.scalars(
        select(Reminder)
        .join(Task, Task.id == Reminder.task_id)
        .options(joinedload(Reminder.mail), joinedload(Reminder.task).joinedload(Task.unit))
        .where(Task.conference_id == conference_id)
        .order_by(Reminder.id.desc())
    ).all()


def sent_counts(session: Session, task_ids: Sequence[int]) -> Counter[int]:
    """How often each task's unit was reminded since it has the task: silence is measured with it.

    Only what went out counts (:data:`WENT_OUT`), and a stage once, however many addresses the unit has.
    """
    rows = (
        row
        for part in in_parts(task_ids)
        for row in session.execute(
            select(
                Reminder.task_id, Reminder.stage, Reminder.due_version, Reminder.mail_id, Reminder.at, Task.assigned_on
            )
            .join(Task, Task.id == Reminder.task_id)
            .where(Reminder.task_id.in_(part), Reminder.audience == Audience.UNIT, Reminder.mail_id.is_not(None))
        )
    )
    return times_reminded(
        session,
        [
            (task_id, stage, version, mail_id or 0)
            for task_id, stage, version, mail_id, at, since in rows
            if reminds(stage, at, since)
        ],
    )


def times_reminded(session: Session, lines: Collection[tuple[int, str, int, int]]) -> Counter[int]:
    """Task → how often, by its unit's lines (task, stage, version of the due date, mail) that are reminders."""
    out = gone_out(session, {mail_id for _task, _stage, _version, mail_id in lines})
    told = {(task_id, stage, version) for task_id, stage, version, mail_id in lines if mail_id in out}
    return Counter(task_id for task_id, _stage, _version in told)


def gone_out(session: Session, mail_ids: Iterable[int]) -> set[int]:
    """Those of the mails that went out; each is looked up once, since its row is long and many lines share it."""
    return {
        mail_id
        for part in in_parts(sorted(mail_ids))
        for mail_id in session.scalars(select(OutboxMail.id).where(OutboxMail.id.in_(part), WENT_OUT))
    }


def reminds(stage: str, at: datetime, since: date | None) -> bool:
    """Whether a line of the ledger is a reminder of the unit that has had the task ``since``, no notice to it."""
    return is_reminder(stage) and (since is None or vietnam_date(at) >= since)
