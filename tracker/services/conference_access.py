"""Which conferences a person sees, and how much of each."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.glossary import ConferenceState, Review, TaskState
from tracker.domain.permissions import Action, Actor, Subject, can, subject
from tracker.models import Conference, Task, TaskPartner


def get(session: Session, actor: Actor, conference_id: int, action: Action = Action.SEE_CONFERENCE) -> Conference:
    """The conference with its host and coordinator.

    Raises:
        NotFound: none, or it does not concern the actor.
        NotAllowed: the actor sees it, but may not do ``action``.
    """
    conference = session.scalar(
        select(Conference)
        .options(joinedload(Conference.host), joinedload(Conference.coordinator))
        .where(Conference.id == conference_id)
    )
    if conference is None:
        raise NotFound("not_found")
    on = subject_of(session, conference)
    if not can(actor, Action.SEE_CONFERENCE, on):
        raise NotFound("not_found")
    if not can(actor, action, on):
        raise NotAllowed("not_allowed")
    return conference


def subject_of(session: Session, conference: Conference) -> Subject:
    """The conference as the permissions see it: the units are those of its released tasks."""
    released = (Task.conference_id == conference.id, Task.state != TaskState.DRAFT)
    leads = session.scalars(select(Task.unit_id).where(*released, Task.unit_id.is_not(None)).distinct())
    partners = session.scalars(
        select(TaskPartner.unit_id).join(TaskPartner.task).where(*released, TaskPartner.unit_id.is_not(None)).distinct()
    )
    return subject(
        host_id=conference.host_id,
        lead_ids=[unit_id for unit_id in leads if unit_id],
        partner_ids=[unit_id for unit_id in partners if unit_id],
        released=conference.state is not ConferenceState.DRAFT,
    )


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The conferences the actor sees: a host's all, a unit's those in which it has released work."""
    hosted = Conference.host_id.in_(actor.hosts(Action.SEE_CONFERENCE))
    concerned = Conference.id.in_(select(Task.conference_id).where(concerns(actor.member_units)))
    return or_(hosted, concerned & (Conference.state != ConferenceState.DRAFT))


def concerns(units: Collection[int]) -> ColumnElement[bool]:
    """Released tasks that the units lead or co-operate on."""
    shared = select(TaskPartner.task_id).where(TaskPartner.unit_id.in_(units))
    return or_(Task.unit_id.in_(units), Task.id.in_(shared)) & (Task.state != TaskState.DRAFT)


def sees_task(actor: Actor) -> ColumnElement[bool]:
    """The tasks, joined with their conferences, that the actor sees: a host's all but skipped drafts, a unit's own.

    What was cancelled before anybody had it is nobody's.
    """
    hosted = Conference.host_id.in_(actor.hosts(Action.SEE_TASK)) & (Task.review != Review.SKIPPED)
    own = concerns(actor.member_units) & (Conference.state != ConferenceState.DRAFT)
    return or_(hosted, own) & or_(Task.state != TaskState.CANCELLED, Task.assigned_on.is_not(None))
