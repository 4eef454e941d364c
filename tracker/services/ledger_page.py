"""The ledger to look at: of a conference, narrowed to a unit or a fate; of a unit, with what each mail met."""

from bisect import bisect_right
from collections import defaultdict
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
from tracker.services import conference_access, forecast, suppression
from tracker.services.forecast import Coming
from tracker.services.outbox import LIVE

ROWS = 100  # on a page


class Fate(StrEnum):
    """What became of a reminder, as one can ask for it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # tried and given up, or the relay's answer is unknown
    HELD = "held"  # not sent, with the reason: nobody to write to, muted, taken back, the address stopped


_STOPPED = (OutboxMail.state == MailState.DEAD) & (OutboxMail.last_stage == suppression.STAGE)
_GIVEN_UP = (OutboxMail.state == MailState.DEAD) & OutboxMail.last_stage.is_distinct_from(suppression.STAGE)
MAIL_FATES: Mapping[Fate, ColumnElement[bool]] = {
    Fate.WAITING: OutboxMail.state.in_([MailState.PENDING, MailState.SENDING]),
    Fate.SENT: OutboxMail.state == MailState.SENT,
    Fate.FAILED: _GIVEN_UP | (OutboxMail.state == MailState.UNKNOWN),
    Fate.HELD: _STOPPED | (OutboxMail.state == MailState.CANCELLED),
}

FACTS = (
    OutboxMail.kind, OutboxMail.recipient, OutboxMail.recipient_name, OutboxMail.subject, OutboxMail.message_id,
    OutboxMail.conference_id, OutboxMail.host_id, OutboxMail.state, OutboxMail.not_before, OutboxMail.last_code,
    OutboxMail.last_stage, OutboxMail.last_error, OutboxMail.created_at, OutboxMail.sent_at,
)  # fmt: skip
"""What a page says of a mail: everything but its bodies, which are long."""


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
        held = fate is Fate.HELD
        query = query.where(MAIL_FATES[fate] | Reminder.mail_id.is_(None) if held else MAIL_FATES[fate])
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
    seen = conferences_seen(actor, unit_id)
    if unit is None or seen is None:
        raise NotFound("not_found")
    to_unit = Reminder.audience.in_([Audience.UNIT, Audience.HEAD])
    query = _query().join(Task.conference).where(Task.unit_id == unit_id, to_unit, seen)
    found = _page(session, query, page)
    return UnitMail(
        unit=unit, ledger=found, coming=_coming(session, unit_id, seen, today), opened=_opened(session, found.rows)
    )


def conferences_seen(actor: Actor, unit_id: int) -> ColumnElement[bool] | None:
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
            joinedload(Reminder.mail).load_only(*FACTS),
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
    found = forecast.of_unit(session, conferences, unit_id, today=today)
    return [one for one in found if one.audience in (Audience.UNIT, Audience.HEAD)]


def _with_work(unit_id: int) -> Select[int]:
    return select(Task.conference_id).where(Task.unit_id == unit_id)


def _opened(session: Session, rows: Collection[Reminder]) -> dict[int, datetime]:
    """Mail id → when a link of its recipient in the conference was first opened after it went out.

    A mail of several conferences counts for that of its last row. Read is what the links of the page's mails have had
    since the first of these.
    """
    sent = {
        row.mail_id: (row.mail.recipient, row.mail.sent_at, row.task)
        for row in rows
        if row.mail and row.mail.sent_at and row.mail_id
    }
    if not sent:
        return {}
    uses: dict[tuple[int, int | None, str], list[datetime]] = defaultdict(list)
    found = session.execute(
        select(ActionLink.conference_id, ActionLink.unit_id, ActionLink.recipient, ActionLinkUse.at)
        .join(ActionLink, ActionLink.id == ActionLinkUse.link_id)
        .where(
            ActionLink.conference_id.in_({task.conference_id for _to, _at, task in sent.values()}),
            ActionLink.unit_id.in_({task.unit_id for _to, _at, task in sent.values()}),
            ActionLink.recipient.in_({to for to, _at, _task in sent.values()}),
            ActionLinkUse.at > min(at for _to, at, _task in sent.values()),
        )
        .order_by(ActionLinkUse.at)
    )
    for conference_id, unit_id, recipient, at in found:
        uses[conference_id, unit_id, recipient].append(at)
    opened = {}
    for mail_id, (to, sent_at, task) in sent.items():
        mine = uses[task.conference_id, task.unit_id, to]
        after = bisect_right(mine, sent_at)
        if after < len(mine):
            opened[mail_id] = mine[after]
    return opened
