"""The deadlines and events that a person sees on the days of a calendar, and what is overdue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.models import Conference, Task, TaskPartner, Unit
from tracker.services import conference_access
from tracker.services.conferences import Standing, standing
from tracker.services.working_calendar import calendar_of

_ASIDE = (TaskState.CANCELLED, TaskState.SUSPENDED)


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """To one conference, one unit's work (led or shared), both, or neither."""

    conference_id: int | None = None
    unit_id: int | None = None

    def __bool__(self) -> bool:
        return self.conference_id is not None or self.unit_id is not None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """``deadlines`` by day, blocking ones first within a day; ``overdue`` the oldest first, of any day.

    ``meetings``: those that touch the days. ``conferences``, ``units``: for the filters, whatever they are set to.
    """

    deadlines: tuple[Standing, ...]
    overdue: tuple[Standing, ...]
    meetings: tuple[Conference, ...]
    conferences: tuple[Conference, ...]
    units: tuple[Unit, ...]


def between(
    session: Session, actor: Actor, first: date, last: date, *, today: date, to: Narrowed | None = None
) -> Shown:
    """What stands on the days from ``first`` to ``last`` inclusive. A fixed number of queries."""
    to = to or Narrowed()
    seen = conference_access.sees_task(actor) & (Conference.state != ConferenceState.CANCELLED)
    conferences = _conferences(session, actor, min(first, today))
    standings = _standings(session, seen & _narrowed(to), first, last, today)
    wanted = _with_work(session, seen, to) if to else None
    return Shown(
        deadlines=tuple(one for one in standings if one.task.due is not None and first <= one.task.due <= last),
        overdue=tuple(one for one in standings if _is_late(one)),
        meetings=tuple(one for one in conferences if _touches(one, first, last) and _is_in(one.id, wanted)),
        conferences=tuple(conferences),
        units=tuple(_units(session, actor, seen, min(first, today))),
    )


def _conferences(session: Session, actor: Actor, since: date) -> Sequence[Conference]:
    """Those the actor sees that were not over by ``since``; the ones without a date last."""
    return session.scalars(
        select(Conference)
        .where(conference_access.seen_by(actor), Conference.state != ConferenceState.CANCELLED)
        .where(_not_over(since))
        .order_by(Conference.event_start.is_(None), Conference.event_start, Conference.id)
    ).all()


def _standings(
    session: Session, wanted: ColumnElement[bool], first: date, last: date, today: date
) -> Sequence[Standing]:
    calendar = calendar_of(session)
    late = (Task.due < today) & Task.state.not_in((TaskState.DRAFT, TaskState.COMPLETED))
    rows = session.scalars(
        select(Task)
        .join(Task.conference)
        .where(wanted, Task.state.not_in(_ASIDE), or_(Task.due.between(first, last), late))
        .options(joinedload(Task.unit), selectinload(Task.conference))
        .order_by(Task.due, Task.blocking.desc(), Task.conference_id, Task.position, Task.id)
    ).all()
    return [standing(task, today=today, calendar=calendar) for task in rows]


def _is_late(one: Standing) -> bool:
    """A conference that is not being prepared yet owes nothing."""
    released = one.task.state is not TaskState.DRAFT and one.task.conference.state is ConferenceState.ACTIVE
    return released and one.compliance is Compliance.OPEN_OVERDUE


def _narrowed(to: Narrowed) -> ColumnElement[bool]:
    wanted = true() if to.conference_id is None else Task.conference_id == to.conference_id
    if to.unit_id is None:
        return wanted
    shared = select(TaskPartner.task_id).where(TaskPartner.unit_id == to.unit_id)
    return wanted & or_(Task.unit_id == to.unit_id, Task.id.in_(shared))


def _with_work(session: Session, seen: ColumnElement[bool], to: Narrowed) -> frozenset[int]:
    """The conferences that the filters leave."""
    if to.unit_id is None:
        return frozenset() if to.conference_id is None else frozenset({to.conference_id})
    found = select(Task.conference_id).join(Task.conference).where(seen & _narrowed(to)).distinct()
    return frozenset(session.scalars(found))


def _units(session: Session, actor: Actor, seen: ColumnElement[bool], since: date) -> Sequence[Unit]:
    """Units whose work the actor sees: a host those that lead tasks, a member also their own."""
    led = select(Task.unit_id).join(Task.conference).where(seen, _not_over(since), Task.unit_id.is_not(None))
    if actor.hosts(Action.SEE_WHOLE_CONFERENCE):
        return session.scalars(select(Unit).where(Unit.id.in_(led)).order_by(Unit.sort_key)).all()
    own = Unit.id.in_(led) & Unit.id.in_(actor.member_units)
    return session.scalars(select(Unit).where(own).order_by(Unit.sort_key)).all()


def _not_over(since: date) -> ColumnElement[bool]:
    return or_(Conference.event_end.is_(None), Conference.event_end >= since)


def _touches(one: Conference, first: date, last: date) -> bool:
    return (
        one.event_start is not None and one.event_end is not None and one.event_start <= last and one.event_end >= first
    )


def _is_in(conference_id: int, wanted: Collection[int] | None) -> bool:
    return wanted is None or conference_id in wanted
