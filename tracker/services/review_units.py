"""Units that a plan names and the directory does not know: a person chooses one, or takes them in."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotAllowed
from tracker.domain.glossary import AssignmentRole, Review, TaskState, UnitKind
from tracker.domain.matching import definitions
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.unit_names import guess_inside, guess_kind
from tracker.models import Conference, Task, Unit
from tracker.services import directory, plans, review, review_log

# Nobody can be written to by these: they stay words in the text unless a person says otherwise.
NOT_OFFERED = frozenset({UnitKind.COLLECTIVE, UnitKind.PERSON})


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A name without its unit. ``tasks``: those it leads; ``kind`` and ``inside`` (the host) are guesses."""

    words: str
    tasks: tuple[Task, ...]
    partner_of: tuple[Task, ...]
    kind: UnitKind
    inside: bool
    suggestions: tuple[Unit, ...]

    @property
    def offered(self) -> bool:
        return self.kind not in NOT_OFFERED


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A unit to take into the directory under the name that the plan gives it."""

    words: str
    kind: UnitKind
    inside: bool


def unknown(
    session: Session, conference: Conference, tasks: Sequence[Task], units: Sequence[Unit]
) -> tuple[Unknown, ...]:
    """The names of drafts that have no unit yet, in the order of the plan, each with up to three near units."""
    led: dict[str, list[Task]] = defaultdict(list)
    helped: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.review is Review.SKIPPED or task.state is not TaskState.DRAFT:
            continue
        if task.unit_id is None and task.unit_words and task.role is not AssignmentRole.GENERAL:
            led[task.unit_words].append(task)
        for partner in task.partners:
            if partner.unit_id is None:
                helped[partner.words].append(task)
    names = list(dict.fromkeys((*led, *helped)))
    if not names:
        return ()
    text = "\n".join(line["text"] for line in plans.lines_of(session, conference.id))
    matches = directory.resolve(names, units, conference.host_id, explained=definitions(text))
    by_id = {unit.id: unit for unit in units}
    return tuple(
        Unknown(
            words=name,
            tasks=tuple(led[name]),
            partner_of=tuple(helped[name]),
            kind=guess_kind(name),
            inside=guess_inside(name),
            suggestions=tuple(
                by_id[one] for one in dict.fromkeys((matches[name].unit_id, *matches[name].suggestions)) if one
            ),
        )
        for name in names
    )


def choose(
    session: Session, actor: Actor, conference_id: int, words: str, unit_id: int, *, now: datetime
) -> list[Task]:
    """Say which unit ``words`` means, in the whole plan; the spelling is remembered as the unit's alias.

    Raises:
        NotFound: not the actor's to review. InvalidInput: ``unit_not_here``, a unit that this plan cannot mean.
    """
    conference = review.opened(session, actor, conference_id)
    unit = next((one for one in plans.units_for(session, conference) if one.id == unit_id), None)
    if unit is None:
        raise InvalidInput("unit_not_here", field="unit")
    alias_id = unit.aliases[-1].id if directory.add_alias(session, unit, words) else None
    return _give(session, actor, conference_id, words, unit, now=now, alias_id=alias_id)


def create(
    session: Session, actor: Actor, conference_id: int, wanted: Sequence[NewUnit], *, now: datetime
) -> list[Unit]:
    """Take units into the directory, below the host or at the top, and give them their tasks.

    Raises:
        NotAllowed: the directory is not the actor's to change. InvalidInput: ``nothing_chosen``, ``unit_exists``.
    """
    conference = review.opened(session, actor, conference_id)
    if not can(actor, Action.MANAGE_DIRECTORY, subject(host_id=conference.host_id)):
        raise NotAllowed("not_allowed")
    if not wanted:
        raise InvalidInput("nothing_chosen", field="unit")
    made = []
    for one in wanted:
        parent_id = conference.host_id if one.inside else None
        unit = directory.add_unit(session, name=one.words, kind=one.kind, parent_id=parent_id)
        _give(session, actor, conference_id, one.words, unit, now=now)
        made.append(unit)
    return made


def _give(
    session: Session,
    actor: Actor,
    conference_id: int,
    words: str,
    unit: Unit,
    *,
    now: datetime,
    alias_id: int | None = None,
) -> list[Task]:
    """Every draft that names ``words`` and has no certain unit gets ``unit``; the changed tasks."""
    changed = []
    for task in review.tasks_of(session, conference_id):
        if task.state is not TaskState.DRAFT:
            continue
        before = review_log.remember(task)
        if task.unit_words == words and (task.unit_id is None or review.unit_doubted(task)):
            _set_unit(task, unit)
        for partner in task.partners:
            if partner.words == words and partner.unit_id is None:
                partner.unit_id = unit.id
        if review_log.remember(task) == before:
            continue
        review_log.record(
            session, actor, task, review_log.UNIT_CHOSEN, before, now=now, alias_id=alias_id, unit=unit.name
        )
        changed.append(task)
    return changed


def _set_unit(task: Task, unit: Unit) -> None:
    task.unit_id = unit.id
    task.doubts = [doubt for doubt in task.doubts if doubt["code"] not in review.UNIT_DOUBTS]
    if task.review is Review.CHECK and not task.doubts:
        task.review = Review.CERTAIN
