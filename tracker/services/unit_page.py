"""One unit with what it owes in the conferences of the person who looks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.domain.errors import NotAllowed, NotFound
from tracker.domain.glossary import Compliance, ConferenceState, TaskState
from tracker.domain.permissions import Action, Actor
from tracker.domain.succession import Heirs
from tracker.models import Conference, Task, Unit, UnitAlias, UnitSuccessor
from tracker.services import succession, task_access
from tracker.services.conferences import Standing, standing
from tracker.services.unit_matching import valid
from tracker.services.working_calendar import calendar_of

HIGHEST = 20  # levels of the tree looked through: a ring must not hang us


@dataclass(frozen=True, kw_only=True)
class Score:
    """The counted tasks of :class:`UnitPage`; ``extended``: those on time that were given more time for it."""

    open: int
    overdue: int
    on_time: int
    extended: int
    late: int


@dataclass(frozen=True, kw_only=True)
class UnitPage:
    """``above`` from the top down; ``standings``: its tasks in conferences in preparation.

    ``later``, ``earlier``: what became of it and what it came from; ``heirs``: who stands for it today, where it is
    no more. ``below``: units there today, or on its own last day.
    """

    unit: Unit
    above: tuple[Unit, ...]
    below: Sequence[Unit]
    standings: Sequence[Standing]
    may_edit: bool
    later: Sequence[UnitSuccessor] = ()
    earlier: Sequence[UnitSuccessor] = ()
    heirs: Heirs | None = None
    heir_units: Mapping[int, Unit] = field(default_factory=dict)

    @property
    def score(self) -> Score:
        codes = Counter(one.compliance for one in self.standings)
        done = codes[Compliance.DONE_ON_TIME] + codes[Compliance.DONE_NO_DUE]
        late, aside = codes[Compliance.DONE_LATE], codes[Compliance.NOT_COUNTED]
        return Score(
            open=len(self.standings) - done - late - aside,
            overdue=codes[Compliance.OPEN_OVERDUE],
            on_time=done,
            extended=sum(one.compliance is Compliance.DONE_ON_TIME and one.task.extensions > 0
                         for one in self.standings),
            late=late,
        )  # fmt: skip

    @property
    def to_hand_over(self) -> Sequence[Standing]:
        """Open tasks that nobody is reminded of: the unit is no more and it is not settled who does them."""
        if self.heirs is None or self.heirs.one is not None:
            return ()
        return [one for one in self.standings if one.task.state not in task_access.CLOSED]


def load(session: Session, actor: Actor, unit_id: int, *, today: date) -> UnitPage:
    """Raises:
    NotFound: no such unit.
    """
    unit = session.scalar(
        select(Unit)
        .options(selectinload(Unit.aliases).options(joinedload(UnitAlias.by), joinedload(UnitAlias.host)))
        .where(Unit.id == unit_id)
    )
    if unit is None:
        raise NotFound("not_found")
    last = unit.valid_until if unit.valid_until and unit.valid_until < today else today
    below = session.scalars(valid(last).where(Unit.parent_id == unit_id).order_by(Unit.sort_key)).all()
    later, earlier = succession.changes_of(session, unit_id)
    heirs = succession.standing_for(session, [unit_id], today).get(unit_id)
    return UnitPage(
        unit=unit,
        above=above(session, unit),
        below=below,
        standings=standings(session, actor, unit_id, today=today),
        may_edit=may_edit(session, actor, unit),
        later=later,
        earlier=earlier,
        heirs=heirs,
        heir_units=succession.units_of(session, heirs.ids if heirs else ()),
    )


def standings(session: Session, actor: Actor, unit_id: int, *, today: date) -> list[Standing]:
    """Its tasks in the actor's conferences in preparation."""
    return [standing(task, today=today, calendar=calendar_of(session)) for task in _tasks(session, actor, unit_id)]


def above(session: Session, unit: Unit) -> tuple[Unit, ...]:
    """The units it belongs to, from the top down."""
    found: list[Unit] = []
    current = unit
    while current.parent_id is not None and len(found) < HIGHEST:
        current = session.get_one(Unit, current.parent_id)
        found.insert(0, current)
    return tuple(found)


def may_edit(session: Session, actor: Actor, unit: Unit) -> bool:
    """One's own agency with everything below it, and units that belong to no agency of ours."""
    own = actor.hosts(Action.MANAGE_DIRECTORY)
    if unit.id in own:
        return True
    return bool(own) and not any(one.is_host for one in (unit, *above(session, unit)))


def check_edit(session: Session, actor: Actor, unit_id: int) -> Unit:
    """The unit, if the actor may change it.

    Raises:
        NotFound: no such unit. NotAllowed: another agency's inner unit.
    """
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound("not_found")
    if not may_edit(session, actor, unit):
        raise NotAllowed("not_allowed")
    return unit


def _tasks(session: Session, actor: Actor, unit_id: int) -> Sequence[Task]:
    return session.scalars(
        select(Task)
        .join(Task.conference)
        .options(joinedload(Task.conference))
        .where(
            Task.unit_id == unit_id,
            Task.state != TaskState.DRAFT,
            Conference.state == ConferenceState.ACTIVE,
            Conference.host_id.in_(actor.hosts(Action.SEE_WHOLE_CONFERENCE)),
        )
        .order_by(Task.due, Task.id)
    ).all()
