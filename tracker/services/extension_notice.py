"""The mail that tells a unit at once what was decided about its request for more time."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.reminders import Audience
from tracker.models import ExtensionRequest, Task
from tracker.services import action_links, ledger
from tracker.services.digest import item
from tracker.services.notices import GRACE, about_task
from tracker.services.outbox import Composer, enqueue
from tracker.services.recipients import for_tasks
from tracker.services.working_calendar import calendar_of

KIND = "extension"


def key(event_id: int) -> str:
    """What the keys of the mails about one decision begin with; a decision is a line of the task's history."""
    return f"{KIND}:{event_id}:"


def decided(
    session: Session, compose: Composer, request: ExtensionRequest, task: Task, *, event_id: int, now: datetime
) -> None:
    """Tell the unit what ``request`` has come to; open again: that a decision it knows of was taken back.

    A unit without any address gets a ledger row that says so.
    """
    today, stage = vietnam_date(now), f"{KIND}_{request.id}"
    addresses = for_tasks(session, [task], today=today).of(task, Audience.UNIT)
    shown = item(task, today=today, calendar=calendar_of(session))
    for to in addresses:
        doors = action_links.doors(session, compose, to, [task], now=now)
        letter = compose.compose(KIND, item=shown, request=request, to=to, today=today, doors=doors)
        mail_id = enqueue(
            session, key=f"{key(event_id)}{to.email}"[:190], kind=KIND, to=to, letter=letter,
            host_id=task.conference.host_id, conference_id=task.conference_id,
            reply_to=task.conference.coordinator.email, now=now, wait=GRACE, about=about_task(task),
        )  # fmt: skip
        if mail_id is not None:
            ledger.record(session, task, stage, Audience.UNIT, to.email, now=now, mail_id=mail_id)
    if not addresses:
        ledger.record(session, task, stage, Audience.UNIT, "-unit", now=now, reason=ledger.NO_ADDRESS)
