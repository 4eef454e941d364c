"""A remark that names people: who can be named on a task, and the mail that tells them at once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.glossary import MemberRole
from tracker.domain.naming import named
from tracker.domain.permissions import HOST_ACTIONS, Action, Actor
from tracker.models import Membership, Task, TaskEvent, Unit, User
from tracker.services import standing_in, succession, task_access
from tracker.services.digest import item
from tracker.services.notices import about_task, put
from tracker.services.outbox import Composer
from tracker.services.working_calendar import calendar_of

KIND = "comment"
_HOST_ROLES = tuple(role for role, actions in HOST_ACTIONS.items() if Action.SEE_TASK in actions)


def readers(session: Session, task: Task, *, today: date) -> Sequence[User]:
    """Everybody with an account who can see ``task`` now, in the order of their names: these can be named."""
    on = task_access.subject_of(task)
    host = _above(session, [on.host_id] if on.host_id else [])
    rights: list[ColumnElement[bool]] = [and_(Membership.role.in_(_HOST_ROLES), Membership.unit_id.in_(host))]
    if on.released:
        concerned = on.lead_ids | on.partner_ids
        heirs = succession.standing_for(session, concerned, today) if concerned else {}
        units = _above(session, concerned | {one.one for one in heirs.values() if one.one})
        rights.append(and_(Membership.role == MemberRole.MEMBER, Membership.unit_id.in_(units)))
    held = select(Membership.user_id).where(or_(*rights))
    return session.scalars(select(User).where(User.active, User.id.in_(held)).order_by(User.full_name, User.id)).all()


def _above(session: Session, unit_ids: Iterable[int]) -> set[int]:
    """The units with all that they are part of: a membership reaches what is below it."""
    start = select(Unit.id, Unit.parent_id).where(Unit.id.in_(set(unit_ids)))
    chain = start.cte("above", recursive=True)
    chain = chain.union(select(Unit.id, Unit.parent_id).join(chain, Unit.id == chain.c.parent_id))
    return set(session.scalars(select(chain.c.id)))


def meant(
    session: Session, actor: Actor, task: Task, text: str, chosen: Collection[int] = (), *, today: date
) -> list[User]:
    """Whom a remark of ``actor`` names or was ``chosen`` for; not the actor, and nobody who cannot see the task."""
    people = {user.id: user for user in readers(session, task, today=today)}
    ids = dict.fromkeys([*named(text, {one: user.full_name for one, user in people.items()}), *chosen])
    return [people[one] for one in ids if one in people and one != actor.user_id]


def tell(
    session: Session, compose: Composer, actor: Actor, task: Task, event: TaskEvent, people: Iterable[User], *,
    now: datetime,
) -> None:  # fmt: skip
    """Write to each of the named ``people`` once about the remark ``event``, while they are away to the substitute.

    It stays with the person where the substitute cannot see the task, or has made the remark.
    """
    today, people = vietnam_date(now), tuple(people)
    if not people:
        return
    seeing = {user.id for user in readers(session, task, today=today)} - {actor.user_id}
    told = standing_in.readers(session, people, today=today, may_read=lambda user: user.id in seeing)
    for one in told:
        letter = compose.compose(
            KIND, item=item(task, today=today, calendar=calendar_of(session)), said=event.note, author=actor.name,
            to=one.to, today=today, instead=one.instead,
        )  # fmt: skip
        put(
            session, task.conference, KIND, f"{KIND}:{event.id}:{one.to.email}"[:190], one.to, letter, now,
            about=about_task(task), reply_to=_answer_to(session, actor),
        )  # fmt: skip


def event_of(key: str) -> int | None:
    """Which remark (a line of a task's history) the mail with this key tells of; None for other mails."""
    kind, _colon, rest = key.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == KIND and number.isdigit() else None


def _answer_to(session: Session, actor: Actor) -> str | None:
    """The author's own address; behind a link there is none."""
    author = session.get(User, actor.user_id) if actor.user_id is not None else None
    return author.email if author else None
