"""A mail that is meant for certain people: while one of them is away it goes to the substitute, and says for whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.models import User
from tracker.services import absences
from tracker.services.outbox import Address


@dataclass(frozen=True, kw_only=True)
class Away:
    """Somebody for whom another gets the mail, and the last day of it."""

    name: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who gets a mail, for whom beside or instead of themselves, and of whom it is therefore said that they have it."""

    user: User
    meant: tuple[User, ...]
    instead: tuple[Away, ...] = ()

    @property
    def to(self) -> Address:
        return Address(email=self.user.email, name=self.user.full_name)


def readers(
    session: Session, people: Iterable[User], *, today: date, may_read: Callable[[User], bool]
) -> tuple[Reader, ...]:
    """Who gets today's mail to ``people``, each once; it stays with a person whose substitute may not read it."""
    rows = absences.since(session, today)
    meant: dict[int, list[User]] = {}
    users: dict[int, User] = {}
    for person in people:
        substitute = rows.standing_in(person, today)
        user = substitute if substitute is person or may_read(substitute) else person
        users[user.id] = user
        meant.setdefault(user.id, []).append(person)
    return tuple(
        Reader(
            user=user,
            meant=tuple(meant[user.id]),
            instead=tuple(
                Away(name=one.full_name, until=rows.last_day(one, today) or today)
                for one in meant[user.id]
                if one is not user
            ),
        )
        for user in users.values()
    )
