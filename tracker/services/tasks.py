"""What people do to a task: each step checked, written to the history, pending mail about it dropped.

Every step raises ``NotFound`` (not visible), ``NotAllowed`` (visible, not theirs), ``StaleVersion`` (changed since the
actor's page was made), ``StepRefused`` (the state does not allow it) or ``InvalidInput`` (a field), and never commits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.clock import vietnam_date
from tracker.domain.errors import InvalidInput, NotAllowed
from tracker.domain.glossary import TaskState
from tracker.domain.permissions import Action, Actor, can
from tracker.domain.task import Step
from tracker.models import Task, Unit
from tracker.services import comment_notice, extensions, notices, outbox, task_access, task_files, task_history
from tracker.services.outbox import Composer
from tracker.services.task_access import get, steps_open_to
from tracker.services.task_due import change_due, undo
from tracker.services.task_files import Upload
from tracker.services.task_steps import clean, required, taking

__all__ = [
    "Upload", "accept", "acknowledge", "assign", "cancel", "change_due", "comment", "decline", "get", "reopen",
    "resume", "return_", "start", "steps_open_to", "submit", "suspend", "undo", "withdraw",
]  # fmt: skip


def acknowledge(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime) -> Task:
    """The unit has read the task and takes it on."""
    with taking(session, actor, task_id, Step.ACKNOWLEDGE, version=version, now=now) as task:
        task.acknowledged = True
    return task


def start(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, note: str = "") -> Task:
    """Work has begun, or goes on: in a task already in progress the note is all that is added."""
    words = clean(note, "note")
    if get(session, actor, task_id).state is TaskState.IN_PROGRESS:
        return _progress(session, actor, task_id, version=version, now=now, note=required(words, "note"))
    with taking(session, actor, task_id, Step.START, version=version, now=now, note=words) as task:
        task.acknowledged = True
    return task


def _progress(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, note: str) -> Task:
    task = get(session, actor, task_id)
    task_access.require(actor, task, Action.REPORT_TASK, version=version)
    task_history.record(session, actor, task, task_history.PROGRESS, now=now, note=note)
    return task


def submit(
    session: Session,
    actor: Actor,
    task_id: int,
    *,
    version: int,
    now: datetime,
    note: str = "",
    files: Sequence[Upload] = (),
) -> Task:
    """Report the work done; the date in Vietnam of ``now`` decides on time or late. ``file_*`` refusals: task_files."""
    words = clean(note, "note")
    task_files.check(files)
    names = [task_files.safe_name(file.filename) for file in files]
    with taking(session, actor, task_id, Step.SUBMIT, version=version, now=now, note=words, files=names) as task:
        task_files.keep(session, actor, task, files, now=now)
        task.submitted_on, task.submitted_at, task.acknowledged = vietnam_date(now), now, True
    outbox.drop_pending(session, [task.id])
    extensions.lapse(session, [task.id], now=now)
    return task


def withdraw(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime) -> Task:
    """Take a submission back before it is confirmed."""
    with taking(session, actor, task_id, Step.WITHDRAW, version=version, now=now) as task:
        pass
    outbox.drop_pending(session, [task.id])
    return task


def accept(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime) -> Task:
    """Confirm a result (the date of its submission stands), or agree to a refusal, which cancels the task."""
    with taking(session, actor, task_id, Step.ACCEPT, version=version, now=now) as task:
        pass
    outbox.drop_pending(session, [task.id])
    return task


def reopen(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime) -> Task:
    """Take a confirmation back: the submission waits again."""
    with taking(session, actor, task_id, Step.REOPEN, version=version, now=now) as task:
        pass
    outbox.drop_pending(session, [task.id])
    return task


def return_(
    session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, reason: str, compose: Composer
) -> Task:
    """Refuse a result, saying why; the unit is told at once and its clock runs on from the old due date."""
    words = required(clean(reason, "reason"), "reason")
    with taking(session, actor, task_id, Step.RETURN_, version=version, now=now, note=words) as task:
        pass
    outbox.drop_pending(session, [task.id])
    notices.returned(session, compose, task, words, now=now)
    return task


def decline(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, reason: str) -> Task:
    """The unit says that the task is not its own; a coordinator answers."""
    words = required(clean(reason, "reason"), "reason")
    with taking(session, actor, task_id, Step.DECLINE, version=version, now=now, note=words) as task:
        pass
    outbox.drop_pending(session, [task.id])
    extensions.lapse(session, [task.id], now=now)
    return task


def assign(
    session: Session,
    actor: Actor,
    task_id: int,
    *,
    version: int,
    now: datetime,
    compose: Composer,
    reason: str = "",
    unit_id: int | None = None,
) -> Task:
    """Give a declined task out again: to the same unit, or to ``unit_id``. The unit is told at once."""
    words = clean(reason, "reason")
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    if unit_id is not None and unit is None:
        raise InvalidInput("unit_unknown", field="unit")
    with taking(session, actor, task_id, Step.ASSIGN, version=version, now=now, note=words) as task:
        task.acknowledged, task.assigned_on = False, vietnam_date(now)
        if unit is not None and unit.id != task.unit_id:
            task.unit, task.unit_id, task.unit_words = unit, unit.id, unit.name
    outbox.drop_pending(session, [task.id])
    notices.assigned(session, compose, [task], now=now)
    return task


def suspend(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, reason: str) -> Task:
    """Set the task aside; it leaves every figure until it is resumed."""
    return _set_aside(session, actor, task_id, Step.SUSPEND, version=version, now=now, reason=reason)


def cancel(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, reason: str) -> Task:
    """The task is no longer wanted."""
    return _set_aside(session, actor, task_id, Step.CANCEL, version=version, now=now, reason=reason)


def _set_aside(
    session: Session, actor: Actor, task_id: int, step: Step, *, version: int, now: datetime, reason: str
) -> Task:
    words = required(clean(reason, "reason"), "reason")
    with taking(session, actor, task_id, step, version=version, now=now, note=words) as task:
        pass
    outbox.drop_pending(session, [task.id])
    extensions.lapse(session, [task.id], now=now)
    return task


def resume(session: Session, actor: Actor, task_id: int, *, version: int, now: datetime, reason: str = "") -> Task:
    """Bring a suspended or cancelled task back to where it was."""
    with taking(session, actor, task_id, Step.RESUME, version=version, now=now, note=clean(reason, "reason")) as task:
        pass
    return task


def comment(
    session: Session, actor: Actor, task_id: int, *, now: datetime, text: str, compose: Composer | None = None,
    chosen: Collection[int] = (),
) -> Task:  # fmt: skip
    """Say something; changes nothing else, and no version is asked for: a remark is never stale.

    With ``compose``, whoever it names ("@Trần Thu Hà") or was ``chosen`` (ids) for is told at once.
    """
    words = required(clean(text, "text"), "text")
    task = get(session, actor, task_id)
    if not can(actor, Action.DISCUSS_TASK, task_access.subject_of(task)):
        raise NotAllowed("not_allowed")
    people = comment_notice.meant(session, actor, task, words, chosen, today=vietnam_date(now)) if compose else []
    told = {"named": [user.full_name for user in people]} if people else {}
    event = task_history.record(session, actor, task, task_history.COMMENT, now=now, note=words, **told)
    if compose:
        comment_notice.tell(session, compose, actor, task, event, people, now=now)
    return task
