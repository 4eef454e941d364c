"""Reviewing what was read: accept, correct, skip, restore. Only drafts; nothing goes to a unit from here.

Every function raises ``NotFound`` where the conference is not the actor's to review, ``StaleVersion`` where a task was
changed since the actor's page was made, ``StepRefused("task_released")`` where it is no draft any more. None commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.errors import InvalidInput, NotFound, StaleVersion, StepRefused
from tracker.domain.glossary import AssignmentRole, ConferenceState, DueSource, Review, TaskState
from tracker.domain.kinds import KINDS
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due, follow
from tracker.models import Conference, Task, TaskPartner, Unit, Withdrawal
from tracker.services import directory, dues, review_log
from tracker.services.planning import planning_of

MOST_WORDS = 4000  # characters of a task's content
UNIT_DOUBTS = frozenset({"unit_unknown", "unit_guessed", "unit_missing", "unit_of_part", "unit_succeeded", "unit_gone"})

Ref = tuple[int, int]
"""A task's id and the version that the actor's page showed."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A task as a coordinator wants it. ``due`` None: by the rule of its kind, or with the lead task.

    ``unit_id`` and ``partners`` None: as they are (several units corrected together).
    """

    title: str
    role: AssignmentRole
    kind: str
    unit_id: int | None = None
    partners: tuple[tuple[int | None, str], ...] | None = None
    due: date | None = None
    reason: str = ""
    lead_id: int | None = None


def opened(session: Session, actor: Actor, conference_id: int, *, called_off: bool = False) -> Conference:
    """The conference, if the actor may review it; one called off only where ``called_off``."""
    conference = session.get(Conference, conference_id)
    if conference is None or not can(actor, Action.REVIEW_PLAN, subject(host_id=conference.host_id)):
        raise NotFound("not_found")
    if conference.state is ConferenceState.CANCELLED and not called_off:
        raise NotFound("not_found")
    return conference


def tasks_of(session: Session, conference_id: int) -> Sequence[Task]:
    """All tasks in the order of the plan, with units and partners; without those that were merged into another."""
    return session.scalars(
        select(Task)
        .options(joinedload(Task.unit), selectinload(Task.partners).joinedload(TaskPartner.unit))
        .where(Task.conference_id == conference_id, ~exists().where(Withdrawal.task_id == Task.id))
        .order_by(Task.position, Task.id)
    ).all()


def locked(session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref]) -> Sequence[Task]:
    """The drafts behind ``refs``, in the order of the plan, as the actor's page showed them."""
    opened(session, actor, conference_id)
    review_log.in_turn(session, conference_id)
    versions = dict(refs)
    tasks = session.scalars(
        select(Task)
        .where(Task.conference_id == conference_id, Task.id.in_(versions))
        .order_by(Task.position, Task.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not refs or len(tasks) != len(versions):
        raise NotFound("not_found")
    if any(task.version != versions[task.id] for task in tasks):
        raise StaleVersion("stale")
    if any(task.state is not TaskState.DRAFT for task in tasks):
        raise StepRefused("task_released")
    return tasks


def is_ready(task: Task) -> bool:
    """Whether a person can accept it: it has its unit, or needs none."""
    return task.unit_id is not None or task.role is AssignmentRole.GENERAL


def accept(session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref], *, now: datetime) -> list[Task]:
    """Confirm what was read; of several, those that have their unit. A unit that was only guessed keeps the spelling.

    Raises:
        InvalidInput: ``unit_needed``, none of them has a unit.
    """
    ready = [task for task in locked(session, actor, conference_id, refs) if is_ready(task)]
    if not ready:
        raise InvalidInput("unit_needed", field="unit")
    with review_log.step(session, actor, conference_id, review_log.ACCEPTED, now=now) as writing:
        for task in ready:
            alias = remember_spelling(session, actor, task, now=now) if unit_doubted(task) else {}
            _settle(writing, task, Review.ACCEPTED, alias)
    return ready


def accept_certain(session: Session, actor: Actor, conference_id: int, *, now: datetime) -> list[Task]:
    """Confirm everything that the reader was sure of."""
    opened(session, actor, conference_id)
    certain = [task for task in tasks_of(session, conference_id) if task.review is Review.CERTAIN and is_ready(task)]
    drafts = [task for task in certain if task.state is TaskState.DRAFT]
    with review_log.step(session, actor, conference_id, review_log.ACCEPTED, now=now) as writing:
        for task in drafts:
            _settle(writing, task, Review.ACCEPTED)
    return drafts


def skip(session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref], *, now: datetime) -> list[Task]:
    """Dismiss: no task, but the sentence stays marked in the text."""
    tasks = list(locked(session, actor, conference_id, refs))
    with review_log.step(session, actor, conference_id, review_log.SKIPPED, now=now) as writing:
        for task in tasks:
            _settle(writing, task, Review.SKIPPED)
    return tasks


def restore(session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref], *, now: datetime) -> list[Task]:
    """Back to where the reader had put it."""
    tasks = list(locked(session, actor, conference_id, refs))
    with review_log.step(session, actor, conference_id, review_log.RESTORED, now=now) as writing:
        for task in tasks:
            _settle(writing, task, Review.CHECK if task.doubts else Review.CERTAIN)
    return tasks


def _settle(writing: review_log.Writing, task: Task, to: Review, facts: Mapping[str, int] | None = None) -> None:
    before = review_log.remember(task)
    task.review = to
    writing.changed(task, before, facts=facts, to=to)


def unit_doubted(task: Task) -> bool:
    """Whether the unit is missing or only guessed."""
    return any(doubt["code"] in UNIT_DOUBTS for doubt in task.doubts)


def remember_spelling(session: Session, actor: Actor, task: Task, *, now: datetime) -> dict[str, int]:
    """The plan's spelling becomes an alias of the unit that a person confirmed: {"alias_id"} when it is new."""
    unit = session.get(Unit, task.unit_id) if task.unit_id else None
    if unit is None or not task.unit_words:
        return {}
    host_id = task.conference.host_id
    new = directory.add_alias(session, unit, task.unit_words, host_id=host_id, actor=actor, now=now)
    return {"alias_id": unit.aliases[-1].id} if new else {}


def correct(
    session: Session,
    actor: Actor,
    conference_id: int,
    refs: Sequence[Ref],
    correction: Correction,
    *,
    now: datetime,
) -> list[Task]:
    """Save a correction and accept the tasks with it.

    Raises:
        InvalidInput: ``title_missing``, ``title_long``, ``kind_unknown``, ``lead_unknown``, ``unit_needed``.
    """
    tasks = list(locked(session, actor, conference_id, refs))
    lead = lead_of(session, tasks, correction)
    title = clean_title(correction.title)
    planning = planning_of(session, tasks[0].conference.host_id)
    with review_log.step(session, actor, conference_id, review_log.EDITED, now=now) as writing:
        for task in tasks:
            before, doubted = review_log.remember(task), unit_doubted(task)
            rewrite(task, correction, title, lead, planning)
            alias = remember_spelling(session, actor, task, now=now) if correction.unit_id and doubted else {}
            if not is_ready(task):
                raise InvalidInput("unit_needed", field="unit")
            writing.changed(task, before, note=collapse(correction.reason), facts=alias)
    dues.follow_leads(tasks_of(session, conference_id))
    return tasks


def rewrite(task: Task, wanted: Correction, title: str, lead: Task | None, planning: Planning) -> None:
    kind = dues.kind_of(wanted.kind, task.conference, planning)
    same_rule = task.kind == kind.code and task.lead_task_id == (lead.id if lead else None)
    task.title, task.role, task.kind, task.review = title, wanted.role, kind.code, Review.ACCEPTED
    task.blocking = kind.blocking and wanted.role is AssignmentRole.LEAD
    task.counted = kind.counted and wanted.role is not AssignmentRole.GENERAL
    task.lead_task_id = lead.id if lead else None
    if wanted.unit_id is not None:
        task.unit_id = wanted.unit_id
        task.doubts = [doubt for doubt in task.doubts if doubt["code"] not in UNIT_DOUBTS]
    if wanted.partners is not None:
        task.partners = [TaskPartner(unit_id=unit_id, words=words) for unit_id, words in wanted.partners]
    due = _due(task, wanted, same_rule, lead, planning)
    if due is not None:
        dues.put(task, due)


_COUNTED = frozenset({DueSource.RULE, DueSource.DEFAULT, DueSource.LEAD_TASK, DueSource.NONE})


def _due(task: Task, wanted: Correction, same_rule: bool, lead: Task | None, planning: Planning) -> Due | None:
    """The new due date; None: it stays. A date left as it was follows the rule if the rule is another one now."""
    untouched = wanted.due is not None and wanted.due == task.due
    if untouched and (same_rule or task.due_source not in _COUNTED):
        return None
    if wanted.due is not None and not untouched:
        return dues.by_person(wanted.due, collapse(wanted.reason), task.kind, task.conference, planning)
    if lead is not None:
        return follow(dues.due_of(lead))
    return dues.by_rule(task.kind, task.conference, planning)


def lead_of(session: Session, tasks: Sequence[Task], wanted: Correction) -> Task | None:
    if wanted.kind not in KINDS:
        raise InvalidInput("kind_unknown", field="kind")
    if wanted.role is not AssignmentRole.COORDINATE or wanted.lead_id is None:
        return None
    return lead_for(session, tasks, wanted.lead_id)


def lead_for(session: Session, tasks: Sequence[Task], lead_id: int) -> Task:
    """The task that ``tasks`` are to follow: of their conference, none of their own, and not following them.

    Raises:
        InvalidInput: ``lead_unknown``.
    """
    lead = session.get(Task, lead_id)
    own = {task.id for task in tasks}
    if lead is None or lead.id in own or lead.lead_task_id in own or lead.conference_id != tasks[0].conference_id:
        raise InvalidInput("lead_unknown", field="lead")
    return lead


def clean_title(text: str) -> str:
    title = collapse(text)
    if not title:
        raise InvalidInput("title_missing", field="title")
    if len(title) > MOST_WORDS:
        raise InvalidInput("title_long", field="title", most=MOST_WORDS)
    return title
