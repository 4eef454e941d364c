"""What a calendar feed carries: the deadlines and events of its scope that its owner may see at this moment."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import ConferenceState, FeedScope
from tracker.domain.month import previous_month
from tracker.domain.permissions import Actor
from tracker.domain.task import ClockOwner, clock_owner
from tracker.models import Conference, FeedToken, Replan, Task, TaskEvent, TaskPartner
from tracker.services import accounts, conference_access, feed_tokens, succession
from tracker.services.directory import subtree
from tracker.services.outbox import in_parts
from tracker.services.working_calendar import calendar_of

MONTHS_KEPT = 12
"""Months back that a feed reaches; what is older leaves the calendars that follow it."""

WARNED_DAYS = 3
"""Working days before a due date on which a calendar programme rings first."""

RINGS_AT = timedelta(hours=8)
"""The hour of the day at which it rings."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """``alarms``: distances from the first moment of the due date, in the order of importance; none when not owed."""

    task: Task
    changed_at: datetime
    sequence: int
    alarms: tuple[timedelta, ...]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    conference: Conference
    changed_at: datetime
    sequence: int
    alarms: tuple[timedelta, ...]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """``own_units``: those whose tasks need no unit's name in this feed, being its owner's or its subject."""

    deadlines: tuple[Deadline, ...]
    meetings: tuple[Meeting, ...]
    own_units: frozenset[int]

    @property
    def changed_at(self) -> datetime | None:
        """The newest change to anything in it; None where nothing is."""
        moments = [*(one.changed_at for one in self.deadlines), *(one.changed_at for one in self.meetings)]
        return max(moments, default=None)


def contents(session: Session, feed: FeedToken, *, today: date) -> Contents:
    """Everything the feed shows today, by date. A fixed number of queries.

    Raises:
        NotFound: the owner may no longer follow the feed's unit or conference.
    """
    actor = accounts.load_actor(session, feed.user, today=today)
    feed_tokens.check(session, actor, feed.scope, feed.unit_id or feed.conference_id)
    units = _with_former(session, subtree(session, feed.unit_id), today) if feed.unit_id else actor.member_units
    tasks, conferences = _wanted(actor, feed, units, _since(today))
    calendar = calendar_of(session)
    return Contents(
        deadlines=tuple(_deadlines(session, tasks, calendar)),
        meetings=tuple(_meetings(session, conferences)),
        own_units=units,
    )


def alarms_before(due: date, calendar: WorkingCalendar) -> tuple[timedelta, ...]:
    """Three working days before the due date, and on the day; both in the morning.

    The early one comes first: Exchange and Outlook keep one alarm of an entry, and read the distance of one that
    follows the start as if it preceded it ([MS-OXCICAL] 2.1.3.1.1.20.62).
    """
    return (calendar.shift(due, -WARNED_DAYS) - due + RINGS_AT, RINGS_AT)


def _since(today: date) -> date:
    """By whole months, so that a feed without changes stays the same for longer than a day."""
    day = today
    for _ in range(MONTHS_KEPT):
        day = previous_month(day)
    return day


def _with_former(session: Session, units: frozenset[int], today: date) -> frozenset[int]:
    """The units with those that one of them alone stands for by now."""
    return units | succession.taken_over(session, units, today).keys()


def _wanted(
    actor: Actor, feed: FeedToken, units: Collection[int], since: date
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which tasks (joined with their conferences) and which conferences; never more than the owner sees."""
    seen = conference_access.sees_task(actor)
    recent = Conference.event_end >= since
    dated = seen & (Task.due >= since)
    if feed.scope is FeedScope.CONFERENCE:
        return seen & Task.due.is_not(None) & (Task.conference_id == feed.conference_id), (
            Conference.id == feed.conference_id
        ) & Conference.event_end.is_not(None)
    if feed.scope is FeedScope.UNIT:
        own = seen & _concerned(units)
        involved = select(Task.conference_id).join(Task.conference).where(own)
        return dated & own, recent & Conference.id.in_(involved)
    return dated, recent & conference_access.seen_by(actor)


def _concerned(units: Collection[int]) -> ColumnElement[bool]:
    shared = select(TaskPartner.task_id).where(TaskPartner.unit_id.in_(units))
    return or_(Task.unit_id.in_(units), Task.id.in_(shared))


def _deadlines(session: Session, wanted: ColumnElement[bool], calendar: WorkingCalendar) -> Sequence[Deadline]:
    query: Select[Task] = select(Task).join(Task.conference).where(wanted).order_by(Task.due, Task.id)
    tasks = session.scalars(
        query.options(
            joinedload(Task.unit),
            selectinload(Task.conference).joinedload(Conference.coordinator),
            selectinload(Task.partners).joinedload(TaskPartner.unit),
        )
    ).all()
    newest = select(TaskEvent.task_id, func.max(TaskEvent.at)).join(TaskEvent.task).join(Task.conference)
    touched = dict(session.execute(newest.where(wanted).group_by(TaskEvent.task_id)).all())
    return _as_deadlines(session, tasks, touched, calendar)


def _as_deadlines(
    session: Session, tasks: Sequence[Task], touched: Mapping[int, datetime], calendar: WorkingCalendar
) -> list[Deadline]:
    moved = _changed_at(session, [task.conference for task in tasks])
    return [
        Deadline(
            task=task,
            changed_at=max(moved[task.conference_id], touched.get(task.id, moved[task.conference_id])),
            sequence=task.version + task.conference.version,  # the entry also says what the conference says
            alarms=_alarms(task, calendar),
        )
        for task in tasks
    ]


def deadlines_of(session: Session, tasks: Sequence[Task]) -> tuple[Deadline, ...]:
    """The dated ones of ``tasks`` as a feed carries them: a mail brings the same entries, so that neither doubles the
    other in a calendar.
    """
    dated = [task for task in tasks if task.due]
    newest = select(TaskEvent.task_id, func.max(TaskEvent.at)).group_by(TaskEvent.task_id)
    touched: dict[int, datetime] = {}
    for part in in_parts([task.id for task in dated]):
        touched |= dict(session.execute(newest.where(TaskEvent.task_id.in_(part))).all())
    return tuple(_as_deadlines(session, dated, touched, calendar_of(session)))


def meeting_of(session: Session, conference: Conference) -> Meeting | None:
    """The event as a feed carries it; None while it has no date."""
    if conference.event_end is None or conference.event_start is None:
        return None
    return _as_meetings(session, [conference])[0]


def _alarms(task: Task, calendar: WorkingCalendar) -> tuple[timedelta, ...]:
    """Only for work that its unit still owes in a conference that is being prepared."""
    owed = task.counted and clock_owner(task.state) is ClockOwner.UNIT
    if not owed or task.due is None or task.conference.state is not ConferenceState.ACTIVE:
        return ()
    return alarms_before(task.due, calendar)


def _meetings(session: Session, wanted: ColumnElement[bool]) -> Sequence[Meeting]:
    conferences = session.scalars(
        select(Conference)
        .where(wanted)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .order_by(Conference.event_start, Conference.id)
    ).all()
    return _as_meetings(session, conferences)


def _as_meetings(session: Session, conferences: Sequence[Conference]) -> list[Meeting]:
    changed = _changed_at(session, conferences)
    return [
        Meeting(
            conference=one,
            changed_at=changed[one.id],
            sequence=one.version,
            alarms=() if one.state is ConferenceState.CANCELLED else (RINGS_AT - timedelta(days=1),),
        )
        for one in conferences
    ]


def _changed_at(session: Session, conferences: Sequence[Conference]) -> dict[int, datetime]:
    """When each was last planned anew, or else announced."""
    announced = {one.id: one.activated_at or one.created_at for one in conferences}
    newest = select(Replan.conference_id, func.max(Replan.at)).where(Replan.conference_id.in_(announced))
    return announced | dict(session.execute(newest.group_by(Replan.conference_id)).all())
