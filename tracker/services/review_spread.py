"""A draft addressed to a collective becomes one draft for each unit that a person names. One step to take back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain import collectives
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import AssignmentRole, Review, UnitKind
from tracker.domain.permissions import Actor
from tracker.domain.rules import RuleTable
from tracker.models import Task, Unit
from tracker.services import dues, plans, review, review_add, review_log, review_split
from tracker.services.planning import planning_of
from tracker.services.review import Ref

ABOUT_UNIT = frozenset({"collective_unit", "collective_except", "unit_unknown", "unit_missing", "unit_guessed"})
"""The doubts that naming the units answers."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A unit that the collective can mean; ``meant``: as far as the words say, it does."""

    unit: Unit
    meant: bool


def is_spreadable(task: Task) -> bool:
    """The task has no unit of its own, only words for several."""
    own = task.unit is not None and task.unit.kind is not UnitKind.COLLECTIVE
    return not own and collectives.is_collective(task.unit_words)


def offers(task: Task, tasks: Sequence[Task], units: Sequence[Unit]) -> tuple[Offer, ...]:
    """The units of the kinds that the words mean (all, where they do not say), in the order of the directory."""
    kinds = collectives.kinds_meant(task.unit_words)
    busy = {one.unit_id for one in tasks if one.id != task.id and one.review is not Review.SKIPPED}
    rest = collectives.means_the_rest(task.unit_words)
    left_out = [name for doubt in task.doubts for name in str(doubt["params"].get("excluded", "")).split("; ") if name]
    possible = [unit for unit in units if unit.kind is not UnitKind.COLLECTIVE and (not kinds or unit.kind in kinds)]
    return tuple(
        Offer(
            unit=unit,
            meant=bool(kinds) and not collectives.are_excluded(unit.name, left_out) and not (rest and unit.id in busy),
        )
        for unit in possible
    )


def spread(
    session: Session, actor: Actor, conference_id: int, refs: Sequence[Ref], unit_ids: Collection[int], *, now: datetime
) -> list[Task]:
    """Give a collective's task to each of the units: the first takes the draft itself, the others a copy of it.

    A general note becomes a duty that counts. What else was doubtful stays to be checked.

    Raises:
        InvalidInput: ``spread_nobody``, no unit chosen. NotFound: a unit that plans of this agency cannot mean.
    """
    task, *more = review.locked(session, actor, conference_id, refs)
    known = {unit.id: unit for unit in plans.units_for(session, task.conference)}
    chosen = [known[unit_id] for unit_id in unit_ids if unit_id in known]
    if more or not chosen:
        raise InvalidInput("spread_nobody", field="units")
    before = review_log.remember(task)
    number = review_add.next_position(session, conference_id)
    with review_log.step(session, actor, conference_id, review_log.SPREAD, now=now) as writing:
        copies = [review_split.copy_of(task, task.title, number + place) for place in range(len(chosen) - 1)]
        due, rules = dues.due_of(task), planning_of(session, task.conference.host_id).rules
        for one, unit in zip((task, *copies), chosen, strict=True):
            _give(one, unit, rules)
            dues.put(one, due)
        session.add_all(copies)
        session.flush()
        writing.changed(task, before, parts=[one.position for one in copies])
        for one in copies:
            writing.made(one)
    return [task, *copies]


def _give(task: Task, unit: Unit, rules: RuleTable) -> None:
    if task.role is AssignmentRole.GENERAL:
        task.role = AssignmentRole.LEAD
    kind = rules.kind(rules.classify(task.title, task.role))
    task.unit_id, task.unit, task.unit_words = unit.id, unit, unit.name
    task.kind, task.counted = kind.code, kind.counted
    task.blocking = kind.blocking and task.role is AssignmentRole.LEAD
    task.doubts = [doubt for doubt in task.doubts if doubt["code"] not in ABOUT_UNIT]
    task.review = Review.CHECK if task.doubts else Review.CERTAIN
