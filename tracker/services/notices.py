"""Mails that go at once: assigned, returned. Written in the transaction that causes them, sent a moment later."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.calendar import VIETNAM as CALENDAR
from tracker.domain.reminders import ASSIGNED, Audience
from tracker.models import Task
from tracker.services import ledger
from tracker.services.digest import DigestItem, item
from tracker.services.outbox import Address, Composer, enqueue
from tracker.services.recipients import for_tasks

GRACE = timedelta(seconds=30)  # an undo within it cancels the mail


def assigned(session: Session, compose: Composer, tasks: Sequence[Task], *, now: datetime) -> list[tuple[Address, int]]:
    """Tell each unit, in one mail, what it has been given; returns (address, number of tasks).

    A unit without any address gets a ledger row that says so.
    """
    sent = []
    for to, mine in _by_address(session, tasks, now).items():
        conference = mine[0].conference
        today = vietnam_date(now)
        items: list[DigestItem] = [item(task, today=today, calendar=CALENDAR) for task in mine]
        letter = compose.compose("assigned", conference=conference, items=items, to=to, today=today)
        numbers = "-".join(f"{task.id}.{task.version}" for task in mine)
        mail_id = enqueue(
            session,
            key=f"assigned:{conference.id}:{to.email}:{hashlib.sha256(numbers.encode()).hexdigest()[:16]}",
            kind="assigned",
            to=to,
            letter=letter,
            host_id=conference.host_id,
            conference_id=conference.id,
            reply_to=conference.coordinator.email,
            now=now,
            wait=GRACE,
        )
        if mail_id is not None:
            sent.append((to, len(mine)))
            for task in mine:
                ledger.record(session, task, ASSIGNED, Audience.UNIT, to.email, now=now, mail_id=mail_id)
    return sent


def _by_address(session: Session, tasks: Sequence[Task], now: datetime) -> dict[Address, list[Task]]:
    recipients = for_tasks(session, tasks)
    found: dict[Address, list[Task]] = defaultdict(list)
    for task in tasks:
        addresses = recipients.of(task, Audience.UNIT)
        for to in addresses:
            found[to].append(task)
        if not addresses:
            ledger.record(session, task, ASSIGNED, Audience.UNIT, "-unit", now=now, reason=ledger.NO_ADDRESS)
    return found


def returned(session: Session, compose: Composer, task: Task, reason: str, *, now: datetime) -> None:
    """Tell the unit that its result was not accepted, and why."""
    today = vietnam_date(now)
    for to in for_tasks(session, [task]).of(task, Audience.UNIT):
        letter = compose.compose(
            "returned", item=item(task, today=today, calendar=CALENDAR), reason=reason, to=to, today=today
        )
        stage = f"returned_{task.version}"
        mail_id = enqueue(
            session,
            key=f"returned:{task.id}:{task.version}:{to.email}"[:190],
            kind="returned",
            to=to,
            letter=letter,
            host_id=task.conference.host_id,
            conference_id=task.conference_id,
            reply_to=task.conference.coordinator.email,
            now=now,
            wait=GRACE,
        )
        if mail_id is not None:
            ledger.record(session, task, stage, Audience.UNIT, to.email, now=now, mail_id=mail_id)
