"""Everything one task's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from tracker.clock import vietnam_date
from tracker.domain.calendar import WorkingCalendar
from tracker.domain.glossary import Compliance, ConferenceState, DueSource, TaskState
from tracker.domain.kinds import predecessors
from tracker.domain.permissions import Action, Actor, can
from tracker.domain.schedule import Event
from tracker.domain.task import Step, is_open, last_day_to_ask_extension
from tracker.models import ActionLink, MailState, Reminder, Task, TaskEvent, TaskFile, Unit, User
from tracker.services import comment_notice, forecast, order, task_access, task_files, task_history
from tracker.services.conferences import standing
from tracker.services.dues import event_of
from tracker.services.order import OrderWarning
from tracker.services.working_calendar import calendar_of

SUCCESSORS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the stream of history and discussion: an event, or a reminder that was sent."""

    at: datetime
    event: TaskEvent | None = None
    reminder: Reminder | None = None


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """A task as one person sees it; counts are working days.

    ``submitting_late``: days of delay a submission today would have; 0 in time. ``ask_by``: last day to ask for more
    time, None once it has passed or there is no due date.
    """

    task: Task
    steps: frozenset[Step]
    may_discuss: bool
    may_change_due: bool
    sees_whole: bool  # the plan's text, other units' tasks
    reports: bool  # belongs to the unit that leads the task
    confirms: bool
    compliance: Compliance
    left: int | None
    overdue: int
    latest_left: int | None
    submitting_late: int
    ask_by: date | None
    event: Event | None
    stream: tuple[Entry, ...]
    answer: TaskEvent | None  # why it was returned, declined, suspended or cancelled, while it is
    handed_in: TaskEvent | None  # the newest submission
    due_set: TaskEvent | None  # who set the due date by hand and why, where that is its source
    files: Sequence[TaskFile]
    successors: tuple[Task, ...]
    next_reminder: tuple[date, str] | None
    readers: Sequence[User]  # who can be named in a remark
    orders: tuple[OrderWarning, ...]  # dates against the natural order, for those who see every unit's tasks


def load(session: Session, actor: Actor, task_id: int, *, now: datetime) -> TaskPage:
    """The page of a task.

    Raises:
        NotFound: there is none, or it does not concern the actor.
    """
    task = task_access.get(session, actor, task_id)
    today, on = vietnam_date(now), task_access.subject_of(task)
    calendar = calendar_of(session)
    stands, off = standing(task, today=today, calendar=calendar), task.conference.state is ConferenceState.CANCELLED
    whole = can(actor, Action.SEE_WHOLE_CONFERENCE, on)
    events = _events(session, task) if whole else _since_release(_events(session, task))
    return TaskPage(
        task=task,
        steps=task_access.steps_open_to(actor, task),
        may_discuss=can(actor, Action.DISCUSS_TASK, on),
        may_change_due=task_access.may_change_due(actor, task),
        sees_whole=whole,
        reports=can(actor, Action.REPORT_TASK, on),
        confirms=can(actor, Action.CONFIRM_TASK, on),
        compliance=stands.compliance,
        left=stands.left,
        overdue=stands.overdue,
        latest_left=stands.latest_left,
        submitting_late=0 if off else _late(task, today, calendar),
        ask_by=None if off else _ask_by(task, today, calendar),
        event=event_of(task.conference),
        stream=_stream(events, _sent_reminders(session, task)),
        answer=_answer(task, events),
        handed_in=next((one for one in events if one.step == Step.SUBMIT), None),
        due_set=_due_set(task, events),
        files=_files(session, actor, task),
        successors=() if off else _successors(session, task),
        next_reminder=None if off else forecast.next_for(session, task, today=today),
        readers=_readers(session, actor, task, today) if can(actor, Action.DISCUSS_TASK, on) else (),
        orders=order.of_task(session, task, today=today) if whole else (),
    )


def _readers(session: Session, actor: Actor, task: Task, today: date) -> Sequence[User]:
    """Not for whom a link has let in: the names of an agency's people are none of their business."""
    if actor.user_id is None:
        return ()
    return [user for user in comment_notice.readers(session, task, today=today) if user.id != actor.user_id]


def units_to_choose(session: Session) -> Sequence[Unit]:
    """To whom a declined task can be given."""
    return session.scalars(select(Unit).where(Unit.valid_until.is_(None)).order_by(Unit.sort_key)).all()


def _late(task: Task, day: date, calendar: WorkingCalendar) -> int:
    if task.due is None or day <= task.due:
        return 0
    return max(1, calendar.count_between(task.due, day))


def _ask_by(task: Task, today: date, calendar: WorkingCalendar) -> date | None:
    if task.due is None:
        return None
    day = last_day_to_ask_extension(task.due, calendar)
    return day if day >= today else None


def _events(session: Session, task: Task) -> Sequence[TaskEvent]:
    query = select(TaskEvent).where(TaskEvent.task_id == task.id).options(joinedload(TaskEvent.actor))
    return session.scalars(query.order_by(TaskEvent.id.desc())).all()


def _since_release(events: Sequence[TaskEvent]) -> Sequence[TaskEvent]:
    """Without the host's review of the draft, which is no business of the units."""
    released = [number for number, event in enumerate(events) if event.step == Step.ASSIGN]
    return events[: released[-1] + 1] if released else events


def _answer(task: Task, events: Sequence[TaskEvent]) -> TaskEvent | None:
    told = (TaskState.RETURNED, TaskState.DECLINED, TaskState.SUSPENDED, TaskState.CANCELLED)
    if task.state not in told:
        return None
    return next((event for event in events if event.details.get("to") == task.state), None)


def _due_set(task: Task, events: Sequence[TaskEvent]) -> TaskEvent | None:
    if task.due_source is not DueSource.PERSON:
        return None
    by_hand = (task_history.DUE_CHANGED, task_history.EXTENSION_GRANTED)
    return next((event for event in events if event.step in by_hand), None)


def _sent_reminders(session: Session, task: Task) -> Sequence[Reminder]:
    """Those whose mail the relay has taken: what is still waiting may be cancelled yet."""
    query = select(Reminder).where(Reminder.task_id == task.id).options(joinedload(Reminder.mail))
    return [row for row in session.scalars(query) if row.mail and row.mail.state is MailState.SENT]


def _stream(events: Sequence[TaskEvent], sent: Sequence[Reminder]) -> tuple[Entry, ...]:
    """Newest first; what happened in the same moment in the order of writing."""
    told = [Entry(at=event.at, event=event) for event in events]
    mails = [Entry(at=row.mail.sent_at or row.at, reminder=row) for row in sent if row.mail]
    return tuple(sorted([*told, *mails], key=lambda entry: entry.at, reverse=True))


def _files(session: Session, actor: Actor, task: Task) -> Sequence[TaskFile]:
    query = (
        select(TaskFile)
        .where(TaskFile.task_id == task.id, task_files.given_to(actor))
        .options(joinedload(TaskFile.uploaded_by), joinedload(TaskFile.link).joinedload(ActionLink.unit))
    )
    return session.scalars(query.order_by(TaskFile.id.desc())).all()


def _successors(session: Session, task: Task) -> tuple[Task, ...]:
    """The next open tasks of the conference that naturally follow this one (chains of ``domain.kinds``)."""
    if not is_open(task):
        return ()
    query = (
        select(Task)
        .where(Task.conference_id == task.conference_id, Task.state.not_in([TaskState.DRAFT]), Task.id != task.id)
        .order_by(Task.due, Task.position)
    )
    after = [one for one in session.scalars(query) if is_open(one) and task.kind in predecessors(one.kind)]
    return tuple(after[:SUCCESSORS_SHOWN])
