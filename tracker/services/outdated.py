"""Asked at the last moment, when a worker holds the mails: is what they say still true, and still wanted?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.reminders import Audience
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task
from tracker.services import ledger
from tracker.services.mutes_in_force import in_force
from tracker.services.outbox import LIVE, NEWS, in_parts, withdraw

Line = Any  # a row of the ledger with what its task is by now: the columns of `_lines`


def drop(session: Session, mails: Iterable[OutboxMail], *, now: datetime) -> set[int]:
    """Withdraw those of ``mails`` that are outdated, or whose day is over; their ids. What still stands of them is
    planned anew.

    What a mute holds back gets its line in the ledger, as it does where the mute finds the mail waiting.
    """
    held = list(mails)
    lines = _lines(session, held)
    muted = _muted(session, lines)
    over = {line.mail_id for line in lines if _stale(line)} | {line.mail_id for line in muted}
    over |= {mail.id for mail in held if mail.good_until is not None and mail.good_until <= now}
    withdraw(session, over)
    _note(session, [line for line in muted if not _stale(line)], now)
    return over


def expire(session: Session, *, now: datetime) -> int:
    """Withdraw the reminders that wait although their day is over; how many.

    After an outage of the relay everybody gets one digest with what holds then, and nobody gets one at night.
    """
    over = session.scalars(
        select(OutboxMail.id).where(OutboxMail.state == MailState.PENDING, OutboxMail.good_until <= now)
    ).all()
    for part in in_parts(over):
        withdraw(session, part)
    return len(over)


def _lines(session: Session, mails: Iterable[OutboxMail]) -> Sequence[Line]:
    """What those of ``mails`` that are no news remind of; columns only, as a batch has thousands of them."""
    reminders = [mail.id for mail in mails if mail.kind not in NEWS]
    if not reminders:
        return ()
    return session.execute(
        select(
            Reminder.mail_id, Reminder.task_id, Reminder.stage, Reminder.audience, Reminder.recipient,
            Reminder.unit_id.label("unit_then"),
            Reminder.due_version, Task.due_version.label("version_now"), Task.state, Task.submitted_on, Task.unit_id,
            Task.conference_id, Conference.state.label("conference_state"),
        )
        .join(Task, Task.id == Reminder.task_id)
        .join(Conference, Conference.id == Task.conference_id)
        .where(Reminder.mail_id.in_(reminders))
    ).all()  # fmt: skip


def _stale(line: Line) -> bool:
    if line.audience == Audience.COORDINATOR:  # asked to confirm what was submitted on the stage's day
        silenced = line.state is not TaskState.SUBMITTED or not line.stage.endswith(f"@{line.submitted_on}")
    else:
        silenced = line.state not in LIVE
    elsewhere = line.unit_then is not None and line.unit_then != line.unit_id  # another unit's task by now
    stands = line.conference_state is ConferenceState.ACTIVE and line.version_now == line.due_version
    return silenced or elsewhere or not stands


def _muted(session: Session, lines: Sequence[Line]) -> list[Line]:
    if not lines:
        return []
    mutes = in_force(session, {line.conference_id for line in lines})
    return [line for line in lines if mutes.hold(line, line.stage, Audience(line.audience))]


def _note(session: Session, muted: Sequence[Line], now: datetime) -> None:
    tasks = {task.id: task for task in session.scalars(select(Task).where(Task.id.in_([one.task_id for one in muted])))}
    said = [(tasks[line.task_id], line.stage, line.audience, line.recipient) for line in muted]
    ledger.record_all(session, said, reason=ledger.MUTED, now=now)
