"""Đề nghị gia hạn: the requests that wait for a decision, each with what it would do to the rest."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from tracker.clock import vietnam_date
from tracker.domain.extension_impact import Impact, impact
from tracker.domain.glossary import ConferenceState, ExtensionState, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.models import ActionLink, Conference, ExtensionRequest, Task
from tracker.services.dues import event_of
from tracker.services.working_calendar import calendar_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that waits. ``waited``: working days since it was asked; ``left``: until the due date that counts.

    ``may_decide``: the actor could; ``mine``: it is theirs to do (a leader could take a first request, too).
    ``along``: tasks whose due dates go with this one.
    """

    request: ExtensionRequest
    task: Task
    impact: Impact
    along: tuple[Task, ...]
    waited: int
    left: int
    may_decide: bool
    mine: bool


def waiting(session: Session, actor: Actor, *, today: date) -> tuple[Asked, ...]:
    """Every open request of the conferences in which the actor decides, theirs first, then the oldest.

    A fixed number of queries.
    """
    hosts = actor.hosts(Action.DECIDE_EXTENSION) | actor.hosts(Action.DECIDE_SECOND_EXTENSION)
    requests = session.scalars(
        _open()
        .where(Conference.host_id.in_(hosts))
        .options(
            contains_eager(ExtensionRequest.task).options(
                contains_eager(Task.conference).joinedload(Conference.coordinator), joinedload(Task.unit)
            ),
            joinedload(ExtensionRequest.asked_by),
            joinedload(ExtensionRequest.link).joinedload(ActionLink.unit),
        )
        .order_by(ExtensionRequest.asked_at, ExtensionRequest.id)
    ).all()
    tasks = _tasks(session, {request.task.conference_id for request in requests})
    found = [_asked(session, actor, request, tasks[request.task.conference_id], today) for request in requests]
    return tuple(sorted(found, key=lambda one: not one.mine))


def count(session: Session, actor: Actor) -> int:
    """How many requests it is the actor's to decide."""
    query = _open().where(_mine(actor)).with_only_columns(func.count(ExtensionRequest.id))
    return session.scalar(query) or 0


def asked_ids(session: Session) -> set[int]:
    """The tasks that have a request that waits: the coordinator's daily list names them. There are few."""
    return set(session.scalars(select(ExtensionRequest.task_id).where(ExtensionRequest.state == ExtensionState.OPEN)))


def _open() -> Select[ExtensionRequest]:
    return (
        select(ExtensionRequest)
        .join(ExtensionRequest.task)
        .join(Task.conference)
        .where(ExtensionRequest.state == ExtensionState.OPEN, Conference.state == ConferenceState.ACTIVE)
    )


def _mine(actor: Actor) -> ColumnElement[bool]:
    """The first extension is the coordinator's to decide, later ones are the leadership's."""
    first = and_(ExtensionRequest.number == 1, Conference.host_id.in_(_coordinated(actor)))
    second = and_(ExtensionRequest.number > 1, Conference.host_id.in_(actor.hosts(Action.DECIDE_SECOND_EXTENSION)))
    return or_(first, second)


def _coordinated(actor: Actor) -> frozenset[int]:
    return actor.hosts(Action.DECIDE_EXTENSION) & actor.hosts(Action.CONFIRM_TASK)


def _asked(session: Session, actor: Actor, request: ExtensionRequest, others: Sequence[Task], today: date) -> Asked:
    task, calendar = request.task, calendar_of(session)
    host, first = task.conference.host_id, request.number == 1
    deciding = Action.DECIDE_EXTENSION if first else Action.DECIDE_SECOND_EXTENSION
    return Asked(
        request=request,
        task=task,
        impact=impact(task, request.wanted, others, event=event_of(task.conference), calendar=calendar),
        along=tuple(one for one in others if one.lead_task_id == task.id and one.due_source == "lead_task"),
        waited=max(0, calendar.count_between(vietnam_date(request.asked_at), today)),
        left=calendar.count_between(today, task.due) if task.due else 0,
        may_decide=host in actor.hosts(deciding),
        mine=host in (_coordinated(actor) if first else actor.hosts(deciding)),
    )


def _tasks(session: Session, conference_ids: Collection[int]) -> dict[int, list[Task]]:
    """The released tasks of the conferences, with what the impact looks at."""
    found: dict[int, list[Task]] = defaultdict(list)
    query = select(Task).where(Task.conference_id.in_(conference_ids), Task.state != TaskState.DRAFT)
    read = (
        Task.conference_id, Task.title, Task.kind, Task.role, Task.counted, Task.state, Task.due, Task.due_source,
        Task.latest, Task.blocking, Task.submitted_on, Task.extensions, Task.lead_task_id, Task.version,
    )  # fmt: skip
    for task in session.scalars(query.options(load_only(*read)).order_by(Task.due, Task.position)):
        found[task.conference_id].append(task)
    return found
