"""Units that a plan names and the directory does not know: a person chooses one, or takes them in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotAllowed
from tracker.domain.glossary import AssignmentRole, Review, TaskState, UnitKind
from tracker.domain.matching import Match, Why, definitions
from tracker.domain.permissions import Action, Actor, can, subject
from tracker.domain.unit_names import guess_inside, guess_kind
from tracker.models import Conference, Task, Unit
from tracker.services import directory, dues, plans, review, review_log, succession, unit_matching

# Nobody can be written to by these: they stay words in the text unless a person says otherwise.
NOT_OFFERED = frozenset({UnitKind.COLLECTIVE, UnitKind.PERSON})


@dataclass(frozen=True, kw_only=True)
class Near:
    """A unit that may be meant, and why. ``former``: the unit that the plan names and this one took over from."""

    unit: Unit
    why: Why
    score: int  # equal letters, 0–100
    former: Unit | None = None


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A name without its unit. ``tasks``: those it leads; ``kind`` and ``inside`` (the host) are guesses.

    ``on``: the day as of which the directory was asked, the plan's own where it has one.
    """

    words: str
    tasks: tuple[Task, ...]
    partner_of: tuple[Task, ...]
    kind: UnitKind
    inside: bool
    near: tuple[Near, ...]
    on: date | None

    @property
    def suggestions(self) -> tuple[Unit, ...]:
        return tuple(one.unit for one in self.near)

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
    on = dues.planned_of(conference) or conference.event_start
    near = _near(session, conference, names, units, on)
    return tuple(
        Unknown(
            words=name,
            tasks=tuple(led[name]),
            partner_of=tuple(helped[name]),
            kind=guess_kind(name),
            inside=guess_inside(name),
            near=near[name],
            on=on,
        )
        for name in names
    )


def _near(
    session: Session, conference: Conference, names: Sequence[str], units: Sequence[Unit], on: date | None
) -> dict[str, tuple[Near, ...]]:
    """Up to three units for each name, best first; of a unit that had ended by then, those that took over."""
    text = "\n".join(line["text"] for line in plans.lines_of(session, conference.id))
    former = unit_matching.former_units(session, conference.host_id, on) if on else ()
    matches = directory.resolve(names, units, conference.host_id, explained=definitions(text), former=former)
    by_id = {unit.id: unit for unit in units}
    ended = succession.units_of(
        session, {one.former_id for match in matches.values() for one in match.candidates if one.former_id}
    )
    return {name: tuple(_offered(matches[name], by_id, ended)) for name in names}


def _offered(match: Match, units: Mapping[int, Unit], ended: Mapping[int, Unit]) -> Iterator[Near]:
    for one in match.candidates:
        if one.unit_id in units:
            yield Near(unit=units[one.unit_id], why=one.why, score=one.score, former=ended.get(one.former_id or 0))


def choose(
    session: Session, actor: Actor, conference_id: int, words: str, unit_id: int, *, now: datetime
) -> list[Task]:
    """Say which unit ``words`` means, in the whole plan; the spelling is remembered for the plans of this agency.

    Raises:
        NotFound: not the actor's to review. InvalidInput: ``unit_not_here``, a unit that this plan cannot mean.
    """
    conference = review.opened(session, actor, conference_id)
    unit = next((one for one in plans.units_for(session, conference) if one.id == unit_id), None)
    if unit is None:
        raise InvalidInput("unit_not_here", field="unit")
    host_id = conference.host_id
    new = directory.add_alias(session, unit, words, host_id=host_id, actor=actor, now=now)
    alias_id = unit.aliases[-1].id if new else None
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
    with review_log.step(session, actor, conference_id, review_log.UNIT_CHOSEN, now=now) as writing:
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
            facts = {} if alias_id is None else {"alias_id": alias_id}
            writing.changed(task, before, facts=facts, unit=unit.name)
            changed.append(task)
    return changed


def _set_unit(task: Task, unit: Unit) -> None:
    task.unit_id = unit.id
    task.doubts = [doubt for doubt in task.doubts if doubt["code"] not in review.UNIT_DOUBTS]
    if task.review is Review.CHECK and not task.doubts:
        task.review = Review.CERTAIN
