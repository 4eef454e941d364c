"""A reminder sent by a person at once: about one task, or about all open tasks of a unit in a conference.

It stands outside the daily digest, goes out in working hours only, and once a day to a unit unless the coordinator
confirms that it shall go again. Until it is sent it can be taken back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import VIETNAM, vietnam_date
from tracker.domain.errors import NotAllowed, NotFound, Refused
from tracker.domain.glossary import ConferenceState
from tracker.domain.permissions import Action, Actor, can
from tracker.domain.reminders import NUDGE, Audience, next_send_time
from tracker.models import Conference, MailState, OutboxMail, Reminder, Task
from tracker.services import action_links, conference_access, ledger, outbox, task_access
from tracker.services.digest import item
from tracker.services.notices import GRACE
from tracker.services.outbox import LIVE, Address, Composer, enqueue
from tracker.services.policies import policy_of
from tracker.services.recipients import for_tasks
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """What was written: to whom, when it goes out, and the number that takes it back."""

    conference: Conference
    unit_id: int
    number: int
    to: tuple[Address, ...]
    tasks: tuple[Task, ...]
    at: datetime
    waits: bool  # working hours have to begin first


def about_task(
    session: Session, actor: Actor, task_id: int, *, confirmed: bool, compose: Composer, now: datetime
) -> Nudge:
    """Remind the unit of one task now.

    Raises:
        NotFound; NotAllowed; Refused: ``nudge_closed`` (nothing to be reminded of), ``nudge_nobody``,
        ``nudge_again`` (``at``: the unit was reminded today already; to be confirmed).
    """
    task = task_access.get(session, actor, task_id)
    if not can(actor, Action.CONFIRM_TASK, task_access.subject_of(task)):
        raise NotAllowed("not_allowed")
    return _send(session, task.conference, [task], confirmed=confirmed, compose=compose, now=now)


def about_unit(
    session: Session, actor: Actor, conference_id: int, unit_id: int, *, confirmed: bool, compose: Composer,
    now: datetime,
) -> Nudge:  # fmt: skip
    """Remind a unit of all its open tasks in the conference now; raises as :func:`about_task`."""
    conference = conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    tasks = session.scalars(
        select(Task)
        .options(joinedload(Task.conference).joinedload(Conference.coordinator), joinedload(Task.unit))
        .where(Task.conference_id == conference_id, Task.unit_id == unit_id, Task.state.in_(LIVE), Task.counted)
        .order_by(Task.due, Task.id)
    ).all()
    return _send(session, conference, tasks, confirmed=confirmed, compose=compose, now=now)


def _send(
    session: Session, conference: Conference, tasks: Sequence[Task], *, confirmed: bool, compose: Composer,
    now: datetime,
) -> Nudge:  # fmt: skip
    open_ = [task for task in tasks if task.state in LIVE and task.unit_id is not None]
    if conference.state is not ConferenceState.ACTIVE or not open_:
        raise Refused("nudge_closed")
    unit_id = open_[0].unit_id or 0
    if (last := _sent_today(session, conference, unit_id, now)) is not None and not confirmed:
        raise Refused("nudge_again", at=last)
    addresses = for_tasks(session, open_, today=vietnam_date(now)).of(open_[0], Audience.UNIT)
    if not addresses:
        raise Refused("nudge_nobody")
    at = max(now + GRACE, next_send_time(now, policy_of(session, conference), calendar_of(session)))
    nudge = Nudge(
        conference=conference, unit_id=unit_id, number=_number(session, conference, unit_id), to=addresses,
        tasks=tuple(open_), at=at, waits=at - now > GRACE,
    )  # fmt: skip
    _write(session, nudge, compose, now)
    return nudge


def _write(session: Session, nudge: Nudge, compose: Composer, now: datetime) -> None:
    conference, day = nudge.conference, vietnam_date(nudge.at)
    items = [item(task, today=day, calendar=calendar_of(session)) for task in nudge.tasks]
    for to in nudge.to:
        doors = action_links.doors(session, compose, to, nudge.tasks, now=now)
        letter = compose.compose("nudge", conference=conference, items=items, to=to, today=day, doors=doors)
        mail_id = enqueue(
            session, key=f"{_key(conference.id, nudge.unit_id, nudge.number)}{to.email}"[:190], kind=NUDGE, to=to,
            letter=letter, host_id=conference.host_id, conference_id=conference.id,
            reply_to=conference.coordinator.email, now=now, wait=nudge.at - now,
        )  # fmt: skip
        if mail_id is None:  # two coordinators at the same moment
            raise Refused("nudge_again", at=now)
        rows = [(task, f"{NUDGE}_{nudge.number}", str(Audience.UNIT), to.email) for task in nudge.tasks]
        ledger.record_all(session, rows, now=now, mail_id=mail_id)


def _key(conference_id: int, unit_id: int, number: int) -> str:
    return f"{NUDGE}:{conference_id}:{unit_id}:{number}:"


def _stages(session: Session, conference: Conference, unit_id: int) -> Sequence[tuple[str, datetime]]:
    rows = session.execute(
        select(Reminder.stage, Reminder.at)
        .join(Task, Task.id == Reminder.task_id)
        .where(Task.conference_id == conference.id, Task.unit_id == unit_id, Reminder.stage.startswith(f"{NUDGE}_"))
    )
    return [(stage, at) for stage, at in rows]


def _number(session: Session, conference: Conference, unit_id: int) -> int:
    """Of the next one to this unit: its tasks may have come from another, with numbers of their own."""
    numbers = [int(re.sub(r"\D", "", stage) or 0) for stage, _at in _stages(session, conference, unit_id)]
    return max(numbers, default=0) + 1


def _sent_today(session: Session, conference: Conference, unit_id: int, now: datetime) -> datetime | None:
    """When the unit was last reminded by hand today, by whichever conference of the agency."""
    morning = datetime.combine(vietnam_date(now), time(), VIETNAM)
    last: datetime | None = session.scalar(
        select(Reminder.at)
        .join(Task, Task.id == Reminder.task_id)
        .join(Conference, Conference.id == Task.conference_id)
        .where(
            Conference.host_id == conference.host_id, Task.unit_id == unit_id, Reminder.stage.startswith(f"{NUDGE}_"),
            Reminder.at >= morning, Reminder.at < morning + timedelta(days=1),
        )
        .order_by(Reminder.at.desc())
        .limit(1)
    )  # fmt: skip
    return last


def take_back(session: Session, actor: Actor, conference_id: int, unit_id: int, number: int) -> None:
    """Undo a reminder that has not gone out.

    Raises:
        NotFound, NotAllowed. Refused: ``nudge_gone``.
    """
    conference_access.get(session, actor, conference_id, Action.CONFIRM_TASK)
    mails = session.scalars(
        select(OutboxMail).where(
            OutboxMail.conference_id == conference_id,
            OutboxMail.key.startswith(_key(conference_id, unit_id, number), autoescape=True),
            OutboxMail.state != MailState.CANCELLED,
        )
    ).all()
    if not mails:
        raise NotFound("not_found")
    if any(mail.state is not MailState.PENDING or mail.attempts for mail in mails):
        raise Refused("nudge_gone")
    outbox.withdraw(session, [mail.id for mail in mails])
