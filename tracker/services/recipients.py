"""Who receives what is meant for a unit, its head, the coordinator or the leadership, as of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from tracker.domain.glossary import MemberRole
from tracker.domain.reminders import Audience
from tracker.domain.succession import Heirs
from tracker.domain.task import Owed
from tracker.models import Conference, Membership, Task, Unit, UnitContact, User
from tracker.services import absences, succession
from tracker.services.absences import Absences
from tracker.services.outbox import Address

_ADDRESSED = load_only(Unit.name, Unit.sort_key, Unit.email, Unit.head_name, Unit.head_email)


class Recipients:
    """Addresses for a set of conferences and units, loaded in a fixed number of queries.

    With ``today``, mail for a unit that is no more goes to the one that took over (to nobody where several did and a
    person has yet to choose), and mail for somebody who is away to the substitute.
    """

    def __init__(
        self, session: Session, conferences: Iterable[Conference], unit_ids: Iterable[int], *, today: date | None = None
    ) -> None:
        self._conferences = {conference.id: conference for conference in conferences}
        hosts = {conference.host_id for conference in self._conferences.values()}
        wanted = set(unit_ids)
        self._today = today
        self._heirs: dict[int, Heirs] = succession.standing_for(session, wanted, today) if today and wanted else {}
        wanted |= hosts | {unit_id for heirs in self._heirs.values() for unit_id in heirs.ids}
        units = select(Unit).options(_ADDRESSED).where(Unit.id.in_(wanted))
        self._units = {unit.id: unit for unit in session.scalars(units)}
        self._load_people(session, wanted)
        self._absences: Absences = absences.since(session, today) if today else Absences()

    def _load_people(self, session: Session, wanted: Collection[int]) -> None:
        self._people: dict[tuple[int, MemberRole], list[User]] = defaultdict(list)
        rows = session.execute(
            select(Membership.unit_id, Membership.role, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.unit_id.in_(wanted), User.active)
            .order_by(User.id)
        )
        for unit_id, role, user in rows:
            self._people[unit_id, role].append(user)
        self._contacts: dict[int, list[UnitContact]] = defaultdict(list)
        contacts = select(UnitContact).where(UnitContact.unit_id.in_(wanted)).order_by(UnitContact.id)
        for contact in session.scalars(contacts):
            self._contacts[contact.unit_id].append(contact)

    def of(self, task: Owed, audience: Audience, *, on: date | None = None) -> tuple[Address, ...]:
        """Addresses of ``audience`` for ``task`` on a day (default: today); empty when nobody can be reached."""
        conference = self._conferences[task.conference_id]
        if audience is Audience.COORDINATOR:
            return self._present([conference.coordinator], on)
        if audience is Audience.LEADERSHIP:
            return self._present(self._people[conference.host_id, MemberRole.LEADER], on)
        unit = self.standing(task.unit_id or 0)
        if unit is None:
            return ()
        return self._head(unit) if audience is Audience.HEAD else self.unit(unit, on=on)

    def standing(self, unit_id: int) -> Unit | None:
        """The unit itself, or the one that alone stands for it today."""
        heirs = self._heirs.get(unit_id)
        return self._units.get((heirs.one or 0) if heirs else unit_id)

    def unit(self, unit: Unit, *, on: date | None = None) -> tuple[Address, ...]:
        """The unit's mailbox and its contact persons; where it has neither, its members."""
        mailbox = [Address(email=unit.email.lower(), name=unit.name)] if unit.email else []
        contacts = [Address(email=one.email.lower(), name=one.name) for one in self._contacts[unit.id]]
        found = _once([*mailbox, *contacts])
        return found or self._present(self._people[unit.id, MemberRole.MEMBER], on)

    def _present(self, people: Iterable[User], on: date | None) -> tuple[Address, ...]:
        """The people, or whoever stands in for them on that day."""
        day = on or self._today
        return _once([_person(self._absences.standing_in(user, day) if day else user) for user in people])

    @staticmethod
    def _head(unit: Unit) -> tuple[Address, ...]:
        return (Address(email=unit.head_email.lower(), name=unit.head_name or unit.name),) if unit.head_email else ()


def _once(addresses: Iterable[Address]) -> tuple[Address, ...]:
    return tuple({to.email: to for to in reversed(list(addresses))}.values())[::-1]


def _person(user: User) -> Address:
    return Address(email=user.email, name=user.full_name)


def for_tasks(session: Session, tasks: Sequence[Task], *, today: date | None = None) -> Recipients:
    """Recipients for ``tasks``, whose conferences are loaded."""
    units = {task.unit_id for task in tasks if task.unit_id}
    return Recipients(session, {task.conference for task in tasks}, units, today=today)
