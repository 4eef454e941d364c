"""Mails that no line of the ledger stands for: remarks that name people, briefings, the coordinator's daily list, news
without a task, and what was taken back. With the ledger they are every mail there is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload, load_only

from tracker.domain.glossary import MemberRole
from tracker.domain.permissions import Action, Actor
from tracker.models import (
    Absence,
    Conference,
    Membership,
    OutboxMail,
    Reminder,
    Task,
    TaskEvent,
    Unit,
    UnitContact,
    User,
)
from tracker.services import comment_notice, conference_access
from tracker.services.ledger_page import FACTS, MAIL_FATES, Fate

ROWS = 50  # on a page


@dataclass(frozen=True, kw_only=True)
class Other:
    """A mail; ``conference``: None where it speaks of all that an agency prepares. ``task``: what it is about.

    ``known``: the reader may know what is in it; otherwise nothing but its kind, its way and its time are shown.
    """

    mail: OutboxMail
    conference: Conference | None
    task: Task | None
    known: bool = True


@dataclass(frozen=True, kw_only=True)
class OtherPage:
    """``rows`` newest first; ``total``: of all pages."""

    rows: Sequence[Other]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))


def of_conference(
    session: Session, conference: Conference, *, unit_id: int | None = None, fate: Fate | None = None, page: int = 1
) -> OtherPage:
    """About a conference, and to those who steer it about all that the agency prepares since it was activated.

    ``unit_id``: to the addresses of this unit and its people only.
    """
    query = _query().where(or_(OutboxMail.conference_id == conference.id, _of_agency(session, conference)))
    if unit_id is not None:
        unit = session.get(Unit, unit_id)
        query = query.where(OutboxMail.recipient.in_(_addresses(session, unit, tuple(MemberRole)) if unit else ()))
    if fate is not None:
        query = query.where(MAIL_FATES[fate])
    return _page(session, query, page)


def of_unit(session: Session, actor: Actor, unit: Unit, *, page: int = 1) -> OtherPage:
    """To the unit's addresses and its people, as far as they are the actor's business.

    Those who steer see their agency's mails to anybody of the unit; the unit's people those to their own addresses in
    the conferences in which the unit has work, and of a remark no more than that there is one, unless it is about a
    task of theirs.
    """
    hosts = actor.hosts(Action.SEE_WHOLE_CONFERENCE) | actor.hosts(Action.SEE_MAIL)
    seen: list[ColumnElement[bool]] = []
    if hosts:
        everybody = _addresses(session, unit, tuple(MemberRole))
        seen.append(and_(OutboxMail.host_id.in_(hosts), OutboxMail.recipient.in_(everybody)))
    if unit.id in actor.member_units:
        mine = _addresses(session, unit, (MemberRole.MEMBER,))
        work = select(Task.conference_id).where(conference_access.concerns([unit.id]))
        seen.append(and_(OutboxMail.conference_id.in_(work), OutboxMail.recipient.in_(mine)))
    found = _page(session, _query().where(or_(*seen)), page) if seen else OtherPage(rows=(), total=0, page=1)
    return OtherPage(rows=[_as_seen(one, actor, hosts) for one in found.rows], total=found.total, page=found.page)


def _as_seen(one: Other, actor: Actor, hosts: Collection[int]) -> Other:
    if one.mail.host_id in hosts or (one.task is not None and one.task.unit_id in actor.member_units):
        return one
    return Other(mail=one.mail, conference=one.conference, task=None, known=False)


def _query() -> Select[OutboxMail, Conference]:
    line = select(Reminder.id).where(Reminder.mail_id == OutboxMail.id)
    return (
        select(OutboxMail, Conference)
        .outerjoin(Conference, Conference.id == OutboxMail.conference_id)
        .options(load_only(OutboxMail.key, *FACTS))
        .where(~line.exists())
    )


def _of_agency(session: Session, conference: Conference) -> ColumnElement[bool]:
    """Mails of all the agency's conferences to those who steer this one, or stood in for them."""
    if conference.activated_at is None:
        return false()
    leaders = select(Membership.user_id).where(
        Membership.unit_id == conference.host_id, Membership.role == MemberRole.LEADER
    )
    steer = or_(User.id == conference.coordinator_id, User.id.in_(leaders))
    stood_in = select(Absence.substitute_id).join(User, User.id == Absence.user_id).where(steer)
    addresses = session.scalars(select(User.email).where(or_(steer, User.id.in_(stood_in)))).all()
    return and_(
        OutboxMail.recipient.in_(addresses),
        OutboxMail.conference_id.is_(None),
        OutboxMail.host_id == conference.host_id,
        OutboxMail.created_at >= conference.activated_at,
    )


def _addresses(session: Session, unit: Unit, roles: Collection[MemberRole]) -> set[str]:
    """The unit's mailbox, head and contact persons, and its people in these roles."""
    contacts = session.scalars(select(UnitContact.email).where(UnitContact.unit_id == unit.id))
    people = session.scalars(
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.unit_id == unit.id, Membership.role.in_(roles))
    )
    return {address.lower() for address in (unit.email, unit.head_email, *contacts, *people) if address}


def _page(session: Session, query: Select[OutboxMail, Conference], page: int) -> OtherPage:
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(OutboxMail.id).subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // ROWS)))
    rows = session.execute(query.order_by(OutboxMail.id.desc()).limit(ROWS).offset((page - 1) * ROWS)).all()
    tasks = _tasks(session, [mail for mail, _conference in rows])
    found = [Other(mail=mail, conference=conference, task=tasks.get(mail.id)) for mail, conference in rows]
    return OtherPage(rows=found, total=total, page=page)


def _tasks(session: Session, mails: Sequence[OutboxMail]) -> Mapping[int, Task]:
    """Mail id → the task that a remark is about."""
    events = {mail.id: event for mail in mails if (event := comment_notice.event_of(mail.key)) is not None}
    rows = session.execute(
        select(TaskEvent.id, Task)
        .join(Task, Task.id == TaskEvent.task_id)
        .options(joinedload(Task.unit), joinedload(Task.conference))
        .where(TaskEvent.id.in_(set(events.values())))
    )
    tasks = {event_id: task for event_id, task in rows}  # noqa: C416 -- rows are no pairs to mypy
    return {mail_id: tasks[event_id] for mail_id, event_id in events.items() if event_id in tasks}
