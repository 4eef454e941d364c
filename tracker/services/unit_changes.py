"""Recording what becomes of a unit: renamed, merged, split, absorbed, abolished. Shown before, applied in one go.

Nothing that a unit did is moved or rewritten: its tasks stay its own, and who stands for it is looked up by the day
(``services.succession``). Only where several took over does a person hand open tasks on (``services.hand_over``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidInput, NotAllowed
from tracker.domain.glossary import MemberRole
from tracker.domain.normalise import collapse, sort_key
from tracker.domain.permissions import Actor
from tracker.domain.succession import NEW_HEIRS, ONE_HEIR, UnitChange, makes_ring
from tracker.models import Membership, Unit, UnitAlias, UnitSuccessor
from tracker.services import directory, forecast, succession, unit_page
from tracker.services.conferences import Standing
from tracker.services.unit_matching import valid

MOST_HEIRS = 60
LONGEST_DECISION = 200  # characters, the column's length
_CONTACT = ("email", "phone", "contact_name", "head_name", "head_email")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A change as typed. ``into``: names of those that take over; ``others``: units that end with it (a merger)."""

    change: UnitChange
    effective: date | None
    decision: str = ""
    into: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Heir:
    """One that takes over; ``unit`` None: it will be taken into the directory."""

    name: str
    unit: Unit | None


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What recording would do. ``standings``: open tasks of the ending units; ``mails``: of the coming 120 days."""

    ending: tuple[Unit, ...]
    heirs: tuple[Heir, ...]
    change: UnitChange
    effective: date
    decision: str
    standings: Sequence[Standing]
    mails: int

    @property
    def last_day(self) -> date:
        return self.effective - timedelta(days=1)


def preview(session: Session, actor: Actor, unit_id: int, wanted: Wanted, *, today: date) -> Preview:
    """What :func:`record` would do; the same refusals."""
    unit = _changeable(session, actor, unit_id)
    effective = _day(unit, wanted)
    ending = (unit, *_others(session, actor, unit, wanted))
    heirs = _heirs(session, unit, ending, wanted, effective)
    standings = [one for each in ending for one in unit_page.standings(session, actor, each.id, today=today)]
    ids = {one.task.id for one in standings}
    conferences = {one.task.conference_id: one.task.conference for one in standings}.values()
    mails = sum(coming.task.id in ids for one in conferences for coming in forecast.coming(session, one, today=today))
    decision = collapse(wanted.decision)[:LONGEST_DECISION]
    return Preview(
        ending=ending, heirs=heirs, change=wanted.change, effective=effective, decision=decision,
        standings=standings, mails=mails,
    )  # fmt: skip


def record(session: Session, actor: Actor, unit_id: int, wanted: Wanted, *, now: datetime, today: date) -> list[Unit]:
    """Write the change down; gives those that take over.

    Raises:
        NotFound, NotAllowed: as ``unit_page.check_edit``. NotAllowed: ``unit_holds_conferences``.
        InvalidInput: ``unit_changed``, ``unit_change_day``, ``unit_change_early``, ``unit_change_one``,
        ``unit_change_several``, ``unit_change_itself``, ``unit_change_known``, ``unit_not_in_directory``,
        ``unit_change_ring``.
    """
    seen = preview(session, actor, unit_id, wanted, today=today)
    units = [heir.unit or _take_in(session, seen, heir.name) for heir in seen.heirs]
    for one in seen.ending:
        one.valid_until = seen.last_day
        for heir in (*units,) or (None,):
            session.add(
                UnitSuccessor(
                    unit_id=one.id,
                    successor_id=heir.id if heir is not None else None,
                    change=seen.change,
                    effective=seen.effective,
                    decision=seen.decision,
                    recorded_at=now,
                    recorded_by_id=actor.user_id,
                )
            )
        if seen.change in ONE_HEIR:
            _move_on(session, one, units[0])
    session.flush()
    return units


def take_back(session: Session, actor: Actor, unit_id: int) -> Unit:
    """Remove the record of a change that did not happen so; units taken in with it stay.

    Raises:
        NotFound, NotAllowed: as ``unit_page.check_edit``.
    """
    unit = unit_page.check_edit(session, actor, unit_id)
    for link in session.scalars(select(UnitSuccessor).where(UnitSuccessor.unit_id == unit_id)):
        session.delete(link)
    unit.valid_until = None
    session.flush()
    return unit


def _changeable(session: Session, actor: Actor, unit_id: int) -> Unit:
    unit = unit_page.check_edit(session, actor, unit_id)
    if unit.is_host:
        raise NotAllowed("unit_holds_conferences")
    if session.scalar(select(UnitSuccessor.id).where(UnitSuccessor.unit_id == unit.id).limit(1)):
        raise InvalidInput("unit_changed", field="", name=unit.name)
    return unit


def _day(unit: Unit, wanted: Wanted) -> date:
    if wanted.effective is None:
        raise InvalidInput("unit_change_day", field="effective")
    if unit.valid_from and wanted.effective <= unit.valid_from:
        raise InvalidInput("unit_change_early", field="effective", day=unit.valid_from)
    return wanted.effective


def _others(session: Session, actor: Actor, unit: Unit, wanted: Wanted) -> list[Unit]:
    """Those that end together with the unit: only a merger or an absorption has any."""
    found = []
    for name in wanted.others if wanted.change in {UnitChange.MERGE, UnitChange.ABSORB} else ():
        other = _known(session, name, wanted.effective)
        if other is None:
            raise InvalidInput("unit_not_in_directory", field="others", name=name)
        if other.id != unit.id:
            found.append(_changeable(session, actor, other.id))
            _day(other, wanted)
    return found


def _heirs(session: Session, unit: Unit, ending: Sequence[Unit], wanted: Wanted, effective: date) -> tuple[Heir, ...]:
    names = tuple(dict.fromkeys(collapse(name) for name in wanted.into if collapse(name)))[:MOST_HEIRS]
    if wanted.change in ONE_HEIR and len(names) != 1:
        raise InvalidInput("unit_change_one", field="into")
    if wanted.change is UnitChange.SPLIT and len(names) < 2:
        raise InvalidInput("unit_change_several", field="into")
    heirs = tuple(Heir(name=name, unit=_known(session, name, effective, near=unit)) for name in names)
    for heir in heirs:
        _check(heir, ending, wanted)
    found = [heir.unit.id for heir in heirs if heir.unit]
    links = succession.links_from(session, found)
    if any(makes_ring(one.id, found, links) for one in ending):
        raise InvalidInput("unit_change_ring", field="into")
    return heirs


def _check(heir: Heir, ending: Sequence[Unit], wanted: Wanted) -> None:
    if any(sort_key(heir.name) == one.sort_key or (heir.unit and heir.unit.id == one.id) for one in ending):
        raise InvalidInput("unit_change_itself", field="into", name=heir.name)
    if heir.unit is None and wanted.change not in NEW_HEIRS:
        raise InvalidInput("unit_not_in_directory", field="into", name=heir.name)
    if heir.unit is not None and wanted.change is UnitChange.RENAME:
        raise InvalidInput("unit_change_known", field="into", name=heir.name)


def _known(session: Session, name: str, on: date | None, near: Unit | None = None) -> Unit | None:
    """The one unit of that name or spelling on that day; of several the one beside ``near``.

    Raises:
        InvalidInput: ``unit_several``, more than one is called so.
    """
    key = sort_key(name)
    spelt = select(UnitAlias.unit_id).where(UnitAlias.name == collapse(name), UnitAlias.host_id.is_(None))
    found = session.scalars(valid(on).where((Unit.sort_key == key) | Unit.id.in_(spelt))).all()
    beside = [unit for unit in found if near is not None and unit.parent_id == near.parent_id]
    chosen = beside if len(beside) == 1 else found
    if len(chosen) > 1:
        raise InvalidInput("unit_several", field="into", name=collapse(name))
    return chosen[0] if chosen else None


def _take_in(session: Session, seen: Preview, name: str) -> Unit:
    """The new unit stands where the old one stood; a renamed one keeps its people."""
    old = seen.ending[0]
    contact = {field: getattr(old, field) for field in _CONTACT} if seen.change is UnitChange.RENAME else {}
    return directory.add_unit(
        session, name=name, kind=old.kind, parent_id=old.parent_id, valid_from=seen.effective, **contact
    )


def _move_on(session: Session, old: Unit, heir: Unit) -> None:
    """People and inner units go where the unit goes; what is there already under the same name stays apart."""
    mine = session.scalars(select(Membership).where(Membership.unit_id == old.id, Membership.role == MemberRole.MEMBER))
    there = set(session.scalars(select(Membership.user_id).where(Membership.unit_id == heir.id)))
    for one in mine.all():
        if one.user_id not in there:
            session.add(Membership(user_id=one.user_id, unit_id=heir.id, role=one.role))
    names = set(session.scalars(select(Unit.sort_key).where(Unit.parent_id == heir.id)))
    for child in session.scalars(select(Unit).where(Unit.parent_id == old.id, Unit.valid_until.is_(None))).all():
        if child.sort_key not in names and child.id != heir.id:
            child.parent_id = heir.id
