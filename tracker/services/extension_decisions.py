"""What a coordinator or the leadership answers to a request for more time, and taking the answer back.

Every decision raises ``NotFound`` (not visible), ``NotAllowed`` (visible, not theirs to decide), ``StaleVersion`` (the
request was answered, withdrawn or overtaken, or the due date moved), ``StepRefused`` (the work is not with the unit)
or ``InvalidInput`` (a field), and never commits.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain import extension
from tracker.domain.errors import InvalidInput, NotAllowed, NotFound, StaleVersion, StepRefused, noting, raise_all
from tracker.domain.glossary import ConferenceState, DueSource, ExtensionState
from tracker.domain.permissions import Actor, can
from tracker.domain.task import ClockOwner, clock_owner
from tracker.models import ExtensionRequest, MailState, OutboxMail, Task, TaskEvent
from tracker.services import extension_notice, extensions, outbox, task_access, task_history
from tracker.services.dues import event_of
from tracker.services.outbox import Composer
from tracker.services.task_due import take_along
from tracker.services.task_steps import clean, required
from tracker.services.working_calendar import calendar_of

DECISIONS = (task_history.EXTENSION_GRANTED, task_history.EXTENSION_REFUSED)
REASON_SHOWN = 160  # characters of the unit's reason that stay beside the due date


def accept(
    session: Session,
    actor: Actor,
    request_id: int,
    *,
    due_version: int,
    now: datetime,
    compose: Composer,
    day: date | None = None,
    reason: str = "",
) -> ExtensionRequest:
    """Grant the wanted day, or with ``day`` another one, which needs a ``reason``. The unit is told at once."""
    request, task = _undecided(session, actor, request_id, due_version=due_version)
    words, state = clean(reason, "reason"), ExtensionState.ACCEPTED
    if day is not None and day != request.wanted:
        state = ExtensionState.ADJUSTED
    calendar, granted = calendar_of(session), day or request.wanted
    wrong: list[InvalidInput] = []
    with noting(wrong):
        extension.check_day(task, granted, event=event_of(task.conference), today=vietnam_date(now), calendar=calendar)
    if state is ExtensionState.ADJUSTED:
        with noting(wrong):
            required(words, "reason")
    raise_all(wrong)
    before, old = task_history.remember(task), task.due
    _move(task, granted, request.reason)
    event = task_history.record(
        session, actor, task, task_history.EXTENSION_GRANTED, now=now, note=words, request=request.id,
        wanted=request.wanted.isoformat(), old=old and old.isoformat(), new=granted.isoformat(),
        before=task_history.changed(before, task),
    )  # fmt: skip
    _settle(session, actor, request, state, now=now, granted=granted, answer=words)
    moved = take_along(session, actor, task, now=now)
    outbox.drop_pending(session, [task.id, *moved])
    extensions.lapse_overtaken(session, moved, now=now)
    extension_notice.decided(session, compose, request, task, event_id=event.id, now=now)
    return request


def _move(task: Task, day: date, reason: str) -> None:
    """A person has promised the day: it stays when the event moves. The rule stays beside it, to be counted again."""
    task.original_due = task.original_due or task.due
    task.due, task.due_source, task.due_flag, task.pinned = day, DueSource.PERSON, None, True
    task.due_words = " ".join(reason.split())[:REASON_SHOWN]
    task.extensions += 1
    task.due_version += 1


def refuse(
    session: Session,
    actor: Actor,
    request_id: int,
    *,
    due_version: int,
    now: datetime,
    compose: Composer,
    reason: str,
) -> ExtensionRequest:
    """Leave the due date where it is, saying why. The unit is told at once."""
    request, task = _undecided(session, actor, request_id, due_version=due_version)
    words = required(clean(reason, "reason"), "reason")
    event = task_history.record(
        session, actor, task, task_history.EXTENSION_REFUSED, now=now, note=words, request=request.id,
        wanted=request.wanted.isoformat(), before={},
    )  # fmt: skip
    _settle(session, actor, request, ExtensionState.REFUSED, now=now, answer=words)
    extension_notice.decided(session, compose, request, task, event_id=event.id, now=now)
    return request


def undo(session: Session, actor: Actor, request_id: int, *, now: datetime, compose: Composer) -> ExtensionRequest:
    """Take back one's own decision while it is fresh and nothing was built on it: the request waits again.

    A unit that has been told already is told of this too.

    Raises:
        StepRefused: ``undo_closed``.
    """
    request, task = _loaded(session, actor, request_id)
    event = _decision(session, request)
    if event is None or not _may_undo(session, actor, request, task, event, now=now):
        raise StepRefused("undo_closed")
    told = not _withdraw_mail(session, event.id)
    _reopen(session, request)
    task_history.restore(task, event.details["before"])
    moved = "due" in event.details["before"]
    task.due_version += moved
    reopened = task_history.record(
        session, actor, task, task_history.EXTENSION_REOPENED, now=now, request=request.id, of=event.step
    )
    if moved:
        outbox.drop_pending(session, [task.id, *take_along(session, actor, task, now=now)])
    if told:
        extension_notice.decided(session, compose, request, task, event_id=reopened.id, now=now)
    return request


def _may_undo(
    session: Session, actor: Actor, request: ExtensionRequest, task: Task, event: TaskEvent, *, now: datetime
) -> bool:
    with_unit = clock_owner(task.state) is ClockOwner.UNIT and task.conference.state is ConferenceState.ACTIVE
    if not with_unit or not task_history.can_undo(event, actor, now=now):
        return False
    if extensions.open_of(session, task.id) is not None or not _decides(actor, request, task):
        return False
    newest = task_history.newest_step(session, task.id)
    return event.step == task_history.EXTENSION_REFUSED or (newest is not None and newest.id == event.id)


def _decision(session: Session, request: ExtensionRequest) -> TaskEvent | None:
    """The newest decision about the task, where it is this request's and stands."""
    events = session.scalars(
        select(TaskEvent)
        .where(TaskEvent.task_id == request.task_id, TaskEvent.step.in_([*DECISIONS, task_history.EXTENSION_REOPENED]))
        .order_by(TaskEvent.id.desc())
        .limit(1)
    )
    event = events.first()
    stands = event is not None and event.step in DECISIONS and event.details.get("request") == request.id
    return event if stands else None


def _reopen(session: Session, request: ExtensionRequest) -> None:
    session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.id == request.id)
        .values(state=ExtensionState.OPEN, granted=None, answer="", decided_at=None, decided_by_id=None)
        .execution_options(synchronize_session=False)
    )
    session.refresh(request)


def _withdraw_mail(session: Session, event_id: int) -> bool:
    """Cancel what has not been sent yet about the decision; True when nobody has been told."""
    letters = session.scalars(
        select(OutboxMail).where(OutboxMail.key.startswith(extension_notice.key(event_id), autoescape=True))
    ).all()
    waiting = [mail.id for mail in letters if mail.state is MailState.PENDING]
    outbox.withdraw(session, waiting)
    return len(waiting) == len(letters)


def _undecided(session: Session, actor: Actor, request_id: int, *, due_version: int) -> tuple[ExtensionRequest, Task]:
    """The open request and its task as the actor had them before them, the task's row held until the end."""
    request, task = _loaded(session, actor, request_id)
    if not _decides(actor, request, task):
        raise NotAllowed("not_allowed")
    if task.conference.state is not ConferenceState.ACTIVE:
        raise StepRefused("conference_closed")
    if request.state is not ExtensionState.OPEN or task.due_version != due_version:
        raise StaleVersion("stale")
    if clock_owner(task.state) is not ClockOwner.UNIT:
        raise StepRefused("extension_closed")
    return request, task


def _loaded(session: Session, actor: Actor, request_id: int) -> tuple[ExtensionRequest, Task]:
    task_id = session.scalar(select(ExtensionRequest.task_id).where(ExtensionRequest.id == request_id))
    if task_id is None:
        raise NotFound("not_found")
    task = task_access.get(session, actor, task_id)
    # Whoever hands in, moves or decides waits for us, and the other way round; the task first, so that none wait twice.
    held = select(Task).where(Task.id == task.id).with_for_update(key_share=True)
    session.scalars(held.execution_options(populate_existing=True)).one()
    request = session.scalars(
        select(ExtensionRequest).where(ExtensionRequest.id == request_id).execution_options(populate_existing=True)
    ).one()
    return request, task


def _decides(actor: Actor, request: ExtensionRequest, task: Task) -> bool:
    return can(actor, extension.DECIDED_BY[request.number], task_access.subject_of(task))


def _settle(session: Session, actor: Actor, request: ExtensionRequest, state: ExtensionState, **values: Any) -> None:
    if not extensions.settle(session, ExtensionRequest.id == request.id, state=state, actor=actor, **values):
        raise StaleVersion("stale")
