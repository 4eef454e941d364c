"""Whom a re-planning concerns: one entry for each address, whatever it stands for."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.permissions import Actor
from tracker.domain.reminders import Audience
from tracker.models import Conference, Task, Unit, User
from tracker.services.outbox import Address
from tracker.services.recipients import Recipients


@dataclass(kw_only=True)
class Told:
    """One recipient. ``moved``: its tasks whose due date moves; ``others``: its open ones that stay.

    ``helps``: it only co-operates; ``leads``: it is told as leadership. ``to`` None: ``unit`` cannot be written to.
    """

    to: Address | None
    unit: Unit | None = None
    moved: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)
    helps: bool = False
    leads: bool = False

    @property
    def tasks(self) -> list[Task]:
        return self.moved + self.others


def told(
    session: Session,
    conference: Conference,
    tasks: Sequence[Task],
    moved: Collection[int],
    *,
    actor: Actor,
    today: date,
    everybody: bool,
) -> tuple[Told, ...]:
    """The recipients, units first. ``everybody``: also who has no moved due date, who co-operates, and the leadership.

    Drafts concern nobody, nor does a conference that was never activated. The one who does it is not written to.
    """
    if conference.activated_at is None or conference.state is ConferenceState.DRAFT:
        return ()
    released = [task for task in tasks if task.state not in (TaskState.DRAFT, TaskState.CANCELLED)]
    own = [task for task in released if everybody or task.id in moved]
    helpers = {one.unit_id for task in released if everybody for one in task.partners if one.unit_id}
    recipients = Recipients(
        session, [conference], {task.unit_id for task in own if task.unit_id} | helpers, today=today
    )
    found: dict[str, Told] = {}
    for task in own:
        for entry in _entries(found, recipients, task):
            (entry.moved if task.id in moved else entry.others).append(task)
    _add_helpers(found, recipients, helpers)
    if everybody and own:
        for to in recipients.of(own[0], Audience.LEADERSHIP):
            found.setdefault(to.email, Told(to=to, leads=True))
    mine = (session.get(User, actor.user_id) or conference.coordinator).email
    return tuple(sorted((entry for email, entry in found.items() if email != mine), key=_place))


def _place(one: Told) -> tuple[bool, str]:
    return one.leads, one.unit.sort_key if one.unit else ""


def _entries(found: dict[str, Told], recipients: Recipients, task: Task) -> Iterator[Told]:
    addresses: Iterable[Address | None] = recipients.of(task, Audience.UNIT) or (None,)
    for to in addresses:
        yield found.setdefault(to.email if to else f"-{task.unit_id}", Told(to=to, unit=task.unit))


def _add_helpers(found: dict[str, Told], recipients: Recipients, units: Iterable[int]) -> None:
    for unit_id in sorted(units):
        unit = recipients.standing(unit_id)
        for to in recipients.unit(unit) if unit else ():
            found.setdefault(to.email, Told(to=to, unit=unit, helps=True))
