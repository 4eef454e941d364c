"""Muting: a person silences a stage, a unit, or a unit's stage of a conference, with a reason.

A mute spares the unit's mailbox and contact persons. It never holds back the escalation to the unit's head and the
leadership, the coordinator's list, nor news (assigned, returned, moved). What it held back is not made up for when it
is lifted: the next stage comes.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.permissions import Action, Actor
from tracker.domain.reminders import ON_DAY, Audience
from tracker.models import Conference, MailState, Mute, OutboxMail, Reminder, Task
from tracker.services import conference_access, ledger
from tracker.services.mutes_in_force import OVERDUE, Held, Mutes, in_force
from tracker.services.outbox import NEWS, withdraw

__all__ = ["LONGEST_REASON", "OVERDUE", "Held", "Mutes", "in_force", "lift", "mute", "of_conference"]

LONGEST_REASON = 500


def of_conference(session: Session, conference_id: int) -> Sequence[Mute]:
    """Every mute there was, those in force first, newest first."""
    return session.scalars(
        select(Mute)
        .options(joinedload(Mute.unit), joinedload(Mute.by))
        .where(Mute.conference_id == conference_id)
        .order_by(Mute.lifted_at.is_not(None), Mute.id.desc())
    ).all()


def mute(
    session: Session,
    actor: Actor,
    conference_id: int,
    *,
    unit_id: int | None,
    stage: str | None,
    reason: str,
    now: datetime,
) -> Mute:
    """Silence from now on; unsent mails that say it are dropped and the ledger notes why.

    Raises:
        NotFound, NotAllowed. InvalidInput: ``mute_what``, ``reason_missing``, ``reason_long``, ``mute_stage``,
        ``mute_unit`` (it has nothing in this conference), ``mute_twice``.
    """
    conference = conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    words = " ".join(reason.split())
    _check(session, conference, unit_id, stage, words)
    row = Mute(conference_id=conference_id, unit_id=unit_id, stage=stage, reason=words, at=now, by_id=actor.account_id)
    session.add(row)
    session.flush()
    _drop_waiting(session, row, now)
    return row


def _check(session: Session, conference: Conference, unit_id: int | None, stage: str | None, words: str) -> None:
    if unit_id is None and stage is None:
        raise InvalidInput("mute_what", field="unit")
    if not words:
        raise InvalidInput("mute_reason", field="mute_reason")
    if len(words) > LONGEST_REASON:
        raise InvalidInput("mute_reason_long", field="mute_reason", most=LONGEST_REASON)
    if stage is not None and not _is_stage(stage):
        raise InvalidInput("mute_stage", field="stage")
    mine = select(Task.id).where(Task.conference_id == conference.id, Task.unit_id == unit_id).limit(1)
    if unit_id is not None and session.scalar(mine) is None:
        raise InvalidInput("mute_unit", field="unit")
    same = select(Mute.id).where(
        Mute.conference_id == conference.id, Mute.lifted_at.is_(None),
        Mute.unit_id.is_not_distinct_from(unit_id), Mute.stage.is_not_distinct_from(stage),
    )  # fmt: skip
    if session.scalar(same) is not None:
        raise InvalidInput("mute_twice", field="unit")


def _is_stage(stage: str) -> bool:
    name, _, days = stage.partition("_")
    return stage in (ON_DAY, OVERDUE) or (name == "before" and days.isdecimal() and len(days) <= 2)


def _drop_waiting(session: Session, row: Mute, now: datetime) -> None:
    """Withdraw what waits and speaks of it; the rest of such a mail is planned anew at the next run."""
    unsent = (
        select(Reminder)
        .join(Task, Task.id == Reminder.task_id)
        .join(Reminder.mail)
        .options(joinedload(Reminder.task))
        .where(
            Task.conference_id == row.conference_id, Reminder.audience == Audience.UNIT,
            OutboxMail.state == MailState.PENDING, OutboxMail.kind.not_in(NEWS),
        )
    )  # fmt: skip
    what = Held(unit_id=row.unit_id, stage=row.stage)
    held = [line for line in session.scalars(unsent) if what.covers(line.task.unit_id, line.stage)]
    said = [(line.task, line.stage, line.audience, line.recipient) for line in held]
    withdraw(session, {line.mail_id for line in held if line.mail_id})
    ledger.record_all(session, said, reason=ledger.MUTED, now=now)
    session.flush()


def lift(session: Session, actor: Actor, conference_id: int, mute_id: int, *, now: datetime) -> Mute:
    """End a mute; one that is ended already stays so.

    Raises:
        NotFound, NotAllowed.
    """
    conference_access.get(session, actor, conference_id, Action.REVIEW_PLAN)
    row = session.get(Mute, mute_id)
    if row is None or row.conference_id != conference_id:
        raise NotFound("not_found")
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by_id = now, actor.account_id
    return row
