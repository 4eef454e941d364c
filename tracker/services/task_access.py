"""Which tasks a person sees, and which steps are open to them."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.errors import NotAllowed, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import ConferenceState, TaskState
from tracker.domain.permissions import Action, Actor, Subject, can, subject
from tracker.domain.task import Step, allowed
from tracker.models import Conference, Task, TaskPartner

ACTION_FOR: Mapping[str, Action] = {
    Step.ASSIGN: Action.CONFIRM_TASK,
    Step.ACKNOWLEDGE: Action.REPORT_TASK,
    Step.START: Action.REPORT_TASK,
    Step.SUBMIT: Action.REPORT_TASK,
    Step.WITHDRAW: Action.REPORT_TASK,
    Step.ACCEPT: Action.CONFIRM_TASK,
    Step.REOPEN: Action.CONFIRM_TASK,
    Step.RETURN_: Action.CONFIRM_TASK,
    Step.DECLINE: Action.REPORT_TASK,
    Step.SUSPEND: Action.CONFIRM_TASK,
    Step.RESUME: Action.CONFIRM_TASK,
    Step.CANCEL: Action.CONFIRM_TASK,
}

CLOSED = frozenset({TaskState.COMPLETED, TaskState.CANCELLED})


def subject_of(task: Task) -> Subject:
    """The task as the permissions see it; drafts are the host's alone."""
    return subject(
        host_id=task.conference.host_id,
        lead_ids=() if task.unit_id is None else (task.unit_id,),
        partner_ids=[partner.unit_id for partner in task.partners if partner.unit_id is not None],
        released=task.state is not TaskState.DRAFT and task.conference.state is not ConferenceState.DRAFT,
        conference_id=task.conference_id,
    )


def get(session: Session, actor: Actor, task_id: int) -> Task:
    """The task with its conference, unit and partners.

    Raises:
        NotFound: there is none, or it does not concern the actor.
    """
    task = session.scalar(
        select(Task)
        .where(Task.id == task_id)
        .options(
            joinedload(Task.conference).options(joinedload(Conference.coordinator), joinedload(Conference.host)),
            joinedload(Task.unit),
            selectinload(Task.partners).joinedload(TaskPartner.unit),
        )
    )
    if task is None or not can(actor, Action.SEE_TASK, subject_of(task)):
        raise NotFound("not_found")
    return task


def steps_open_to(actor: Actor, task: Task) -> frozenset[Step]:
    """The steps that both the task's state and the actor's role admit now; none once the conference is not active."""
    if task.conference.state is not ConferenceState.ACTIVE or task.state is TaskState.DRAFT:
        return frozenset()
    on = subject_of(task)
    return frozenset(step for step in allowed(task.state) if can(actor, ACTION_FOR[step], on))


def may_change_due(actor: Actor, task: Task) -> bool:
    """A coordinator of the host, while the work is still owed."""
    active = task.conference.state is ConferenceState.ACTIVE and task.state not in (*CLOSED, TaskState.DRAFT)
    return active and can(actor, Action.CONFIRM_TASK, subject_of(task))


def require(actor: Actor, task: Task, action: Action, *, version: int) -> None:
    """Raises:
    NotAllowed: the actor sees the task but ``action`` is not theirs.
    StepRefused: ``conference_closed`` when the conference is not being prepared (any more).
    StaleVersion: the task is not the one that the actor had before them.
    """
    if not can(actor, action, subject_of(task)):
        raise NotAllowed("not_allowed")
    if task.conference.state is not ConferenceState.ACTIVE:
        raise StepRefused("conference_closed")
    if task.version != version:
        raise StaleVersion("stale")
