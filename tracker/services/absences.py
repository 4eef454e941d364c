"""Who is away and who stands in: their mail goes to the substitute from the first to the last day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.permissions import Action, Actor
from tracker.models import Absence, Conference, Membership, User

LONGEST = 366  # days: whoever is away for longer has left


class Absences:
    """The absences of a time, to be asked day by day."""

    def __init__(self, rows: Iterable[Absence] = ()) -> None:
        self._of: dict[int, list[Absence]] = defaultdict(list)
        for row in rows:
            self._of[row.user_id].append(row)

    def standing_in(self, user: User, day: date) -> User:
        """Who gets the person's mail on ``day``: a substitute's substitute too; in a ring, the person."""
        seen, current = {user.id}, user
        while (substitute := self._substitute(current, day)) is not None:
            if substitute.id in seen:
                return user
            seen.add(substitute.id)
            current = substitute
        return current

    def last_day(self, user: User, day: date) -> date | None:
        """Until when the person is away who is so on ``day``."""
        return max((row.last for row in self._of.get(user.id, ()) if _covers(row, day)), default=None)

    def without_substitute(self, user: User, day: date) -> bool:
        """Away on ``day``, with nobody who gets the mail."""
        return any(_covers(row, day) for row in self._of.get(user.id, ())) and self.standing_in(user, day) is user

    def _substitute(self, user: User, day: date) -> User | None:
        away = (row for row in self._of.get(user.id, ()) if _covers(row, day))
        return next((row.substitute for row in away if row.substitute and row.substitute.active), None)


def _covers(row: Absence, day: date) -> bool:
    return row.first <= day <= row.last


def since(session: Session, day: date) -> Absences:
    """Every absence that is not over on ``day``: there are few."""
    rows = session.scalars(
        select(Absence).options(joinedload(Absence.substitute)).where(Absence.last >= day).order_by(Absence.id)
    )
    return Absences(rows)


def of_user(session: Session, actor: Actor, user_id: int, *, today: date) -> Sequence[Absence]:
    """The present and coming absences of a person.

    Raises:
        NotFound; NotAllowed.
    """
    person(session, actor, user_id)
    return session.scalars(
        select(Absence)
        .options(joinedload(Absence.substitute))
        .where(Absence.user_id == user_id, Absence.last >= today)
        .order_by(Absence.first, Absence.id)
    ).all()


def people(session: Session, actor: Actor) -> Sequence[User]:
    """For whom the actor may enter an absence: oneself, and whoever belongs to an agency whose directory is theirs."""
    hosts = actor.hosts(Action.MANAGE_DIRECTORY)
    members = select(Membership.user_id).where(Membership.unit_id.in_(hosts))
    query = select(User).where(User.active, or_(User.id == actor.account_id, User.id.in_(members)))
    return session.scalars(query.order_by(User.full_name, User.id)).all()


def person(session: Session, actor: Actor, user_id: int) -> User:
    """Raises:
    NotFound: none for whom the actor may enter an absence.
    """
    found = next((user for user in people(session, actor) if user.id == user_id), None)
    if found is None:
        raise NotFound("not_found")
    return found


def substitutes(session: Session, user: User) -> Sequence[User]:
    """Who may stand in: active people of the person's units and of the units above and beside them."""
    own = select(Membership.unit_id).where(Membership.user_id == user.id)
    hosts = select(Conference.host_id).where(Conference.coordinator_id == user.id)
    there = select(Membership.user_id).where(or_(Membership.unit_id.in_(own), Membership.unit_id.in_(hosts)))
    query = select(User).where(User.active, User.id.in_(there), User.id != user.id)
    return session.scalars(query.order_by(User.full_name, User.id)).all()


def enter(
    session: Session, actor: Actor, user_id: int, *, first: date | None, last: date | None, substitute_id: int | None,
    today: date,
) -> Absence:  # fmt: skip
    """Note that a person is away, both days inclusive.

    Raises:
        NotFound. InvalidInput: ``absence_day`` (``field``), ``absence_order``, ``absence_past``, ``absence_long``,
        ``absence_overlap``, ``absence_substitute`` (none that may), ``absence_substitute_away``.
    """
    user = person(session, actor, user_id)
    first, last = _days(first, last, today)
    there = [one for one in of_user(session, actor, user_id, today=today) if one.first <= last and first <= one.last]
    if there:
        raise InvalidInput("absence_overlap", field="first", first=there[0].first, last=there[0].last)
    substitute = _substitute(session, user, substitute_id, first, last)
    row = Absence(user_id=user.id, first=first, last=last, substitute_id=substitute.id if substitute else None)
    session.add(row)
    session.flush()
    return row


def _days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    if first is None or last is None:
        raise InvalidInput("absence_day", field="first" if first is None else "last")
    if last < first:
        raise InvalidInput("absence_order", field="last")
    if last < today:
        raise InvalidInput("absence_past", field="last")
    if (last - first).days >= LONGEST:
        raise InvalidInput("absence_long", field="last", most=LONGEST)
    return first, last


def _substitute(session: Session, user: User, chosen: int | None, first: date, last: date) -> User | None:
    if chosen is None:
        return None
    found = next((one for one in substitutes(session, user) if one.id == chosen), None)
    if found is None:
        raise InvalidInput("absence_substitute", field="substitute")
    away = select(Absence.id).where(Absence.user_id == chosen, Absence.first <= last, Absence.last >= first)
    if session.scalar(away.limit(1)) is not None:
        raise InvalidInput("absence_substitute_away", field="substitute", name=found.full_name)
    return found


def remove(session: Session, actor: Actor, user_id: int, absence_id: int) -> None:
    """Raises:
    NotFound.
    """
    user = person(session, actor, user_id)
    row = session.get(Absence, absence_id)
    if row is None or row.user_id != user.id:
        raise NotFound("not_found")
    session.delete(row)


def alone(rows: Absences, users: Collection[User], day: date) -> list[User]:
    """Those of the people who are away on ``day`` without a substitute."""
    return [user for user in users if rows.without_substitute(user, day)]
