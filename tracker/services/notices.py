"""Mails that go at once: assigned, returned, amended. Written in the transaction that causes them, sent soon after."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.reminders import ASSIGNED, Audience
from tracker.domain.schedule import Event
from tracker.models import Conference, Task, Unit
from tracker.services import action_links, feed_entries, ledger
from tracker.services.digest import DigestItem, item
from tracker.services.outbox import Address, Composer, RenderedLetter, enqueue
from tracker.services.recipients import for_tasks
from tracker.services.working_calendar import calendar_of

GRACE = timedelta(seconds=30)  # an undo within it cancels the mail


def assigned(session: Session, compose: Composer, tasks: Sequence[Task], *, now: datetime) -> list[tuple[Address, int]]:
    """Tell each unit, in one mail, what it has been given; returns (address, number of tasks).

    A unit without any address gets a ledger row that says so.
    """
    sent = []
    for to, mine in _by_address(session, tasks, now).items():
        conference = mine[0].conference
        today = vietnam_date(now)
        items: list[DigestItem] = [item(task, today=today, calendar=calendar_of(session)) for task in mine]
        letter = compose.compose(
            "assigned", conference=conference, items=items, to=to, today=today,
            doors=action_links.doors(session, compose, to, mine, now=now),
            deadlines=feed_entries.deadlines_of(session, mine),
        )  # fmt: skip
        numbers = "-".join(f"{task.id}.{task.version}" for task in mine)
        mail_id = put(
            session,
            conference,
            "assigned",
            f"assigned:{conference.id}:{to.email}:{hashlib.sha256(numbers.encode()).hexdigest()[:16]}",
            to,
            letter,
            now,
        )
        if mail_id is not None:
            sent.append((to, len(mine)))
            for task in mine:
                ledger.record(session, task, ASSIGNED, Audience.UNIT, to.email, now=now, mail_id=mail_id)
    return sent


def _by_address(session: Session, tasks: Sequence[Task], now: datetime) -> dict[Address, list[Task]]:
    recipients = for_tasks(session, tasks, today=vietnam_date(now))
    found: dict[Address, list[Task]] = defaultdict(list)
    for task in tasks:
        addresses = recipients.of(task, Audience.UNIT)
        for to in addresses:
            found[to].append(task)
        if not addresses:
            ledger.record(session, task, ASSIGNED, Audience.UNIT, "-unit", now=now, reason=ledger.NO_ADDRESS)
    return found


def returned(session: Session, compose: Composer, task: Task, reason: str, *, now: datetime) -> None:
    """Tell the unit that its result was not accepted, and why; nobody to write to is said in the ledger."""
    today, stage = vietnam_date(now), f"returned_{task.version}"
    addresses = for_tasks(session, [task], today=today).of(task, Audience.UNIT)
    if not addresses:
        ledger.record(session, task, stage, Audience.UNIT, "-unit", now=now, reason=ledger.NO_ADDRESS)
    for to in addresses:
        letter = compose.compose(
            "returned", item=item(task, today=today, calendar=calendar_of(session)), reason=reason, to=to, today=today,
            doors=action_links.doors(session, compose, to, [task], now=now),
        )  # fmt: skip
        mail_id = put(
            session, task.conference, "returned", f"returned:{task.id}:{task.version}:{to.email}"[:190], to, letter,
            now, about=about_task(task),
        )  # fmt: skip
        if mail_id is not None:
            ledger.record(session, task, stage, Audience.UNIT, to.email, now=now, mail_id=mail_id)


@dataclass(frozen=True, kw_only=True)
class Amended:
    """What one unit is told of an amended plan. ``changed``: with each field's old and new value ("words", "due" …).

    ``handed_over``: with the unit that has it now; ``moved``: due dates that follow the event, with the old date.
    """

    unit: Unit
    to: tuple[Address, ...]
    new: tuple[Task, ...] = ()
    changed: tuple[tuple[Task, Mapping[str, Sequence[Any]]], ...] = ()
    withdrawn: tuple[Task, ...] = ()
    handed_over: tuple[tuple[Task, str], ...] = ()
    moved: tuple[tuple[Task, date | None], ...] = ()

    @property
    def own(self) -> tuple[Task, ...]:
        """What is the unit's after it."""
        return (*self.new, *(task for task, _ in (*self.changed, *self.moved)))

    @property
    def tasks(self) -> tuple[Task, ...]:
        others = (*self.changed, *self.handed_over, *self.moved)
        return (*self.new, *self.withdrawn, *(task for task, _ in others))


def amended(
    session: Session,
    compose: Composer,
    conference: Conference,
    notices: Sequence[Amended],
    *,
    amendment_id: int,
    now: datetime,
    event_moves: bool = False,
    event_before: Event | None = None,
) -> None:
    """Tell each unit, in one mail, what an amended plan changes for it. ``event_moves``: the event's days
    too, which were ``event_before``. A unit without any address gets ledger rows that say so.
    """
    today = vietnam_date(now)
    for notice in notices:
        for task in notice.tasks if not notice.to else ():
            stage = _amended_stage(notice, task, amendment_id)
            ledger.record(session, task, stage, Audience.UNIT, "-unit", now=now, reason=ledger.NO_ADDRESS)
        for to in notice.to:
            items = {task.id: item(task, today=today, calendar=calendar_of(session)) for task in notice.tasks}
            letter = compose.compose(
                "amended", conference=conference, notice=notice, items=items, event_moves=event_moves,
                event_before=event_before, to=to, today=today,
                doors=action_links.doors(session, compose, to, notice.own, now=now),
            )  # fmt: skip
            mail_id = put(
                session,
                conference,
                "amended",
                f"amended:{amendment_id}:{notice.unit.id}:{to.email}"[:190],
                to,
                letter,
                now,
            )
            for task in notice.tasks if mail_id is not None else ():
                stage = _amended_stage(notice, task, amendment_id)
                ledger.record(session, task, stage, Audience.UNIT, to.email, now=now, mail_id=mail_id)


def _amended_stage(notice: Amended, task: Task, amendment_id: int) -> str:
    return ASSIGNED if task in notice.new else f"amended_{amendment_id}"


def about_task(task: Task) -> str:
    """What all mails about one task have in common, so that a mail programme shows them as one conversation."""
    return f"task:{task.id}"


def put(
    session: Session, conference: Conference, kind: str, key: str, to: Address, letter: RenderedLetter, now: datetime,
    *, about: str = "", reply_to: str | None = None,
) -> int | None:  # fmt: skip
    """The mail in the outbox; None when it is there already. Without ``about`` it belongs to the conference's."""
    return enqueue(
        session, key=key, kind=kind, to=to, letter=letter, host_id=conference.host_id, conference_id=conference.id,
        reply_to=reply_to or conference.coordinator.email, now=now, wait=GRACE,
        about=about or f"conference:{conference.id}",
    )  # fmt: skip
