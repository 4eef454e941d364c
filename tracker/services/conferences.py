"""Conferences to look at: the list, one page with its tasks, its log; and calling one off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import AssignmentRole, Compliance, ConferenceState
from tracker.domain.normalise import search_key
from tracker.domain.permissions import Action, Actor, can
from tracker.domain.plan.agenda_links import Item, Prepared, linked
from tracker.domain.readiness import Rollup
from tracker.domain.task import compliance, days_left, overdue_days
from tracker.models import AgendaItem, Conference, Plan, Task, TaskEvent, TaskPartner
from tracker.services import conference_access, readiness
from tracker.services.readiness_figures import Countdown, Row
from tracker.services.working_calendar import calendar_of

LISTED = 20  # conferences on a page of the list
LOGGED = 50  # entries on a page of the log


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One page of the conferences that the actor sees. ``whole``: ids of those whose every task they see."""

    rows: Sequence[Row]
    whole: frozenset[int]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A task with what is derived from its dates; days are working days."""

    task: Task
    compliance: Compliance
    left: int | None
    overdue: int
    latest_left: int | None


@dataclass(frozen=True, kw_only=True)
class ConferencePage:
    """A conference as one person sees it. ``whole`` False: only their units' tasks, and no roll-up of the others'."""

    conference: Conference
    whole: bool
    may_review: bool
    may_confirm: bool
    rollup: Rollup | None
    countdown: Countdown | None
    standings: Sequence[Standing]
    units: Mapping[int, str]
    agenda: int  # number of items of the programme
    has_plan: bool

    @property
    def speeches(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.task.role is AssignmentRole.CONTRIBUTE)


@dataclass(frozen=True, kw_only=True)
class Log:
    """``events`` newest first, with their tasks and authors."""

    events: Sequence[TaskEvent]
    page: int
    pages: int


def index(session: Session, actor: Actor, *, today: date, find: str = "", page: int = 1) -> Listing:
    """The conferences the actor sees, those to come first. ``find``: words of the title, with or without marks."""
    every = session.scalars(
        select(Conference).where(conference_access.seen_by(actor)).options(joinedload(Conference.host))
    ).all()
    key = search_key(find)
    found = sorted(
        (one for one in every if key in search_key(f"{one.title} {one.short_title} {one.place or ''}")),
        key=_order(today),
    )
    pages = max(1, -(-len(found) // LISTED))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * LISTED : page * LISTED]
    hosts = actor.hosts(Action.SEE_WHOLE_CONFERENCE)
    whole = frozenset(one.id for one in shown if one.host_id in hosts)
    own = conference_access.concerns(actor.member_units)
    return Listing(
        rows=readiness.rows(session, shown, today=today, only=own, unless=whole),
        whole=whole, total=len(found), page=page, pages=pages,
    )  # fmt: skip


def _order(today: date) -> Callable[[Conference], tuple[int, int, int]]:
    """Still to come, nearest first; then what is over or called off, newest first."""

    def key(one: Conference) -> tuple[int, int, int]:
        over = one.state is ConferenceState.CANCELLED or (one.event_end is not None and one.event_end < today)
        day = (one.event_start or date.max).toordinal()
        return int(over), -day if over else day, -one.id

    return key


def load(session: Session, actor: Actor, conference_id: int, *, today: date) -> ConferencePage:
    """One conference.

    Raises:
        NotFound: none, or it does not concern the actor.
    """
    conference = conference_access.get(session, actor, conference_id)
    calendar = calendar_of(session)
    on = conference_access.subject_of(session, conference)
    whole = can(actor, Action.SEE_WHOLE_CONFERENCE, on)
    tasks = _tasks(session, actor, conference_id, whole=whole)
    ids = {task.unit_id for task in tasks if task.unit_id is not None}
    return ConferencePage(
        conference=conference,
        whole=whole,
        may_review=can(actor, Action.REVIEW_PLAN, on),
        may_confirm=can(actor, Action.CONFIRM_TASK, on),
        rollup=readiness.of_conference(session, conference, tasks, today=today) if whole else None,
        countdown=readiness.countdown(conference, today=today, calendar=calendar),
        standings=[standing(task, today=today, calendar=calendar) for task in tasks],
        units=readiness.unit_names(session, ids),
        agenda=session.scalar(select(func.count()).where(AgendaItem.conference_id == conference_id)) or 0,
        has_plan=session.scalar(select(Plan.id).where(Plan.conference_id == conference_id)) is not None,
    )


def standing(task: Task, *, today: date, calendar: WorkingCalendar) -> Standing:
    """How the task stands; of a conference that was called off nothing is owed and no day is counted."""
    if task.conference.state is ConferenceState.CANCELLED:
        return Standing(task=task, compliance=Compliance.NOT_COUNTED, left=None, overdue=0, latest_left=None)
    ceiling = calendar.count_between(today, task.latest) if task.latest else None
    return Standing(
        task=task,
        compliance=compliance(task, today=today, calendar=calendar),
        left=days_left(task, today=today, calendar=calendar),
        overdue=overdue_days(task, today=today, calendar=calendar),
        latest_left=ceiling,
    )


def _tasks(session: Session, actor: Actor, conference_id: int, *, whole: bool) -> Sequence[Task]:
    query = (
        select(Task)
        .options(joinedload(Task.unit), selectinload(Task.partners).joinedload(TaskPartner.unit))
        .where(Task.conference_id == conference_id)
        .order_by(Task.position, Task.id)
    )
    return (
        session.scalars(query if whole else query.where(conference_access.concerns(actor.member_units))).unique().all()
    )


def agenda(session: Session, actor: Actor, conference_id: int) -> Sequence[AgendaItem]:
    """The items of the programme in order.

    Raises:
        NotFound, NotAllowed: as for the whole conference.
    """
    conference_access.get(session, actor, conference_id, Action.SEE_WHOLE_CONFERENCE)
    return session.scalars(
        select(AgendaItem).where(AgendaItem.conference_id == conference_id).order_by(AgendaItem.position)
    ).all()


def prepared_by(items: Sequence[AgendaItem], standings: Sequence[Standing]) -> Mapping[int, Sequence[Standing]]:
    """Id of an item of the programme → the tasks that prepare it, found by likeness of content and unit."""
    asked = [Item(content=item.content, by=item.responsible or "") for item in items]
    tasks = [
        Prepared(
            what=one.task.title, unit=one.task.unit.name if one.task.unit else one.task.unit_words, kind=one.task.kind
        )
        for one in standings
    ]
    found = linked(asked, tasks)
    return {items[index].id: [standings[at] for at in needed] for index, needed in found.items()}


def plan(session: Session, actor: Actor, conference_id: int) -> Plan | None:
    """The plan in force with its lines, None where the conference has none.

    Raises:
        NotFound, NotAllowed: as for the whole conference.
    """
    conference_access.get(session, actor, conference_id, Action.SEE_WHOLE_CONFERENCE)
    return session.scalar(
        select(Plan)
        .options(undefer(Plan.lines), joinedload(Plan.uploaded_by))
        .where(Plan.conference_id == conference_id, Plan.superseded_at.is_(None))
    )


def log(session: Session, actor: Actor, conference_id: int, *, page: int = 1) -> Log:
    """What happened to the conference's tasks, newest first.

    Raises:
        NotFound, NotAllowed: as for the whole conference.
    """
    conference_access.get(session, actor, conference_id, Action.SEE_WHOLE_CONFERENCE)
    events = select(TaskEvent).join(TaskEvent.task).where(Task.conference_id == conference_id)
    total = session.scalar(select(func.count()).select_from(events.subquery())) or 0
    pages = max(1, -(-total // LOGGED))
    page = min(max(page, 1), pages)
    query = events.options(joinedload(TaskEvent.task).joinedload(Task.unit), joinedload(TaskEvent.actor))
    newest = query.order_by(TaskEvent.id.desc()).limit(LOGGED).offset((page - 1) * LOGGED)
    return Log(events=session.scalars(newest).all(), page=page, pages=pages)
