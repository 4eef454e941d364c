"""Who receives what is meant for a unit, its head, the coordinator or the leadership, as of now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.glossary import MemberRole
from tracker.domain.reminders import Audience
from tracker.domain.succession import Heirs
from tracker.models import Conference, Membership, Task, Unit, User
from tracker.services import succession
from tracker.services.outbox import Address


class Recipients:
    """Addresses for a set of conferences and units, loaded in three queries.

    With ``today``, mail for a unit that is no more goes to the one that took over; to nobody where several did and a
    person has yet to choose.
    """

    def __init__(
        self, session: Session, conferences: Iterable[Conference], unit_ids: Iterable[int], *, today: date | None = None
    ) -> None:
        self._conferences = {conference.id: conference for conference in conferences}
        hosts = {conference.host_id for conference in self._conferences.values()}
        wanted = set(unit_ids)
        self._heirs: dict[int, Heirs] = succession.standing_for(session, wanted, today) if today and wanted else {}
        wanted |= hosts | {unit_id for heirs in self._heirs.values() for unit_id in heirs.ids}
        self._units = {unit.id: unit for unit in session.scalars(select(Unit).where(Unit.id.in_(wanted)))}
        self._people: dict[tuple[int, MemberRole], list[User]] = defaultdict(list)
        rows = session.execute(
            select(Membership.unit_id, Membership.role, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.unit_id.in_(wanted), User.active)
            .order_by(User.id)
        )
        for unit_id, role, user in rows:
            self._people[unit_id, role].append(user)

    def of(self, task: Task, audience: Audience) -> tuple[Address, ...]:
        """Addresses of ``audience`` for ``task``; empty when nobody can be reached."""
        conference = self._conferences[task.conference_id]
        if audience is Audience.COORDINATOR:
            return (_person(conference.coordinator),)
        if audience is Audience.LEADERSHIP:
            return tuple(_person(user) for user in self._people[conference.host_id, MemberRole.LEADER])
        unit = self.standing(task.unit_id or 0)
        if unit is None:
            return ()
        return self._head(unit) if audience is Audience.HEAD else self.unit(unit)

    def standing(self, unit_id: int) -> Unit | None:
        """The unit itself, or the one that alone stands for it today."""
        heirs = self._heirs.get(unit_id)
        return self._units.get((heirs.one or 0) if heirs else unit_id)

    def unit(self, unit: Unit) -> tuple[Address, ...]:
        """The unit's mailbox; where it has none, its members."""
        if unit.email:
            return (Address(email=unit.email.lower(), name=unit.name),)
        return tuple(_person(user) for user in self._people[unit.id, MemberRole.MEMBER])

    @staticmethod
    def _head(unit: Unit) -> tuple[Address, ...]:
        return (Address(email=unit.head_email.lower(), name=unit.head_name or unit.name),) if unit.head_email else ()


def _person(user: User) -> Address:
    return Address(email=user.email, name=user.full_name)


def for_tasks(session: Session, tasks: Sequence[Task], *, today: date | None = None) -> Recipients:
    """Recipients for ``tasks``, whose conferences are loaded."""
    units = {task.unit_id for task in tasks if task.unit_id}
    return Recipients(session, {task.conference for task in tasks}, units, today=today)
