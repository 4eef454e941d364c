"""The ledger to look at: of a conference, narrowed to a unit or a fate; of a unit, with what each mail met."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import NotFound
from tracker.domain.permissions import Action, Actor
from tracker.domain.reminders import Audience
from tracker.models import ActionLink, ActionLinkUse, Conference, MailState, OutboxMail, Reminder, Task, Unit
from tracker.services import conference_access, forecast
from tracker.services.forecast import Coming
from tracker.services.outbox import LIVE

ROWS = 100  # on a page


class Fate(StrEnum):
    """What became of a reminder, as one can ask for it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up, or the relay's answer is unknown
    HELD = "held"  # not sent, with the reason


_FATES: Mapping[Fate, ColumnElement[bool]] = {
    Fate.WAITING: OutboxMail.state.in_([MailState.PENDING, MailState.SENDING]),
    Fate.SENT: OutboxMail.state == MailState.SENT,
    Fate.FAILED: OutboxMail.state.in_([MailState.DEAD, MailState.UNKNOWN, MailState.CANCELLED]),
    Fate.HELD: Reminder.mail_id.is_(None),
}


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """``rows`` newest first, with task, unit and mail; ``total``: of all pages."""

    rows: Sequence[Reminder]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // ROWS))


@dataclass(frozen=True, kw_only=True)
class UnitMail:
    """Everything that was and will be written to a unit in the conferences that the person may see.

    ``opened``: mail id → when a link of its recipient in the conference was first opened after it went out.
    """

    unit: Unit
    ledger: LedgerPage
    coming: Sequence[Coming]
    opened: Mapping[int, datetime]


def of_conference(
    session: Session, conference_id: int, *, unit_id: int | None = None, fate: Fate | None = None, page: int = 1
) -> LedgerPage:
    query = _query().where(Task.conference_id == conference_id)
    if unit_id is not None:
        query = query.where(Task.unit_id == unit_id)
    if fate is not None:
        query = query.where(_FATES[fate])
    return _page(session, query, page)


def units_of(session: Session, conference_id: int, *, owing: bool = False) -> Sequence[Unit]:
    """The units with tasks in the conference, for the filter and for muting; ``owing``: with open ones."""
    ids = select(Task.unit_id).where(Task.conference_id == conference_id)
    if owing:
        ids = ids.where(Task.state.in_(LIVE), Task.counted)
    return session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.sort_key)).all()


def of_unit(session: Session, actor: Actor, unit_id: int, *, today: date, page: int = 1) -> UnitMail:
    """All mails to the unit: those who steer see their conferences', the unit's people what concerns their unit.

    Raises:
        NotFound: no such unit, or its mails are no business of the actor.
    """
    unit = session.get(Unit, unit_id)
    seen = _seen(actor, unit_id)
    if unit is None or seen is None:
        raise NotFound("not_found")
    to_unit = Reminder.audience.in_([Audience.UNIT, Audience.HEAD])
    query = _query().join(Task.conference).where(Task.unit_id == unit_id, to_unit, seen)
    found = _page(session, query, page)
    return UnitMail(
        unit=unit, ledger=found, coming=_coming(session, unit_id, seen, today), opened=_opened(session, found.rows)
    )


def _seen(actor: Actor, unit_id: int) -> ColumnElement[bool] | None:
    """The conferences in which the actor may see the unit's mails."""
    hosts = actor.hosts(Action.SEE_WHOLE_CONFERENCE) | actor.hosts(Action.SEE_MAIL)
    released = Conference.id.in_(select(Task.conference_id).where(conference_access.concerns([unit_id])))
    if unit_id in actor.member_units:
        return or_(Conference.host_id.in_(hosts), released)
    return Conference.host_id.in_(hosts) if hosts else None


def _query() -> Select[Reminder]:
    return (
        select(Reminder)
        .join(Task, Task.id == Reminder.task_id)
        .outerjoin(OutboxMail, OutboxMail.id == Reminder.mail_id)
        .options(
            joinedload(Reminder.mail),
            joinedload(Reminder.task).options(joinedload(Task.unit), joinedload(Task.conference)),
        )
    )


def _page(session: Session, query: Select[Reminder], page: int) -> LedgerPage:
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Reminder.id).subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // ROWS)))
    rows = session.scalars(query.order_by(Reminder.id.desc()).limit(ROWS).offset((page - 1) * ROWS)).all()
    return LedgerPage(rows=rows, total=total, page=page)


def _coming(session: Session, unit_id: int, seen: ColumnElement[bool], today: date) -> Sequence[Coming]:
    conferences = session.scalars(
        select(Conference)
        .options(joinedload(Conference.coordinator))
        .where(seen, Conference.state == "active", Conference.id.in_(_with_work(unit_id)))
    ).all()
    found = [one for conference in conferences for one in forecast.coming(session, conference, today=today)]
    wanted = (Audience.UNIT, Audience.HEAD)
    return sorted(
        (one for one in found if one.task.unit_id == unit_id and one.audience in wanted),
        key=lambda one: (one.day, one.to.email if one.to else ""),
    )


def _with_work(unit_id: int) -> Select[int]:
    return select(Task.conference_id).where(Task.unit_id == unit_id)


def _opened(session: Session, rows: Collection[Reminder]) -> dict[int, datetime]:
    sent = {row.mail_id: (row.mail, row.task) for row in rows if row.mail and row.mail.sent_at}
    if not sent:
        return {}
    units = {task.unit_id for _mail, task in sent.values()}
    uses = session.execute(
        select(ActionLink.conference_id, ActionLink.recipient, ActionLinkUse.at)
        .join(ActionLink, ActionLink.id == ActionLinkUse.link_id)
        .where(ActionLink.unit_id.in_(units))
        .order_by(ActionLinkUse.at)
    ).all()
    found: dict[int, datetime] = {}
    for mail_id, (mail, task) in sent.items():
        after = (
            at
            for conference_id, recipient, at in uses
            if conference_id == task.conference_id
            and recipient == mail.recipient
            and mail.sent_at
            and at > mail.sent_at
        )
        if mail_id is not None and (first := next(after, None)) is not None:
            found[mail_id] = first
    return found
