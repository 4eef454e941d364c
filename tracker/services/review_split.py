"""One draft becomes several. Refusals as in ``services.review``; it is one step to take back."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain import cutting
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, Review
from tracker.domain.normalise import collapse
from tracker.domain.permissions import Actor
from tracker.domain.rules import Planning
from tracker.domain.schedule import Due
from tracker.models import Task, TaskPartner
from tracker.services import dues, review, review_add, review_log
from tracker.services.planning import planning_of
from tracker.services.review import Ref

SPLIT_PART = "split_part"
"""The doubt that it leaves: kind and due date were counted anew, for a person to look at."""


def split(
    session: Session,
    actor: Actor,
    conference_id: int,
    refs: Sequence[Ref],
    cuts: Collection[int],
    *,
    words: Sequence[str] = (),
    now: datetime,
) -> list[Task]:
    """Cut a task (or a sentence's tasks, alike) in front of the characters ``cuts`` and of ``words``.

    Each part keeps unit, role, partners and quote; kind and due date follow its own words, but a date that the plan
    or a person has named stays with every part. All parts wait to be checked.

    Raises:
        InvalidInput: ``split_nowhere``, no place chosen; ``split_words``, the words do not stand in the task.
    """
    tasks = list(review.locked(session, actor, conference_id, refs))
    parts = _parts(tasks[0].title, cuts, words)
    if len({task.title for task in tasks}) > 1:
        raise InvalidInput("split_nowhere", field="cut")
    made: list[Task] = []
    planning = planning_of(session, tasks[0].conference.host_id)
    with review_log.step(session, actor, conference_id, review_log.SPLIT, now=now) as writing:
        for task in tasks:
            before, due = review_log.remember(task), dues.due_of(task)
            number = review_add.next_position(session, conference_id)
            rest = [copy_of(task, title, number + place) for place, title in enumerate(parts[1:])]
            for one, title in zip((task, *rest), parts, strict=True):
                _rewrite(one, title, task.position, due, planning)
            session.add_all(rest)
            session.flush()
            writing.changed(task, before, parts=[one.position for one in rest])
            for one in rest:
                writing.made(one)
            made += [task, *rest]
    dues.follow_leads(review.tasks_of(session, conference_id))
    return made


def _parts(title: str, cuts: Collection[int], words: Sequence[str]) -> tuple[str, ...]:
    places = set(cuts)
    for said in words:
        at = cutting.place_of(title, said)
        if at is None:
            raise InvalidInput("split_words", field="words", words=collapse(said))
        places.add(at)
    parts = cutting.pieces(title, places)
    if len(parts) < 2:
        raise InvalidInput("split_nowhere", field="cut")
    return parts


def copy_of(task: Task, title: str, position: int) -> Task:
    """Another draft of the same sentence, unit, role and partners; kind and due date are not set yet."""
    return Task(
        conference_id=task.conference_id,
        conference=task.conference,
        position=position,
        unit_id=task.unit_id,
        unit_words=task.unit_words,
        title=title,
        role=task.role,
        quote=task.quote,
        first_line=task.first_line,
        last_line=task.last_line,
        lead_task_id=task.lead_task_id,
        partners=[TaskPartner(unit_id=one.unit_id, words=one.words) for one in task.partners],
        doubts=list(task.doubts),
    )


def _rewrite(task: Task, title: str, origin: int, due: Due, planning: Planning) -> None:
    """``due``: the whole task's, whose rule each part takes over or counts anew by its own kind."""
    kind = dues.kind_of(planning.rules.classify(title, task.role), task.conference, planning)
    task.title, task.kind, task.review = title, kind.code, Review.CHECK
    task.blocking = kind.blocking and task.role is AssignmentRole.LEAD
    task.counted = kind.counted and task.role is not AssignmentRole.GENERAL
    others = [doubt for doubt in task.doubts if doubt["code"] != SPLIT_PART]
    task.doubts = [*others, {"code": SPLIT_PART, "params": {"no": str(origin)}}]
    dues.put(task, dues.by_present_rule(due, kind.code, task.conference, planning))
